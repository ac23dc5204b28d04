"""Loading: deliveries checked and landed, compared with what is held, written in batches, published in one step.

A load may be cut off anywhere. What was landed and noted is taken up by the next load; what was written waits under a
publication number no reader uses; writing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from graph.errors import InputRefused
from graph.model.people import Agency
from graph.store.ledger.deliveries import DeliveryRecord, QuarantineNote, TableCount, TableFeed
from ingest.counting import counts_of, marked_closed, waiting_notes
from ingest.delivery import DeliverySource, find_deliveries
from ingest.landing import Landing
from ingest.made_of import of_everything
from ingest.mapping.places import line_of
from ingest.preparing import Prepared, prepare
from ingest.publishing import ToPublish, Written, is_published_as, publish, settle, would_write
from ingest.quarantine import QuarantinedRow
from ingest.resolving import How
from ingest.stores import Load, Stores
from ingest.turn import turn_to_write
from ingest.wanted import Wanted, work_out

Counts = tuple[TableCount, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a load: the deliveries of this call as noted, those refused, what was written, the digest."""

    prepared: tuple[Prepared, ...]
    deliveries: tuple[DeliveryRecord, ...]
    written: Written
    digest: str | None
    publication: int | None

    @property
    def refused(self) -> tuple[DeliveryRecord, ...]:
        """The deliveries of which nothing was published."""
        return tuple(delivery for delivery in self.deliveries if delivery.refused)


def load(paths: Iterable[Path], stores: Stores, how: Load) -> Loaded:
    """Loads deliveries. Raises InputRefused when a path or file can't be read at all; refused deliveries are told."""
    sources = find_deliveries(paths, how.mapping)
    prepared: list[Prepared] = []
    try:
        prepared.extend(_prepare_each(sources, stores, how))
        if how.dry_run:
            return _say_what_would_change(prepared, stores, how)
        with turn_to_write(stores.data):
            return _load(prepared, stores, how)
    finally:
        # A dry run leaves nothing: what it landed to look at goes again.
        for one in prepared if how.dry_run else ():
            if not one.landed_before:
                Landing(stores.data).forget(one.delivery)


def _load(prepared: Sequence[Prepared], stores: Stores, how: Load) -> Loaded:
    settle(stores)
    known = {record.id: record for record in stores.ledger.deliveries.every()}
    fresh = [_to_record(one, stores, how.now) for one in prepared]
    for one, record in zip(prepared, fresh, strict=True):
        _keep(stores, one, record, known.get(record.id))
    accepted = accepted_deliveries(known, fresh)
    linking = stores.linking()
    made_of = of_everything((one.id for one in accepted), stores.ledger.judgements.in_force(), linking)
    newest = is_published_as(made_of, stores)
    if newest is not None and all(one.is_published for one in accepted):
        told = _told(fresh, {one.id: one.counts for one in accepted}, known)
        return Loaded(tuple(prepared), told, Written(), newest.digest, newest.number)
    wanted, counted = _work_out(accepted, stores, linking)

    def keep_counts() -> None:
        for record in accepted:
            if counted[record.id] != record.counts:
                _keep_counts(stores, replace(record, counts=counted[record.id]), prepared, wanted)

    to_publish = ToPublish(wanted, [record.id for record in accepted], made_of)
    written, digest, publication = publish(to_publish, stores, how, keep_counts)
    return Loaded(tuple(prepared), _told(fresh, counted, known), written, digest, publication)


def _say_what_would_change(prepared: Sequence[Prepared], stores: Stores, how: Load) -> Loaded:
    known = {record.id: record for record in stores.ledger.deliveries.every()}
    fresh = [_to_record(one, stores, how.now) for one in prepared]
    wanted, counted = _work_out(accepted_deliveries(known, fresh), stores, stores.linking(is_dry=True))
    return Loaded(tuple(prepared), _told(fresh, counted, known), would_write(wanted, stores), None, None)


def _work_out(accepted: Sequence[DeliveryRecord], stores: Stores, how: How) -> tuple[Wanted, Mapping[str, Counts]]:
    wanted = work_out(accepted, stores.ledger.judgements.in_force(), stores.key, stores.data, how)
    return wanted, {record.id: counts_of(record, wanted, stores.data) for record in accepted}


def _told(
    fresh: Sequence[DeliveryRecord], counted: Mapping[str, Counts], known: Mapping[str, DeliveryRecord]
) -> tuple[DeliveryRecord, ...]:
    """What became of each row in this load: of a delivery published before, nothing is stored again."""
    return tuple(
        replace(record, counts=_again(counts) if record.id in known and known[record.id].is_published else counts)
        for record in fresh
        for counts in [counted.get(record.id, record.counts)]
    )


def _again(counts: Counts) -> Counts:
    return tuple(replace(count, stored=0, unchanged=count.unchanged + count.stored) for count in counts)


def _prepare_each(sources: Sequence[DeliverySource], stores: Stores, how: Load) -> Iterator[Prepared]:
    for done, source in enumerate(sources):
        how.progress("checking", done, len(sources))
        try:
            yield prepare(source, stores.data, how.tolerance)
        except InputRefused as fault:
            raise InputRefused(str(fault), source.name) from None
    how.progress("checking", len(sources), len(sources))


def accepted_deliveries(known: Mapping[str, DeliveryRecord], fresh: Sequence[DeliveryRecord]) -> list[DeliveryRecord]:
    """Every delivery that counts: published before, landed by a load that was cut off, or new; none that was refused."""
    held = {delivery_id: record for delivery_id, record in known.items() if record.is_published or not record.refused}
    for record in fresh:
        before = held.get(record.id)
        if before is not None and before.is_published:
            continue
        held.pop(record.id, None)
        if not record.refused:
            held[record.id] = record
    return sorted(held.values(), key=lambda record: (record.extracted_at, record.id))


def _to_record(prepared: Prepared, stores: Stores, now: datetime) -> DeliveryRecord:
    manifest = prepared.manifest
    return DeliveryRecord(
        id=prepared.delivery,
        agency=manifest.agency,
        agency_name=manifest.agency_name,
        agency_kind=manifest.agency_kind,
        system=manifest.system,
        extracted_at=manifest.extracted_at,
        mode=manifest.mode,
        covers_from=manifest.covers.from_,
        covers_to=manifest.covers.to,
        lawful_basis=manifest.lawful_basis,
        loaded_at=now,
        feeds=tuple(TableFeed(feed.table, feed.rows, feed.covers_from, feed.covers_to) for feed in prepared.feeds),
        counts=tuple(_counts_before(prepared, stores)),
        names_agencies=_named_agencies(prepared, stores),
        refused=prepared.refused,
    )


def _counts_before(prepared: Prepared, stores: Stores) -> Iterator[TableCount]:
    """The counts until a delivery is worked out; of one that is refused all rows are set aside, and stay so.

    What is closed in a refused delivery nobody works out: whoever asks is told of the rows at fault alone.
    """
    for count in prepared.tables:
        if prepared.refused:
            closed = marked_closed(prepared.delivery, count.table, stores.data)
            at_fault = [row for row in prepared.quarantined if row.table == count.table and row.line not in closed]
            shut = count.rows_in - len(at_fault)
            yield TableCount(count.table, count.rows_in, 0, 0, count.rows_in, closed_quarantined=shut)
        else:
            yield TableCount(count.table, count.rows_in, 0, count.rows_in - count.quarantined, count.quarantined)


def _named_agencies(prepared: Prepared, stores: Stores) -> tuple[Agency, ...]:
    if "agencies" not in {count.table for count in prepared.tables} or prepared.refused:
        return ()
    rows = Landing(stores.data).good(prepared.delivery, "agencies").select("agency", "name", "kind").collect()
    return tuple(Agency(agency, name or agency, kind or "other") for agency, name, kind in rows.iter_rows())


def _keep(stores: Stores, prepared: Prepared, record: DeliveryRecord, before: DeliveryRecord | None) -> None:
    if before is not None and (before.is_published or before.refused == record.refused):
        return
    stores.ledger.deliveries.keep(record, _notes(record.id, prepared.quarantined, stores.data))


def _notes(delivery: str, set_aside: Sequence[QuarantinedRow], data: Path) -> list[QuarantineNote]:
    """What stewards are told of rows set aside: of a closed row nothing, not that it is there (access.md §2)."""
    closed = {table: marked_closed(delivery, table, data) for table in {row.table for row in set_aside}}
    return [
        QuarantineNote(
            row.table, row.file, line_of(row.line), row.column or None, row.rule, row.message, value_withheld=True
        )
        for row in set_aside
        if row.line not in closed[row.table]
    ]


def _keep_counts(stores: Stores, record: DeliveryRecord, prepared: Sequence[Prepared], wanted: Wanted) -> None:
    """Notes the counts, and the rows that wait for another, beside what the checks set aside."""
    files = {(one.delivery, count.table): count.file for one in prepared for count in one.tables}
    checked = _notes(record.id, Landing(stores.data).quarantine(record.id), stores.data)
    stores.ledger.deliveries.keep(record, [*checked, *waiting_notes(record, wanted, stores.data, files)])
