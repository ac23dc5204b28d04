"""Rows set apart that an agency corrected and sent back: read from the files they were given out in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import polars as pl

from graph.errors import InputRefused
from ingest.opening.commas import read_commas
from ingest.tables.registry import TABLES

WHERE = ("_delivery", "_table", "_file", "_line")
GIVEN_OUT = frozenset({*WHERE, "_rule", "_message"})
MOST_BYTES = 64 * 1024 * 1024
_LONGEST_NAME = 80
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Place = tuple[str, str, str, int]
"""Delivery, table, file and line."""


@dataclass(frozen=True, slots=True)
class RowSentBack:
    """A row as it came back: the place it was first sent in, and the cells of the columns the file has."""

    place: Place
    cells: dict[str, str]


def read_sent_back(files: Iterable[tuple[str, bytes]]) -> Iterator[RowSentBack]:
    """The rows of files by name. Raises InputRefused for what can't be read, or has lost where its rows came from."""
    for name, content in files:
        if len(content) > MOST_BYTES:
            raise InputRefused("larger than is taken back", _said(name))
        with TemporaryDirectory(prefix="kithmap-") as folder:
            path = Path(folder) / _said(name)
            path.write_bytes(content)
            for frame in read_commas(path, GIVEN_OUT):
                yield from _rows(frame, path.name)


def _said(name: str) -> str:
    """The file's own name, with nothing in it that leads elsewhere."""
    plain = PurePosixPath(name.replace("\\", "/")).name.replace("\0", "")[:_LONGEST_NAME]
    return plain if plain.strip(". ") else "file.csv"


def _rows(frame: pl.DataFrame, file: str) -> Iterator[RowSentBack]:
    missing = [name for name in WHERE if name not in frame.columns]
    if missing:
        raise InputRefused(f"the columns {', '.join(missing)} are gone: send back the file as it was given out", file)
    columns = [name for name in frame.columns if not name.startswith("_")]
    for row in frame.iter_rows(named=True):
        where = f"{file}: line {row['_row']}"
        if row["_surplus"] is not None:
            raise InputRefused("the row has more cells than the header", where)
        yield RowSentBack(_place(row, where), {name: _as_sent(row[name]) for name in columns})


def _place(row: dict[str, str], where: str) -> Place:
    delivery, table, file, line = (row[name].strip() for name in WHERE)
    if table not in TABLES or not (line.isascii() and line.isdigit()):
        raise InputRefused("a column that begins with _ was changed: leave it as it was given out", where)
    return delivery, table, file, int(line)


def _as_sent(cell: str) -> str:
    """The cell without the apostrophe it was given out with, so that no spreadsheet would calculate it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_STARTS) else cell


def deliveries_in(rows: Sequence[RowSentBack]) -> list[str]:
    """The deliveries that rows are of."""
    return sorted({row.place[0] for row in rows})
