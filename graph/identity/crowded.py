"""Numbers and contact details that tell nobody apart: on too many people, or of a place where many come and go.

They are kept with their claims as said, reported, and left out of who is who. Only open records are counted, so that a
closed one leaves no trace in how the open ones are joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from graph.identity.conflicts import find_conflict
from graph.identity.contacts import clean_email, clean_local_id, clean_phone, clean_vehicle
from graph.identity.features import Record, read_record
from graph.identity.numbers import valid_nhs_number, valid_upn

MOST_WITH_A_NUMBER = 3
MOST_WITH_A_DETAIL = 4
"""More than four people with one phone make no contact between any of them (rules.md §2)."""
CROWDED_SCHEMA: dict[str, Any] = {
    "what": pl.String,
    "value": pl.String,
    "people": pl.Int64,
    "records": pl.List(pl.String),
}


@dataclass(frozen=True, slots=True)
class _Kind:
    what: str
    column: str
    read: Callable[[str], str | None]
    most: int


_KINDS = (
    _Kind("NHS number", "nhs_numbers", valid_nhs_number, MOST_WITH_A_NUMBER),
    _Kind("pupil number", "upns", valid_upn, MOST_WITH_A_NUMBER),
    _Kind("other number", "local_ids", clean_local_id, MOST_WITH_A_NUMBER),
    _Kind("phone", "phones", clean_phone, MOST_WITH_A_DETAIL),
    _Kind("email", "emails", clean_email, MOST_WITH_A_DETAIL),
    _Kind("vehicle", "vehicles", clean_vehicle, MOST_WITH_A_DETAIL),
)


def find_crowded(people: pl.DataFrame) -> pl.DataFrame:
    """`what`, `value` (in one spelling), `people` and `records` of every number or detail on too many people of the
    `people` frame, counted among open records: how many there must be at least for no two to contradict each other.
    """
    people = people.filter(pl.col("tier") == 0)
    held = {kind: _held_by_many(people, kind) for kind in _KINDS}
    read = _rows(people, {record for many in held.values() for records in many.values() for record in records})
    rows = [row for kind, many in held.items() for row in _crowded_of(kind, many, read)]
    return pl.DataFrame(rows, schema=CROWDED_SCHEMA, orient="row").sort("what", "value")


def without_crowded(people: pl.DataFrame, crowded: pl.DataFrame, place_phones: Iterable[str] = ()) -> pl.DataFrame:
    """The `people` frame without what is crowded, and without the phones of places that are no private home."""
    apart: defaultdict[str, set[str]] = defaultdict(set)
    for what, value in crowded.select("what", "value").iter_rows():
        apart[what].add(value)
    apart["phone"] |= {phone for text in place_phones if (phone := clean_phone(text))}
    for kind in _KINDS:
        if apart[kind.what]:
            people = _without(people, kind, apart[kind.what])
    return people


def _without(people: pl.DataFrame, kind: _Kind, values: Collection[str]) -> pl.DataFrame:
    said = people[kind.column].explode().drop_nulls().unique()
    texts = [text for text in said if kind.read(text) in values]
    return people.with_columns(pl.col(kind.column).list.set_difference(texts).list.sort()) if texts else people


def _held_by_many(people: pl.DataFrame, kind: _Kind) -> Mapping[str, list[str]]:
    """The records that hold each value, in order, of values on more records than may be people."""
    held: defaultdict[str, set[str]] = defaultdict(set)
    said = people.select("record_id", pl.col(kind.column).alias("text")).explode("text").drop_nulls()
    for record_id, text in said.iter_rows():
        if value := kind.read(text):
            held[value].add(record_id)
    return {value: sorted(records) for value, records in held.items() if len(records) > kind.most}


def _crowded_of(
    kind: _Kind, many: Mapping[str, list[str]], read: Mapping[str, Record]
) -> Iterator[tuple[str, str, int, list[str]]]:
    for value, records in sorted(many.items()):
        count = _fewest_people([read[record] for record in records])
        if count > kind.most:
            yield kind.what, value, count, records


def _rows(people: pl.DataFrame, wanted: Collection[str]) -> Mapping[str, Record]:
    chosen = people.filter(pl.col("record_id").is_in(sorted(wanted)))
    return {row["record_id"]: read_record(row) for row in chosen.iter_rows(named=True)}


def _fewest_people(records: Iterable[Record]) -> int:
    """How many people these records are at least taken for: each goes with the first whose facts it does not contradict."""
    seen: list[Record] = []
    for record in records:
        if all(find_conflict(one, record) for one in seen):
            seen.append(record)
    return len(seen)
