"""Landing without the rows of erased people: what was landed before and what is landed again, as often as it is asked.

A row taken out is still counted: it is set aside by a rule of its own, and nothing of what it said is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from graph.store.ledger.deliveries import DeliveryRecord
from ingest.closed_rows import ClosedRows
from ingest.erased_rows import EMPTIED, Gone, Place, erased_rows
from ingest.landing import Landing, whole_file
from ingest.made_of import FILE as MADE_OF
from ingest.mapping.places import file_of
from ingest.preparing import Prepared
from ingest.quarantine import ERASED, QuarantinedRow, read_quarantine, to_frame
from ingest.stores import Stores
from ingest.tables.registry import TABLES
from ingest.wanted import System

_MESSAGE = "about somebody who is erased: not taken"
_ROW = "_row"
_SHUT = "sensitivity"


@dataclass(frozen=True, slots=True)
class LandedAs:
    """A delivery as it is landed: whose it is, its own name and those of its corrections."""

    system: System
    names: tuple[str, ...]


def landed_of(records: Iterable[DeliveryRecord], prepared: Iterable[Prepared] = ()) -> list[LandedAs]:
    """Where the rows of deliveries are landed."""
    known = [LandedAs((one.agency, one.system), one.landed_as) for one in records]
    fresh = [LandedAs((one.manifest.agency, one.manifest.system), (one.delivery,)) for one in prepared]
    return [*known, *fresh]


def without_erased(prepared: Prepared, data: Path) -> Prepared:
    """A delivery made ready, with the rows taken out of it among those set aside."""
    return replace(prepared, quarantined=tuple(Landing(data).quarantine(prepared.delivery)))


def take_out_erased(stores: Stores, landed: Sequence[LandedAs]) -> frozenset[str]:
    """Takes the rows of everybody erased out of these deliveries; the names of those that had any.

    Cut off anywhere, it does the rest when it is run again: a row as sent is emptied last.
    """
    touched: set[str] = set()
    for gone in _gone(stores):
        touched |= _take_out(stores, gone, [one for one in landed if one.system == gone.system])
    return frozenset(touched)


def holds_erased(stores: Stores, landed: Sequence[LandedAs]) -> bool:
    """Whether rows of somebody erased are landed still: an erasure was cut off."""
    return any(
        erased_rows(gone, [name for one in landed if one.system == gone.system for name in one.names], landing)
        for landing in [Landing(stores.data)]
        for gone in _gone(stores)
    )


def _gone(stores: Stores) -> Iterator[Gone]:
    ids: dict[System, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for one in stores.ledger.erasures.every():
        ids[one.agency, one.system][one.table].add(one.record_id)
    for system, tables in ids.items():
        yield Gone(system, {table: frozenset(held) for table, held in tables.items()}, stores.key)


def _take_out(stores: Stores, gone: Gone, landed: Sequence[LandedAs]) -> frozenset[str]:
    landing = Landing(stores.data)
    names = sorted({name for one in landed for name in one.names})
    rows = _with_corrections(erased_rows(gone, names, landing), landed, landing)
    if not rows:
        return frozenset()
    _forget_made_of(stores, {name for _, name in rows})
    shut = _shut(rows, ClosedRows(landing, names), landing)
    order = {table: number for number, table in enumerate(EMPTIED)}
    for place in sorted(rows, key=lambda one: (order.get(one[0], -1), one)):
        _Rewriting(landing, place, rows[place], shut[place]).run()
    touched = {name for _, name in rows}
    return frozenset(one.names[0] for one in landed if touched & set(one.names))


def _with_corrections(
    rows: Mapping[Place, set[int]], landed: Sequence[LandedAs], landing: Landing
) -> dict[Place, set[int]]:
    """The same rows wherever they were sent: a correction has the number of the row it puts right."""
    found = {place: set(held) for place, held in rows.items()}
    for one in landed:
        for table in {table for table, name in rows if name in one.names} if len(one.names) > 1 else ():
            every = set().union(*(rows.get((table, name), set()) for name in one.names))
            for name in one.names:
                here = every & _rows_there(landing, name, table)
                if here:
                    found.setdefault((table, name), set()).update(here)
    return found


def _rows_there(landing: Landing, name: str, table: str) -> set[int]:
    path = landing.as_sent_path(name, table)
    return set(pl.read_parquet(path, columns=[_ROW])[_ROW]) if path.exists() else set()


def _shut(rows: Mapping[Place, set[int]], closed: ClosedRows, landing: Landing) -> dict[Place, frozenset[int]]:
    """Of the rows, those that are closed: of these nobody may be told that they were ever there (access.md §2)."""
    found = {}
    for (table, name), held in rows.items():
        found[table, name] = (
            closed.of([name], table, held) if landing.as_sent_path(name, table).exists() else frozenset()
        )
    return found


def _forget_made_of(stores: Stores, changed: Collection[str]) -> None:
    """What is published is made of rows that change now: the next publishing has to look."""
    published = {name for one in stores.ledger.deliveries.every() if one.is_published for name in one.landed_as}
    if published.isdisjoint(changed):
        return
    for publication in (stores.ledger.publications.newest(), stores.ledger.publications.unfinished()):
        if publication is not None:
            (stores.claim_files.folder(publication.number) / MADE_OF).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """Rows of one landed table to take out; of those that are `shut` no more is kept than that they are."""

    landing: Landing
    place: Place
    rows: Collection[int]
    shut: Collection[int]

    def run(self) -> None:
        table, name = self.place
        if table in TABLES:
            self._set_aside(table, name)
            if self.landing.checked_path(name, table).exists():
                self.landing.drop_rows(name, table, sorted(self.rows))
        self._untell(table, name)
        self._empty(table, name)

    def _set_aside(self, table: str, name: str) -> None:
        held = self.landing.quarantine(name) if self.landing.quarantine_path(name).exists() else []
        sources, files = self.landing.sources_of(name), self.landing.files_of(name)
        mine = {(table, row) for row in self.rows}
        others = [one for one in held if (one.table, one.line) not in mine]
        column = TABLES[table].key[0]
        gone = [
            QuarantinedRow(table, file_of(row, sources, files.get(table, table)), row, column, ERASED, "", _MESSAGE)
            for row in sorted(self.rows)
        ]
        self.landing.write_quarantine(name, [*others, *gone])

    def _untell(self, table: str, name: str) -> None:
        path = self.landing.set_apart_path(name)
        if path.exists():
            told = read_quarantine(path)
            with whole_file(path) as part:
                to_frame(one for one in told if one.table != table or one.line not in self.rows).write_parquet(part)

    def _empty(self, table: str, name: str) -> None:
        path = self.landing.as_sent_path(name, table)
        if not path.exists():
            return
        frame = pl.read_parquet(path)
        out = pl.col(_ROW).is_in(sorted(self.rows))
        cells = [one for one in frame.columns if one != _ROW]
        frame = frame.with_columns(pl.when(~out).then(pl.col(one)).alias(one) for one in cells)
        if self.shut:
            kept = pl.col(_SHUT) if _SHUT in frame.columns else pl.lit(None, pl.String)
            is_shut = pl.col(_ROW).is_in(sorted(self.shut))
            frame = frame.with_columns(pl.when(is_shut).then(pl.lit("sealed")).otherwise(kept).alias(_SHUT))
        with whole_file(path) as part:
            frame.write_parquet(part)
