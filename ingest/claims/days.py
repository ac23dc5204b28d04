"""Partial dates as columns: the first day a text names and the first day after it (`graph.model.period`, set-based)."""

from __future__ import annotations

import polars as pl

_YEAR, _MONTH = len("2019"), len("2019-05")


def first_day(column: str) -> pl.Expr:
    """The first day the partial date in `column` may be; null where it is empty."""
    text = pl.col(column)
    padded = (
        pl.when(text.str.len_chars() == _YEAR)
        .then(text + "-01-01")
        .when(text.str.len_chars() == _MONTH)
        .then(text + "-01")
        .otherwise(text)
    )
    return padded.str.to_date("%Y-%m-%d", strict=False)


def day_after(column: str) -> pl.Expr:
    """The first day the partial date in `column` can no longer be; null where it is empty."""
    length = pl.col(column).str.len_chars()
    first = first_day(column)
    return (
        pl.when(length == _YEAR)
        .then(first.dt.offset_by("1y"))
        .when(length == _MONTH)
        .then(first.dt.offset_by("1mo"))
        .otherwise(first.dt.offset_by("1d"))
    )


def last_day(column: str) -> pl.Expr:
    """The last day the partial date in `column` may be; null where it is empty."""
    return day_after(column).dt.offset_by("-1d")
