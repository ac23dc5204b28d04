"""Rows of a CSV file: a header, commas, quotes around cells with commas or line ends."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.csv as arrow_csv

from graph.errors import InputRefused
from ingest.opening.encodings import in_utf8
from ingest.opening.headers import column_names
from ingest.opening.limits import BLOCK_BYTES, MEGABYTE, MOST_CELL_CHARACTERS, ROWS_AT_ONCE


@dataclass(frozen=True, slots=True)
class _Scan:
    """What one pass over the bytes found: how many quotes, and whether the file is empty."""

    quotes: int
    is_empty: bool


class _UnevenRowsError(Exception):
    """A row that has more or fewer cells than the header, or an empty line."""


def read_commas(path: Path, ours: Collection[str] = (), *, declared: str | None = None) -> Iterator[pl.DataFrame]:
    """The rows as text. Raises InputRefused for bytes that are no text of what the file is marked as, UTF-8 or what is
    `declared`, an open quote, a bad header (`column_names`)."""
    with in_utf8(path, declared) as readable:
        yield from _read(readable, ours)


def _read(path: Path, ours: Collection[str]) -> Iterator[pl.DataFrame]:
    scan = _scan(path)
    if scan.is_empty:
        raise InputRefused("the file is empty: the first line must name the columns", path.name)
    names = _header(path, ours)
    done = 0
    if _is_even(path, names, scan):
        with suppress(_UnevenRowsError):
            for frame in _read_even(path, names, has_quotes=scan.quotes > 0):
                done += frame.height
                yield frame
            if not done:
                yield _frame([], names)
            return
    yield from _read_any(path, names, skip=done)


def _scan(path: Path) -> _Scan:
    decoder = codecs.getincrementaldecoder("utf-8")()
    quotes, lines, size = 0, 1, 0
    with path.open("rb") as file:
        while block := file.read(MEGABYTE):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as bad:
                line = lines + bad.object[: bad.start].count(b"\n")
                raise InputRefused("not UTF-8; save it as CSV UTF-8", f"{path.name}: line {line}") from None
            quotes += block.count(b'"')
            lines += block.count(b"\n")
            size += len(block)
    if decoder.getstate()[0]:
        raise InputRefused("not UTF-8: the last character is cut off", f"{path.name}: line {lines}")
    return _Scan(quotes, not size)


def _header(path: Path, ours: Collection[str]) -> list[str]:
    return column_names(next(_records(path), (1, []))[1], path.name, ours)


def _is_even(path: Path, names: Sequence[str], scan: _Scan) -> bool:
    """Whether the fast reader can be tried: no quote left open, more than one column, a header of one plain line."""
    with path.open("rb") as file:
        first = file.readline(MEGABYTE)
    plain = b'"' not in first and first.endswith(b"\n") and b"\r" not in first.rstrip(b"\r\n")
    return scan.quotes % 2 == 0 and len(names) > 1 and plain


def _read_even(path: Path, names: list[str], *, has_quotes: bool) -> Iterator[pl.DataFrame]:
    """Frames of the fast reader. Raises _UnevenRowsError after the last whole frame it is sure of."""
    uneven: list[int] = []

    def note(row: arrow_csv.InvalidRow) -> str:
        uneven.append(row.actual_columns)
        return "skip"

    options = {
        "read_options": arrow_csv.ReadOptions(column_names=names, skip_rows=1, block_size=BLOCK_BYTES),
        "parse_options": arrow_csv.ParseOptions(
            newlines_in_values=has_quotes, ignore_empty_lines=False, invalid_row_handler=note
        ),
        "convert_options": arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    }
    line = 2
    try:
        with arrow_csv.open_csv(path, **options) as reader:
            for batch in reader:
                frame = pl.DataFrame(pl.from_arrow(batch))
                if uneven or _has_empty_line(frame):
                    raise _UnevenRowsError
                frame, line = _numbered(frame, line, has_quotes=has_quotes)
                yield frame
    except pa.ArrowInvalid:
        # A cell larger than a block, or a file with a header alone: the careful reader says which.
        raise _UnevenRowsError from None
    if uneven:
        raise _UnevenRowsError


def _has_empty_line(frame: pl.DataFrame) -> bool:
    """Whether a row may be an empty line, which the fast reader takes for a row of empty cells."""
    maybe = frame.filter(frame.to_series() == "")
    return not maybe.is_empty() and bool(maybe.select(pl.all_horizontal(pl.all() == "").any()).item())


def _numbered(frame: pl.DataFrame, line: int, *, has_quotes: bool) -> tuple[pl.DataFrame, int]:
    """The frame with `_row` and `_surplus`, and the line after it."""
    taken = pl.repeat(1, frame.height, dtype=pl.Int64, eager=True)
    if has_quotes:
        broken = frame.select(pl.sum_horizontal(pl.all().str.count_matches(r"\r\n|\r|\n"))).to_series()
        taken = taken + broken.cast(pl.Int64)
    starts = line + taken.cum_sum() - taken
    row = frame.with_columns(starts.alias("_row"), pl.lit(None, pl.String).alias("_surplus"))
    return row, line + int(taken.sum())


def _read_any(path: Path, names: Sequence[str], skip: int) -> Iterator[pl.DataFrame]:
    """Frames of the careful reader: short rows are filled up, longer ones keep the rest in `_surplus`."""
    records = _records(path)
    next(records)
    rows = islice(records, skip, None)
    first = not skip
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield _frame(some, names)
        first = False
    if first:
        yield _frame([], names)


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line it starts on, cells) of each record that is not an empty line."""
    csv.field_size_limit(MOST_CELL_CHARACTERS)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        line = 1
        try:
            for cells in reader:
                if cells or line == 1:
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error:
            reason = "a quoted cell is not closed, or goes on after its quote"
            raise InputRefused(reason, f"{path.name}: line {line}") from None


def _frame(rows: Sequence[tuple[int, Sequence[str]]], names: Sequence[str]) -> pl.DataFrame:
    width = len(names)
    even = [[*cells[:width], *[""] * (width - len(cells))] for _, cells in rows]
    frame = pl.DataFrame(even, schema=dict.fromkeys(names, pl.String), orient="row")
    surplus = [_joined(cells[width:]) for _, cells in rows]
    return frame.with_columns(
        pl.Series("_row", [line for line, _ in rows], pl.Int64), pl.Series("_surplus", surplus, pl.String)
    )


def _joined(cells: Sequence[str]) -> str | None:
    return ",".join(cells) if any(cell.strip() for cell in cells) else None
