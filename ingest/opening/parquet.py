"""Rows of a Parquet file, every typed value as the text a CSV would hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from graph.errors import InputRefused
from ingest.opening.headers import column_names
from ingest.opening.limits import FREE_PARQUET_ROWS, MOST_PARQUET_ROWS_PER_BYTE, ROWS_AT_ONCE
from ingest.opening.typed import to_text


def read_parquet(path: Path) -> Iterator[pl.DataFrame]:
    """The rows as text. Raises InputRefused when it cannot be read, nests, or claims more rows than fit in it."""
    try:
        with pq.ParquetFile(path) as file:
            names = column_names(file.schema_arrow.names, path.name)
            _refuse_implausible(path, file.metadata.num_rows)
            line = 2
            for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
                yield _numbered(_texts(batch, names, path.name), line)
                line += batch.num_rows
            if line == 2:  # noqa: PLR2004 - no row came after the header's line
                yield _numbered(pl.DataFrame(schema=dict.fromkeys(names, pl.String)), line)
    except (pa.ArrowException, OSError, ValueError) as broken:
        if isinstance(broken, FileNotFoundError | PermissionError):
            raise
        raise InputRefused("cannot be read as Parquet", path.name) from None


def _refuse_implausible(path: Path, rows: int) -> None:
    if rows > FREE_PARQUET_ROWS + MOST_PARQUET_ROWS_PER_BYTE * path.stat().st_size:
        raise InputRefused("claims more rows than a file of its size can hold", path.name)


def _texts(batch: pa.RecordBatch, names: list[str], file: str) -> pl.DataFrame:
    frame = pl.DataFrame(pl.from_arrow(batch.rename_columns(names)))
    nested = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Struct | pl.Array | pl.Object)]
    if nested:
        raise InputRefused("a column holds nested values; expected one text a cell", file)
    return frame.select(to_text(name, kind) for name, kind in frame.schema.items())


def _numbered(frame: pl.DataFrame, line: int) -> pl.DataFrame:
    return frame.with_columns(pl.int_range(line, line + frame.height, dtype=pl.Int64, eager=True).alias("_row"))
