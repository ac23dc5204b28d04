"""rules.md §5, Chronology, by brute force: about household and siblings too, each row once; and the days with nothing recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from graph.model.claims import ClaimKind, Role
from graph.model.period import parse_partial
from tests.oracle.chronology import Line, Told, in_window, is_same, lines_of, lived_with, of_household
from tests.oracle.people import LIVING_ROLES, born, expected, joins_people, stays
from tests.oracle.rows import Known, dated
from tests.oracle.siblings import siblings

GAP_DAYS, CURRENT_DAYS = 90, 31
ONE_DAY = timedelta(days=1)


def entries_about(known: Known, whose: set[str]) -> set[Told]:
    """The entries about whom is asked for; rows of one happening, or one row about several people, are one entry."""
    lines = [line for line in _lines(known, whose) if in_window(known, line)]
    groups: list[list[Line]] = []
    for line in lines:
        same = [group for group in groups if any(_is_one(known, line, other) for other in group)]
        groups = [group for group in groups if group not in same]
        groups.append([line, *(other for group in same for other in group)])
    return {Told(group[0].type, str(group[0].when), frozenset(line.row.claim.id for line in group)) for group in groups}


def _is_one(known: Known, one: Line, other: Line) -> bool:
    return (one.row.claim.id, one.type) == (other.row.claim.id, other.type) or is_same(known, one, other)


def _lines(known: Known, whose: set[str]) -> Iterator[Line]:
    if "CHILD" in whose:
        yield from lines_of(known, known.child)
    if "SIBLINGS" in whose:
        for sibling in siblings(known, known.child):
            yield from lines_of(known, sibling)
    if "HOUSEHOLD" in whose:
        yield from (line for person, line in of_household(known) if lived_with(known, person, _last_together(line)))
        yield from _at_home(known)


def _last_together(line: Line) -> date:
    """Who moves out is last of the household on the day before."""
    return line.when.first - ONE_DAY if line.type == "moved_out" else line.when.first


def _at_home(known: Known) -> Iterator[Line]:
    """What is recorded as at the child's home, while it lived there."""
    mine = stays(known, known.child, LIVING_ROLES)
    for row in known.evidence:
        if row.kind is ClaimKind.EVENT and row.stands:
            day = dated(row).first
            for home in known.whos(row, Role.HOUSEHOLD):
                if any(stay.home == home and stay.span.on(day) for stay in mine) and joins_people(known, home, day):
                    yield Line(home, row.cell("type"), dated(row), row)


def gaps(known: Known, found: Iterable[Told]) -> list[tuple[str, str]]:
    """§5: "gaps with nothing recorded marked (90 days, setting)", day by day; not before birth, nor where no feed reaches.

    An entry of a partial date may be on any day of it (§1). Between two entries the days count from the first.
    """
    birth = born(known, known.child)
    if birth is None and expected(known, known.child) is not None:
        return []
    first = max(known.asked.since, birth.last if birth else date.min, date.fromisoformat(known.family.covers[0] or ""))
    last = min(known.asked.until, known.asked.as_of, _covered_until(known))
    heard = {day for told in found for day in _days(told)}
    marked, day = [], first
    while day < last:
        after = next((one for one in _each(day, last) if one in heard), last)
        since = day if day == first else day - ONE_DAY
        if (after - since).days >= GAP_DAYS:
            marked.append((day.isoformat(), after.isoformat()))
        day = next((one for one in _each(after + ONE_DAY, last) if one not in heard), last)
    return marked


def _covered_until(known: Known) -> date:
    """A feed bears witness to the day asked about while it is no more than 31 days old, and else to its own last day."""
    last = date.fromisoformat(known.family.covers[1] or "")
    return known.asked.as_of if (known.asked.as_of - last).days <= CURRENT_DAYS else last


def _days(told: Told) -> Iterator[date]:
    when = parse_partial(told.when)
    return _each(when.first, when.last)


def _each(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY
