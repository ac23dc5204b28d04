"""The rows as sent, read back from landing (architecture.md §1): where every claim leads."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

ROW = "_row"
RowKey = tuple[str, str, int]
"""Delivery, table, line."""


@dataclass(frozen=True, slots=True)
class Landing:
    """The landing folder of one data folder, as a reader sees it."""

    folder: Path

    def as_sent(self, delivery: str, table: str) -> Path:
        """Where a table's rows as sent are kept."""
        return self.folder / "as_sent" / delivery / f"{table}.parquet"

    def rows_as_sent(self, wanted: Iterable[RowKey]) -> Mapping[RowKey, str]:
        """The rows as sent, as JSON of the non-empty cells; each file is read once. Rows not there are left out."""
        lines: dict[tuple[str, str], set[int]] = defaultdict(set)
        for delivery, table, line in wanted:
            lines[delivery, table].add(line)
        found: dict[RowKey, str] = {}
        for (delivery, table), rows in lines.items():
            path = self.as_sent(delivery, table)
            if path.exists():
                held = pl.scan_parquet(path).filter(pl.col(ROW).is_in(sorted(rows))).collect()
                for row in held.iter_rows(named=True):
                    line = row.pop(ROW)
                    cells = {name: cell for name, cell in row.items() if cell}
                    found[delivery, table, line] = json.dumps(cells, ensure_ascii=False)
        return found


def write_whole(frame: pl.DataFrame, path: Path) -> None:
    """Writes a Parquet file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    frame.write_parquet(beside)
    with beside.open("rb") as written:
        os.fsync(written.fileno())
    beside.replace(path)
