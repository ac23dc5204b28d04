"""Stretches of a history with nothing recorded: over all and by agency, only where somebody's records reach (rules.md §5, §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from graph.family.feeds import days_of_feeds
from graph.family.people import Individual
from graph.model.answers import Blank, BlankKind, PeriodAnswer
from graph.model.case import Case
from graph.model.histories import GapAnswer
from graph.model.people import Agency, Feed
from graph.model.period import PartialDate
from graph.questions.telling import Telling

LONG_SILENCE = timedelta(days=90)
"""A local setting: from so many days on a stretch with nothing recorded is a gap."""
HISTORY_TABLES = frozenset({"events", "episodes", "assessments", "shares", "residences"})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A day on which something happened, and the agencies that recorded it."""

    on: PartialDate
    agencies: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Reach:
    """The first and the last day of which something could have been recorded."""

    first: date
    last: date


def find_gaps(telling: Telling, child: Individual, spoken: Sequence[Spoken]) -> tuple[GapAnswer, ...]:
    """Gaps of all agencies together, then of each that recorded anything, by agency and day.

    None lies before the child's birth, after `as_of`, outside the window, or where no records reach. An agency's own
    silence begins once it has recorded something.
    """
    case = telling.case
    everyone = _gaps(spoken, _reach(case, child, _feeds(case)), from_the_start=True)
    by_agency = [
        GapAnswer(period, telling.agency(agency))
        for agency in sorted({agency for one in spoken for agency in one.agencies})
        for period in _gaps(
            [one for one in spoken if agency in one.agencies],
            _reach(case, child, [feed for feed in _feeds(case) if feed.agency == agency]),
            from_the_start=False,
        )
    ]
    return (*(GapAnswer(period) for period in everyone), *by_agency)


def _feeds(case: Case) -> list[Feed]:
    """The feeds a history is made of, of the agencies whose knowledge was asked for."""
    known_to = case.dates.known_to
    return [
        feed
        for feed in case.partnership.feeds
        if feed.table in HISTORY_TABLES and (known_to is None or feed.agency in known_to)
    ]


def _reach(case: Case, child: Individual, feeds: Sequence[Feed]) -> _Reach | None:
    """The days asked about that these feeds bear witness to, the child being born; None where there are none."""
    covered = days_of_feeds(feeds, case.dates.as_of)
    if covered is None or child.is_unborn:
        return None
    born = child.born.last if child.born else date.min
    first = max(covered[0], case.dates.since, born)
    last = min(covered[1], case.dates.as_of, case.dates.until - _ONE_DAY)
    return _Reach(first, last) if first < last else None


def _gaps(spoken: Iterable[Spoken], reach: _Reach | None, *, from_the_start: bool) -> Iterator[PeriodAnswer]:
    """Stretches between entries, and up to the end. An entry of a partial date may be on any day of it: no gap lies inside."""
    if reach is None:
        return
    silent_from = reach.first if from_the_start else None
    for day in sorted((one.on for one in spoken), key=lambda day: (day.first, day.after)):
        yield from _stretch(silent_from, min(day.first, reach.last), reach)
        silent_from = max(silent_from or date.min, day.last + _ONE_DAY, reach.first)
    yield from _stretch(silent_from, reach.last, reach)


def _stretch(silent_from: date | None, until: date, reach: _Reach) -> Iterator[PeriodAnswer]:
    """The gap from the day after one entry to the day of the next, where these two lie so many days apart.

    Before the first entry the days count from the first that the records reach.
    """
    if silent_from is None:
        return
    counted_from = silent_from if silent_from == reach.first else silent_from - _ONE_DAY
    if until - counted_from >= LONG_SILENCE:
        yield PeriodAnswer(silent_from.isoformat(), until.isoformat(), open=False)


def not_reached(case: Case, child: Individual) -> Iterator[tuple[Agency, date]]:
    """Agencies whose events begin after the child's life, or the stretch asked about, does; from which day."""
    born = child.born.first if child.born else None
    lived = max(case.dates.since, born) if born else case.dates.since
    for agency in sorted({feed.agency for feed in _feeds(case) if feed.table == "events"}):
        feeds = [feed for feed in _feeds(case) if (feed.agency, feed.table) == (agency, "events")]
        covered = days_of_feeds(feeds, case.dates.as_of)
        known = case.partnership.agencies.get(agency)
        if known and covered and lived < covered[0] <= min(case.dates.as_of, case.dates.until):
            yield known, covered[0]


def blanks_before(case: Case, child: Individual) -> tuple[Blank, ...]:
    """What stands where a gap can't be told: `not delivered`, and the day from which there is something."""
    return tuple(Blank("events", agency, BlankKind.NOT_DELIVERED, since) for agency, since in not_reached(case, child))
