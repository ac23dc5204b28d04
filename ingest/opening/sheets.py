"""Rows of the first sheet of a workbook, which is opened in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from ingest.opening.headers import column_names
from ingest.opening.limited import told_by_child


def sheet_names(path: Path) -> list[str]:
    """The names of a workbook's sheets, in order. Raises InputRefused."""
    return [str(name) for names in told_by_child("sheets", path) for name in names]


def read_sheet(path: Path, sheet: str | None = None) -> Iterator[pl.DataFrame]:
    """The rows of the first sheet, or the one named, as text; rows without any cell are none. Raises InputRefused."""
    pieces = told_by_child("rows", path, () if sheet is None else (sheet,))
    ((_, header),) = next(pieces)
    names = column_names(header, path.name)
    yield _frame(next(pieces, []), names)
    for piece in pieces:
        yield _frame(piece, names)


def _frame(rows: list[tuple[int, list[str]]], names: list[str]) -> pl.DataFrame:
    frame = pl.DataFrame([cells for _, cells in rows], schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(pl.Series("_row", [line for line, _ in rows], pl.Int64))
