"""Days covered by periods, and days left between them: certainly, or possibly where dates are partial."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from graph.model.period import PartialDate, Period
from graph.rules.subject import Span

_ONE_DAY = timedelta(days=1)


def runs_of(periods: Iterable[Period], within: Span, *, sure: bool) -> list[Span]:
    """The days on which one of the periods certainly (`sure`) or possibly holds, joined where they touch, by start."""
    cut = (_cut(period, within, sure=sure) for period in periods)
    found: list[Span] = []
    for span in sorted((span for span in cut if span), key=lambda span: (span.since, span.until)):
        if found and span.since <= found[-1].until:
            found[-1] = Span(found[-1].since, max(found[-1].until, span.until))
        else:
            found.append(span)
    return found


def _cut(period: Period, within: Span, *, sure: bool) -> Span | None:
    since, until = (period.surely_from, period.surely_until) if sure else (period.maybe_from, period.maybe_until)
    return meet(Span(since, until), within)


def meet(one: Span, other: Span) -> Span | None:
    """The days of both, None where they have none in common."""
    since, until = max(one.since, other.since), min(one.until, other.until)
    return Span(since, until) if since < until else None


def left_of(run: Span, taken: Iterable[Span]) -> list[Span]:
    """The days of a run that no span takes; `taken` by start, none overlapping (as `runs_of` gives them)."""
    found, since = [], run.since
    for span in taken:
        if since < min(span.since, run.until):
            found.append(Span(since, min(span.since, run.until)))
        since = max(since, span.until)
    if since < run.until:
        found.append(Span(since, run.until))
    return found


def find_silence(run: Span, entries: Iterable[PartialDate], days: int, *, sure: bool) -> Span | None:
    """The first stretch of a run on whose last day nothing had been entered for so many days; None where none is.

    An entry so many days ago still counts; the day after it doesn't. The stretch begins after the entry before it (or
    with the run) and ends with the next (or the run). Surely silent: a partial date counts on every day it may be.
    """
    since = run.since
    for first, last in _days_entered(entries, sure=sure):
        if first >= run.until:
            break
        if _is_silent(since, first, days):
            return Span(since, first)
        since = max(since, last + _ONE_DAY)
    return Span(since, run.until) if _is_silent(since, run.until, days) else None


def _days_entered(entries: Iterable[PartialDate], *, sure: bool) -> list[tuple[date, date]]:
    return sorted((entry.first, entry.last if sure else entry.first) for entry in entries)


def _is_silent(since: date, until: date, days: int) -> bool:
    """Whether the last day of `[since, until)` lies so many days or more after its first."""
    return (until - since).days > days
