"""Periods: half-open, with partial dates and open ends. The only date arithmetic of the product (rules.md §1).

Days are `datetime.date`. A partial date is the interval of days it names, `[first, after)`; it is never padded.
Comparisons with partial or open ends have three answers, because "may be" is an answer here: see `Certainty`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EARLIEST = date.min
LATEST = date.max
_SATURDAY = 5
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Certainty(IntEnum):
    """Whether something holds: no, possibly (partial dates leave it open), certainly."""

    NO = 0
    POSSIBLE = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as its source gave it: a day, a month or a year. `first` ≤ the day < `after`."""

    first: date
    after: date
    text: str

    @property
    def last(self) -> date:
        """The last day it may be."""
        return self.after - timedelta(days=1)

    @property
    def is_exact(self) -> bool:
        """Whether it names one day."""
        return self.first == self.last

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=65536)
def parse_partial(text: str) -> PartialDate:
    """The partial date a text names. Raises ValueError for anything but YYYY, YYYY-MM or YYYY-MM-DD."""
    match = _PARTIAL.fullmatch(text)
    if not match:
        raise ValueError("not a date: expected YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = match.groups()
    if day:
        first = date(int(year), int(month), int(day))
        return PartialDate(first, _next_day(first), text)
    if month:
        first = date(int(year), int(month), 1)
        return PartialDate(first, _month_after(first), text)
    first = date(int(year), 1, 1)
    return PartialDate(first, LATEST if first.year == LATEST.year else date(first.year + 1, 1, 1), text)


def of_day(day: date) -> PartialDate:
    """The partial date that names exactly this day."""
    return PartialDate(day, _next_day(day), day.isoformat())


def _next_day(day: date) -> date:
    return day if day == LATEST else day + timedelta(days=1)


def _month_after(first: date) -> date:
    if first.month == 12:  # noqa: PLR2004 - December
        return LATEST if first.year == LATEST.year else date(first.year + 1, 1, 1)
    return date(first.year, first.month + 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """`[start, end)`. No start: began before, unknown when. No end: still so when last confirmed."""

    start: PartialDate | None = None
    end: PartialDate | None = None

    @property
    def is_open(self) -> bool:
        """Whether no end is on record."""
        return self.end is None

    @property
    def surely_from(self) -> date:
        """The first day on which it certainly had begun; an unknown start counts as before everything."""
        return self.start.last if self.start else EARLIEST

    @property
    def maybe_from(self) -> date:
        """The first day on which it may have begun."""
        return self.start.first if self.start else EARLIEST

    @property
    def surely_until(self) -> date:
        """The first day on which it may no longer hold."""
        return self.end.first if self.end else LATEST

    @property
    def maybe_until(self) -> date:
        """The first day on which it certainly no longer holds."""
        return self.end.last if self.end else LATEST

    def holds_on(self, day: date) -> Certainty:
        """Whether `day` lies in the period."""
        if self.surely_from <= day < self.surely_until:
            return Certainty.CERTAIN
        return Certainty.POSSIBLE if self.maybe_from <= day < self.maybe_until else Certainty.NO

    def overlaps(self, since: date, until: date) -> Certainty:
        """Whether any day of `[since, until)` lies in the period."""
        if max(self.surely_from, since) < min(self.surely_until, until):
            return Certainty.CERTAIN
        return Certainty.POSSIBLE if max(self.maybe_from, since) < min(self.maybe_until, until) else Certainty.NO

    def until_known_at(self, known_at: datetime) -> Period:
        """The period as it could be known then: an end dated later was not known (rules.md §1)."""
        if self.end and self.end.first > london_day(known_at):
            return Period(self.start, None)
        return self

    @property
    def text(self) -> str:
        """Words for a person: "from 2019-05 to 2020", "since 2019", "until 2020", "dates unknown"."""
        match (self.start, self.end):
            case (None, None):
                return "start unknown"
            case (None, end):
                return f"until {end}, start unknown"
            case (start, None):
                return f"since {start}"
            case (start, end):
                return f"from {start} to {end}"


def at_moment(text: PartialDate) -> Period:
    """The period of something that happens on one date: a day long, or somewhere in a partial date."""
    return Period(text, PartialDate(text.after, _next_day(text.after), text.after.isoformat()))


def end_of_day(day: date) -> datetime:
    """The first instant after `day` in London, as UTC: what "a day means its end" stands for."""
    return datetime.combine(_next_day(day), time.min, LONDON).astimezone(UTC)


def london_day(moment: datetime) -> date:
    """The last London day whose end is not after `moment`; for a moment inside a day, that day."""
    local = moment.astimezone(LONDON)
    if local.time() == time.min:
        return local.date() - timedelta(days=1)
    return local.date()


def today_in_london(now: datetime) -> date:
    """The calendar day it is: at midnight the day that begins, for rights that end when their day begins."""
    return now.astimezone(LONDON).date()


def months_before(day: date, months: int) -> date:
    """The day `months` calendar months earlier, or the last day of that month when it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    first = date(year, month + 1, 1)
    return min(
        date(year, month + 1, min(day.day, 28)) + timedelta(days=day.day - min(day.day, 28)),
        _month_after(first) - timedelta(days=1),
    )


def working_days(since: date, until: date) -> int:
    """Mondays to Fridays of `[since, until)`; bank holidays count as working days."""
    days = max((until - since).days, 0)
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((since + timedelta(days=offset)).weekday() < _SATURDAY for offset in range(rest))


def age_on(born: PartialDate, day: date) -> int:
    """Whole years on `day`, from the first day a partial date names."""
    had_birthday = (day.month, day.day) >= (born.first.month, born.first.day)
    return day.year - born.first.year - (0 if had_birthday else 1)
