"""A child's row that holds the mother's number, taken over from hers: what happens at a birth."""

from __future__ import annotations

from random import Random

from ingest.synth.spelling import Written
from ingest.synth.world import AS_OF, Family, Person

_SHARE = 0.006
_NUMBER_KINDS = frozenset({"wrong_number", "superseded_number", "number_of_many"})
MISTAKEN = "mistaken_number"


def find_mother(family: Family, child: str) -> Person | None:
    """Who is the mother on record, if anyone."""
    parents = (family.people[tie.person] for tie in family.ties if tie.other == child and tie.type == "parent")
    return next((parent for parent in parents if parent.sex == "F"), None)


def mistake_number(family: Family, person: Person, written: Written, rare: Random) -> Written:
    """The row as it is, or, of a child and seldom, with the mother's number for the child's own.

    Never of a child adopted, before or after: the seal is tested by what is right.
    """
    if "nhs_number" not in written.cells or not person.is_child(AS_OF):
        return written
    mother = find_mother(family, person.id)
    sealed = person.is_adopted or person.id in family.birth_names
    if mother is None or not mother.nhs or sealed or rare.random() >= _SHARE:
        return written
    return Written({**written.cells, "nhs_number": mother.nhs}, written.hard - _NUMBER_KINDS | {MISTAKEN})
