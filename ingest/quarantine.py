"""What did not load as sent: rows set aside and cells left out, with file, line, column and rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

import polars as pl

ERASED = "erased"
"""The rule of a row that was taken out because it is about somebody erased."""


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """One row set aside: its first fault, the cell's text as sent, and a sentence that names every fault, no value."""

    table: str
    file: str
    line: int
    column: str
    rule: str
    sent: str
    message: str


@dataclass(frozen=True, slots=True)
class CellWarning:
    """How many cells of a column were odd by one rule, and the first line of them."""

    table: str
    file: str
    column: str
    rule: str
    message: str
    count: int
    first_line: int


_SCHEMA = {field.name: pl.Int64 if field.name == "line" else pl.String for field in fields(QuarantinedRow)}
_CELLS = attrgetter(*_SCHEMA)


def to_frame(rows: Iterable[QuarantinedRow]) -> pl.DataFrame:
    """The quarantined rows as a frame with one column a field."""
    # dataclasses.astuple would copy every text.
    return pl.DataFrame([_CELLS(row) for row in rows], schema=_SCHEMA, orient="row")


def read_quarantine(path: Path) -> list[QuarantinedRow]:
    """The quarantined rows kept in a Parquet file."""
    return [QuarantinedRow(*row) for row in pl.read_parquet(path).iter_rows()]


def merge_warnings(parts: Iterable[CellWarning]) -> list[CellWarning]:
    """One warning for each table, column and rule: counts added, the earliest line kept."""
    merged: dict[tuple[str, str, str], CellWarning] = {}
    for part in parts:
        key = (part.table, part.column, part.rule)
        first = merged.get(key, part)
        total = part.count if first is part else first.count + part.count
        line = min(first.first_line, part.first_line)
        merged[key] = CellWarning(part.table, part.file, part.column, part.rule, part.message, total, line)
    return list(merged.values())
