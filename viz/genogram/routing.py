"""The heights of rows and of the lines between them, and every line as points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viz.genogram.geometry import GAP, HALF, LEADING, Point, Shelf, Stroke, tracks
from viz.genogram.sketch import Sketch
from viz.genogram.wiring import Bar, Level, Wiring

UNDER = 44
"""Below a row's words: the lower edges of outlines and their addresses."""
OVER = 20
"""Above a row's symbols: the upper edges of outlines."""
COUPLE_TRACK, BAR_TRACK, FORK, WORD = 22, 12, 24, 14
UNION, PARENTS, STEM, CHILD, BESIDE = "union", "parents", "stem", "child", "beside"


@dataclass(frozen=True)
class Routes:
    """Lines and heights. `couples` are the two ends of each couple's level line."""

    shelves: tuple[Shelf, ...]
    strokes: tuple[Stroke, ...]
    couples: Mapping[tuple[str, ...], tuple[Point, Point]]
    bottom: int


class _Router:
    """Heights first, from what each band must hold; then points."""

    def __init__(self, sketch: Sketch, order: Sequence[Sequence[str]], at: Mapping[str, int], wiring: Wiring) -> None:
        self._sketch, self._order, self._at, self._wiring = sketch, order, at, wiring
        self._heights: dict[tuple[str, ...], int] = {}
        self._shelves: list[Shelf] = []
        self._strokes: list[Stroke] = []

    def route(self) -> Routes:
        top = 0
        for row in range(len(self._order)):
            top = self._row(row, top)
        bottom = self._couple_heights(len(self._order), top)
        self._draw_couples()
        for bar in self._wiring.bars:
            self._draw_bar(bar)
        self._draw_beside()
        couples = {
            couple.people: ((level.span[0], self._heights[level.key]), (level.span[1], self._heights[level.key]))
            for there in self._wiring.couples.values()
            for couple, level in there
        }
        return Routes(tuple(self._shelves), tuple(self._strokes), couples, bottom)

    def _row(self, row: int, top: int) -> int:
        """Sets the heights of a row and of what lies above it; the bottom of its words."""
        top = self._couple_heights(row, top)
        bars = [bar for bar in self._wiring.bars if row in bar.bands]
        levels = [bar.levels[bar.bands.index(row)] for bar in bars] + [level for _, level in self._wiring.beside[row]]
        levels = best_order(levels)
        for level, track in zip(levels, tracks([level.span for level in levels]), strict=True):
            self._heights[(*level.key, f"band {row}")] = top + BAR_TRACK * (track + 1)
        top = max([top, *(self._heights[(*level.key, f"band {row}")] for level in levels)])
        top += FORK if any(bar.stalks and bar.bands[-1] == row for bar in bars) else BAR_TRACK
        top += WORD * self._words(row) + OVER
        people = [self._sketch.by_id[person] for person in self._order[row]]
        middle = top + HALF
        bottom = middle + HALF + GAP + LEADING * max(mark.lines for mark in people)
        self._shelves.append(Shelf(top, middle, bottom))
        return bottom

    def _words(self, row: int) -> int:
        """Lines of words over the symbols of a row: a word for each line that comes to one, but for a plain child's."""
        counted: dict[str, int] = {}
        for bar in self._wiring.bars:
            for one in bar.held if bar.bands[-1] == row else ():
                counted[one.child] = counted.get(one.child, 0) + (one.sort != "BIRTH")
        for pair in self._sketch.beside:
            counted[pair.one] = counted.get(pair.one, 0) + 1
        there = [count for person, count in counted.items() if person in self._order[row]]
        return (max(there, default=0) + 1) // 2

    def _couple_heights(self, band: int, top: int) -> int:
        """Sets the heights of the couples' lines below the row above; the lowest of them."""
        there = sorted(
            (level for _, level in self._wiring.couples[band]),
            key=lambda level: (level.span[1] - level.span[0], level.span, level.key),
        )
        start = top + UNDER if band else top
        for level, track in zip(there, tracks([level.span for level in there]), strict=True):
            self._heights[level.key] = start + COUPLE_TRACK * track
        return max([start, *(self._heights[level.key] for level in there)])

    def _foot(self, person: str) -> int:
        """Where a line leaves somebody: below their words."""
        return self._shelves[self._row_of(person)].middle + HALF + GAP + LEADING * self._sketch.by_id[person].lines

    def _head(self, person: str) -> int:
        return self._shelves[self._row_of(person)].top

    def _row_of(self, person: str) -> int:
        return next(row for row, people in enumerate(self._order) if person in people)

    def _draw_couples(self) -> None:
        for there in self._wiring.couples.values():
            for couple, level in there:
                left, right = level.span
                height = self._heights[level.key]
                kind = UNION if couple.tie else PARENTS
                one, other = sorted(couple.people, key=lambda person: self._at[person])
                points = ((left, self._foot(one)), (left, height), (right, height), (right, self._foot(other)))
                self._strokes.append(Stroke(couple.tie or "+".join(couple.people), kind, points))

    def _draw_bar(self, bar: Bar) -> None:
        """The way from the parents to the bar that is shared, and a line for each child."""
        start = self._foot(bar.parents[0]) if len(bar.parents) == 1 else self._heights[bar.parents]
        points: list[Point] = [(bar.levels[0].ups[0], start)]
        for band, level in zip(bar.bands[:-1], bar.levels[:-1], strict=True):
            height = self._heights[(*level.key, f"band {band}")]
            points += [(level.ups[0], height), (level.downs[0], height)]
        last = bar.levels[-1]
        height = self._heights[(*last.key, f"band {bar.bands[-1]}")]
        points.append((last.ups[0], height))
        name = "+".join((*bar.parents, bar.sort))
        self._strokes.append(Stroke(name, STEM, tuple(points)))
        if last.span[0] < last.span[1]:
            self._strokes.append(Stroke(name, STEM, ((last.span[0], height), (last.span[1], height))))
        for one in bar.held:
            x, head = bar.drops[one.child], self._head(one.child)
            stalk = bar.stalks.get(one.child)
            fork = head - OVER - WORD * self._words(self._row_of(one.child))
            if stalk is None:
                self._strokes.append(Stroke(one.id, CHILD, ((x, height), (x, head))))
            else:
                apex = fork - FORK + 6
                self._strokes.append(Stroke(one.id, CHILD, ((stalk, height), (stalk, apex), (x, fork), (x, head))))

    def _draw_beside(self) -> None:
        for row, there in self._wiring.beside.items():
            for tie, level in there:
                left, right = level.span
                height = self._heights[(*level.key, f"band {row}")]
                head = self._shelves[row].top
                self._strokes.append(
                    Stroke(tie, BESIDE, ((left, head), (left, height), (right, height), (right, head)))
                )


def best_order(levels: Sequence[Level]) -> list[Level]:
    """Level lines of a band from the top down, so that the uprights between them cross the fewest."""
    found = sorted(levels, key=lambda level: (level.span, level.key))
    cost = [[_crossings(upper, lower) for lower in found] for upper in found]
    order = list(range(len(found)))
    if not any(map(any, cost)):
        return found
    for _ in found:
        before = list(order)
        for level in before:
            rest = [other for other in order if other != level]
            # What it costs to stand above or below each of the rest decides where it fits best.
            best = min(
                range(len(order)),
                key=lambda place: (
                    sum(cost[other][level] for other in rest[:place])
                    + sum(cost[level][other] for other in rest[place:]),
                    place,
                ),
            )
            order = [*rest[:best], level, *rest[best:]]
        if order == before:
            break
    return [found[place] for place in order]


def _crossings(upper: Level, lower: Level) -> int:
    """How many uprights of two level lines cross the other, when one is above."""
    (left, right), (start, end) = upper.span, lower.span
    return sum(start < x < end for x in upper.downs) + sum(left < x < right for x in lower.ups)


def route(sketch: Sketch, order: Sequence[Sequence[str]], at: Mapping[str, int], wiring: Wiring) -> Routes:
    """Every line of a family as points, with the heights of its rows."""
    return _Router(sketch, order, at, wiring).route()
