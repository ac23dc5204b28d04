"""What the graph should hold: a function of the set of deliveries and the log of judgements, and of nothing else.

Whatever was loaded when, in whatever order or pieces, the same deliveries and judgements give the same claims, people
and households (deliveries.md §7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from graph.identity.judgements import Judgement, Verdict
from graph.identity.linking import Linked
from graph.model.claims import Role
from graph.model.ids import IdKey
from graph.model.people import EntityKind, Member
from graph.store.ledger.deliveries import DeliveryRecord
from graph.store.port import StoredClaim, StoredMember
from graph.store.stored_form import from_ms
from ingest.claims.adoption import adoption_closings, set_birth_names_apart
from ingest.claims.ends import ends_of
from ingest.claims.made_from import made_from
from ingest.claims.projection import Around, labels_of, project
from ingest.claims.records import SystemRecords, records_of
from ingest.corrected import marked_rows, unmarked
from ingest.history import LandedTable, histories
from ingest.markings import closings_of
from ingest.resolving import How, resolve
from ingest.tables.registry import TABLES
from ingest.withholding import Places, Withheld, details_of_places, withhold

MOST_HOLDERS = 4
System = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The state of the graph that deliveries and judgements ask for."""

    systems: Mapping[System, SystemRecords]
    linked: Linked
    people: pl.DataFrame
    crowded: pl.DataFrame
    households: pl.DataFrame
    members: tuple[StoredMember, ...]
    labels: Mapping[str, str]
    withheld: Withheld
    key: IdKey
    closings: Mapping[System, pl.DataFrame]

    def claims_of(self, system: System, only: pl.Series | None = None) -> Iterator[StoredClaim]:
        """Every claim of one system as it is to be stored, or `only` those of these ids."""
        return project(self.systems[system], self._around(system), self.key, only)

    def made_from(self, system: System) -> pl.DataFrame:
        """What each claim of one system is made from: see `claims.made_from`."""
        return made_from(self.systems[system], self._around(system))

    def closings_of(self, system: System) -> pl.DataFrame:
        """Why claims of one system are closed: see `markings.closings_of`."""
        return self.closings[system]

    def _around(self, system: System) -> Around:
        return Around(self.closings_of(system), self.withheld, self.labels)


def work_out(
    deliveries: Sequence[DeliveryRecord], judgements: Sequence[Judgement], key: IdKey, data: Path, how: How
) -> Wanted:
    """The state asked for by these deliveries and judgements; what linking kept spares work and changes nothing."""
    systems = {system: _records(system, held, key, data) for system, held in _by_system(deliveries).items()}
    every = tuple(systems.values())
    labels = {record: label for records in every for record, label in labels_of(records).items()}
    found = resolve(every, judgements, labels, how)
    people, households, linked = found.people, found.households, found.linked
    withheld = withhold(every, Places(households, linked.members), key)
    closings = _closings(systems, withheld)
    members = (
        *_people(people, linked, judgements),
        *_households(households),
        *_unjoining_details(every, linked, households, key),
    )
    return Wanted(systems, linked, people, found.crowded, households, members, labels, withheld, key, closings)


def _by_system(deliveries: Sequence[DeliveryRecord]) -> dict[System, list[DeliveryRecord]]:
    found: dict[System, list[DeliveryRecord]] = defaultdict(list)
    for delivery in deliveries:
        found[delivery.agency, delivery.system].append(delivery)
    return dict(sorted(found.items()))


def _records(system: System, deliveries: Sequence[DeliveryRecord], key: IdKey, data: Path) -> SystemRecords:
    landed: dict[str, list[LandedTable]] = defaultdict(list)
    for delivery in deliveries:
        for feed in delivery.feeds:
            if feed.table not in TABLES:
                continue
            landed[feed.table].append(
                LandedTable(
                    delivery.id,
                    delivery.extracted_at,
                    delivery.mode,
                    feed.covers_from,
                    feed.covers_to,
                    marked_rows(delivery, feed.table, data),
                )
            )
    corrected = {delivery.id: delivery.landed_as for delivery in deliveries if delivery.corrections}
    told = {table: unmarked(versions, corrected) for table, versions in histories(landed).items()}
    return set_birth_names_apart(records_of(*system, told, key), key)


def _closings(systems: Mapping[System, SystemRecords], withheld: Withheld) -> dict[System, pl.DataFrame]:
    """Why claims are closed, by system."""
    every = systems.values()
    found = pl.concat([closings_of(every), *(adoption_closings(records) for records in every), withheld.closings])
    claims = [
        frame.select("claim_id", nth=pl.lit(nth))
        for nth, records in enumerate(every)
        for frame in records.tables.values()
    ]
    named = found.join(pl.concat(claims), on="claim_id") if claims else found.with_columns(nth=pl.lit(0))
    by_nth = named.partition_by("nth", as_dict=True, include_key=False)
    return {system: by_nth.get((nth,), found.clear()) for nth, system in enumerate(systems)}


def _people(people: pl.DataFrame, linked: Linked, judgements: Sequence[Judgement]) -> Iterator[StoredMember]:
    unidentified = set(people.filter(~pl.col("identified"))["record_id"])
    judged = _evidence_of(judgements)
    for record_id, person_id in linked.members.iter_rows():
        since = judged.get(record_id) if record_id in unidentified and record_id != person_id else None
        joined_at = None if since is None else from_ms(since)
        yield StoredMember(Member(record_id, person_id, EntityKind.PERSON, joined_at))


def _evidence_of(judgements: Sequence[Judgement]) -> dict[str, int]:
    """Since when each record is known to be who it was judged to be: the day of the evidence, else of the judging."""
    found: dict[str, int] = {}
    for judgement in judgements:
        if judgement.verdict is Verdict.SAME:
            since = judgement.at if judgement.evidence_since is None else judgement.evidence_since
            for record in judgement.pair:
                found[record] = min(since, found.get(record, since))
    return found


def _households(households: pl.DataFrame) -> Iterator[StoredMember]:
    for record_id, household_id, joins in households.select("record_id", "household_id", "joins").iter_rows():
        yield StoredMember(Member(record_id, household_id, EntityKind.HOUSEHOLD), joins=joins)


def _unjoining_details(
    systems: Sequence[SystemRecords], linked: Linked, households: pl.DataFrame, key: IdKey
) -> Iterator[StoredMember]:
    """Contact details nobody is reached through: of more than four people, or of a place that is no private home."""
    shared_places = households.filter(pl.col("kind") != "private")
    details = _crowded_details(systems, linked, key) | details_of_places(systems, shared_places, key)
    for detail in sorted(details):
        yield StoredMember(Member(detail, detail, EntityKind.DETAIL), joins=False)


def _crowded_details(systems: Sequence[SystemRecords], linked: Linked, key: IdKey) -> frozenset[str]:
    """Contact details more than four people hold (rules.md §2)."""
    person_of: dict[str, str] = dict(linked.members.iter_rows())
    holders: dict[str, set[str]] = defaultdict(set)
    for records in systems:
        people = records.tables.get("people")
        if people is None:
            continue
        record_of: dict[str, str] = dict(people.select("claim_id", "record_id").iter_rows())
        for claim_id, detail, role, _label in ends_of(records, key).iter_rows():
            if role == Role.DETAIL:
                holders[detail].add(person_of[record_of[claim_id]])
    return frozenset(detail for detail, people in holders.items() if len(people) > MOST_HOLDERS)
