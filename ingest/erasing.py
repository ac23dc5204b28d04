"""Erasing a person: out of landing, graph, claim files, what linking kept, and what the ledger says of them.

The ledger's note of who is erased comes first and the rest follows from it, so that a run that was cut off is finished
by running it, or any load, again.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from graph.audit.log import AuditLog
from graph.errors import InputRefused
from graph.model.people import EntityKind
from graph.questions.operator import operator_event
from graph.store.ledger.erasures import ErasedRecord
from ingest.corrected import good_rows
from ingest.landing import Landing
from ingest.mentions import Mention, find_mentions, names_of
from ingest.pipeline import bring_up
from ingest.publishing import settle
from ingest.stores import CLAIMS_FOLDER, LINKAGE_FOLDER, Load, Stores
from ingest.tables.registry import TABLES
from ingest.turn import turn_to_write

_LANDED = ("as_sent", "checked", "quarantine", "set_apart", "summary")


@dataclass(frozen=True, slots=True)
class ToErase:
    """A person as resolved now: every record of them, and the others' records that are closed for their sake alone."""

    people: tuple[ErasedRecord, ...]
    records: tuple[ErasedRecord, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the person's records."""
        return frozenset(one.record_id for one in self.people)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: how many claims are gone, the digest of what is left, where other rows may name them still."""

    claims: int
    digest: str | None
    publication: int | None
    mentions: tuple[Mention, ...] = ()


def find_to_erase(stores: Stores, person: str) -> ToErase:
    """Whom an id stands for; of somebody erased before, their ids again. Raises InputRefused where it is nobody."""
    before = {one.record_id: one for one in stores.ledger.erasures.every() if one.table == "people"}
    entities = _entities(stores)
    entity = entities.get(person)
    if entity is None:
        if person in before:
            return ToErase((before[person],), ())
        raise InputRefused("is nobody who is held here: give any id of the person", "--person")
    ids = {record for record, of in entities.items() if of == entity}
    claims = _claims(stores)
    own = claims.filter(pl.col("table") == "people", pl.col("record_id").is_in(sorted(ids)))
    return ToErase(tuple(_records(own)), tuple(_records(_closed_for(claims, ids))))


def _entities(stores: Stores) -> dict[str, str]:
    members = (one.member for one in stores.graph.stored_members())
    return {one.record_id: one.entity_id for one in members if one.kind is EntityKind.PERSON}


def _claims(stores: Stores) -> pl.DataFrame:
    newest = stores.ledger.publications.newest()
    folder = stores.claim_files.folder(newest.number if newest else 0) / CLAIMS_FOLDER
    columns = ("record_id", "agency", "system", "table", "claim_id", "closings")
    return pl.scan_parquet(folder / "*.parquet").select(columns).collect()


def _records(claims: pl.DataFrame) -> list[ErasedRecord]:
    rows = claims.select("record_id", "agency", "system", "table").unique().sort("record_id")
    return [ErasedRecord(*row) for row in rows.iter_rows()]


def _closed_for(claims: pl.DataFrame, ids: Collection[str]) -> pl.DataFrame:
    """Claims closed for the sake of these people and of nobody else: without them they would be open to all.

    Of records that go by a reference of their own; what is part of them goes with them.
    """
    own_key = [name for name, spec in TABLES.items() if len(spec.key) == 1 and name not in {"people", "households"}]
    closed = claims.filter(pl.col("table").is_in(own_key)).explode("closings").unnest("closings", separator="_")
    closed = closed.filter(pl.col("closings_every") & (pl.col("closings_marking") != "confidential"))
    theirs = pl.col("closings_record_id").is_in(sorted(ids))
    return closed.filter(theirs.all().over("claim_id"))


def hold(stores: Stores, audit: AuditLog, person: str, now: datetime, *, is_released: bool = False) -> int:
    """Keeps a person from being erased, or no longer; how many of their records. Raises InputRefused for nobody."""
    found = find_to_erase(stores, person)
    audit.append(operator_event("release hold" if is_released else "hold", records=found.ids), now)
    if is_released:
        return stores.ledger.erasures.release(found.ids, now)
    stores.ledger.erasures.hold(found.ids, now)
    return len(found.ids)


def erase(stores: Stores, audit: AuditLog, found: ToErase, reason: str, now: datetime) -> Erased:
    """Erases a person and publishes what is left. Raises InputRefused where a legal hold stands."""
    with turn_to_write(stores.data):
        settle(stores)
        if found.ids & stores.ledger.erasures.held():
            raise InputRefused("is under a legal hold: nothing is erased until it is released", "--person")
        names = names_of(_own_rows(stores, found))
        # The reason may hold a name: a keyed hash of it is enough to tell it by.
        why = stores.key.pseudonym("reason of an erasure", reason)
        audit.append(operator_event("erase", why, records=found.ids), now)
        stores.ledger.erasures.begin((*found.people, *found.records), found.ids, now)
        shutil.rmtree(stores.data / LINKAGE_FOLDER, ignore_errors=True)
        _forget_unknown(stores)
        loaded = bring_up(stores, Load(now))
        _sweep(stores)
    mentions = tuple(find_mentions(stores, names))
    return Erased(loaded.written.gone, loaded.digest, loaded.publication, mentions)


def _own_rows(stores: Stores, found: ToErase) -> pl.DataFrame:
    """The rows in which agencies say who the person is, from landing."""
    ids = found.ids
    frames = [pl.DataFrame(schema=dict.fromkeys(TABLES["people"].names, pl.String))]
    for record in stores.ledger.deliveries.every():
        if record.is_published and any(feed.table == "people" for feed in record.feeds):
            rows = good_rows(record, "people", stores.data)
            source = record.agency, record.system, "people"
            mine = [key for key in rows["_key"].unique() if stores.key.record_id(*source, key) in ids]
            frames.append(rows.filter(pl.col("_key").is_in(mine)).select(frames[0].columns))
    return pl.concat(frames)


def _sweep(stores: Stores) -> None:
    """What readers saw before is gone too, where an erasure was cut off once it was published."""
    newest = stores.ledger.publications.newest()
    if newest is not None:
        stores.graph.sweep(newest.number)
        stores.claim_files.sweep(newest.number)


def _forget_unknown(stores: Stores) -> None:
    """Takes away what loads landed that were cut off and never taken up: nobody can say whose it is."""
    landing = Landing(stores.data)
    known = {name for one in stores.ledger.deliveries.every() for name in one.landed_as}
    held = {path.stem for part in _LANDED for path in (stores.data / "landing" / part).glob("*")}
    for name in held - known:
        landing.forget(name)
    # What a load killed while it wrote has left under a name nobody reads.
    for part in (stores.data / "landing").rglob("*.part"):
        part.unlink(missing_ok=True)
