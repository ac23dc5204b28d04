"""Whose phones, emails and vehicles lead to nobody: an identity after adoption, and its family as far as a number is its too.

A number an adopted child kept would join them to the birth family (access.md §2: "whatever number … they share").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from graph.identity.normalise import name_tokens
from graph.model.ids import IdKey
from ingest.claims.ends import CLEANERS, details_in
from ingest.claims.records import SystemRecords


def claims_without_numbers(systems: Sequence[SystemRecords], members: pl.DataFrame, key: IdKey) -> frozenset[str]:
    """The claims of people that reach nobody by a contact detail; `members` has `record_id` and `person_id`.

    They are all rows of whoever has a row marked as an identity after adoption, in any system, and rows under one of
    its family names that hold a number of its own.
    """
    if not any(_marks(records) for records in systems):
        return frozenset()
    rows = [row for records in systems for row in _rows(records)]
    person_of = dict(members.select("record_id", "person_id").iter_rows())
    adopted = {_person(row, person_of) for row in rows if row["adopted_identity"] == "y"}
    own: set[str] = set()
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if _person(row, person_of) in adopted:
            own.add(row["claim_id"])
            for word in name_tokens(row["family_name"] or "") if row["adopted_identity"] == "y" else ():
                numbers[word] |= _details(row, key)
    theirs = {row["claim_id"] for row in rows if _shares(row, numbers, key)}
    return frozenset(own | theirs)


def _marks(records: SystemRecords) -> bool:
    people = records.tables.get("people")
    return people is not None and "y" in people["adopted_identity"]


def _rows(records: SystemRecords) -> Iterator[dict[str, Any]]:
    people = records.tables.get("people")
    if people is not None:
        yield from people.select("claim_id", "record_id", "family_name", "adopted_identity", *CLEANERS).iter_rows(
            named=True
        )


def _person(row: dict[str, Any], person_of: dict[str, str]) -> str:
    record: str = row["record_id"]
    return person_of.get(record, record)


def _details(row: dict[str, Any], key: IdKey) -> frozenset[str]:
    return frozenset(
        key.detail_id(scheme, value) for column in CLEANERS for scheme, value in details_in(row[column], column)
    )


def _shares(row: dict[str, Any], numbers: defaultdict[str, set[str]], key: IdKey) -> bool:
    said = {word for word in name_tokens(row["family_name"] or "") if word in numbers}
    return bool(said) and any(not numbers[word].isdisjoint(_details(row, key)) for word in said)
