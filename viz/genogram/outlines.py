"""Household outlines: stepped, round exactly their members, led through the room between people."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viz.boxes import Box
from viz.genogram.across import GUTTER
from viz.genogram.geometry import Point, Shelf
from viz.genogram.sketch import House, Sketch

_MARGINS = (4, 8, 12)
_STRIP, _NARROW, _WIDE = 9, 6, 16
_LEAVE, _COME = (-10, -5, 0, 5, 10), (-12, -6, 0, 6, 12)
"""Where lines leave somebody below, and come to somebody from above, beside their middle."""
_ON, _FARTHEST = 2, 16
_INTO = 9
"""Half the way into a symbol from above: the lines that come to a symbol stand 6 or 12 from its middle."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A household's area: `boxes` make it up, `edges` are the closed ways round it; `runs` hold its members."""

    house: House
    boxes: tuple[Box, ...]
    runs: tuple[Box, ...]
    edges: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True)
class Placed:
    """Where everybody stands: what outlines are led round."""

    sketch: Sketch
    order: Sequence[Sequence[str]]
    at: Mapping[str, int]
    shelves: Sequence[Shelf]

    def left(self, person: str) -> int:
        """The left end of a person's room."""
        return self.at[person] - self.sketch.by_id[person].half

    def right(self, person: str) -> int:
        """The right end of a person's room."""
        return self.at[person] + self.sketch.by_id[person].half


def outline_houses(placed: Placed) -> tuple[Outline, ...]:
    """An outline for each household; neighbours and those who share somebody keep their edges apart."""
    margins: dict[str, int] = {}
    for house in placed.sketch.houses:
        near = [other for other in placed.sketch.houses if other.id in margins and _are_near(placed, house, other)]
        taken = {margins[other.id] for other in near}
        free = [margin for margin in _MARGINS if margin not in taken]
        margins[house.id] = free[0] if free else _MARGINS[len(near) % len(_MARGINS)]
    return tuple(_outline(placed, house, margins[house.id]) for house in placed.sketch.houses)


def _are_near(placed: Placed, one: House, other: House) -> bool:
    """Whether the two may run along each other: they share somebody, or a row."""
    rows = [
        {row for row, people in enumerate(placed.order) if set(people) & set(house.members)} for house in (one, other)
    ]
    return bool(set(one.members) & set(other.members)) or bool(rows[0] & rows[1])


def _outline(placed: Placed, house: House, margin: int) -> Outline:
    by_row = {
        row: runs
        for row, people in enumerate(placed.order)
        if (runs := _runs(placed, row, [person in house.members for person in people], margin))
    }
    boxes = [box for runs in by_row.values() for box in runs]
    for row, runs in by_row.items():
        if len(runs) > 1:
            boxes.append(_strip(placed, row, margin, (runs[0].left, runs[-1].right)))
    rows = sorted(by_row)
    for above, below in itertools.pairwise(rows):
        boxes += _join(placed, by_row[above], by_row[below], (above, below), margin)
    inside = tuple(box for held in by_row.values() for box in held)
    return Outline(house, tuple(boxes), inside, tuple(edges_of(boxes)))


def _runs(placed: Placed, row: int, inside: Sequence[bool], margin: int) -> list[Box]:
    """A box round each unbroken run of members of a row."""
    shelf, people = placed.shelves[row], placed.order[row]
    found: list[Box] = []
    for place, person in enumerate(people):
        if not inside[place]:
            continue
        box = Box(
            placed.left(person) - margin,
            shelf.top - 2 - margin,
            placed.right(person) + margin,
            shelf.bottom + 4 + margin + _STRIP,
        )
        if place and inside[place - 1]:
            box = Box(found.pop().left, box.top, box.right, box.bottom)
        found.append(box)
    return found


def _strip(placed: Placed, row: int, margin: int, span: tuple[int, int]) -> Box:
    """A level way below the words of a row."""
    bottom = placed.shelves[row].bottom + 4 + margin
    return Box(min(span), bottom, max(span), bottom + _STRIP)


def _join(
    placed: Placed, uppers: Sequence[Box], lowers: Sequence[Box], rows: tuple[int, int], margin: int
) -> list[Box]:
    """Boxes that lead from one row of members down to the next."""
    pairs = [(upper, lower) for upper in uppers for lower in lowers]
    upper, lower = max(pairs, key=lambda pair: (_overlap(*pair), -pair[0].left, -pair[1].left))
    above, below = rows
    if below == above + 1 and _overlap(upper, lower) >= _WIDE:
        left = _clear(placed, rows, max(upper.left, lower.left), 1)
        right = _clear(placed, rows, min(upper.right, lower.right), -1)
        if right - left < _WIDE:
            left, right = max(upper.left, lower.left), min(upper.right, lower.right)
        return [Box(left, upper.bottom - 1, right, lower.top + 1)]
    middle = (lower.left + lower.right) // 2
    boxes: list[Box] = []
    x = min(max(middle, upper.left + _NARROW), upper.right - _NARROW)
    for row in range(above + 1, below):
        gutter = _gutter(placed, row, middle)
        boxes.append(_strip(placed, row - 1, margin, (min(x, gutter) - _NARROW, max(x, gutter) + _NARROW)))
        low = placed.shelves[row].bottom + 4 + margin + _STRIP
        boxes.append(Box(gutter - _NARROW, boxes[-1].top, gutter + _NARROW, low))
        x = gutter
    last = _strip(placed, below - 1, margin, (min(x, middle) - _INTO, max(x, middle) + _INTO))
    return [*boxes, last, Box(middle - _INTO, last.top, middle + _INTO, lower.top + 1)]


def _clear(placed: Placed, rows: tuple[int, int], x: int, way: int) -> int:
    """An edge moved inwards where it would lie on a line that leaves somebody above or comes to somebody below."""
    above, below = rows
    taken = [placed.at[person] + aside for person in placed.order[above] for aside in _LEAVE]
    taken += [placed.at[person] + aside for person in placed.order[below] for aside in _COME]
    tries = range(x, x + way * _FARTHEST, way)
    return next((there for there in tries if all(abs(there - other) > _ON for other in taken)), x)


def _overlap(one: Box, other: Box) -> int:
    return min(one.right, other.right) - max(one.left, other.left)


def _gutter(placed: Placed, row: int, wanted: int) -> int:
    """The middle of the room between two people of a row, or beside the row, nearest to where the way must go."""
    people = placed.order[row]
    found = [placed.left(people[0]) - GUTTER // 2, placed.right(people[-1]) + GUTTER // 2]
    found += [(placed.right(one) + placed.left(other)) // 2 for one, other in itertools.pairwise(people)]
    return min(found, key=lambda x: (abs(x - wanted), x))


def edges_of(boxes: Sequence[Box]) -> list[tuple[Point, ...]]:
    """The closed ways round the area that boxes cover together, corners only."""
    xs = sorted({x for box in boxes for x in (box.left, box.right)})
    ys = sorted({y for box in boxes for y in (box.top, box.bottom)})
    covered = {
        (column, row)
        for column in range(len(xs) - 1)
        for row in range(len(ys) - 1)
        if any(
            box.left <= xs[column] and xs[column + 1] <= box.right and box.top <= ys[row] and ys[row + 1] <= box.bottom
            for box in boxes
        )
    }
    onward: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for column, row in sorted(covered):
        # Each side of a cell that has no neighbour, led round clockwise.
        for beside, start, end in (
            ((column, row - 1), (column, row), (column + 1, row)),
            ((column + 1, row), (column + 1, row), (column + 1, row + 1)),
            ((column, row + 1), (column + 1, row + 1), (column, row + 1)),
            ((column - 1, row), (column, row + 1), (column, row)),
        ):
            if beside not in covered:
                onward.setdefault(start, []).append(end)
    found = []
    while onward:
        first = min(onward)
        way, here = [first], _next(onward, first)
        while here != first:
            way.append(here)
            here = _next(onward, here)
        found.append(tuple((xs[column], ys[row]) for column, row in _corners(way)))
    return found


def _next(onward: dict[tuple[int, int], list[tuple[int, int]]], here: tuple[int, int]) -> tuple[int, int]:
    ends = onward[here]
    end = ends.pop()
    if not ends:
        del onward[here]
    return end


def _corners(way: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points of a closed way at which it turns."""
    count = len(way)
    return [
        way[place]
        for place in range(count)
        if not (
            way[place - 1][0] == way[place][0] == way[(place + 1) % count][0]
            or way[place - 1][1] == way[place][1] == way[(place + 1) % count][1]
        )
    ]
