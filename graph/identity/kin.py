"""Family context, as a second look: two records related in the same way to one and the same person.

Who that person is, the first look has told. A school's "Karan Ahmed, father of Ayesha" without a birth date is the
Karan Ahmed whom another agency knows as the father of the same Ayesha; a name alone would leave him a stranger. So is
the Karan Ahmed whom a second school names as the father of her brother, when both children have one mother.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

KIN_SCHEMA = {"record_id": pl.String, "relation": pl.String, "other": pl.String}
PARENT, CHILD = "parent", "parent of"
_MATE = "partner, or a parent of a child"
# Named here, not read from the vocabulary: a kept state is known by the sources of this package alone.
_COUPLE_TYPES = ("spouse", "partner", "ex_spouse", "ex_partner")
_COUPLES = frozenset(side for kind in _COUPLE_TYPES for side in (kind, f"{kind} of"))
NOBODY: frozenset[tuple[str, str]] = frozenset()


class Kin(StrEnum):
    """How two records are related to one and the same person."""

    SAME = "related in the same way to the same person"
    PARENTS = "both a parent of the same child"
    PARTNERS = "both a partner of the same person, at whatever time"
    MATES = "each a partner, at whatever time, or a parent of a child of the same person"

    @property
    def is_near(self) -> bool:
        """Whether it tells more than that both had to do with one other grown-up."""
        return self is not Kin.MATES


@dataclass(frozen=True, slots=True)
class KinOf:
    """Each record's relations to people: (relation, person id)."""

    relations: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    def between(self, left: str, right: str) -> Kin | None:
        """What two records have in common here, or None."""
        shared = self.relations.get(left, NOBODY) & self.relations.get(right, NOBODY)
        relations = {relation for relation, _ in shared}
        if PARENT in relations:
            return Kin.PARENTS
        if relations & _COUPLES:
            return Kin.PARTNERS
        if relations - {_MATE}:
            return Kin.SAME
        return Kin.MATES if relations else None


NO_KIN = KinOf()


def read_kin(kin: pl.DataFrame, person_of: Mapping[str, str]) -> KinOf:
    """The `kin` frame (record_id is `relation` of other; open records alone) with people in place of records."""
    known = [
        (record_id, relation, person_of[other])
        for record_id, relation, other in kin.select(*KIN_SCHEMA).iter_rows()
        if record_id in person_of and other in person_of
    ]
    relations: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for record_id, relation, person in known:
        relations[record_id].add((relation, person))
    for record_id, mate in _mates(known, person_of):
        if mate != person_of[record_id]:
            relations[record_id].add((_MATE, mate))
    return KinOf({record_id: frozenset(found) for record_id, found in relations.items()})


def _mates(known: Sequence[tuple[str, str, str]], person_of: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each record with the people who are its partners, or parents of the children it is a parent of."""
    parents: defaultdict[str, set[str]] = defaultdict(set)
    for record_id, relation, person in known:
        if relation == CHILD:
            parents[person_of[record_id]].add(person)
    for record_id, relation, person in known:
        if relation in _COUPLES:
            yield record_id, person
        elif relation == PARENT:
            yield from ((record_id, parent) for parent in parents[person])


def read_relatives(kin: pl.DataFrame) -> frozenset[tuple[str, str]]:
    """Pairs of records (left < right) that one system relates to each other, so that they are two people."""
    pairs = kin.filter(pl.col("record_id") < pl.col("other")).select("record_id", "other")
    return frozenset(pairs.iter_rows())
