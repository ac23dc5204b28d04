"""Where people and places of a network stand: pure, the same every time, and calm when somebody joins.

Generations are rows of a grid. Everyone who lives together fills one rectangle of it that no one else enters, so a box
round it encloses exactly its members. The home of the person asked about is in the middle; everybody else takes the
free place nearest to those they are linked to, those fewest steps away first, so a newcomer moves nobody nearer.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, islice

from graph.model.network import Edge, Network
from viz.crossing import Segment, crossings
from viz.homes import Block, blocks_of
from viz.style import EVENT

COLUMN = 180
ROW = 236
BAND = 140
MARGIN_ABOVE = 45
MARGIN_BELOW = 40
SYMBOL = 28
GAP = 10
FARTHEST_COLUMN = 6
FEWEST_COLUMNS = 5
# How many free places of how many shelves are compared; what a column further, and a shelf lower, cost beside a crossing:
# grandparents below a child read wrong, whatever crosses.
PLACES, SHELVES, FURTHER, LOWER = 4, 2, 0.5, 12
# So many lines are never drawn (150 people are the most): then the nearest free place will do.
MOST_COMPARED = 400


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the drawing; y grows downwards."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Area:
    """The outline of a household: the people in it, and its corners."""

    household: str
    members: tuple[str, ...]
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Spots by id, and the outlines. Events have none: they are counted, not drawn."""

    spots: Mapping[str, Spot]
    areas: tuple[Area, ...]


@dataclass(slots=True)
class _Grid:
    """Which cells are taken, and where everybody stands so far."""

    below: Mapping[str, int]
    taken: set[tuple[int, int]] = field(default_factory=set)
    columns: dict[str, float] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    lines: list[Segment] = field(default_factory=list)

    def is_free(self, start: int, columns: int, rows: Iterable[int]) -> bool:
        return not any((column, row) in self.taken for row in rows for column in range(start, start + columns))

    def take(self, start: int, columns: int, rows: Iterable[int]) -> None:
        self.taken.update((column, row) for row in rows for column in range(start, start + columns))

    def beside(self, members: Iterable[str], near: Mapping[str, Sequence[str]]) -> float | None:
        """The middle of those already placed whom these are linked to."""
        found = [self.columns[other] for one in members for other in near.get(one, ()) if other in self.columns]
        return round(sum(found) / len(found), 3) if found else None


@dataclass(frozen=True, slots=True)
class Ground:
    """What a drawing has to make room for. `below`: the words under each symbol; `gone`: links that make nobody live there.

    `waves`: who came later than the rest (0: from the start); they take what room is left.
    """

    below: Mapping[str, int] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    waves: Mapping[str, int] = field(default_factory=dict)

    def wave_of(self, block: Block) -> int:
        """When the first of a block came."""
        return min(self.waves.get(person, 0) for person in block.members)


PLAIN = Ground()


def place(network: Network, around: str, ground: Ground = PLAIN) -> Placed:
    """A spot for every node but events, with the person asked about in the middle."""
    near = _near(network)
    steps = _steps(near, around)
    far = len(steps) + 1

    def order(block: Block) -> tuple[object, ...]:
        nearest = min(steps.get(person, far) for person in block.members)
        return (around not in block.members, ground.wave_of(block), nearest, block.id)

    blocks = sorted(blocks_of(network, around, ground.gone, ground.waves), key=order)
    grid = _Grid(ground.below)
    height = _height([block for block in blocks if not ground.wave_of(block)])
    for block in blocks:
        start, shelf = _cell_for(block, grid, near, height)
        _stand(block, start, shelf * height, grid)
    _stand_places(network, grid, near, steps)
    return Placed(dict(sorted(grid.spots.items())), tuple(sorted(grid.areas, key=lambda area: area.household)))


def made_of(network: Network, around: str, ground: Ground) -> tuple[object, ...]:
    """Everything that decides where things stand, to know a layout again by."""
    nodes = [
        (node.id, node.kind, person and (person.is_child, person.date_of_birth, person.expected_birth))
        for node in network.nodes
        for person in (node.person,)
    ]
    edges = [
        (edge.id, edge.source, edge.target, edge.kind, edge.label, edge.status, len(edge.agencies), edge.valid)
        for edge in network.edges
    ]
    held = (sorted(ground.below.items()), sorted(ground.gone), sorted(ground.waves.items()))
    return (around, network.asked.as_of, nodes, edges, held)


def _height(blocks: Sequence[Block]) -> int:
    rows = [row for block in blocks for row in block.rows]
    return max(rows, default=0) - min(rows, default=0) + 1


def _near(network: Network) -> dict[str, tuple[str, ...]]:
    """node → whom it is linked to; being in one event links people."""
    events = {node.id for node in network.nodes if node.kind == EVENT}
    beside = _beside(network.edges)
    near: dict[str, tuple[str, ...]] = {}
    for node in sorted(beside.keys() - events):
        through = {other for event in beside[node] & events for other in beside[event]}
        near[node] = tuple(sorted((beside[node] | through) - events - {node}))
    return near


def _beside(edges: Iterable[Edge]) -> dict[str, set[str]]:
    beside: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        beside[edge.source].add(edge.target)
        beside[edge.target].add(edge.source)
    return beside


def _steps(near: Mapping[str, Sequence[str]], around: str) -> dict[str, int]:
    steps = {around: 0}
    waiting = deque([around])
    while waiting:
        here = waiting.popleft()
        for other in near.get(here, ()):
            if other not in steps:
                steps[other] = steps[here] + 1
                waiting.append(other)
    return steps


def _cell_for(block: Block, grid: _Grid, near: Mapping[str, Sequence[str]], height: int) -> tuple[int, int]:
    """The first column and the shelf of a block: near those it is linked to, where its lines cross few others."""
    if not grid.taken:
        return -(block.columns // 2), 0
    tied = [(person, other) for person in block.members for other in near.get(person, ()) if other in grid.spots]
    best: tuple[float, int, int] | None = None
    for start, shelf in _free_cells(block, grid, near, height):
        if not tied or len(grid.lines) > MOST_COMPARED:
            return start, shelf
        lines = _lines(block, start, shelf * height, grid, tied)
        cost = crossings(lines, grid.lines) + FURTHER * sum(math.dist(*line) for line in lines) / COLUMN
        cost += LOWER * shelf
        if best is None or cost < best[0]:
            best = (cost, start, shelf)
    if best is None:
        raise AssertionError("a shelf further down is always free")
    grid.lines += _lines(block, best[1], best[2] * height, grid, tied)
    return best[1:]


def _free_cells(block: Block, grid: _Grid, near: Mapping[str, Sequence[str]], height: int) -> Iterator[tuple[int, int]]:
    """A few free places on each of the first shelves with any, nearest below those a block is linked to first."""
    ends = (*block.members, *((block.household,) if block.household else ()))
    wanted = grid.beside(ends, near) or 0.0
    middle, side = (block.columns - 1) / 2, _side(block.id)
    starts = sorted(
        range(-FARTHEST_COLUMN, max(FARTHEST_COLUMN - block.columns, -FARTHEST_COLUMN) + 2),
        key=lambda start: (abs(start + middle - wanted), -side * start),
    )
    shelves = 0
    for shelf in count():
        rows = _rows(block, shelf * height)
        free = (start for start in starts if grid.is_free(start, block.columns, rows))
        found = list(islice(free, PLACES))
        yield from ((start, shelf) for start in found)
        shelves += bool(found)
        if shelves == SHELVES:
            return


def _lines(block: Block, start: int, down: int, grid: _Grid, tied: Iterable[tuple[str, str]]) -> list[Segment]:
    """The lines from a block to those placed already, were it placed here."""
    here = _spots_of(block, start, down)
    return [((here[one].x, here[one].y), (grid.spots[other].x, grid.spots[other].y)) for one, other in tied]


def _spots_of(block: Block, start: int, down: int) -> dict[str, Spot]:
    """Where everybody in a block stands, were it placed here."""
    return {
        person: Spot(round((start + (block.columns - len(members)) / 2 + column) * COLUMN), (row + down) * ROW)
        for row, members in block.rows.items()
        for column, person in enumerate(members)
    }


def _rows(block: Block, down: int) -> range:
    return range(min(block.rows) + down, max(block.rows) + down + 1)


def _side(block_id: str) -> int:
    return 1 if hashlib.blake2b(block_id.encode(), digest_size=1).digest()[0] % 2 else -1


def _stand(block: Block, start: int, down: int, grid: _Grid) -> None:
    rows = _rows(block, down)
    grid.take(start, block.columns, rows)
    for person, spot in _spots_of(block, start, down).items():
        grid.columns[person] = spot.x / COLUMN
        grid.spots[person] = spot
    if block.household is None:
        return
    centre = start + (block.columns - 1) / 2
    half = block.columns * COLUMN / 2 - GAP
    middle, top, bottom = (
        round(centre * COLUMN),
        rows[0] * ROW - MARGIN_ABOVE,
        rows[-1] * ROW + _room_below(block, grid),
    )
    grid.columns[block.household] = centre
    grid.spots[block.household] = Spot(middle, bottom)
    corners = (round(centre * COLUMN - half), top, round(centre * COLUMN + half), bottom)
    grid.areas.append(Area(block.household, block.members, *corners))


def _room_below(block: Block, grid: _Grid) -> int:
    """How far an outline reaches below the middle of its last row: past the words under whoever stands there."""
    return max(grid.below.get(person, 0) for person in block.rows[max(block.rows)]) + SYMBOL + MARGIN_BELOW


def _stand_places(network: Network, grid: _Grid, near: Mapping[str, Sequence[str]], steps: Mapping[str, int]) -> None:
    """Services, contact details and households where nobody drawn lives stand in rows below, under whom they concern."""
    rest = [node.id for node in network.nodes if node.kind != EVENT and node.id not in grid.spots]
    lowest = max((spot.y for spot in grid.spots.values()), default=0)
    held = [column for column, _ in grid.taken] or [0]
    first, last = min(held), max(held)
    while last - first + 1 < FEWEST_COLUMNS:
        first, last = (first - 1, last) if -first <= last else (first, last + 1)
    taken: set[tuple[int, int]] = set()
    for node in sorted(rest, key=lambda node: (steps.get(node, len(steps) + 1), node)):
        wanted = grid.beside((node,), near) or 0.0
        column, band = _nearest_free(wanted, range(first, last + 1), taken)
        taken.add((column, band))
        # Every other row stands between the columns, so that lines to it pass between those above.
        grid.spots[node] = Spot(column * COLUMN + band % 2 * COLUMN // 2, lowest + BAND + band * BAND)


def _nearest_free(wanted: float, columns: Sequence[int], taken: set[tuple[int, int]]) -> tuple[int, int]:
    for band in count():
        free = [column for column in columns if (column, band) not in taken]
        if free:
            return min(free, key=lambda column: (abs(column - wanted), column)), band
    raise AssertionError("a band further down is always free")
