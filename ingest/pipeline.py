"""Loading: deliveries checked and landed, compared with what is held, written in batches, published in one step.

A load may be cut off anywhere. What was landed and noted is taken up by the next load; what was written waits under a
publication number no reader uses; writing it again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from graph.errors import InputRefused
from graph.identity.engines import Linkage
from graph.identity.judgements import Judgement
from graph.identity.kept_files import KeptFiles
from graph.identity.model import kept_model, load_model
from graph.model.ids import IdKey
from graph.model.people import Agency
from graph.store.claim_files import ClaimFiles
from graph.store.ledger import Ledger
from graph.store.ledger.deliveries import DeliveryRecord, QuarantineNote, TableCount, TableFeed, feed_key
from graph.store.pair_files import PairFiles
from graph.store.port import Batch, GraphStore, StoredClaim, StoredMember
from ingest.counting import counts_of, marked_closed, waiting_notes
from ingest.delivery import DeliverySource, find_deliveries
from ingest.digest import digest_of
from ingest.landing import Landing
from ingest.pairs import pairs_to_keep, people_restricted
from ingest.preparing import Prepared, prepare
from ingest.quarantine import QuarantinedRow
from ingest.resolving import How
from ingest.turn import turn_to_write
from ingest.wanted import System, Wanted, work_out

CLAIMS_A_BATCH = 5_000
CLAIMS_FOLDER = "claims"
LINKAGE_FOLDER = "linkage"
DEFAULT_TOLERANCE = 0.01
Progress = Callable[[str, int, int], None]
Counts = tuple[TableCount, ...]


@dataclass(frozen=True, slots=True)
class Stores:
    """Where a partnership is kept: the data folder, the graph, the ledger, and the key ids are made with."""

    data: Path
    graph: GraphStore
    ledger: Ledger
    key: IdKey
    linkage: Linkage = Linkage.DUCKDB

    def linking(self, *, keeps: bool = True, is_dry: bool = False) -> How:
        """How to link: with the model in use, and, where it `keeps`, from what was kept of the last time."""
        kept = KeptFiles(self.data / LINKAGE_FOLDER, is_written=not is_dry) if keeps else None
        return How(load_model(kept_model(self.data)), kept, self.linkage)

    @property
    def claim_files(self) -> ClaimFiles:
        """Claims in columns, for sweeps."""
        return ClaimFiles(self.data / "landing" / CLAIMS_FOLDER)


@dataclass(frozen=True, slots=True)
class Written:
    """How many claims and places a load added or replaced, and took away."""

    claims: int = 0
    gone: int = 0
    members: int = 0


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


@dataclass(frozen=True, slots=True)
class Load:
    """How a load is to be done: what is bad enough to refuse a delivery, whether to write, when it is, whom to tell.

    `anew` writes everything, not only what differs.
    """

    now: datetime
    tolerance: float = DEFAULT_TOLERANCE
    dry_run: bool = False
    progress: Progress = lambda _step, _done, _all: None
    anew: bool = False


def load(paths: Iterable[Path], stores: Stores, how: Load) -> Loaded:
    """Loads deliveries. Raises InputRefused when a path or file can't be read at all; refused deliveries are told."""
    sources = find_deliveries(paths)
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
    wanted, counted = _work_out(accepted, stores, stores.linking())

    def keep_counts() -> None:
        for record in accepted:
            if counted[record.id] != record.counts:
                _keep_counts(stores, replace(record, counts=counted[record.id]), prepared, wanted)

    written, digest, publication = publish(wanted, [record.id for record in accepted], stores, how, keep_counts)
    return Loaded(tuple(prepared), _told(fresh, counted, known), written, digest, publication)


def _say_what_would_change(prepared: Sequence[Prepared], stores: Stores, how: Load) -> Loaded:
    known = {record.id: record for record in stores.ledger.deliveries.every()}
    fresh = [_to_record(one, stores, how.now) for one in prepared]
    wanted, counted = _work_out(accepted_deliveries(known, fresh), stores, stores.linking(is_dry=True))
    return Loaded(tuple(prepared), _told(fresh, counted, known), _would_write(wanted, stores), None, None)


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
        QuarantineNote(row.table, row.file, row.line, row.column or None, row.rule, row.message, value_withheld=True)
        for row in set_aside
        if row.line not in closed[row.table]
    ]


def _keep_counts(stores: Stores, record: DeliveryRecord, prepared: Sequence[Prepared], wanted: Wanted) -> None:
    """Notes the counts, and the rows that wait for another, beside what the checks set aside."""
    files = {(one.delivery, count.table): count.file for one in prepared for count in one.tables}
    checked = _notes(record.id, Landing(stores.data).quarantine(record.id), stores.data)
    stores.ledger.deliveries.keep(record, [*checked, *waiting_notes(record, wanted, stores.data, files)])


def settle(stores: Stores) -> None:
    """Finishes in the ledger what was published in the graph by a load cut off in between."""
    finished = stores.ledger.publications.finish_shown(lambda: stores.graph.health().publication)
    if finished is not None:
        stores.graph.sweep(finished)
        stores.claim_files.sweep(finished)


def digest_wanted(wanted: Wanted, judgements: Sequence[Judgement]) -> str:
    """The digest a state has once it is published."""
    fingerprints = (one.fingerprint for system in wanted.systems for one in wanted.claims_of(system))
    return digest_of(fingerprints, wanted.members, wanted.labels, judgements)


def publish(
    wanted: Wanted, deliveries: Sequence[str], stores: Stores, how: Load, before: Callable[[], None] = lambda: None
) -> tuple[Written, str, int | None]:
    """Brings graph, claim files and ledger to what is wanted, in one visible step; `before` is done right before it."""
    publications = stores.ledger.publications
    newest, cut_off = publications.newest(), publications.unfinished()
    writer = _Writer(stores, newest.number if newest else 0, how, is_resumed=cut_off is not None)
    fingerprints = []
    for done, system in enumerate(wanted.systems):
        how.progress("writing", done, len(wanted.systems))
        fingerprints += writer.write_system(system, list(wanted.claims_of(system)))
    writer.write_members(wanted.members)
    how.progress("writing", len(wanted.systems), len(wanted.systems))
    digest = digest_of(fingerprints, wanted.members, wanted.labels, stores.ledger.judgements.in_force())
    before()
    pending = {record.id for record in stores.ledger.deliveries.every() if not record.is_published} & set(deliveries)
    # What a load that was cut off wrote is no difference any more, and yet nobody has seen it.
    if pending or cut_off or newest is None or newest.digest != digest:
        writer.start()
    if writer.publication is None:
        return writer.written, digest, newest.number if newest else None
    writer.finish(wanted)
    publications.prepare(writer.publication, deliveries, digest, how.now, writer.open_rows)
    stores.graph.publish(writer.publication)
    publications.finish(writer.publication, deliveries, digest, how.now, writer.open_rows)
    stores.graph.sweep(writer.publication)
    stores.claim_files.sweep(writer.publication)
    return writer.written, digest, writer.publication


class _Writer:
    """Writes what differs, under a number taken when the first difference is found.

    Where a load `is_resumed`, what was cut off may have written claims and not yet their file: every file is written.
    """

    def __init__(self, stores: Stores, published: int, how: Load, *, is_resumed: bool) -> None:
        self._stores = stores
        self._how = how
        self._published = published
        self._is_resumed = is_resumed
        self._changed: dict[str, list[StoredClaim]] = {}
        self.publication: int | None = None
        self.written = Written()
        self.open_rows: Counter[str] = Counter()
        self._restricted: set[str] = set()

    def start(self) -> int:
        """The number written under: that of a load that was cut off, or the next."""
        if self.publication is None:
            publications = self._stores.ledger.publications
            self.publication = (publications.unfinished() or publications.start(self._how.now)).number
        return self.publication

    def write_system(self, system: System, claims: Sequence[StoredClaim]) -> list[str]:
        """Writes the claims of a system that differ; returns the fingerprints of all of them."""
        stored = dict(self._stores.graph.fingerprints(*system))
        wanted = {one.claim.id: one.fingerprint for one in claims}
        self._count_open(claims)
        self._restricted |= people_restricted(claims)
        changed = [one for one in claims if self._how.anew or stored.get(one.claim.id) != one.fingerprint]
        gone = sorted(stored.keys() - wanted.keys())
        if changed or gone:
            number = self.start()
            for start in range(0, len(changed), CLAIMS_A_BATCH):
                self._stores.graph.write(number, Batch(claims=changed[start : start + CLAIMS_A_BATCH]))
            for start in range(0, len(gone), CLAIMS_A_BATCH):
                self._stores.graph.write(number, Batch(gone_claims=gone[start : start + CLAIMS_A_BATCH]))
        if changed or gone or self._is_resumed or not self._has_file(system):
            self._changed[file_name(system)] = list(claims)
        self.written = replace(
            self.written, claims=self.written.claims + len(changed), gone=self.written.gone + len(gone)
        )
        return list(wanted.values())

    def _has_file(self, system: System) -> bool:
        folder = self._stores.claim_files.folder(self._published)
        return (folder / "claims" / f"{file_name(system)}.parquet").exists()

    def _count_open(self, claims: Sequence[StoredClaim]) -> None:
        """Counts, feed by feed, the records held now that are closed to nobody: more than that nobody may be told."""
        for one in claims:
            if one.claim.superseded_at is None and not one.closings:
                source = one.claim.source
                self.open_rows[feed_key(source.agency, source.system, source.table)] += 1

    def write_members(self, members: Sequence[StoredMember]) -> None:
        """Writes the places of records that differ."""
        stored = {one.member.record_id: one for one in self._stores.graph.stored_members()}
        changed = [one for one in members if self._how.anew or stored.get(one.member.record_id) != one]
        gone = sorted(stored.keys() - {one.member.record_id for one in members})
        if changed or gone:
            number = self.start()
            for start in range(0, len(changed), CLAIMS_A_BATCH):
                self._stores.graph.write(number, Batch(members=changed[start : start + CLAIMS_A_BATCH]))
            self._stores.graph.write(number, Batch(gone_members=gone))
        self.written = replace(self.written, members=len(changed) + len(gone))

    def finish(self, wanted: Wanted) -> None:
        """Writes the claim files of the publication."""
        if self.publication is None:
            return
        files = self._stores.claim_files
        for name, claims in self._changed.items():
            files.write_system(self.publication, name, claims)
        files.keep_others(self.publication, self._published, self._changed)
        files.write_members(self.publication, wanted.members)
        people = wanted.people.join(wanted.linked.members, on="record_id")
        PairFiles(files.folder(self.publication)).write(pairs_to_keep(wanted, self._restricted), people, wanted.crowded)


def file_name(system: System) -> str:
    """A file name for a system: no separator or odd character of an agency's own words in it."""
    return blake2b("\x1f".join(system).encode(), digest_size=10).hexdigest()


def _would_write(wanted: Wanted, stores: Stores) -> Written:
    claims = gone = 0
    for system in wanted.systems:
        stored = dict(stores.graph.fingerprints(*system))
        fresh = {one.claim.id: one.fingerprint for one in wanted.claims_of(system)}
        claims += sum(stored.get(claim_id) != fingerprint for claim_id, fingerprint in fresh.items())
        gone += len(stored.keys() - fresh.keys())
    held = {one.member.record_id: one for one in stores.graph.stored_members()}
    return Written(claims, gone, sum(held.get(one.member.record_id) != one for one in wanted.members))
