"""Which way each line goes and where its words stand: past everybody it does not concern, and never word on word."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from viz.placing import Spot

BENDS = (0.0, 0.16, -0.16, 0.3, -0.3, 0.45, -0.45, 0.6, -0.6, 0.75, -0.75)
ALONG = (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8)
STOPS = 24
APART = 0.15
CLEAR = 6
THROUGH, UNDER, HIDDEN, BENT, SHIFTED = 80.0, 20.0, 50.0, 8.0, 6.0


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
    """A route for every line. `filled`: the room each symbol takes, then its words."""
    found: dict[str, Route] = {}
    said: list[Box] = []
    used: dict[tuple[str, str], list[float]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: (_length(spots[line.source], spots[line.target]), line.id)):
        pair = (min(line.source, line.target), max(line.source, line.target))
        turned = 1 if line.source == pair[0] else -1
        best: tuple[float, float, Spot] | None = None
        for bend in BENDS:
            if any(abs(bend * turned - other) < APART for other in used[pair]):
                continue
            cost, spot = _judge(line, bend, spots, filled, said)
            if best is None or cost < best[0]:
                best = (cost, bend, spot)
        if best is None:
            bend = turned * round(BENDS[-2] + APART * len(used[pair]), 2)
            best = (0.0, bend, _judge(line, bend, spots, filled, said)[1])
        _, bend, spot = best
        used[pair].append(bend * turned)
        said.append(Box.around(spot.x, spot.y, line.room))
        found[line.id] = Route(bend, spot)
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


def _length(source: Spot, target: Spot) -> float:
    return math.hypot(target.x - source.x, target.y - source.y)


def _judge(
    line: Wanted, bend: float, spots: Mapping[str, Spot], filled: Mapping[str, Sequence[Box]], said: Sequence[Box]
) -> tuple[float, Spot]:
    """How bad a bend is, and the best place for the words on it."""
    source, target = spots[line.source], spots[line.target]
    points = [point_on(source, target, bend, stop / STOPS) for stop in range(1, STOPS)]
    around = Box(
        min(x for x, _ in points) - line.room[0],
        min(y for _, y in points) - line.room[1],
        max(x for x, _ in points) + line.room[0],
        max(y for _, y in points) + line.room[1],
    )
    marks = [(id_, box) for id_, boxes in filled.items() for box in boxes if box.meets(around)]
    ends = {line.source, line.target}
    # A line that grazes a symbol reads as one that ends there; words cover it.
    passed = sum(
        THROUGH if box is filled[id_][0] else UNDER
        for id_, box in marks
        if id_ not in ends and any(box.holds(x, y, CLEAR) for x, y in points)
    )
    in_the_way = [*(box for _, box in marks), *(box for box in said if box.meets(around))]
    cost, spot = math.inf, source
    for along in ALONG:
        x, y = point_on(source, target, bend, along)
        words = Box.around(x, y, line.room)
        here = HIDDEN * sum(words.meets(box) for box in in_the_way) + SHIFTED * abs(along - 0.5)
        if here < cost:
            cost, spot = here, Spot(round(x), round(y))
    return cost + passed + BENT * abs(bend), spot
