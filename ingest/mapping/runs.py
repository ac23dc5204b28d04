"""Rows of a source that go on from one another made one row: episodes of care as one period, rows of one placement as one stay.

Nothing said of open rows depends on what closed ones say. Where closed rows follow an open one, the open one has no end
or ends where the next open one begins, as if what is closed had never been.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import polars as pl

from ingest.mapping.cells import holds
from ingest.mapping.ends_elsewhere import NO_DAY, NONE_CLOSED, ClosedEnds
from ingest.mapping.gathering import LINE, SURPLUS
from ingest.mapping.plan import Run
from ingest.mapping.stated_dates import read_day

_FLAGS = ("_begin", "_end", "_dated", "_closed", "_goes_on", "_splits", "_closed_end")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it counts for a run. `goes_on`: None where the source does not say; `end`: None where it has none."""

    nth: int
    begin: str
    end: str | None
    closed: bool
    goes_on: bool | None
    splits: bool
    closed_end: bool
    same: tuple[str | None, ...]

    @property
    def until(self) -> str:
        """Its end, to compare with."""
        return self.end or NO_DAY


@dataclass(frozen=True, slots=True)
class _Made:
    """A row of ours: which row it begins with, whose end it has (None: none), and whose columns that tell of the end are."""

    first: int
    end: tuple[int, str] | None = None
    last: int | None = None


def run_rows(run: Run, frame: pl.DataFrame, dates: Sequence[str], closed: ClosedEnds = NONE_CLOSED) -> pl.DataFrame:
    """The rows of ours a run makes of a frame that holds all rows of each of its keys. The order of rows does not matter.

    `closed`: ends of which another source says that nothing is to be said.
    """
    told = _told(run, frame, dates)
    made: list[_Made] = []
    for key, rows in groupby(
        told.with_row_index("_nth").iter_rows(named=True), lambda row: tuple(row[n] for n in run.of)
    ):
        made += _of_key(run, list(rows), closed.of(key))
    return _gathered(run, told, made).select(frame.columns)


def _told(run: Run, frame: pl.DataFrame, dates: Sequence[str]) -> pl.DataFrame:
    """The rows with what counts for the run, sorted by key, by date, and then by all they say."""
    begin, end = (read_day(pl.col(name), dates) for name in (run.begins, run.ends))
    named = pl.all_horizontal(pl.col(name).is_not_null() for name in run.of)
    fits = begin.is_not_null() & (end.is_not_null() | pl.col(run.ends).is_null()) & pl.col(SURPLUS).is_null()
    never, said = pl.lit(value=False), (run.goes_on, run.splits, run.closed_end)
    masks = [holds(one) if one else never for one in said]
    flags = (begin, end, named & fits, pl.any_horizontal(never, *map(holds, run.closed)), *masks)
    told = frame.with_columns(mask.alias(name) for name, mask in zip(_FLAGS, flags, strict=True))
    others = [name for name in frame.columns if name not in {*run.of, LINE}]
    return told.sort([*run.of, "_begin", "_end", *others, LINE], nulls_last=True)


def _of_key(run: Run, rows: Sequence[dict[str, object]], closed_days: Sequence[str]) -> Iterator[_Made]:
    dated = _closed_on([_row(run, row) for row in rows if row["_dated"]], closed_days)
    apart = [row for row in rows if not row["_dated"]]
    # What cannot be placed in time may lie anywhere, so it lies in every gap.
    lies_anywhere = any(row["_closed"] for row in apart)
    yield from _Key(run, dated, lies_anywhere=lies_anywhere).made()
    for row in (row for row in apart if not row["_closed"]):
        nth = _nth(row)
        yield _Made(nth) if row["_closed_end"] or closed_days else _Made(nth, (nth, run.ends), nth)


def _nth(row: dict[str, object]) -> int:
    return int(str(row["_nth"]))


def _row(run: Run, row: dict[str, object]) -> _Row:
    end = row["_end"]
    return _Row(
        _nth(row),
        str(row["_begin"]),
        None if end is None else str(end),
        bool(row["_closed"]),
        bool(row["_goes_on"]) if run.goes_on else None,
        bool(row["_splits"]),
        bool(row["_closed_end"]),
        tuple(None if row[name] is None else str(row[name]) for name in run.same),
    )


def _closed_on(rows: Sequence[_Row], days: Sequence[str]) -> list[_Row]:
    """The rows, the ends closed of those a closed end falls in; where it falls in none, of the last that ended before."""
    closed: set[int] = set()
    for day in days:
        begun = [row for row in rows if not row.closed and row.begin <= day]
        last = max((row.until for row in begun), default="")
        closed |= {row.nth for row in begun if row.until >= min(day, last)}
    return [replace(row, closed_end=True) if row.nth in closed else row for row in rows]


class _Key:
    """The rows of one key, by date."""

    def __init__(self, run: Run, rows: Sequence[_Row], *, lies_anywhere: bool) -> None:
        self._run = run
        self._open = [row for row in rows if not row.closed]
        self._closed = [row for row in rows if row.closed]
        self._lies_anywhere = lies_anywhere

    def made(self) -> Iterator[_Made]:
        """The rows of ours, in order."""
        if not self._open:
            return
        first = tail = self._open[0]
        latest = first  # of the whole run, whatever rows of ours it makes
        for row in self._open[1:]:
            is_bridged = self._is_bridged(latest, row)
            joins = is_bridged or self._joins(latest, row)
            changes = row.same != tail.same or (row.splits and not is_bridged)
            if not joins or changes:
                yield self._one(first, tail, row if is_bridged else None)
                first = tail = row
            tail = row if row.until >= tail.until else tail
            latest = row if not joins or row.until >= latest.until else latest
        yield self._last(first, tail)

    def _joins(self, latest: _Row, row: _Row) -> bool:
        return latest.end is None or (latest.goes_on is not False and row.begin <= latest.until)

    def _is_bridged(self, latest: _Row, upto: _Row | None) -> bool:
        """Whether something closed follows a row, before another."""
        if latest.closed_end:
            return True
        if latest.goes_on is False or latest.end is None:
            return False
        within = [row for row in self._closed if row.until > latest.until and (not upto or row.begin <= upto.begin)]
        if latest.goes_on is None:
            within = [row for row in within if row.begin <= latest.until]
        return bool(within) or self._lies_anywhere

    def _one(self, first: _Row, tail: _Row, bridged_to: _Row | None) -> _Made:
        if bridged_to is not None and tail.closed_end and bridged_to.begin < tail.until:
            # Another began before the end that is closed: it does not tell of it.
            return _Made(first.nth)
        if bridged_to is not None:
            return _Made(first.nth, (bridged_to.nth, self._run.begins))
        return _Made(first.nth, (tail.nth, self._run.ends), tail.nth)

    def _last(self, first: _Row, tail: _Row) -> _Made:
        """The last one: it has an end where its last row says that nothing follows."""
        if tail.goes_on or self._is_bridged(tail, None):
            return _Made(first.nth)
        return _Made(first.nth, (tail.nth, self._run.ends), tail.nth)


def _gathered(run: Run, told: pl.DataFrame, made: Sequence[_Made]) -> pl.DataFrame:
    firsts = told[[one.first for one in made]]
    columns = {name: told[name].to_list() for name in {run.begins, run.ends, *run.of_the_end}}
    ends = [None if one.end is None else columns[one.end[1]][one.end[0]] for one in made]
    last = {name: [None if one.last is None else columns[name][one.last] for one in made] for name in run.of_the_end}
    return firsts.with_columns(pl.Series(name, cells, pl.String) for name, cells in {**last, run.ends: ends}.items())
