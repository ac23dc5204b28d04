"""When a row's statement holds: which of a table's columns say so, and how, half-open and with partial dates kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ingest.claims.days import day_after, first_day, last_day


@dataclass(frozen=True, slots=True)
class Dating:
    """The columns a table is dated by. Of `starts` the first that is filled counts; `happens`: without an end, or with
    one that is not later, it is something that happened on one date rather than something still so."""

    starts: tuple[str, ...]
    end: str | None = None
    happens: bool = False


DATING: Mapping[str, Dating] = {
    "residences": Dating(("start",), "end"),
    "relationships": Dating(("start",), "end"),
    "involvements": Dating(("start",), "end"),
    "episodes": Dating(("start",), "end"),
    "attendance": Dating(("start",), "end"),
    "assessments": Dating(("started",), "completed"),
    "events": Dating(("start",), "end", happens=True),
    "shares": Dating(("shared_on", "requested_on"), happens=True),
}


def with_dates(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The frame with `said_start`, `said_end` (partial texts, null: open) and `usable_end`, the end as sent.

    An end before its start is not used.
    """
    dating = DATING.get(table)
    nothing = pl.lit(None, dtype=pl.Utf8)
    if dating is None:
        return frame.with_columns(said_start=nothing, said_end=nothing, usable_end=nothing)
    end = pl.col(dating.end) if dating.end else nothing
    frame = frame.with_columns(said_start=pl.coalesce(dating.starts), said_end=end)
    before_start = last_day("said_end") < first_day("said_start")
    usable = pl.when(before_start.fill_null(value=False)).then(None).otherwise("said_end")
    frame = frame.with_columns(said_end=usable, usable_end=usable)
    if not dating.happens:
        return frame
    return frame.with_columns(said_end=pl.when(_takes_time()).then("said_end").otherwise(_end_of_moment()))


def _takes_time() -> pl.Expr:
    return (pl.col("said_end") != pl.col("said_start")).fill_null(value=False)


def _end_of_moment() -> pl.Expr:
    """The end `graph.model.period.at_moment` gives: the first day after the date, whole or partial."""
    return day_after("said_start").dt.strftime("%Y-%m-%d")


def with_extent(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The frame with `dated`, and `extent_from` ≤ day < `extent_until`: the days on which the row certainly holds.

    Null bounds are open. Of something that happened the extent is every day it may have happened on, which must lie
    inside what a delivery covers before its absence there means anything.
    """
    dating = DATING.get(table)
    never = pl.lit(None, dtype=pl.Date)
    if dating is None:
        return frame.with_columns(dated=pl.lit(False), happens=pl.lit(False), extent_from=never, extent_until=never)
    frame = with_dates(frame, table)
    happens = pl.lit(False)
    if dating.happens:
        happens = (pl.col("said_end") == _end_of_moment()).fill_null(value=False)
        dated = pl.col("said_start").is_not_null()
    else:
        dated = pl.lit(True)
    return frame.with_columns(dated=dated, happens=happens).with_columns(
        extent_from=pl.when("happens").then(first_day("said_start")).otherwise(last_day("said_start")),
        extent_until=pl.when("happens").then(day_after("said_start")).otherwise(first_day("said_end")),
    )
