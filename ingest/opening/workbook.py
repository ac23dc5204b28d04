"""A workbook opened in a process of its own: looked through for bombs first, then read a few rows at a time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import python_calamine as calamine

from graph.errors import InputRefused
from ingest.opening.archive import open_zip
from ingest.opening.cells import cell_text
from ingest.opening.limits import (
    CHARACTERS_AT_ONCE,
    FREE_SHEET_CHARACTERS,
    MEGABYTE,
    MOST_CELLS_IN_SHEET,
    MOST_CHARACTERS_IN_RECORD,
    MOST_COLUMNS,
    MOST_TIMES_LARGER,
    MOST_WORKBOOK_BYTES,
    ROWS_AT_ONCE,
)

_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]{0,200}?\br\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,19})["']""")
_DEFINITIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\0!\0D\0O\0", b"\0<\0!\0D\0O", b"<\0!\0E\0N\0", b"\0<\0!\0E\0N")
_LONGEST_MARK = 256
_LETTERS = 26
_FAULTS = (calamine.CalamineError, calamine.WorksheetNotFound, calamine.ZipError, calamine.XmlError)
Rows = list[tuple[int, list[str]]]


def sheets_in(path: Path) -> list[str]:
    """The names of the sheets, in order. Raises InputRefused."""
    refuse_bombs(path)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            return list(book.sheet_names)
    except _FAULTS:
        raise _unreadable(path) from None


def rows_in(path: Path, sheet: str | None) -> Iterator[Rows]:
    """The rows of the first sheet, or the one named, some at a time, with their numbers; the first ones alone are the
    header. Rows without any cell are none. Raises InputRefused.
    """
    refuse_bombs(path)
    try:
        with calamine.CalamineWorkbook.from_path(str(path)) as book:
            chosen = book.get_sheet_by_index(0) if sheet is None else book.get_sheet_by_name(sheet)
            rows = enumerate(chosen.iter_rows(), 1)
            _, header = next(rows, (1, []))
            yield [(1, [cell_text(cell) for cell in header])]
            yield from _in_pieces(rows, path)
    except _FAULTS:
        raise _unreadable(path) from None


def _unreadable(path: Path) -> InputRefused:
    return InputRefused("cannot be read as an Excel workbook", path.name)


def _in_pieces(rows: Iterator[tuple[int, list[Any]]], path: Path) -> Iterator[Rows]:
    """The rows with a cell. One long text that many cells share takes little room in a file: what it comes to is counted."""
    most = max(FREE_SHEET_CHARACTERS, MOST_TIMES_LARGER * path.stat().st_size)
    piece: Rows = []
    held = every = 0
    for line, cells in rows:
        if all(cell == "" for cell in cells):
            continue
        texts = [cell_text(cell) for cell in cells]
        characters = sum(map(len, texts))
        held, every = held + characters, every + characters
        if characters > MOST_CHARACTERS_IN_RECORD or every > most:
            raise InputRefused("holds more text than is allowed in a file of its size", f"{path.name}: line {line}")
        piece.append((line, texts))
        if held > CHARACTERS_AT_ONCE or len(piece) >= ROWS_AT_ONCE:
            yield piece
            piece, held = [], 0
    if piece:
        yield piece


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


def refuse_bombs(path: Path) -> None:
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
