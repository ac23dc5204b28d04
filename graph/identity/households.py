"""Which household records are one household: the same UPRN, or the same postcode, house and flat after cleaning
(rules.md §2).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from graph.identity.addresses import find_dwelling
from graph.identity.numbers import clean_uprn

HOUSEHOLDS_SCHEMA = {
    "record_id": pl.String,
    "household_id": pl.String,
    "kind": pl.String,
    "confidential": pl.Boolean,
    "joins": pl.Boolean,
}
# The most specific first: where agencies differ, a place said to be a refuge is one.
_KINDS = ("refuge", "prison", "hospital", "childrens_home", "residential_school", "hostel", "communal")
_PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class HouseholdRecord:
    """One household record: what can identify it, what was said of it."""

    record_id: str
    uprns: frozenset[str]
    dwellings: frozenset[str]
    kind: str
    confidential: bool
    tier: int


@dataclass(slots=True)
class _Places:
    """A partition of household records; a place has at most the UPRNs of one property unless the records themselves
    say two.
    """

    place_of: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)

    def add(self, record_id: str) -> None:
        self.place_of[record_id] = record_id
        self.members[record_id] = [record_id]

    def join(self, left: str, right: str) -> None:
        """Makes two places one, unless both are settled."""
        keep, drop = sorted(
            (self.place_of[left], self.place_of[right]), key=lambda place: (place not in self.settled, place)
        )
        if keep == drop or drop in self.settled:
            return
        for record_id in self.members[drop]:
            self.place_of[record_id] = keep
        self.members[keep].extend(self.members.pop(drop))


def resolve_households(households: pl.DataFrame) -> pl.DataFrame:
    """Each record's household, its kind, whether any agency holds it confidential, and whether it joins people
    (private and not confidential).

    A more closed record is put with at most one household of more open ones and never brings two together.
    """
    records = {record.record_id: record for record in map(_read_household, households.iter_rows(named=True))}
    places = _Places()
    for tier in sorted({record.tier for record in records.values()}):
        for record_id in sorted(record_id for record_id, record in records.items() if record.tier == tier):
            places.add(record_id)
        present = [records[record_id] for record_id in sorted(places.place_of)]
        _join_by_uprn(places, present)
        _join_by_dwelling(places, present, records)
        places.settled = set(places.members)
    rows = sorted(
        row for members in places.members.values() for row in _rows([records[record_id] for record_id in members])
    )
    return pl.DataFrame(rows, schema=HOUSEHOLDS_SCHEMA, orient="row")


def _read_household(row: Mapping[str, Any]) -> HouseholdRecord:
    addresses = [text for text in row["addresses"] or () if text and text.strip()]
    postcodes = [text for text in row["postcodes"] or () if text and text.strip()] or [None]
    found = (find_dwelling(address, postcode) for address in addresses for postcode in postcodes)
    return HouseholdRecord(
        record_id=row["record_id"],
        uprns=frozenset(uprn for text in row["uprns"] or () if text and (uprn := clean_uprn(text))),
        dwellings=frozenset(dwelling.key for dwelling in found if dwelling),
        kind=(row["kind"] or _PRIVATE).strip().lower(),
        confidential=bool(row["confidential"]),
        tier=int(row["tier"]),
    )


def _join_by_uprn(places: _Places, records: Iterable[HouseholdRecord]) -> None:
    at_uprn: defaultdict[str, list[str]] = defaultdict(list)
    for record in records:
        for uprn in sorted(record.uprns):
            at_uprn[uprn].append(record.record_id)
    for uprn in sorted(at_uprn):
        _join_all(places, at_uprn[uprn])


def _join_by_dwelling(
    places: _Places, records: Iterable[HouseholdRecord], known: Mapping[str, HouseholdRecord]
) -> None:
    """Two UPRNs never join by text: where one text has several, records without a UPRN join each other only."""
    at_dwelling: defaultdict[str, list[str]] = defaultdict(list)
    for record in records:
        for dwelling in sorted(record.dwellings):
            at_dwelling[dwelling].append(record.record_id)
    for dwelling in sorted(at_dwelling):
        numbered = [record_id for record_id in at_dwelling[dwelling] if _has_uprn(places, record_id, known)]
        plain = [record_id for record_id in at_dwelling[dwelling] if record_id not in set(numbered)]
        one_property = len({places.place_of[record_id] for record_id in numbered}) == 1
        _join_all(places, [*numbered[:1], *plain] if one_property else plain)


def _has_uprn(places: _Places, record_id: str, known: Mapping[str, HouseholdRecord]) -> bool:
    return any(known[member].uprns for member in places.members[places.place_of[record_id]])


def _join_all(places: _Places, record_ids: list[str]) -> None:
    for record_id in record_ids[1:]:
        places.join(record_ids[0], record_id)


def _rows(members: list[HouseholdRecord]) -> list[tuple[str, str, str, bool, bool]]:
    household_id = min(members, key=lambda record: (record.tier, record.record_id)).record_id
    said = {record.kind for record in members}
    kind = next((kind for kind in _KINDS if kind in said), next(iter(sorted(said - {_PRIVATE})), _PRIVATE))
    confidential = kind == "refuge" or any(record.confidential for record in members)
    joins = kind == _PRIVATE and not confidential
    return [(record.record_id, household_id, kind, confidential, joins) for record in members]
