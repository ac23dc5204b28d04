"""What became of every row of a delivery: rows in = stored + unchanged + quarantined, exactly (deliveries.md §7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from graph.store.landing import line_of
from graph.store.ledger.deliveries import DeliveryRecord, QuarantineNote, TableCount
from ingest.closed_rows import ClosedRows
from ingest.corrected import rows_with_keys, set_aside_of
from ingest.landing import Landing
from ingest.mapping.places import file_of
from ingest.quarantine import QuarantinedRow
from ingest.tables.registry import TABLES
from ingest.wanted import System, Wanted

_WAITS = "waits for the record it names"


def counts_of(record: DeliveryRecord, wanted: Wanted, among: ClosedRows) -> tuple[TableCount, ...]:
    """The counts of each table: rows this delivery brought first are stored, rows that wait are quarantined."""
    closed = wanted.closings_of((record.agency, record.system)).select("claim_id").unique()
    data = among.landing.data
    set_aside = set_aside_of(record, data)
    return tuple(
        _count(
            record,
            wanted,
            _Table(count.table, count.rows_in, data, _lines_of(set_aside, count.table)),
            _Closed(closed, among),
        )
        for count in record.counts
    )


def closed_by_system(records: Iterable[DeliveryRecord], data: Path) -> dict[System, ClosedRows]:
    """What is closed as sent, of each agency's systems."""
    landed: dict[System, list[str]] = defaultdict(list)
    for record in records:
        landed[record.agency, record.system] += record.landed_as
    return {system: ClosedRows(Landing(data), sorted(names)) for system, names in landed.items()}


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    rows_in: int
    data: Path
    set_aside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Closed:
    """The claims that are closed, and what is closed of rows no claim is made of."""

    claims: pl.DataFrame
    rows: ClosedRows


def _count(record: DeliveryRecord, wanted: Wanted, table: _Table, closed: _Closed) -> TableCount:
    claims = wanted.systems[record.agency, record.system].tables.get(table.name)
    waiting = _rows_that_wait(record, wanted, table.name, table.data)
    stored = _brought(claims, record)
    quarantined = len(table.set_aside) + len(waiting)
    # A row of which one version is open and another closed is an open row.
    shown = claims.join(closed.claims, on="claim_id", how="anti") if claims is not None else None
    closed_stored = stored - _brought(shown, record)
    closed_held = _rows_of_closed(record, claims, shown, table)
    shut = closed.rows.of(record.landed_as, table.name, {*table.set_aside, *waiting})
    return TableCount(
        table.name,
        table.rows_in,
        stored,
        table.rows_in - quarantined - stored,
        quarantined,
        closed_stored,
        len(closed_held - waiting) - closed_stored,
        len(shut),
    )


def _lines_of(set_aside: Iterable[QuarantinedRow], table: str) -> tuple[int, ...]:
    return tuple(row.line for row in set_aside if row.table == table)


def _rows_of_closed(
    record: DeliveryRecord, claims: pl.DataFrame | None, shown: pl.DataFrame | None, table: _Table
) -> frozenset[int]:
    """The rows of a delivery that are about records of claims none of which is shown."""
    if claims is None or shown is None or claims.height == shown.height:
        return frozenset()
    closed = claims.join(shown, on="record_key", how="anti")["record_key"].unique()
    return rows_with_keys(record, table.name, table.data, closed) if len(closed) else frozenset()


def _brought(frame: pl.DataFrame | None, record: DeliveryRecord) -> int:
    if frame is None:
        return 0
    mine = frame.filter(pl.col("delivery").is_in(record.landed_as))
    return mine["row"].n_unique()


def _rows_that_wait(record: DeliveryRecord, wanted: Wanted, table: str, data: Path) -> frozenset[int]:
    """The good rows of a delivery whose record waits, wherever it was first brought."""
    waiting = wanted.systems[record.agency, record.system].waiting.get(table)
    if waiting is None or waiting.is_empty():
        return frozenset()
    keys = waiting["record_key"].unique()
    return rows_with_keys(record, table, data, keys)


def waiting_rows(record: DeliveryRecord, wanted: Wanted, data: Path) -> Iterator[QuarantinedRow]:
    """Each row that waits: for which column's reference, in which table."""
    landing = Landing(data)
    sources, files = landing.sources_of(record.id), landing.files_of(record.id)
    for count in record.counts:
        references = TABLES[count.table].required_references
        columns = ", ".join(column for column, _ in references)
        tables = ", ".join(sorted({table for _, table in references}))
        for row in sorted(_rows_that_wait(record, wanted, count.table, data)):
            file = file_of(row, sources, files.get(count.table, count.table))
            message = f"{_WAITS}: taken in by itself as soon as it comes in {tables}"
            yield QuarantinedRow(count.table, file, row, columns, "waits", "", message)


def rows_to_tell(
    record: DeliveryRecord, set_aside: Iterable[QuarantinedRow], among: ClosedRows
) -> list[QuarantinedRow]:
    """What stewards are told of rows set aside: of a closed row nothing, not that it is there (access.md §2)."""
    rows = list(set_aside)
    closed = {
        table: among.of(record.landed_as, table, (row.line for row in rows if row.table == table))
        for table in {row.table for row in rows}
    }
    return [row for row in rows if row.line not in closed[row.table]]


def to_note(row: QuarantinedRow) -> QuarantineNote:
    """Where and why, never the value."""
    return QuarantineNote(
        row.table, row.file, line_of(row.line), row.column or None, row.rule, row.message, value_withheld=True
    )
