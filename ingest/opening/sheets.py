"""Rows of the first sheet of a workbook, looked through for bombs before it is opened."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import polars as pl
import python_calamine as calamine

from graph.errors import InputRefused
from ingest.opening.archive import open_zip
from ingest.opening.headers import column_names
from ingest.opening.limits import MEGABYTE, MOST_CELLS_IN_SHEET, MOST_COLUMNS, MOST_WORKBOOK_BYTES, ROWS_AT_ONCE
from ingest.opening.typed import cell_text

_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]{0,200}?\br\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,19})["']""")
_DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\0!\0D\0O\0", b"\0<\0!\0D\0O", b"<\0!\0E\0N\0", b"\0<\0!\0E\0N")
_LONGEST_MARK = 256
_LETTERS = 26


def sheet_names(path: Path) -> list[str]:
    """The names of a workbook's sheets, in order. Raises InputRefused."""
    _refuse_bombs(path)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            return list(book.sheet_names)
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError):
        raise InputRefused("cannot be read as an Excel workbook", path.name) from None


def read_sheet(path: Path, sheet: str | None = None) -> Iterator[pl.DataFrame]:
    """The rows of the first sheet, or the one named, as text; rows without any cell are none. Raises InputRefused."""
    _refuse_bombs(path)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            chosen = book.get_sheet_by_index(0) if sheet is None else book.get_sheet_by_name(sheet)
            rows = enumerate(chosen.iter_rows(), 1)
            _, header = next(rows, (1, []))
            names = column_names([cell_text(cell) for cell in header], path.name)
            yield _frame(islice(rows, ROWS_AT_ONCE), names)
            while some := list(islice(rows, ROWS_AT_ONCE)):
                yield _frame(some, names)
    except (calamine.CalamineError, calamine.WorksheetNotFound, calamine.ZipError, calamine.XmlError):
        raise InputRefused("cannot be read as an Excel workbook", path.name) from None


def _frame(rows: Iterable[tuple[int, Sequence[object]]], names: Sequence[str]) -> pl.DataFrame:
    """A frame of the rows that have a cell: in a sheet, a row without one was never written."""
    written = [(line, cells) for line, cells in rows if any(cell != "" for cell in cells)]
    texts = [[cell_text(cell) for cell in cells] for _, cells in written]
    frame = pl.DataFrame(texts, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(pl.Series("_row", [line for line, _ in written], pl.Int64))


@dataclass(slots=True)
class _Extent:
    """How far the cells of a sheet reach, and how many there are: one cell far out would be given room for all."""

    cells: int = 0
    columns: int = 0
    rows: int = 0
    _seen: set[bytes] = field(default_factory=set)

    def take(self, text: bytes) -> None:
        for letters, digits in _CELL.findall(text):
            self.cells += 1
            self.rows = max(self.rows, int(digits))
            if letters not in self._seen:
                self._seen.add(letters)
                self.columns = max(self.columns, _column_number(letters))

    @property
    def is_refused(self) -> bool:
        return self.columns > MOST_COLUMNS or self.rows * max(self.columns, 1) > MOST_CELLS_IN_SHEET


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def _refuse_bombs(path: Path) -> None:
    """Reads every part once, a little at a time, before anything is built of it."""
    with open_zip(path) as book:
        if sum(info.file_size for info in book.infolist()) > MOST_WORKBOOK_BYTES:
            raise InputRefused("unpacks to more than is allowed", path.name)
        for info in book.infolist():
            if info.filename.lower().endswith((".xml", ".rels", ".vml")):
                _refuse_bomb(book, info, path.name)


def _refuse_bomb(book: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> None:
    extent, tail = _Extent(), b""
    with book.open(info) as part:
        while block := part.read(MEGABYTE):
            text = tail + block
            if any(definition in text for definition in _DEFINITIONS):
                raise InputRefused("holds document definitions, which no workbook needs", file)
            extent.take(text)
            if extent.is_refused:
                raise InputRefused("cells reach further than is allowed", file)
            tail = text[-_LONGEST_MARK:]
