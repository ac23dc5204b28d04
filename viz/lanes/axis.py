"""Days or ages as places across, and the ticks between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from viz.lanes.lettering import width_of

DAYS_IN_MONTH = 365.25 / 12
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_APART = 76
_YEAR = 12
_SHORTEST = 28
_BEYOND, _BETWEEN = 10, 6
TICK_TEXT = 12
BREAK, BESIDE_BREAK, LONG_QUIET, MOST_BREAKS = 88, 30, 500, 5
"""Over a year without anything may be drawn short, a month beside each end left as it is."""
_WORTH = 1.4


@dataclass(frozen=True, slots=True)
class Tick:
    """A line down the drawing with its label."""

    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Break:
    """A stretch of the axis in which nothing happens, drawn short: from where to where across, and how long it lasts."""

    left: int
    right: int
    days: int

    @property
    def label(self) -> str:
        """`over 4 years`."""
        years = max(int(self.days / (DAYS_IN_MONTH * _YEAR)), 1)
        return f"over {years} year{'' if years == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Scale:
    """Days laid over places across, straight between the knots `(day, x)`; what lies outside is at the edge."""

    knots: tuple[tuple[int, int], ...]
    breaks: tuple[Break, ...] = ()

    @classmethod
    def over(cls, days: tuple[int, int], across: tuple[int, int], busy: Iterable[int] = ()) -> Scale:
        """Days `[first, after)`, at least four weeks, over `[left, right]`.

        `busy`: days on which something begins, ends or happens; long stretches between them are drawn short.
        """
        first, after = days[0], max(days[1], days[0] + _SHORTEST)
        left, right = across
        quiet = _quiet(first, after, busy, right - left)
        shown = after - first - sum(end - start for start, end in quiet)
        room = right - left - len(quiet) * BREAK
        knots, breaks = [(first, left)], []
        for start, end in quiet:
            x = knots[-1][1] + round((start - knots[-1][0]) * room / shown)
            knots += [(start, x), (end, x + BREAK)]
            breaks.append(Break(x, x + BREAK, end - start))
        return cls((*knots, (after, right)), tuple(breaks))

    @property
    def first(self) -> int:
        """The first day."""
        return self.knots[0][0]

    @property
    def after(self) -> int:
        """The end of the last day."""
        return self.knots[-1][0]

    def x(self, day: float) -> int:
        """Where a day begins."""
        inside = min(max(day, self.first), self.after)
        place = min(max(bisect_right([knot for knot, _ in self.knots], inside), 1), len(self.knots) - 1)
        (start, left), (end, right) = self.knots[place - 1], self.knots[place]
        return left + round((inside - start) * (right - left) / (end - start))

    def is_in_break(self, x: int) -> bool:
        """Whether a place lies where the axis is shortened."""
        return any(one.left <= x <= one.right for one in self.breaks)


def _quiet(first: int, after: int, busy: Iterable[int], room: int) -> list[tuple[int, int]]:
    """Stretches long enough that drawing them short gives the rest room, the longest few, in order."""
    days = sorted({first, after, *(day for day in busy if first < day < after)})
    long = [
        (start + BESIDE_BREAK, end - BESIDE_BREAK)
        for start, end in pairwise(days)
        if end - start >= LONG_QUIET + 2 * BESIDE_BREAK and (end - start) * room > _WORTH * BREAK * (after - first)
    ]
    return sorted(sorted(long, key=lambda one: (one[0] - one[1], one))[:MOST_BREAKS])


def ticks(scale: Scale, *, is_by_age: bool) -> tuple[Tick, ...]:
    """Ticks at whole years, or months where there is room, never closer than a label is wide."""
    short = sum(one.right - one.left for one in scale.breaks)
    days = scale.after - scale.first - sum(one.days for one in scale.breaks)
    per_month = (scale.knots[-1][1] - scale.knots[0][1] - short) * DAYS_IN_MONTH / days
    step = next((months for months in _STEPS if months * per_month >= _APART), _STEPS[-1])
    return tuple(_apart(_ages(scale, step) if is_by_age else _months(scale, step), scale))


def _apart(found: Iterable[Tick], scale: Scale) -> Iterator[Tick]:
    """Ticks whose labels have room: outside what is shortened, and not too near the one before."""
    before, end = -_APART, 0
    for tick in found:
        left, right = label_ends(tick, scale.knots[0][1])
        near = any(one.left < right and left < one.right for one in scale.breaks)
        if not near and tick.x - before >= _APART - 4 and left >= end:
            before, end = tick.x, right + _BETWEEN
            yield tick


def label_ends(tick: Tick, edge: int) -> tuple[int, int]:
    """From where to where the label of a tick goes: about its line, and but a little beyond the edge of the axis."""
    wide = width_of(tick.label, TICK_TEXT)
    left = max(tick.x - wide // 2, edge - _BEYOND)
    return left, left + wide


def _months(scale: Scale, step: int) -> Iterator[Tick]:
    start, end = date.fromordinal(max(scale.first, 1)), date.fromordinal(min(scale.after, date.max.toordinal()))
    month = -(-(start.year * _YEAR + start.month - 1 + (start.day > 1)) // step) * step
    while month <= end.year * _YEAR + end.month - 1 and month // _YEAR <= date.max.year:
        day = date(max(month // _YEAR, 1), month % _YEAR + 1, 1)
        if scale.first <= day.toordinal() <= scale.after:
            yield Tick(scale.x(day.toordinal()), str(day.year) if step >= _YEAR else f"{day:%b} {day.year}")
        month += step


def _ages(scale: Scale, step: int) -> Iterator[Tick]:
    month = -(-round(scale.first / DAYS_IN_MONTH) // step) * step
    while month * DAYS_IN_MONTH <= scale.after:
        if month * DAYS_IN_MONTH >= scale.first:
            yield Tick(scale.x(month * DAYS_IN_MONTH), _age(month))
        month += step


def _age(months: int) -> str:
    if months == 0:
        return "birth"
    number, rest = divmod(abs(months), _YEAR)
    years = f"{number} year{'' if number == 1 else 's'}" if number else ""
    said = " ".join(part for part in (years, f"{rest} m" if rest else "") if part)
    return f"{said} before" if months < 0 else said
