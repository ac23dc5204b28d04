"""The rows of reports and of truth, read from CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

Row = Mapping[str, str]


def columns_of(path: Path) -> set[str]:
    """The headings of a file, none where it is empty."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return set(next(csv.reader(file), []))


def rows_of(path: Path) -> Iterator[Row]:
    """Each row as a mapping; none where there is no such file."""
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)
