"""So that nobody stands out by birth, sex and district: fewer than `k` alike are told more coarsely, or not at all.

Month of birth, sex and district are what somebody outside may know of a person. People of whom fewer than `k` share all
three are told by year of birth; those of whom fewer than `k` share that, without a district, and so is whoever lives with
them: a home says where. Who still is one of fewer than `k` is left out, with every row about them. Shapes of families are
not made alike: `dictionary.json` says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

YEAR, MONTH = 4, 7
QUASI = ("birth", "sex", "district")
_DATES = ("start", "end")
_WRITTEN = ("known",)


@dataclass(frozen=True, slots=True)
class Generalised:
    """People as they are told, and what that took: who is told by year of birth, who without a district, who not at all."""

    people: pl.DataFrame
    by_year: frozenset[str]
    placeless: frozenset[str]
    dropped: frozenset[str]


def generalise(people: pl.DataFrame, residences: pl.DataFrame, k: int) -> Generalised:
    """The people, each one of `k` or more alike. `people`: person, birth, sex, district and whatever else."""
    mates = residences.select("person", "household").drop_nulls().unique()
    by_year: set[str] = set()
    placeless: set[str] = set()
    # Each round tells somebody more coarsely: it ends when everybody is told by year without a district, at the latest.
    while True:
        told = _coarser(people, by_year, placeless)
        few = set(_few(told, k))
        without_place = _with_mates(placeless | (few & by_year), mates) & set(people["person"])
        more = (by_year | few | without_place, without_place)
        if more == (by_year, placeless):
            break
        by_year, placeless = more
    kept = told.filter(~pl.col("person").is_in(sorted(few)))
    return Generalised(kept, frozenset(by_year - few), frozenset(placeless - few), frozenset(few))


def _coarser(people: pl.DataFrame, by_year: set[str], placeless: set[str]) -> pl.DataFrame:
    year = pl.when(pl.col("person").is_in(sorted(by_year))).then(pl.col("birth").str.slice(0, YEAR))
    nowhere = pl.when(pl.col("person").is_in(sorted(placeless))).then(pl.lit(None, pl.String))
    return people.with_columns(
        year.otherwise(pl.col("birth")).alias("birth"), nowhere.otherwise(pl.col("district")).alias("district")
    )


def _with_mates(people: set[str], mates: pl.DataFrame) -> set[str]:
    homes = mates.filter(pl.col("person").is_in(sorted(people)))["household"].unique()
    return people | set(mates.filter(pl.col("household").is_in(homes.implode()))["person"])


def _few(people: pl.DataFrame, k: int) -> list[str]:
    """Those of whom fewer than `k` are alike."""
    return people.filter(pl.len().over(QUASI) < k)["person"].to_list()


def without(tables: Mapping[str, pl.DataFrame], generalised: Generalised) -> dict[str, pl.DataFrame]:
    """The other tables without whoever is left out; homes and events of nobody who is left go too."""
    gone = sorted(generalised.dropped)
    told: dict[str, pl.DataFrame] = {}
    for name, table in tables.items():
        for column in {"person", "other", "child", "adult", "about"} & set(table.columns):
            table = table.filter(pl.col(column).is_null() | ~pl.col(column).is_in(gone))
        told[name] = table
    told["households"] = told["households"].join(told["residences"], on="household", how="semi")
    told["events"] = told["events"].join(told["event_people"], on="event", how="semi")
    told["households"] = _without_districts(told, generalised)
    return {
        name: _dated(table, generalised.people, _PRECISION[name]) if name in _PRECISION else table
        for name, table in told.items()
    }


_DAY = 10
_PRECISION: Mapping[str, int] = {
    "residences": MONTH,
    "relationships": MONTH,
    "adults": MONTH,
    "episodes": _DAY,
    "involvements": _DAY,
    "assessments": _DAY,
}
"""How exact dates are. What begins with a life begins on a day of birth: a child lives with its mother from then on."""


def _without_districts(told: Mapping[str, pl.DataFrame], generalised: Generalised) -> pl.DataFrame:
    coarse = told["residences"].filter(pl.col("person").is_in(sorted(generalised.placeless)))["household"].unique()
    is_coarse = pl.col("household").is_in(coarse.implode())
    return told["households"].with_columns(
        pl.when(is_coarse).then(pl.lit(None, pl.String)).otherwise(pl.col("district")).alias("district")
    )


def _dated(table: pl.DataFrame, people: pl.DataFrame, precision: int) -> pl.DataFrame:
    """Dates to a day or a month; by year where they fall into the month one they are about was born or died in."""
    dates = [name for name in (*_DATES, "since") if name in table.columns]
    lives = people.select("person", "birth", "death")
    for column in ("person", "other", "child", "adult"):
        if column in table.columns:
            placed = table.join(lives.rename({"person": column}), on=column, how="left")
            # The day a child's first home was written down is often the day it was born.
            written = [_cut(name, _DAY) for name in _WRITTEN if name in table.columns]
            table = placed.with_columns(*(_cut(name, precision) for name in dates), *written).drop("birth", "death")
    return table


def _cut(name: str, precision: int) -> pl.Expr:
    date = pl.col(name)
    is_of_a_life = date.str.starts_with(pl.col("birth")) | date.str.starts_with(pl.col("death"))
    return pl.when(is_of_a_life).then(date.str.slice(0, YEAR)).otherwise(date.str.slice(0, precision)).alias(name)
