"""What became of every row of a delivery: rows in = stored + unchanged + quarantined, exactly (deliveries.md §7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from graph.store.ledger.deliveries import DeliveryRecord, QuarantineNote, TableCount
from ingest.landing import Landing
from ingest.mapping.places import file_of, line_of
from ingest.quarantine import QuarantinedRow
from ingest.tables.registry import TABLES
from ingest.wanted import Wanted

_MARK = "sensitivity"
_WAITS = "waits for its reference"


def counts_of(record: DeliveryRecord, wanted: Wanted, data: Path) -> tuple[TableCount, ...]:
    """The counts of each table: rows this delivery brought first are stored, rows that wait are quarantined."""
    closed = wanted.closings_of((record.agency, record.system)).select("claim_id").unique()
    set_aside = Landing(data).quarantine(record.id)
    return tuple(
        _count(record, wanted, _Table(count.table, count.rows_in, data), closed, _lines_of(set_aside, count.table))
        for count in record.counts
    )


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    rows_in: int
    data: Path


def _count(
    record: DeliveryRecord, wanted: Wanted, table: _Table, closed: pl.DataFrame, set_aside: Sequence[int]
) -> TableCount:
    claims = wanted.systems[record.agency, record.system].tables.get(table.name)
    waiting = _rows_that_wait(record, wanted, table.name, table.data)["_row"]
    stored = _brought(claims, record.id)
    quarantined = len(set_aside) + len(waiting)
    # A row of which one version is open and another closed is an open row.
    shown = claims.join(closed, on="claim_id", how="anti") if claims is not None else None
    closed_stored = stored - _brought(shown, record.id)
    closed_held = _rows_of(record, claims, table) - _rows_of(record, shown, table)
    marked = marked_closed(record.id, table.name, table.data)
    return TableCount(
        table.name,
        table.rows_in,
        stored,
        table.rows_in - quarantined - stored,
        quarantined,
        closed_stored,
        len(closed_held - set(waiting)) - closed_stored,
        len(marked & {*set_aside, *waiting}),
    )


def _lines_of(set_aside: Iterable[QuarantinedRow], table: str) -> tuple[int, ...]:
    return tuple(row.line for row in set_aside if row.table == table)


def _rows_of(record: DeliveryRecord, claims: pl.DataFrame | None, table: _Table) -> frozenset[int]:
    """The rows of a delivery that are about records of these claims."""
    if claims is None:
        return frozenset()
    keys = claims["record_key"].unique()
    good = Landing(table.data).good(record.id, table.name)
    return frozenset(good.filter(pl.col("_key").is_in(keys.implode())).select("_row").collect()["_row"])


def marked_closed(delivery: str, table: str, data: Path) -> frozenset[int]:
    """The rows of a delivery that say of themselves that they are restricted or sealed, taken or not."""
    path = Landing(data).as_sent_path(delivery, table)
    columns = [name for name in pl.read_parquet_schema(path) if name.strip().lower() == _MARK] if path.exists() else []
    if not columns:
        return frozenset()
    said = pl.col(columns[0]).str.strip_chars().str.to_lowercase()
    rows = pl.scan_parquet(path).filter(~said.is_in(["", "open"]).fill_null(value=True))
    return frozenset(rows.select("_row").collect()["_row"])


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
    """A note for each row that waits: for which column's reference, in which table; none for a closed row."""
    sources = Landing(data).sources_of(record.id)
    for count in record.counts:
        references = TABLES[count.table].required_references
        columns = ", ".join(column for column, _ in references)
        tables = ", ".join(sorted({table for _, table in references}))
        closed = marked_closed(record.id, count.table, data)
        waiting = _rows_that_wait(record, wanted, count.table, data)["_row"]
        for line in (line for line in waiting if line not in closed):
            yield QuarantineNote(
                table=count.table,
                file=file_of(line, sources, files.get((record.id, count.table), count.table)),
                line=line_of(line),
                column=columns,
                rule="waits",
                message=f"{_WAITS}: taken when {tables} delivers it",
            )
