"""The rows of reports and of truth, read from CSV, Parquet or JSON, as `kithmap report --out` writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from graph.errors import InputRefused

Row = Mapping[str, str]


def columns_of(path: Path) -> set[str]:
    """The headings of a file, none where it is empty."""
    return set(_read(path).columns)


def rows_of(path: Path) -> Iterator[Row]:
    """Each row as a mapping of texts; none where there is no such file."""
    if path.exists():
        yield from _read(path).iter_rows(named=True)


def _read(path: Path) -> pl.DataFrame:
    try:
        match path.suffix:
            case ".parquet":
                frame = pl.read_parquet(path)
            case ".json":
                frame = pl.read_json(path, infer_schema_length=None)
            case _:
                frame = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.NoDataError:
        return pl.DataFrame()
    except pl.exceptions.PolarsError as fault:
        raise InputRefused("is no report: give one that `kithmap report --out` wrote", path.name) from fault
    return frame.cast(pl.String).with_columns(pl.all().fill_null(""))
