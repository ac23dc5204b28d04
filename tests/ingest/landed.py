"""Small landed tables for tests: rows as dictionaries, keys and contents as the front of the pipeline makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from ingest.history import LandedTable
from ingest.tables.registry import TABLES

Row = Mapping[str, str | None]
_COVERS = (date(2015, 1, 1), date(2025, 12, 31))


@dataclass(frozen=True)
class Delivered:
    """Which delivery a table belongs to: its id, the day of January 2024 it was extracted on, mode and days covered."""

    id: str
    day: int
    mode: str = "full"
    covers: tuple[date | None, date | None] = _COVERS

    @property
    def extracted_at(self) -> datetime:
        return datetime(2024, 1, self.day, tzinfo=UTC)


def good(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    """A checked frame of these rows, numbered from line 2."""
    spec = TABLES[table]
    schema = dict.fromkeys(spec.names, pl.Utf8)
    frame = pl.DataFrame({name: [row.get(name) for row in rows] for name in spec.names}, schema=schema)
    contents = ["~".join(f"{name}={row[name]}" for name in spec.names if row.get(name)) for row in rows]
    return frame.with_columns(
        pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias("_row"),
        pl.lit(None, pl.Utf8).alias("_extra"),
        pl.concat_str([pl.col(name).fill_null("") for name in spec.key], separator="|").alias("_key"),
        pl.Series("_content", contents, pl.Utf8),
    )


def landed(table: str, delivered: Delivered, rows: Sequence[Row]) -> LandedTable:
    """The table of one delivery."""
    return LandedTable(delivered.id, delivered.extracted_at, delivered.mode, *delivered.covers, good(table, rows))
