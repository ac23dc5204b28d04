"""Which way each line goes and where its words stand: past everybody it does not concern, and never word on word."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from viz.placing import Spot

BENDS = (0.0, 0.16, -0.16, 0.3, -0.3, 0.45, -0.45, 0.6, -0.6, 0.75, -0.75)
# Along a line, nearest its middle first.
ALONG = (0.5, *(middle for away in range(1, 15) for middle in (0.5 - away * 0.025, 0.5 + away * 0.025)))
# How many of their heights words may stand above or below their line.
ASIDE = (0.0, -0.6, 0.6, -1.0, 1.0)
CLOSE, FEWEST_STOPS, MOST_STOPS = 25, 8, 40
APART = 0.15
STEP_FURTHER = 0.2
# So many lines cross whatever they do; then a page matters more than the last crossing.
CROWD, FEWER = 120, 3
CLEAR = 6
THROUGH, UNDER, HIDDEN, BENT, SHIFTED, BESIDE = 80.0, 20.0, 1000.0, 8.0, 6.0, 30.0
CELL, LONG = 200, 500


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something fills."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any ground."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        """Whether a point lies in it, or within a margin of it."""
        across = self.left - margin <= x <= self.right + margin
        return across and self.top - margin <= y <= self.bottom + margin

    @classmethod
    def around(cls, x: float, y: float, room: tuple[int, int]) -> Box:
        """So wide and so high, with a point in its middle."""
        return cls(x - room[0] / 2, y - room[1] / 2, x + room[0] / 2, y + room[1] / 2)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to be drawn: between whom, and how much room its words take."""

    id: str
    source: str
    target: str
    room: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Route:
    """How far a line curves to its right, and where its words stand."""

    bend: float
    words: Spot


def route(lines: Iterable[Wanted], spots: Mapping[str, Spot], filled: Mapping[str, Sequence[Box]]) -> dict[str, Route]:
    """A route for every line, short ones first. `filled`: the room each symbol takes, then its words."""
    ground = _Ground(spots)
    for id_ in sorted(filled):
        for number, box in enumerate(filled[id_]):
            ground.take(_Mark(id_, box, UNDER if number else THROUGH))
    found: dict[str, Route] = {}
    used: dict[tuple[str, str], list[float]] = defaultdict(list)
    wanted = list(lines)
    bends = BENDS if len(wanted) <= CROWD else BENDS[:FEWER]
    for line in sorted(wanted, key=lambda line: (_length(spots[line.source], spots[line.target]), line.id)):
        pair = (min(line.source, line.target), max(line.source, line.target))
        turned = 1 if line.source == pair[0] else -1
        way = _best(line, bends, ground, [bend * turned for bend in used[pair]])
        used[pair].append(way.bend * turned)
        ground.take(_Mark("", Box.around(way.words.x, way.words.y, line.room), 0))
        found[line.id] = way
    return found


def point_on(source: Spot, target: Spot, bend: float, along: float) -> tuple[float, float]:
    """A point of a line as the drawing library bends it: a curve through one control point."""
    if not bend:
        return source.x + (target.x - source.x) * along, source.y + (target.y - source.y) * along
    reach = (abs(bend) * 0.5 + 0.5) * _length(source, target)
    turn = math.atan2(source.y - target.y, target.x - source.x) + (bend * 0.5 + 0.5) * math.pi
    via = (source.x + reach * math.sin(turn), source.y + reach * math.cos(turn))
    near, middle, far = (1 - along) ** 2, 2 * along * (1 - along), along**2
    return near * source.x + middle * via[0] + far * target.x, near * source.y + middle * via[1] + far * target.y


def points_of(source: Spot, target: Spot, bend: float, stops: int = 60) -> list[tuple[float, float]]:
    """Enough points of a line to draw it by."""
    if not bend:
        return [point_on(source, target, 0, 0), point_on(source, target, 0, 1)]
    return [point_on(source, target, bend, stop / stops) for stop in range(stops + 1)]


def _length(source: Spot, target: Spot) -> float:
    return math.hypot(target.x - source.x, target.y - source.y)


@dataclass(frozen=True, slots=True)
class _Mark:
    """Room that is taken, and what it costs to draw a line across it: words cover a line, a symbol seems to end it.

    `id`: whose it is; empty for the words of a line, which lines may cross.
    """

    id: str
    box: Box
    cost: float


class _Ground:
    """What is there already: where everybody stands, the room they take, the words of lines that have their way."""

    def __init__(self, spots: Mapping[str, Spot]) -> None:
        self.spots = spots
        self._cells: dict[tuple[int, int], list[_Mark]] = defaultdict(list)

    def take(self, mark: _Mark) -> None:
        """From now on this room is taken."""
        for cell in _cells_of(mark.box):
            self._cells[cell].append(mark)

    def near(self, box: Box) -> list[_Mark]:
        """What meets a box, in the order it was taken."""
        found = {id(mark): mark for cell in _cells_of(box) for mark in self._cells.get(cell, ())}
        return [mark for mark in found.values() if mark.box.meets(box)]


def _cells_of(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(math.floor(box.left / CELL), math.floor(box.right / CELL) + 1):
        for row in range(math.floor(box.top / CELL), math.floor(box.bottom / CELL) + 1):
            yield column, row


def _best(line: Wanted, bends: Sequence[float], ground: _Ground, used: Sequence[float]) -> Route:
    """The least bad bend that no other line between the same two has; the less it bends the better."""
    best = (math.inf, 0.0, Spot(0, 0))
    bent = _bent(line, ground)
    for bend in (*bends, round(BENDS[-2] + STEP_FURTHER * (len(used) + 1), 2)):
        if best[0] <= bent * abs(bend):
            break
        if all(abs(bend - other) >= APART for other in used):
            cost, spot = _judge(line, bend, ground)
            best = min(best, (cost, bend, spot), key=lambda found: found[0])
    return Route(best[1], best[2])


def _bent(line: Wanted, ground: _Ground) -> float:
    """What bending a line costs: a long one in a wide bow makes the whole picture larger."""
    return BENT * (1 + (_length(ground.spots[line.source], ground.spots[line.target]) / LONG) ** 2)


def _judge(line: Wanted, bend: float, ground: _Ground) -> tuple[float, Spot]:
    """How bad a bend is, and the best place for the words on it."""
    source, target = ground.spots[line.source], ground.spots[line.target]
    stops = min(max(round(_length(source, target) / CLOSE), FEWEST_STOPS), MOST_STOPS)
    points = [point_on(source, target, bend, stop / stops) for stop in range(1, stops)]
    across, down = (max(room, CLEAR) for room in line.room)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    around = Box(min(xs) - across, min(ys) - down, max(xs) + across, max(ys) + down)
    near = ground.near(around)
    passed = sum(
        mark.cost
        for mark in near
        if mark.cost
        and mark.id not in (line.source, line.target)
        and any(mark.box.holds(x, y, CLEAR) for x, y in points)
    )
    hidden, spot = _free_place(line, bend, ground, [mark.box for mark in near])
    return hidden + passed + _bent(line, ground) * abs(bend), spot


def _free_place(line: Wanted, bend: float, ground: _Ground, taken: Sequence[Box]) -> tuple[float, Spot]:
    """Where on a line its words meet least of what is there, nearest to its middle; beside it where nothing is free on it."""
    best, spot = math.inf, Spot(0, 0)
    for aside, along in product(ASIDE, ALONG):
        x, y = point_on(ground.spots[line.source], ground.spots[line.target], bend, along)
        words = Box.around(x, y + aside * line.room[1], line.room)
        away = SHIFTED * abs(along - ALONG[0]) + BESIDE * abs(aside)
        here = away + HIDDEN * sum(words.meets(box) for box in taken)
        if here < best:
            best, spot = here, Spot(round(x), round(y + aside * line.room[1]))
        if here == away:
            break
    return best, spot
