"""From the systems of a partnership to what its graph is to hold: every claim, and every record's place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import polars as pl

from graph.model.ids import IdKey
from graph.model.people import EntityKind, Member
from graph.store.port import StoredMember
from ingest.claims.adoption import adoption_closings, set_birth_names_apart
from ingest.claims.ends import details_of_people
from ingest.claims.projection import Around, labels_of
from ingest.claims.records import SystemRecords, records_of
from ingest.markings import closings_of
from ingest.withholding import Places, details_of_places, withhold

# Events, assessments, episodes and professionals are never joined: each record is an entity of its own.
_ALONE: Mapping[str, EntityKind] = {
    "events": EntityKind.EVENT,
    "assessments": EntityKind.ASSESSMENT,
    "episodes": EntityKind.EPISODE,
    "professionals": EntityKind.PROFESSIONAL,
}


def claims_of_system(agency: str, system: str, histories: Mapping[str, pl.DataFrame], key: IdKey) -> SystemRecords:
    """The claims of one system from its versions (`ingest.history.histories`), birth names of the adopted apart."""
    return set_birth_names_apart(records_of(agency, system, histories, key), key)


def surround(systems: Sequence[SystemRecords], places: Places, key: IdKey) -> dict[tuple[str, str], Around]:
    """What surrounds the claims of each (agency, system), for `ingest.claims.projection.project`.

    Confidential addresses and names of records are looked for in all systems; markings are each system's own.
    """
    withheld = withhold(systems, places, key)
    labels = {record_id: label for records in systems for record_id, label in labels_of(records).items()}
    found = {}
    for records in systems:
        mine = pl.concat([closings_of(records), adoption_closings(records), withheld.closings])
        found[records.agency, records.system] = Around(mine, withheld, labels)
    return found


def place_records(
    systems: Sequence[SystemRecords], places: Places, key: IdKey, joined_at: Mapping[str, datetime] | None = None
) -> Iterator[StoredMember]:
    """The entity of every record and contact detail, and whether anybody may be reached through it.

    `joined_at` says from when a judged join of a record holds (rules.md §1).
    """
    since = joined_at or {}
    for record_id, person_id in places.members.select("record_id", "person_id").iter_rows():
        yield StoredMember(Member(record_id, person_id, EntityKind.PERSON, since.get(record_id)))
    for record_id, household_id, joins in places.households.select("record_id", "household_id", "joins").iter_rows():
        yield StoredMember(Member(record_id, household_id, EntityKind.HOUSEHOLD), joins)
    for records in systems:
        for table, kind in _ALONE.items():
            for record_id in records.ids(table)["record_id"]:
                yield StoredMember(Member(record_id, record_id, kind))
    yield from _place_details(systems, places, key)


def _place_details(systems: Sequence[SystemRecords], places: Places, key: IdKey) -> Iterator[StoredMember]:
    """A phone of a refuge or of any communal place is no contact between those who gave it."""
    shared = details_of_places(systems, places.households.filter(pl.col("kind") != "private"), key)
    confidential = details_of_places(systems, places.households.filter("confidential"), key)
    for detail in sorted(details_of_people(systems, key) - confidential):
        yield StoredMember(Member(detail, detail, EntityKind.DETAIL), detail not in shared)
