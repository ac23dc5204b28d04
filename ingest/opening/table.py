"""A table's rows as text, whatever kind of file they came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import polars as pl

from graph.errors import InputRefused
from ingest.opening.commas import read_commas
from ingest.opening.parquet import read_parquet
from ingest.opening.sheets import read_sheet

_COMMAS = ".csv"
_READERS: Mapping[str, Callable[[Path], Iterator[pl.DataFrame]]] = MappingProxyType(
    {_COMMAS: read_commas, ".xlsx": read_sheet, ".parquet": read_parquet}
)


def is_table_file(path: Path) -> bool:
    """Whether a file's ending is one that tables come in; hidden files and office lock files are not."""
    return path.suffix.lower() in _READERS and not path.name.startswith((".", "~$"))


def read_table(path: Path, declared: str | None = None) -> Iterator[pl.DataFrame]:
    """The rows as sent, some at a time, at least one (maybe empty) frame: every column as text with its header's name,
    `_row` (the line or sheet row it starts on; the header is 1) and, from CSV, `_surplus` (cells beyond the header).

    `declared`: what a CSV file is written in where it is not marked and no UTF-8 (`encodings.DECLARED`). Raises
    InputRefused, with the file's name and the line where there is one.
    """
    if path.suffix.lower() == _COMMAS:
        return read_commas(path, declared=declared)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputRefused("not a file tables come in: expected .csv, .xlsx or .parquet", path.name)
    return reader(path)
