"""Publishing: graph, claim files and ledger brought to what is wanted, in one visible step.

What was written waits under a publication number no reader uses; writing it again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import polars as pl

from graph.identity.judgements import Judgement
from graph.store.claim_files import claims_frame
from graph.store.ledger.deliveries import Publication, feed_key
from graph.store.pair_files import PairFiles
from graph.store.port import Batch, StoredClaim, StoredMember
from ingest.carrying import FOLDER as MADE_FROM
from ingest.carrying import carry, in_order, read_kept, write_lines
from ingest.digest import digest_of
from ingest.made_of import (
    Made,
    SystemMade,
    code,
    digest_of_fingerprints,
    of_system,
    read_made,
    write_made,
)
from ingest.pairs import pairs_to_keep, people_restricted
from ingest.stores import Load, Stores
from ingest.wanted import System, Wanted

CLAIMS_A_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Written:
    """How many claims and places a load added or replaced, and took away."""

    claims: int = 0
    gone: int = 0
    members: int = 0


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


def is_published_as(made_of: str, stores: Stores) -> Publication | None:
    """The newest publication, where it is whole, readers see it, and it was made of just this."""
    publications = stores.ledger.publications
    newest = publications.newest()
    if newest is None or publications.unfinished() is not None or stores.graph.health().publication != newest.number:
        return None
    return newest if read_made(stores.claim_files.folder(newest.number)).whole == made_of else None


@dataclass(frozen=True, slots=True)
class ToPublish:
    """What is to be published: the state wanted, of which deliveries, and what all of it is made of.

    `is_forced`: also where nothing of it differs, because a delivery is no longer among them.
    """

    wanted: Wanted
    deliveries: Sequence[str]
    made_of: str
    is_forced: bool = False


def publish(
    to_publish: ToPublish, stores: Stores, how: Load, before: Callable[[], None] = lambda: None
) -> tuple[Written, str, int | None]:
    """Brings graph, claim files and ledger to what is wanted, in one visible step; `before` is done right before it."""
    wanted, deliveries = to_publish.wanted, to_publish.deliveries
    publications = stores.ledger.publications
    newest, cut_off = publications.newest(), publications.unfinished()
    writer = _Writer(stores, newest.number if newest else 0, how, is_resumed=cut_off is not None)
    fingerprints = []
    for done, system in enumerate(wanted.systems):
        how.progress("writing", done, len(wanted.systems))
        fingerprints += writer.write_system(system, wanted)
    # Of a system of which every delivery was taken back, nothing is wanted any more.
    for system in sorted(stores.ledger.withdrawals.systems() - wanted.systems.keys()):
        writer.take_away(system)
    writer.write_members(wanted.members)
    how.progress("writing", len(wanted.systems), len(wanted.systems))
    digest = digest_of(fingerprints, wanted.members, wanted.labels, stores.ledger.judgements.in_force())
    before()
    pending = {record.id for record in stores.ledger.deliveries.every() if not record.is_published} & set(deliveries)
    # What a load that was cut off wrote is no difference any more, and yet nobody has seen it.
    if pending or cut_off or newest is None or newest.digest != digest or to_publish.is_forced:
        writer.start()
    if writer.publication is None:
        writer.keep_made(newest.number if newest else 0, to_publish.made_of)
        return writer.written, digest, newest.number if newest else None
    writer.finish(wanted, to_publish.made_of)
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
        self._changed: dict[str, pl.DataFrame] = {}
        self._lines: dict[str, tuple[pl.DataFrame, pl.DataFrame]] = {}
        self.publication: int | None = None
        self.written = Written()
        self._before = Made() if how.anew or is_resumed else read_made(stores.claim_files.folder(published))
        self._made: dict[str, SystemMade] = {}

    @property
    def open_rows(self) -> Counter[str]:
        """How many records are held now that are closed to nobody, feed by feed: more than that nobody may be told."""
        return sum((Counter(one.open_rows) for one in self._made.values()), Counter())

    def start(self) -> int:
        """The number written under: that of a load that was cut off, or the next."""
        if self.publication is None:
            publications = self._stores.ledger.publications
            self.publication = (publications.unfinished() or publications.start(self._how.now)).number
        return self.publication

    def write_system(self, system: System, wanted: Wanted) -> list[str]:
        """Writes the claims of a system that differ; returns the fingerprints of all of them."""
        stored = dict(self._stores.graph.fingerprints(*system))
        name, made_from = file_name(system), wanted.made_from(system)
        made_of = of_system(system, made_from)
        before = self._before.systems.get(name)
        is_same = before is not None and before.made_of == made_of and self._has_file(system)
        if before is not None and is_same and before.fingerprints == digest_of_fingerprints(stored.values()):
            self._made[name] = before
            return list(stored.values())
        carried = carry(made_from, self._kept(name), stored)
        others = made_from.join(carried, on="claim_id", how="anti")["claim_id"]
        claims = list(wanted.claims_of(system, others)) if len(others) else []
        whole = in_order(made_from, carried, claims_frame(claims))
        self._write_claims(system, claims, whole, stored)
        self._lines[name] = made_from, whole.select("claim_id", "fingerprint")
        fingerprints = whole["fingerprint"].to_list()
        restricted = sorted(people_restricted(whole))
        self._made[name] = SystemMade(made_of, digest_of_fingerprints(fingerprints), _open_rows(whole), restricted)
        return fingerprints

    def _kept(self, name: str) -> pl.DataFrame:
        """The claims of the publication before, where the same code made them and nothing asks for all of them anew."""
        folder = self._stores.claim_files.folder(self._published)
        return read_kept(folder, name if self._before.code == code() else "")

    def _write_claims(
        self, system: System, claims: Sequence[StoredClaim], whole: pl.DataFrame, stored: Mapping[str, str]
    ) -> None:
        """Writes of these claims those the graph has otherwise; `whole` are all of the system."""
        changed = [one for one in claims if self._how.anew or stored.get(one.claim.id) != one.fingerprint]
        gone = sorted(stored.keys() - set(whole["claim_id"]))
        if changed or gone:
            number = self.start()
            for start in range(0, len(changed), CLAIMS_A_BATCH):
                self._stores.graph.write(number, Batch(claims=changed[start : start + CLAIMS_A_BATCH]))
            for start in range(0, len(gone), CLAIMS_A_BATCH):
                self._stores.graph.write(number, Batch(gone_claims=gone[start : start + CLAIMS_A_BATCH]))
        if changed or gone or self._is_resumed or not self._has_file(system):
            self._changed[file_name(system)] = whole
        self.written = replace(
            self.written, claims=self.written.claims + len(changed), gone=self.written.gone + len(gone)
        )

    def take_away(self, system: System) -> None:
        """Takes every claim of a system away; its file stays, with none: what reads every file needs one."""
        self._write_claims(system, (), claims_frame(()), dict(self._stores.graph.fingerprints(*system)))

    def _has_file(self, system: System) -> bool:
        folder = self._stores.claim_files.folder(self._published)
        return (folder / "claims" / f"{file_name(system)}.parquet").exists()

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

    def finish(self, wanted: Wanted, made_of: str) -> None:
        """Writes the claim files of the publication."""
        if self.publication is None:
            return
        files = self._stores.claim_files
        for name, claims in self._changed.items():
            files.write_system(self.publication, name, claims)
        files.keep_others(self.publication, self._published, self._changed)
        files.write_members(self.publication, wanted.members)
        people = wanted.people.join(wanted.linked.members, on="record_id")
        restricted = {person for one in self._made.values() for person in one.restricted}
        PairFiles(files.folder(self.publication)).write(pairs_to_keep(wanted, restricted), people, wanted.crowded)
        self.keep_made(self.publication, made_of)

    def keep_made(self, publication: int, made_of: str) -> None:
        """Says what a publication was made of, for the next load."""
        files = self._stores.claim_files
        for name, (made_from, claims) in self._lines.items():
            write_lines(made_from, claims, files.folder(publication), name)
        if publication != self._published:
            files.keep_others(publication, self._published, self._lines, MADE_FROM)
        write_made(Made(made_of, code(), self._made), files.folder(publication))


def _open_rows(claims: pl.DataFrame) -> Counter[str]:
    """Counts, feed by feed, the records held now that are closed to nobody."""
    held = claims.filter(pl.col("superseded_at").is_null(), pl.col("closings").list.len() == 0)
    feeds = held.group_by("agency", "system", "table").len()
    return Counter({feed_key(agency, system, table): count for agency, system, table, count in feeds.iter_rows()})


def file_name(system: System) -> str:
    """A file name for a system: no separator or odd character of an agency's own words in it."""
    return blake2b("\x1f".join(system).encode(), digest_size=10).hexdigest()


def would_write(wanted: Wanted, stores: Stores) -> Written:
    """What a load would write, without writing."""
    claims = gone = 0
    for system in wanted.systems:
        stored = dict(stores.graph.fingerprints(*system))
        fresh = {one.claim.id: one.fingerprint for one in wanted.claims_of(system)}
        claims += sum(stored.get(claim_id) != fingerprint for claim_id, fingerprint in fresh.items())
        gone += len(stored.keys() - fresh.keys())
    held = {one.member.record_id: one for one in stores.graph.stored_members()}
    return Written(claims, gone, sum(held.get(one.member.record_id) != one for one in wanted.members))
