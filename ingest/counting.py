"""What became of every row of a delivery: rows in = stored + unchanged + quarantined, exactly (deliveries.md §7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from graph.store.ledger.deliveries import DeliveryRecord, QuarantineNote, TableCount
from ingest.landing import Landing
from ingest.tables.registry import TABLES
from ingest.wanted import Wanted

_WAITS = "waits for its reference"


def counts_of(record: DeliveryRecord, wanted: Wanted, data: Path) -> tuple[TableCount, ...]:
    """The counts of each table: rows this delivery brought first are stored, rows that wait are quarantined."""
    records = wanted.systems[record.agency, record.system]
    faulty: dict[str, int] = {}
    for row in Landing(data).quarantine(record.id):
        faulty[row.table] = faulty.get(row.table, 0) + 1
    counts = []
    for count in record.counts:
        waiting = _rows_that_wait(record, wanted, count.table, data).height
        quarantined = faulty.get(count.table, 0) + waiting
        stored = _brought(records.tables.get(count.table), record.id)
        unchanged = count.rows_in - quarantined - stored
        counts.append(TableCount(count.table, count.rows_in, stored, unchanged, quarantined))
    return tuple(counts)


def _brought(frame: pl.DataFrame | None, delivery: str) -> int:
    if frame is None:
        return 0
    mine = frame.filter(pl.col("delivery") == delivery)
    return mine["row"].n_unique()


def _rows_that_wait(record: DeliveryRecord, wanted: Wanted, table: str, data: Path) -> pl.DataFrame:
    """The good rows of a delivery whose record waits, wherever it was first brought."""
    waiting = wanted.systems[record.agency, record.system].waiting.get(table)
    if waiting is None or waiting.is_empty():
        return pl.DataFrame(schema={"_row": pl.Int64})
    keys = waiting["record_key"].unique()
    good = Landing(data).good(record.id, table)
    return good.filter(pl.col("_key").is_in(keys.implode())).select("_row").collect()


def waiting_notes(
    record: DeliveryRecord, wanted: Wanted, data: Path, files: Mapping[tuple[str, str], str]
) -> Iterator[QuarantineNote]:
    """A note for each row that waits: for which column's reference, in which table."""
    for count in record.counts:
        references = TABLES[count.table].required_references
        columns = ", ".join(column for column, _ in references)
        tables = ", ".join(sorted({table for _, table in references}))
        for (line,) in _rows_that_wait(record, wanted, count.table, data).iter_rows():
            yield QuarantineNote(
                table=count.table,
                file=files.get((record.id, count.table), count.table),
                line=line,
                column=columns,
                rule="waits",
                message=f"{_WAITS}: taken when {tables} delivers it",
            )
