"""Where somebody was when, year by year: two records of one home at one time say more than two of its tenants."""

from __future__ import annotations

import polars as pl

LONGEST = 100
"""Years a stay is followed at most: a start in 1066 is a slip."""


def years_at_home(stays: pl.DataFrame) -> pl.DataFrame:
    """`record_id`, `stays`: each home with each year of a stay there, as one text, sorted.

    `stays` has record_id, home, start and end (partial dates as texts, end null: still open) and newest (the year up to
    which an open stay is known). A stay of which nobody knows when it began says nothing of when.
    """
    year = pl.col("start", "end").str.extract(r"^(\d{4})", 1).cast(pl.Int32)
    dated = stays.with_columns(year).filter(pl.col("start").is_not_null())
    last = pl.min_horizontal(pl.coalesce("end", "newest"), pl.col("start") + LONGEST)
    spans = dated.with_columns(year=pl.int_ranges("start", pl.max_horizontal(last, "start") + 1))
    years = spans.explode("year").select("record_id", text=pl.format("{}@{}", "home", "year"))
    return years.group_by("record_id").agg(stays=pl.col("text").unique().sort())
