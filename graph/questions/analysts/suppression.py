"""Which counts of a table are not told: the small ones, and those that would give them away (secondary suppression).

A table is rows and columns with their totals. Whoever reads it knows every count that is told, that rows and columns
add up, and that no count is below nought. From that each count not told lies in a range: the least and the most it can
be in any table that agrees. No range is narrower than `PROTECTION`.

The ranges are exact. Rows and columns are the nodes of a network, each count not told an edge between its row and its
column; other tables that agree with this one are the flows round in it (totals flow the other way). How much a count
can grow is the greatest flow back from its column to its row without it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import heappop, heappush

from graph.model.counting import LEAST_TOLD

PROTECTION = 5
"""The least width of what a count not told may be: from 3 to 8 is 5 wide."""
UNBOUNDED = 1 << 40
Cell = tuple[int, int]
Counts = Sequence[Sequence[int]]
"""The last row and the last column are totals."""
_Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Range:
    """What a count may be, for all a reader can tell."""

    least: int
    most: int

    @property
    def width(self) -> int:
        """How much of it is open."""
        return self.most - self.least


def with_totals(inner: Counts) -> list[list[int]]:
    """A table with the totals of its rows and columns."""
    rows = [[*row, sum(row)] for row in inner]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def not_told(counts: Counts) -> frozenset[Cell]:
    """The counts of a table, totals included, that are not told."""
    cells = frozenset((row, column) for row, line in enumerate(counts) for column, _ in enumerate(line))
    hidden = {cell for cell in cells if _count(counts, cell) < LEAST_TOLD}
    # Every round hides one cell more at least; where there is no other way all of them are, and nothing is known.
    while hidden != cells and (bare := next(_exposed(counts, hidden), None)):
        more = _way_round(counts, hidden, bare)
        hidden |= more or cells
    return frozenset(hidden)


def ranges(counts: Counts, hidden: Set[Cell]) -> Mapping[Cell, Range]:
    """What each count not told may be."""
    return {cell: _range(counts, hidden, cell) for cell in sorted(hidden)}


def _exposed(counts: Counts, hidden: Set[Cell]) -> Iterator[Cell]:
    return (cell for cell in sorted(hidden) if _range(counts, hidden, cell).width < PROTECTION)


def _count(counts: Counts, cell: Cell) -> int:
    return counts[cell[0]][cell[1]]


def _range(counts: Counts, hidden: Set[Cell], cell: Cell) -> Range:
    others = hidden - {cell}
    held = _count(counts, cell)
    more = _flow(_network(counts, others), *_ends(counts, cell, grows=True))
    less = min(_flow(_network(counts, others), *_ends(counts, cell, grows=False)), held)
    return Range(held - less, held + more)


def _is_total(counts: Counts, cell: Cell) -> bool:
    """Whether it flows the other way: a total of one row or one column; the total of all flows as a count does."""
    return (cell[0] == len(counts) - 1) != (cell[1] == len(counts[0]) - 1)


def _nodes(counts: Counts, cell: Cell) -> _Edge:
    return cell[0], len(counts) + cell[1]


def _ends(counts: Counts, cell: Cell, *, grows: bool) -> _Edge:
    """From where to where the others have to flow so that a count grows, or falls."""
    row, column = _nodes(counts, cell)
    return (column, row) if grows != _is_total(counts, cell) else (row, column)


def _network(counts: Counts, hidden: Iterable[Cell]) -> dict[int, dict[int, int]]:
    """How much may flow along each count not told: as it grows without end, as it falls no further than to nought."""
    free: dict[int, dict[int, int]] = {}
    for cell in hidden:
        row, column = _nodes(counts, cell)
        start, end = (column, row) if _is_total(counts, cell) else (row, column)
        free.setdefault(start, {})[end] = UNBOUNDED
        free.setdefault(end, {})[start] = _count(counts, cell)
    return free


def _flow(free: dict[int, dict[int, int]], start: int, end: int) -> int:
    """The greatest flow, no more than `UNBOUNDED`."""
    total = 0
    while total < UNBOUNDED and (way := _shortest(free, start, end)):
        amount = min(free[one][other] for one, other in way)
        for one, other in way:
            free[one][other] -= amount
            free[other][one] += amount
        total += amount
    return min(total, UNBOUNDED)


def _shortest(free: Mapping[int, Mapping[int, int]], start: int, end: int) -> list[_Edge]:
    before: dict[int, int] = {start: start}
    waiting = deque([start])
    while waiting and end not in before:
        node = waiting.popleft()
        for other, room in free.get(node, {}).items():
            if room > 0 and other not in before:
                before[other] = node
                waiting.append(other)
    return _walked(before, start, end)


def _walked(before: Mapping[int, int], start: int, end: int) -> list[_Edge]:
    way: list[_Edge] = []
    while end in before and end != start:
        way.append((before[end], end))
        end = before[end]
    return way


def _way_round(counts: Counts, hidden: Set[Cell], cell: Cell) -> frozenset[Cell]:
    """The cheapest counts to hide beside, so that this one can grow by all of `PROTECTION`; none where it can't."""
    every = [(row, column) for row, line in enumerate(counts) for column, _ in enumerate(line)]
    cells = {frozenset(_nodes(counts, one)): one for one in every if one != cell}
    free = _network(counts, cells.values())
    start, end = _ends(counts, cell, grows=True)
    before: dict[int, int] = {start: start}
    costs, waiting = {start: 0}, [(0, start)]
    while waiting:
        cost, node = heappop(waiting)
        if cost > costs[node]:
            continue
        for other, room in sorted(free.get(node, {}).items()):
            beside = cells[frozenset((node, other))]
            total = cost + (0 if beside in hidden else 1 + _count(counts, beside))
            if room >= PROTECTION and total < costs.get(other, UNBOUNDED):
                before[other], costs[other] = node, total
                heappush(waiting, (total, other))
    return frozenset(cells[frozenset(edge)] for edge in _walked(before, start, end)) - hidden
