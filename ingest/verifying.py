"""Everything counted and digested again, from what agencies sent: what is wrong with the stores, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import polars as pl

from graph.audit.log import AuditLog
from graph.errors import StoreUnavailable
from graph.identity.conflicts import Conflict, find_conflict
from graph.identity.features import read_record
from graph.store.ledger.deliveries import DeliveryRecord
from graph.store.opening import damage_of
from graph.store.port import StoredClaim
from ingest.counting import closed_by_system, counts_of
from ingest.erased import holds_erased, landed_of
from ingest.landing import Landing
from ingest.publishing import digest_wanted
from ingest.stores import CLAIMS_FOLDER, Stores
from ingest.tables.registry import TABLES
from ingest.wanted import Wanted, work_out

_REPAIR = "run `kithmap link`, and `kithmap rebuild` where this is said again"
_MOST_NAMED = 5
Rows = dict[tuple[str, str], set[int]]


@dataclass(frozen=True, slots=True)
class Verified:
    """The digest of what deliveries and judgements ask for, what differs from it, and how many claims are stored."""

    digest: str
    faults: tuple[str, ...]
    claims: int


def verify(stores: Stores, audit: AuditLog) -> Verified:
    """What a check of everything found. Raises StoreUnavailable when landed rows are gone."""
    published = [record for record in stores.ledger.deliveries.every() if record.is_published]
    require_landed(published, stores)
    judgements = stores.ledger.judgements.in_force()
    wanted = work_out(published, judgements, stores.key, stores.data, stores.linking(keeps=False))
    claims, rows, claim_faults = _compare_claims(wanted, stores)
    digest = digest_wanted(wanted, judgements)
    faults = (
        *damage_of(stores.data, stores.graph),
        *claim_faults,
        *_member_faults(wanted, stores),
        *_row_faults(rows, stores),
        *_count_faults(published, wanted, stores),
        *_sealed_faults(wanted),
        *_publication_faults(digest, stores),
        *_erasure_faults(stores),
        *audit.verify(),
    )
    return Verified(digest, faults, claims)


def require_landed(deliveries: Sequence[DeliveryRecord], stores: Stores) -> None:
    """Raises StoreUnavailable when rows of a delivery are not in landing any more."""
    landing = Landing(stores.data)
    for record in deliveries:
        for feed in record.feeds:
            if feed.table in TABLES and not landing.checked_path(record.id, feed.table).exists():
                raise StoreUnavailable(
                    f"landed rows of {feed.table} of {record.agency}'s delivery of {record.extracted_at:%Y-%m-%d} are"
                    " gone: restore the data folder's landing, or load that delivery again"
                )
        if not all(landing.summary_path(name).exists() for name in record.corrections):
            raise StoreUnavailable(
                f"corrections of {record.agency}'s delivery of {record.extracted_at:%Y-%m-%d} are gone:"
                " restore the data folder's landing"
            )


def _compare_claims(wanted: Wanted, stores: Stores) -> tuple[int, Rows, list[str]]:
    asked: dict[str, bytes] = {}
    said: set[tuple[str, str]] = set()
    for one in (one for system in wanted.systems for one in wanted.claims_of(system)):
        asked[one.claim.id] = _content(one)
        said.add((one.claim.id, one.fingerprint))
    seen, other, foreign = 0, 0, 0
    rows: Rows = defaultdict(set)
    for stored in stores.graph.stored_claims():
        seen += 1
        source = stored.claim.source
        rows[source.delivery, source.table].add(source.row)
        content = asked.pop(stored.claim.id, None)
        foreign += content is None
        other += content is not None and content != _content(stored)
    faults = [
        (other, "stored claims say something else than their rows"),
        (foreign, "stored claims come of no row"),
        (len(asked), "claims of landed rows are not stored"),
        (len(said ^ _claims_in_files(stores)), "claims differ in the files that reports read"),
    ]
    return seen, rows, [f"{number} {what}: {_REPAIR}" for number, what in faults if number]


def _claims_in_files(stores: Stores) -> set[tuple[str, str]]:
    newest = stores.ledger.publications.newest()
    folder = stores.claim_files.folder(newest.number if newest else 0) / CLAIMS_FOLDER
    held: set[tuple[str, str]] = set()
    for file in sorted(folder.glob("*.parquet")):
        held.update(pl.read_parquet(file, columns=["claim_id", "fingerprint"]).iter_rows())
    return held


def _content(stored: StoredClaim) -> bytes:
    """A short stand-in for everything that is stored of a claim, in no order of its parts."""
    parts = (
        replace(stored.claim, ends=tuple(sorted(set(stored.claim.ends)))),
        stored.headline,
        stored.detail,
        stored.hidden,
        sorted(stored.closings),
        stored.fingerprint,
        sorted(set(stored.search)),
        sorted(set(stored.hidden_for)),
    )
    return blake2b(repr(parts).encode(), digest_size=16).digest()


def _member_faults(wanted: Wanted, stores: Stores) -> Iterator[str]:
    if stores.ledger.publications.unfinished() is not None:
        # Places are read as written: those of a load that nobody sees yet are among them.
        yield "a load was cut off, or is still running: run the same `kithmap ingest` again"
        return
    asked, stored = set(wanted.members), set(stores.graph.stored_members())
    if asked != stored:
        yield f"{len(asked ^ stored)} places of records differ from what identity says: {_REPAIR}"


def _row_faults(rows: Rows, stores: Stores) -> Iterator[str]:
    landing = Landing(stores.data)
    for (delivery, table), lines in sorted(rows.items()):
        path = landing.as_sent_path(delivery, table)
        held = pl.read_parquet(path, columns=["_row"])["_row"] if path.exists() else pl.Series([], dtype=pl.Int64)
        if missing := lines - set(held):
            yield f"{len(missing)} claims of {table} lead to no row as sent of delivery {delivery[:12]}"


def _count_faults(published: Sequence[DeliveryRecord], wanted: Wanted, stores: Stores) -> Iterator[str]:
    landing, closed = Landing(stores.data), closed_by_system(published, stores.data)
    for record in published:
        counts = counts_of(record, wanted, closed[record.agency, record.system])
        where = f"of {record.agency}'s delivery of {record.extracted_at:%Y-%m-%d}"
        for count in counts:
            path = landing.as_sent_path(record.id, count.table)
            landed = pl.scan_parquet(path).select(pl.len()).collect().item() if path.exists() else 0
            if landed != count.rows_in:
                yield f"{count.table} {where}: {count.rows_in} rows came in, {landed} are landed"
            if count.rows_in != count.stored + count.unchanged + count.quarantined or count.unchanged < 0:
                yield f"{count.table} {where}: rows in are not stored + unchanged + quarantined"
        if counts != record.counts:
            yield f"the counts kept {where} are not what its rows add up to: load it again"


def _sealed_faults(wanted: Wanted) -> Iterator[str]:
    """Records an adoption keeps apart that are one person all the same (access.md §2)."""
    person_of: dict[str, str] = dict(wanted.linked.members.iter_rows())
    adopted = set(wanted.people.filter("adopted_identity")["record_id"])
    clusters = {person_of[record] for record in adopted}
    held = defaultdict(list)
    for row in wanted.people.iter_rows(named=True):
        if person_of[row["record_id"]] in clusters:
            held[person_of[row["record_id"]]].append(read_record(row))
    for records in held.values():
        marked = [record for record in records if record.adopted]
        if any(find_conflict(one, other) is Conflict.ADOPTED for one in marked for other in records if one != other):
            yield "a person joins an adopted identity with another family's record: report this, and close the person"


def _erasure_faults(stores: Stores) -> Iterator[str]:
    if holds_erased(stores, landed_of(stores.ledger.deliveries.every())):
        yield "rows of somebody erased are landed still: run the same `kithmap erase`, or any `kithmap ingest`, again"


def _publication_faults(digest: str, stores: Stores) -> Iterator[str]:
    newest = stores.ledger.publications.newest()
    if newest is None:
        yield "nothing is published: load a delivery"
    elif newest.digest != digest:
        yield "the digest is not the published one: run `kithmap link`"
    elif stores.graph.health().publication != newest.number:
        yield "a load was cut off while it was published: load the last delivery again"
