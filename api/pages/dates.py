"""The dates a page is asked for, read from its address and written back into addresses (screens.md §1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from fastapi import Request

from graph.errors import BadInput
from graph.model.answers import At, Window
from graph.model.period import LONDON, end_of_day

DAY = len("2019-05-03")
LONGEST = 40
_AS_SPOKEN = re.compile(r"(?:(\d{1,2})\s*[/.-]\s*)?(\d{1,2})\s*[/.-]\s*(\d{4})")


@dataclass(frozen=True, slots=True)
class DatesAsked:
    """The four dates as texts of the address; empty: not asked. `known_at` is a day (its end) or a moment."""

    as_of: str = ""
    known_at: str = ""
    known_to: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    @property
    def at(self) -> At:
        """For a question. Raises BadInput naming the field, never its value."""
        return At(
            as_of=read_day("as_of", self.as_of),
            known_at=_moment("known_at", self.known_at),
            known_to=self.known_to or None,
        )

    @property
    def window(self) -> Window | None:
        """The stretch asked about, or None where the address names none."""
        if not (self.since or self.until):
            return None
        window = Window(read_day("from", self.since), read_day("to", self.until))
        if window.from_ and window.to and window.to < window.from_:
            raise BadInput("to", "is before from")
        return window

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What an address or a form must carry so that the next page asks the same."""
        named = (("as_of", self.as_of), ("known_at", self.known_at), ("from", self.since), ("to", self.until))
        return (*((name, text) for name, text in named if text), *(("known_to", agency) for agency in self.known_to))

    @property
    def query(self) -> str:
        """`?as_of=…`, or nothing."""
        return to_query(self.pairs)


def read_dates(request: Request) -> DatesAsked:
    """The dates in a request's address. Raises BadInput when one can't be read."""
    asked = request.query_params
    dates = DatesAsked(
        as_of=asked.get("as_of", "").strip(),
        known_at=asked.get("known_at", "").strip(),
        known_to=tuple(sorted(set(_agencies(asked.getlist("known_to"))))),
        since=asked.get("from", "").strip(),
        until=asked.get("to", "").strip(),
    )
    _ = dates.at, dates.window  # reading them is the check
    return dates


def to_query(pairs: Iterable[tuple[str, str]]) -> str:
    """A query string with its question mark, or nothing."""
    written = urlencode(list(pairs), safe=":")
    return f"?{written}" if written else ""


def as_sorted(text: str) -> str:
    """A date as people write it, `3/5/2019` or `5/2019`, as `2019-05-03` or `2019-05`; anything else as it is."""
    spoken = _AS_SPOKEN.fullmatch(text)
    if not spoken:
        return text
    day, month, year = spoken.groups()
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def _agencies(texts: list[str]) -> Iterable[str]:
    for text in texts:
        yield from (part.strip() for part in text.split(",") if part.strip())


def read_day(name: str, text: str) -> date | None:
    """The day of a field, None where it is empty. Raises BadInput naming the field, never its value."""
    if not text:
        return None
    try:
        if len(text) == DAY:
            return date.fromisoformat(text)
    except ValueError as fault:
        raise _refusal(name) from fault
    raise _refusal(name)


def _moment(name: str, text: str) -> datetime | None:
    if len(text) <= DAY:
        day = read_day(name, text)
        return end_of_day(day) if day else None
    try:
        moment = datetime.fromisoformat(text[:LONGEST])
    except ValueError as fault:
        raise _refusal(name) from fault
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)


def _refusal(name: str) -> BadInput:
    return BadInput(name, "must be a real date, like 2019-05-03")
