"""The four dates of a question, resolved (rules.md §1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from graph.errors import BadInput
from graph.model.answers import At, Window
from graph.model.people import Partnership
from graph.model.period import end_of_day, london_day, months_before

DEFAULT_WINDOW_MONTHS = 24
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Dates:
    """As of which day, as known when and to whom (None: everyone), over which days `[since, until)`."""

    as_of: date
    known_at: datetime
    known_to: frozenset[str] | None
    since: date
    until: date
    as_of_is_newest_delivery: bool = False


def resolve_dates(
    at: At, window: Window, partnership: Partnership, now: datetime, months: int | None = DEFAULT_WINDOW_MONTHS
) -> Dates:
    """The dates an answer stands on; `months` is the window where none is asked for (None: everything before).

    Raises BadInput naming the argument for dates out of order or unknown agencies.
    """
    today = london_day(now)
    newest = london_day(partnership.newest) if partnership.newest else today
    as_of = at.as_of or min(today, newest)
    known_to = _known_agencies(at.known_to, partnership)
    for argument, day in (
        ("asOf", at.as_of),
        ("window", window.from_),
        ("window", window.to),
        ("knownAt", at.known_at),
    ):
        _check_year(argument, day)
    until = window.to or as_of
    since = window.from_ or (date.min if months is None else months_before(until, months))
    if since > until:
        raise BadInput("window", "its first day is after its last")
    _check_window(window, as_of, partnership)
    said = at.as_of is None and newest < today
    return Dates(as_of, at.known_at or now, known_to, since, until + timedelta(days=1), said)


def _check_window(window: Window, as_of: date, partnership: Partnership) -> None:
    """Raises BadInput for a window that begins after the day asked about, or of which no delivery says anything."""
    if window.from_ and window.from_ > as_of:
        raise BadInput("window", "begins after the day asked about")
    begins = [feed.covers_from for feed in partnership.feeds]
    ends = [london_day(feed.extracted_at) for feed in partnership.feeds]
    if window.to and begins and all(begins) and window.to < date.fromisoformat(min(day for day in begins if day)):
        raise BadInput("window", "lies before everything that was delivered")
    if window.from_ and ends and window.from_ > max(ends):
        raise BadInput("window", "lies after everything that was delivered")


def _check_year(argument: str, day: date | None) -> None:
    """Raises BadInput for a day no record of a living person can be about."""
    if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise BadInput(argument, f"is of a year from {EARLIEST_YEAR} to {LATEST_YEAR}")


def known_at_end_of(day: date) -> datetime:
    """`known_at` for a day: its end."""
    return end_of_day(day)


def _known_agencies(named: Iterable[str] | None, partnership: Partnership) -> frozenset[str] | None:
    if named is None:
        return None
    agencies = frozenset(named)
    if not agencies:
        raise BadInput("knownTo", "names no agency; leave it out to ask for everyone")
    if agencies - partnership.agencies.keys():
        raise BadInput("knownTo", "names an agency that is not in this partnership")
    return agencies
