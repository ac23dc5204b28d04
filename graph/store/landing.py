"""The rows as sent, read back from landing (architecture.md §1): where every claim leads."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

ROW = "_row"
LINE_BITS = 28
"""The lowest bits of a row's number are its line; above them a mapped delivery says of which source, and which copy."""
RowKey = tuple[str, str, int]
"""Delivery, table, line."""
Cells = Mapping[str, str]


def line_of(row: int) -> int:
    """The line a row is on, in the file it came in."""
    return row & ((1 << LINE_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Landing:
    """The landing folder of one data folder, as a reader sees it."""

    folder: Path

    def as_sent(self, delivery: str, table: str) -> Path:
        """Where a table's rows as sent are kept."""
        return self.folder / "as_sent" / delivery / f"{table}.parquet"

    def checked(self, delivery: str, table: str) -> Path:
        """Where what the checks could read of them is kept."""
        return self.folder / "checked" / delivery / f"{table}.parquet"

    def set_apart(self, delivery: str) -> Path:
        """Where the open ones of its rows set apart are listed."""
        return self.folder / "set_apart" / f"{delivery}.parquet"

    def rows(self, wanted: Iterable[RowKey]) -> Mapping[RowKey, tuple[Cells, Cells]]:
        """The non-empty cells of rows as sent and as read; each file is read once. Rows not there are left out."""
        lines: dict[tuple[str, str], set[int]] = defaultdict(set)
        for delivery, table, line in wanted:
            lines[delivery, table].add(line)
        found: dict[RowKey, tuple[Cells, Cells]] = {}
        for (delivery, table), rows in lines.items():
            read = _rows_of(self.checked(delivery, table), rows)
            for line, cells in _rows_of(self.as_sent(delivery, table), rows).items():
                found[delivery, table, line] = cells, read.get(line, {})
        return found


def _rows_of(path: Path, lines: Iterable[int]) -> dict[int, Cells]:
    if not path.exists():
        return {}
    held = pl.scan_parquet(path).filter(pl.col(ROW).is_in(sorted(lines))).collect()
    return {row.pop(ROW): {name: cell for name, cell in row.items() if cell} for row in held.iter_rows(named=True)}


def write_whole(frame: pl.DataFrame, path: Path) -> None:
    """Writes a Parquet file so that it is there whole or not at all."""
    with _whole(path) as beside:
        frame.write_parquet(beside)


def write_bytes_whole(content: bytes, path: Path) -> None:
    """Writes a file so that it is there whole or not at all."""
    with _whole(path) as beside:
        beside.write_bytes(content)


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    yield beside
    with beside.open("rb") as written:
        os.fsync(written.fileno())
    beside.replace(path)
