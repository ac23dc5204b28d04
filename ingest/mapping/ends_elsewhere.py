"""Ends of which nothing may be said because another source of the delivery tells how they came: a stay, by how care ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from ingest.mapping.cells import holds
from ingest.mapping.plan import EndsElsewhere
from ingest.mapping.stated_dates import read_day

NO_DAY = "9999"
"""Later than every day: an end whose day is not known comes last."""
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ClosedEnds:
    """The days of ends of which nothing is said, by key; `of_others`: of every key that is not among them."""

    days: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    of_others: Sequence[str] = ()

    def of(self, key: Key) -> Sequence[str]:
        """The days of a key's closed ends."""
        return self.days.get(key, self.of_others)


NONE_CLOSED = ClosedEnds()
# Nobody says how anything ended, so no last end is told.
NOT_TOLD = ClosedEnds(of_others=(NO_DAY,))


def closed_ends(told: EndsElsewhere, frames: Iterable[pl.DataFrame], dates: Sequence[str]) -> ClosedEnds:
    """The closed ends that rows of the other source tell of."""
    days: dict[Key, list[str]] = {}
    for key, day in _told(told, frames, dates):
        days.setdefault(key, []).append(day)
    return ClosedEnds(days)


def _told(told: EndsElsewhere, frames: Iterable[pl.DataFrame], dates: Sequence[str]) -> Iterator[tuple[Key, str]]:
    day = read_day(pl.col(told.ends), dates).cast(pl.String).fill_null(NO_DAY).alias("_day")
    for frame in frames:
        for *key, ends in frame.filter(holds(told.when)).select(*told.of, day).iter_rows():
            yield tuple(key), str(ends)
