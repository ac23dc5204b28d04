"""Pairs of records that are hard: truly one person though written unlike, or easily taken for one and two people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ingest.synth.told import Told, ToldRecord
from ingest.synth.world import Family

NAMES, DATES, NUMBERS = ("given_name", "family_name"), ("date_of_birth",), ("nhs_number", "upn")
_ABOUT = {
    "nickname": ("given_name",),
    "initial_only": ("given_name",),
    "maiden_or_married": ("family_name",),
    "double_barrelled": ("family_name",),
    "swapped_order": NAMES,
    "typing_slip": NAMES,
    "day_month_swapped": DATES,
    "date_slip": DATES,
    "partial_date": DATES,
    "january_default": DATES,
    "wrong_number": NUMBERS,
    "superseded_number": NUMBERS,
    "mistaken_number": NUMBERS,
    "number_of_many": NUMBERS,
}
Hard = tuple[ToldRecord, ToldRecord, str]


def hard_to_join(family: Family, told: Told) -> Iterator[Hard]:
    """Each two open records of one person with every kind of hardness between them.

    A way of writing makes a pair hard only where the two differ in it: two agencies that both wrote Bob are not.
    """
    for person in family.people.values():
        if not person.is_identified or person.is_unborn:
            continue
        open_records = [record for record in told.records_of(person.id) if not record.is_sealed]
        for one, other in combinations(open_records, 2):
            yield from ((one, other, kind) for kind in sorted(_kinds(told, one, other)))


def hard_to_part(family: Family, told: Told) -> Iterator[Hard]:
    """Each two records of two people that look like one: twins, namesakes, and one person's number on another's."""
    for first, second, why in family.never_one:
        for one in told.records_of(first):
            yield from ((one, other, why) for other in told.records_of(second))
    for record, owner in told.mistaken_numbers:
        yield from ((record, other, "shared_number") for other in told.records_of(owner))


def _kinds(told: Told, one: ToldRecord, other: ToldRecord) -> set[str]:
    found = {
        kind
        for kind in one.written.hard | other.written.hard
        if _differ(one, other, _ABOUT.get(kind, NAMES)) and kind != "no_date"
    }
    if "no_date" in one.written.hard | other.written.hard:
        found.add("no_date")
    mine, theirs = (told.homes[record.agency, record.ref] for record in (one, other))
    # One agency knows where they live, the other only where they lived.
    if mine and theirs and mine.isdisjoint(theirs):
        found.add("past_address")
    return found


def _differ(one: ToldRecord, other: ToldRecord, columns: tuple[str, ...]) -> bool:
    return any(
        mine and theirs and mine != theirs
        for column in columns
        for mine, theirs in [(_compared(one, column), _compared(other, column))]
    )


def _compared(record: ToldRecord, column: str) -> str:
    """A cell as it is compared: of forenames the first alone, as a second one on one side hides nobody."""
    cell = record.written.cells.get(column, "").casefold()
    return cell.split()[0] if column == "given_name" and cell else cell
