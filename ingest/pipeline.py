"""Loading: deliveries checked and landed, compared with what is held, written in batches, published in one step.

A load may be cut off anywhere. What was landed and noted is taken up by the next load; what was written waits under a
publication number no reader uses; writing it again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from graph.errors import InputRefused
from graph.model.people import Agency
from graph.model.period import london_day
from graph.store.ledger.deliveries import DeliveryRecord, TableCount, TableFeed
from graph.store.ledger.putting_right import Withdrawal
from ingest.closed_rows import ClosedRows
from ingest.corrected import set_aside_of
from ingest.counting import closed_by_system, counts_of, rows_to_tell, to_note, waiting_rows
from ingest.delivery import DeliverySource, find_deliveries
from ingest.erased import landed_of, take_out_erased, without_erased
from ingest.landing import Landing
from ingest.made_of import of_everything
from ingest.preparing import Prepared, prepare
from ingest.publishing import ToPublish, Written, is_published_as, publish, settle, would_write
from ingest.quarantine import ERASED, QuarantinedRow
from ingest.resolving import How
from ingest.room import said_when_full
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


@said_when_full()
def load(paths: Iterable[Path], stores: Stores, how: Load) -> Loaded:
    """Loads deliveries. Raises InputRefused when a path or file can't be read at all; refused deliveries are told."""
    sources = find_deliveries(paths, how.mapping)
    prepared: list[Prepared] = []
    try:
        back = {} if how.again else stores.ledger.withdrawals.in_force()
        prepared.extend(_refuse_taken_back(one, back) for one in _prepare_each(sources, stores, how))
        if how.dry_run:
            new = [one for one in prepared if not one.landed_before]
            take_out_erased(stores, landed_of((), new))
            return _say_what_would_change(prepared, stores, how)
        with turn_to_write(stores.data):
            return _load(prepared, stores, how)
    finally:
        # A dry run leaves nothing: what it landed to look at goes again.
        back = stores.ledger.withdrawals.in_force()
        for one in prepared:
            if (how.dry_run and not one.landed_before) or (one.delivery in back and not how.dry_run):
                Landing(stores.data).forget(one.delivery)


@said_when_full()
def bring_up(stores: Stores, how: Load, *, is_forced: bool = False) -> Loaded:
    """Publishes what is kept already: corrections, and deliveries without those taken back. The caller holds the turn.

    `is_forced`: as a publication of its own, whether or not a claim differs.
    """
    return _load((), stores, how, is_forced=is_forced)


def _refuse_taken_back(one: Prepared, back: Mapping[str, Withdrawal]) -> Prepared:
    found = back.get(one.delivery)
    if found is None:
        return one
    said = f"was taken back on {london_day(found.at):%Y-%m-%d}: {found.reason}; --again loads it all the same"
    return replace(one, refused=(said,))


def _load(prepared: Sequence[Prepared], stores: Stores, how: Load, *, is_forced: bool = False) -> Loaded:
    settle(stores)
    if how.again:
        stores.ledger.withdrawals.end((one.delivery for one in prepared), how.now)
    back = stores.ledger.withdrawals.in_force()
    known = {record.id: record for record in stores.ledger.deliveries.every()}
    emptied = take_out_erased(stores, landed_of(known.values(), prepared))
    prepared = [without_erased(one, stores.data) if one.delivery in emptied else one for one in prepared]
    fresh = _records(prepared, known, stores, how.now)
    accepted = accepted_deliveries(known, fresh)
    for one, record in [pair for pair in zip(prepared, fresh, strict=True) if pair[0].delivery not in back]:
        _keep(stores, one, record, [*known.values(), *fresh])
    linking = stores.linking()
    made_of = of_everything(landed_names(accepted), stores.ledger.judgements.in_force(), linking)
    newest = is_published_as(made_of, stores)
    if newest is not None and all(one.is_published for one in accepted):
        told = _told(fresh, {one.id: one.counts for one in accepted}, known)
        return Loaded(tuple(prepared), told, Written(), newest.digest, newest.number)
    wanted, counted = _work_out(accepted, stores, linking)

    def keep_counts() -> None:
        closed = closed_by_system(accepted, stores.data)
        for record in accepted:
            is_same = counted[record.id] == record.counts and record.is_published and not record.corrections
            if not is_same or record.id in emptied:
                among = closed[record.agency, record.system]
                _keep_counts(stores, replace(record, counts=counted[record.id]), wanted, among)

    to_publish = ToPublish(wanted, [record.id for record in accepted], made_of, is_forced)
    written, digest, publication = publish(to_publish, stores, how, keep_counts)
    return Loaded(tuple(prepared), _told(fresh, counted, known), written, digest, publication)


def _say_what_would_change(prepared: Sequence[Prepared], stores: Stores, how: Load) -> Loaded:
    known = {record.id: record for record in stores.ledger.deliveries.every()}
    fresh = _records(prepared, known, stores, how.now)
    wanted, counted = _work_out(accepted_deliveries(known, fresh), stores, stores.linking(is_dry=True))
    return Loaded(tuple(prepared), _told(fresh, counted, known), would_write(wanted, stores), None, None)


def _work_out(accepted: Sequence[DeliveryRecord], stores: Stores, how: How) -> tuple[Wanted, Mapping[str, Counts]]:
    wanted = work_out(accepted, stores.ledger.judgements.in_force(), stores.key, stores.data, how)
    closed = closed_by_system(accepted, stores.data)
    return wanted, {record.id: counts_of(record, wanted, closed[record.agency, record.system]) for record in accepted}


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
            if fault.where.startswith(source.name):
                raise
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


def landed_names(records: Iterable[DeliveryRecord]) -> list[str]:
    """The names of all that is landed of deliveries, their corrections too."""
    return [name for record in records for name in record.landed_as]


def _records(
    prepared: Sequence[Prepared], known: Mapping[str, DeliveryRecord], stores: Stores, now: datetime
) -> list[DeliveryRecord]:
    fresh = (_to_record(one, stores, now) for one in prepared)
    return [replace(one, corrections=known[one.id].corrections) if one.id in known else one for one in fresh]


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
        counts=tuple(_counts_before(prepared)),
        names_agencies=_named_agencies(prepared, stores),
        refused=prepared.refused,
    )


def _counts_before(prepared: Prepared) -> Iterator[TableCount]:
    """The counts until a delivery is worked out; of one that is refused all rows are set aside, and stay so."""
    for count in prepared.tables:
        unchanged = 0 if prepared.refused else count.rows_in - count.quarantined
        yield TableCount(count.table, count.rows_in, 0, unchanged, count.rows_in - unchanged)


def _named_agencies(prepared: Prepared, stores: Stores) -> tuple[Agency, ...]:
    if "agencies" not in {count.table for count in prepared.tables} or prepared.refused:
        return ()
    rows = Landing(stores.data).good(prepared.delivery, "agencies").select("agency", "name", "kind").collect()
    return tuple(Agency(agency, name or agency, kind or "other") for agency, name, kind in rows.iter_rows())


def _keep(stores: Stores, prepared: Prepared, record: DeliveryRecord, held: Sequence[DeliveryRecord]) -> None:
    """Notes that a delivery has landed. Rows set aside are told of once it is published, or refused.

    What is closed in a refused delivery nobody works out: whoever asks is told of the rows at fault alone.
    """
    before = next((one for one in held if one.id == record.id and one is not record), None)
    if before is not None and (before.is_published or before.refused == record.refused):
        return
    if not record.refused:
        stores.ledger.deliveries.keep(record)
        return
    among = closed_by_system([record, *held], stores.data)[record.agency, record.system]
    told = _tell(stores, record, prepared.quarantined, among)
    at_fault = Counter(row.table for row in told)
    counts = [replace(one, closed_quarantined=one.rows_in - at_fault[one.table]) for one in record.counts]
    stores.ledger.deliveries.keep(replace(record, counts=tuple(counts)), list(map(to_note, told)))


def _keep_counts(stores: Stores, record: DeliveryRecord, wanted: Wanted, among: ClosedRows) -> None:
    """Notes the counts, and the rows that wait for another, beside what the checks set aside."""
    waiting = waiting_rows(record, wanted, stores.data)
    told = _tell(stores, record, [*set_aside_of(record, stores.data), *waiting], among)
    stores.ledger.deliveries.keep(record, list(map(to_note, told)))


def _tell(
    stores: Stores, record: DeliveryRecord, set_aside: Sequence[QuarantinedRow], among: ClosedRows
) -> list[QuarantinedRow]:
    """The rows that may be told of, once they are kept for whoever puts them right."""
    told = rows_to_tell(record, set_aside, among)
    # What was said of somebody erased is not to be put right.
    Landing(stores.data).write_set_apart(record.id, [row for row in told if row.rule != ERASED])
    return told
