"""Rows as a file or on standard output: CSV, Parquet or JSON, every cell as text."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

import polars as pl

from graph.errors import InputRefused, WrongUse

Row = Mapping[str, str]
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_rows(columns: Sequence[str], rows: Sequence[Row], out: Path | None, stdout: TextIO) -> None:
    """The rows in the form the file's ending names, as CSV on `stdout` without a file. Raises WrongUse, InputRefused."""
    if out is None:
        write_csv(columns, rows, stdout)
        return
    write = _WRITERS.get(out.suffix.lower())
    if write is None:
        raise WrongUse(f"--out ends in one of {', '.join(_WRITERS)}")
    try:
        write(columns, rows, out)
    except OSError:
        raise InputRefused("can't be written", str(out)) from None


def write_csv(columns: Sequence[str], rows: Iterable[Row], target: TextIO) -> None:
    """The rows as CSV. A cell a spreadsheet would take for a formula gets an apostrophe, which makes it text there."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_as_text(row[column]) for column in columns] for row in rows)


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _csv_file(columns: Sequence[str], rows: Sequence[Row], out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        write_csv(columns, rows, file)


def _parquet_file(columns: Sequence[str], rows: Sequence[Row], out: Path) -> None:
    cells = [[row[column] for column in columns] for row in rows]
    pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row").write_parquet(out)


def _json_file(columns: Sequence[str], rows: Sequence[Row], out: Path) -> None:
    ordered = [{column: row[column] for column in columns} for row in rows]
    out.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


_WRITERS: Mapping[str, Callable[[Sequence[str], Sequence[Row], Path], None]] = {
    ".csv": _csv_file,
    ".parquet": _parquet_file,
    ".json": _json_file,
}
