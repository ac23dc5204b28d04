"""Rows of one delivery that have one record key: the same row twice, or two rows that disagree."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl


@dataclass(frozen=True, slots=True)
class Repeats:
    """`again` are the lines of rows sent before with the same content; `conflicts` counts keys sent with different
    content, `lines` are the first two lines of one of them."""

    again: list[int]
    conflicts: int = 0
    lines: tuple[int, ...] = ()


def find_repeats(checked: Path) -> Repeats:
    """What repeats in a table's checked rows."""
    rows = pl.scan_parquet(checked)
    keys = rows.select(pl.col("_key").hash()).collect().to_series()
    if keys.n_unique() == keys.len():
        return Repeats([])
    repeated = rows.filter(pl.col("_key").is_duplicated()).select("_key", "_content", "_row").sort("_row").collect()
    versions = repeated.group_by("_key", maintain_order=True).agg(pl.col("_content").n_unique(), pl.col("_row"))
    conflicts = versions.filter(pl.col("_content") > 1)
    lines = tuple(conflicts["_row"].item(0).head(2)) if conflicts.height else ()
    again = repeated.filter(~pl.struct("_key", "_content").is_first_distinct())
    return Repeats(again["_row"].to_list(), conflicts.height, lines)
