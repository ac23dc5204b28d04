"""The rows of a mapping's sources, some at a time, wherever they lie: table files, sheets, elements of XML and GEDCOM."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

import polars as pl

from graph.errors import InputRefused
from ingest.mapping import gedcom, xml
from ingest.mapping.elements import Element, cell_at, chains, to_path
from ingest.mapping.headings import Matched, fits_name, match_headings
from ingest.mapping.plan import Source
from ingest.opening.sheets import read_sheet, sheet_names
from ingest.opening.table import is_table_file, read_table

LINE = "_line"
SURPLUS = "_surplus"
_ROWS_AT_ONCE = 5_000
_NESTED: Mapping[str, Callable[[Path, str], Iterator[Element]]] = {
    ".xml": xml.read_records,
    ".ged": gedcom.read_records,
}
_BOOK = ".xlsx"


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a sheet of one, that a source reads. `name` is what messages call it."""

    source: str
    path: Path
    sheet: str | None = None

    @property
    def name(self) -> str:
        """The file's name, and the sheet's."""
        return self.path.name if self.sheet is None else f"{self.path.name} {self.sheet}"


@dataclass(slots=True)
class Read:
    """What was read of a place: its rows so far, what became of its headings, and a fault that kept it from being read."""

    place: Place
    matched: Matched = field(default_factory=lambda: Matched({}, (), ()))
    rows: int = 0


def is_source_file(path: Path) -> bool:
    """Whether a file is one that a mapping can read."""
    return is_table_file(path) or (path.suffix.lower() in _NESTED and not path.name.startswith("."))


def find_places(sources: Mapping[str, Source], files: Sequence[Path]) -> list[Place]:
    """Where each source's rows lie, by source in the mapping's order and then by name of file.

    A table, or a sheet, is read by the first source whose names it fits; a file that nests by all. Raises InputRefused.
    """
    sheets = {path: sheet_names(path) for path in files if path.suffix.lower() == _BOOK}
    found: list[Place] = []
    for name, source in sources.items():
        taken = {(place.path, place.sheet) for place in found if sources[place.source].record is None}
        for path in (path for path in files if fits_name(path.name, source.file)):
            places = _places(name, source, path, sheets.get(path))
            found += [place for place in places if (place.path, place.sheet) not in taken]
    return found


def _places(name: str, source: Source, path: Path, sheets: Sequence[str] | None) -> Iterator[Place]:
    if (source.record is not None) != (path.suffix.lower() in _NESTED):
        return
    if sheets is None and source.sheet and source.file == ("*",):
        # A file of its own instead of a sheet goes by the sheet's name.
        yield from [Place(name, path)] if fits_name(path.name, source.sheet) else []
        return
    if sheets is None or not source.sheet:
        yield Place(name, path)
        return
    for sheet in sheets:
        if fits_name(sheet, source.sheet):
            yield Place(name, path, sheet)


def read_places(
    sources: Mapping[str, Source], places: Sequence[Place], encoding: str | None = None
) -> Iterator[tuple[Read, pl.DataFrame]]:
    """The rows of every place, some at a time: the columns its source names, as text, `_line`, and `_surplus`.

    A place without rows comes once, empty. `encoding`: of CSV files that are neither marked nor UTF-8. Raises
    InputRefused.
    """
    for place in places:
        if sources[place.source].record is None:
            yield from _read_table(sources[place.source], place, encoding)
    nested = [place for place in places if sources[place.source].record is not None]
    nested.sort(key=lambda place: (place.path, sources[place.source].record or ""))
    for (path, record), together in groupby(nested, key=lambda one: (one.path, sources[one.source].record or "")):
        yield from _read_nested(sources, path, record, list(together))


def _read_table(source: Source, place: Place, encoding: str | None) -> Iterator[tuple[Read, pl.DataFrame]]:
    read = Read(place)
    frames = read_table(place.path, encoding) if place.sheet is None else read_sheet(place.path, place.sheet)
    for frame in frames:
        if not read.matched.named:
            read.matched = _match(source, frame, place)
        read.rows += frame.height
        named = [pl.col(heading).alias(column) for column, heading in read.matched.named.items()]
        absent = [pl.lit(None, pl.String).alias(column) for column in read.matched.missing]
        surplus = pl.col(SURPLUS) if SURPLUS in frame.columns else pl.lit(None, pl.String).alias(SURPLUS)
        yield read, frame.select(pl.col("_row").alias(LINE), surplus, *named, *absent)


def _match(source: Source, frame: pl.DataFrame, place: Place) -> Matched:
    headings = [name for name in frame.columns if not name.startswith("_")]
    matched = match_headings(source.columns, headings, place.name)
    known = [heading for heading in matched.unused if fits_name(heading, source.left_out)]
    matched = replace(matched, unused=tuple(heading for heading in matched.unused if heading not in known))
    if lacking := [name for name in source.needs if name in matched.missing]:
        wanted = ", ".join(f"{name} ({' or '.join(source.columns[name])})" for name in lacking)
        raise InputRefused(f"has no column for {wanted}: send it, or correct the mapping's `columns`", place.name)
    if not matched.named:
        raise InputRefused("has none of the columns the mapping names", place.name)
    return matched


class _Rows:
    """Rows of one place in a nested file while they fill a frame."""

    def __init__(self, source: Source, place: Place) -> None:
        self.read = Read(place)
        self._each = to_path(source.each or "")
        self._paths = {column: [to_path(path) for path in paths] for column, paths in source.columns.items()}
        self._said = source.columns
        self._lines: list[int] = []
        self._cells: dict[str, list[str | None]] = {column: [] for column in source.columns}
        self._found: dict[str, str] = {}

    def take(self, record: Element) -> None:
        for chain in chains(record, self._each):
            self._lines.append(chain[-1].line)
            for column, paths in self._paths.items():
                self._cells[column].append(self._cell(column, chain, paths))

    def _cell(self, column: str, chain: Sequence[Element], paths: Sequence[tuple[str, ...]]) -> str | None:
        for place, path in enumerate(paths):
            if (text := cell_at(chain, self._each, path)) is not None:
                self._found.setdefault(column, self._said[column][place])
                return text
        return None

    @property
    def is_full(self) -> bool:
        return len(self._lines) >= _ROWS_AT_ONCE

    def frame(self) -> pl.DataFrame:
        """What was taken since the last frame."""
        self.read.rows += len(self._lines)
        missing = tuple(column for column in self._paths if column not in self._found)
        self.read.matched = Matched(dict(self._found), missing, ())
        frame = pl.DataFrame(
            {LINE: self._lines, SURPLUS: [None] * len(self._lines), **self._cells},
            schema={LINE: pl.Int64, SURPLUS: pl.String, **dict.fromkeys(self._cells, pl.String)},
        )
        self._lines, self._cells = [], {column: [] for column in self._cells}
        return frame


def _read_nested(
    sources: Mapping[str, Source], path: Path, record: str, places: Sequence[Place]
) -> Iterator[tuple[Read, pl.DataFrame]]:
    filling = [_Rows(sources[place.source], place) for place in places]
    for element in _NESTED[path.suffix.lower()](path, record):
        for rows in filling:
            rows.take(element)
            if rows.is_full:
                yield rows.read, rows.frame()
    for rows in filling:
        yield rows.read, rows.frame()
