"""Small systems for tests: rows in, claims by reference out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import polars as pl

from graph.identity.households import resolve_households
from graph.model.claims import Closing
from graph.model.ids import IdKey
from graph.store.port import StoredClaim
from ingest.claims.adoption import adoption_closings, set_birth_names_apart
from ingest.claims.identity_inputs import household_frame
from ingest.claims.projection import Around, labels_of, project
from ingest.claims.records import SystemRecords, records_of
from ingest.history import histories
from ingest.markings import closings_of
from ingest.withholding import Places, withhold
from tests.ingest.landed import Delivered, Row, landed

KEY = IdKey(b"k" * 32)
FIRST = Delivered("a", 1)
SECOND = Delivered("b", 5)


def a_system(
    tables: Mapping[str, Sequence[Row]], later: Mapping[str, Sequence[Row]] | None = None, agency: str = "csc"
) -> SystemRecords:
    """The claims of one system from one delivery, or two."""
    sent = {table: [landed(table, FIRST, rows)] for table, rows in tables.items()}
    for table, rows in (later or {}).items():
        sent.setdefault(table, []).append(landed(table, SECOND, rows))
    return set_birth_names_apart(records_of(agency, "main", histories(sent), KEY), KEY)


def record(table: str, ref: str, agency: str = "csc") -> str:
    """The id of a record by its key."""
    return KEY.record_id(agency, "main", table, ref)


def stored(*systems: SystemRecords, same: Sequence[Sequence[str]] = ()) -> list[StoredClaim]:
    """Everything these systems say, as it would be stored; `same` are groups of person records that are one person."""
    person_of = {member: group[0] for group in same for member in group}
    people = [record_id for records in systems for record_id in records.ids("people")["record_id"]]
    members = pl.DataFrame(
        {"record_id": people, "person_id": [person_of.get(record_id, record_id) for record_id in people]},
        schema={"record_id": pl.Utf8, "person_id": pl.Utf8},
    )
    places = Places(resolve_households(household_frame(systems)), members)
    withheld = withhold(systems, places, KEY)
    labels = {record_id: label for records in systems for record_id, label in labels_of(records).items()}
    closings = [withheld.closings, closings_of(systems), *map(adoption_closings, systems)]
    around = Around(pl.concat(closings), withheld, labels)
    return [claim for records in systems for claim in project(records, around, KEY)]


def the(claims: Sequence[StoredClaim], table: str, ref: str, agency: str = "csc") -> StoredClaim:
    """The one claim a record has, or its last version."""
    mine = [claim for claim in claims if claim.claim.record_id == record(table, ref, agency)]
    return max(mine, key=lambda claim: claim.claim.superseded_at is None)


def closings(claim: StoredClaim) -> set[Closing]:
    return set(claim.closings)


def cells(claim: StoredClaim, part: str = "headline") -> dict[str, str]:
    """The cells of one part of a claim."""
    text = getattr(claim, part)
    return json.loads(text) if text else {}


def person(ref: str, **said: str) -> dict[str, str | None]:
    return {"person_ref": ref, "given_name": "Kelly", "family_name": "Tranter", **said}


def household(ref: str, **said: str) -> dict[str, str | None]:
    return {"household_ref": ref, **said}


def stay(ref: str, who: str, where: str, **said: str) -> dict[str, str | None]:
    return {"record_ref": ref, "person_ref": who, "household_ref": where, **said}


def tie(ref: str, who: str, kind: str, other: str, **said: str) -> dict[str, str | None]:
    return {"record_ref": ref, "person_ref": who, "type": kind, "other_ref": other, **said}


def event(ref: str, **said: str) -> dict[str, str | None]:
    return {"record_ref": ref, "category": "police", "type": "incident", "start": "2023-05-03", **said}


def part(ref: str, who: str, role: str = "subject", **said: str) -> dict[str, str | None]:
    return {"record_ref": ref, "person_ref": who, "role": role, **said}
