"""Where people and places of a network stand: pure, the same every time, and calm when somebody joins.

Generations are rows. Everyone who lives together stands in one block of columns that no one else enters, so a box round
the block encloses exactly its members. The block of the person asked about is in the middle; every other block has a
side by its own id, ordered outwards by how many steps away it is: a new block only moves those outside it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.model.network import Edge, LinkKind, Network, Node
from viz.style import HOUSEHOLD, PERSON, UP_BY

COLUMN = 190
ROW = 220
MARGIN_ABOVE = 70
MARGIN_BELOW = 150
BAND = 170
SHELF_COLUMNS = 9
NOT_LIVING = frozenset({"frequent_visitor", "contact_only"})


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
    """Spots by id, and the outlines."""

    spots: Mapping[str, Spot]
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class _Block:
    """People who stand together, by row; `household` is None for somebody alone."""

    id: str
    household: str | None
    rows: Mapping[int, tuple[str, ...]]

    @property
    def columns(self) -> int:
        return max((len(row) for row in self.rows.values()), default=1)

    @property
    def members(self) -> tuple[str, ...]:
        return tuple(sorted(person for row in self.rows.values() for person in row))


def place(network: Network, around: str) -> Placed:
    """A spot for every node, with the person asked about in the middle."""
    people = {node.id: node for node in network.nodes if node.kind == PERSON}
    homes = _homes(network, people)
    rows = _generations(network, people, around)
    blocks = _blocks(people, homes, rows, _partners(network.edges))
    steps = _steps(network.edges, around)
    spots, areas = _stand(blocks, steps, around, homes)
    return Placed(_with_places(network, spots), areas)


def is_over(edge: Edge) -> bool:
    """Whether the link no longer held on the day asked about, as far as its end says."""
    return not edge.valid.open


def _homes(network: Network, people: Mapping[str, Node]) -> dict[str, str]:
    """person → the one household they are drawn in: where they live now, most agencies first, then by id."""
    households = {node.id for node in network.nodes if node.kind == HOUSEHOLD}
    best: dict[str, tuple[int, int, str]] = {}
    for edge in network.edges:
        person, household = (edge.source, edge.target) if edge.target in households else (edge.target, edge.source)
        if edge.kind != LinkKind.LIVES_WITH or household not in households or person not in people:
            continue
        if is_over(edge) or edge.label in NOT_LIVING or edge.status == "refuted":
            continue
        rank = (0 if edge.label in {"", "resident"} else 1, -len(edge.agencies), household)
        best[person] = min(best.get(person, rank), rank)
    return {person: household for person, (_, _, household) in best.items()}


def _generations(network: Network, people: Mapping[str, Node], around: str) -> dict[str, int]:
    """person → row; 0 is the row of the person asked about, rows above are negative."""
    lifts: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for edge in sorted(network.edges, key=lambda edge: (edge.kind, edge.id)):
        lift = UP_BY.get(edge.label)
        if lift is not None and edge.source in people and edge.target in people:
            lifts[edge.target].append((edge.source, -lift))
            lifts[edge.source].append((edge.target, lift))
    rows: dict[str, int] = {}
    for start in [around, *sorted(people)]:
        if start not in people or start in rows:
            continue
        rows[start] = _row_alone(people, around, start)
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for other, by in lifts[here]:
                if other not in rows:
                    rows[other] = rows[here] + by
                    waiting.append(other)
    return rows


def _row_alone(people: Mapping[str, Node], around: str, person: str) -> int:
    """The row of somebody no family link places: adults with adults, children with children."""
    return _rank(people.get(person)) - _rank(people.get(around))


def _rank(node: Node | None) -> int:
    return 1 if node is not None and node.person is not None and node.person.is_child else 0


def _partners(edges: Iterable[Edge]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset((edge.source, edge.target)) for edge in edges if edge.kind == LinkKind.PARTNER)


def _blocks(
    people: Mapping[str, Node],
    homes: Mapping[str, str],
    rows: Mapping[str, int],
    partners: frozenset[frozenset[str]],
) -> list[_Block]:
    together: dict[str, list[str]] = defaultdict(list)
    for person in sorted(people):
        together[homes.get(person, person)].append(person)
    blocks = []
    for block_id, members in sorted(together.items()):
        by_row: dict[int, list[str]] = defaultdict(list)
        for person in members:
            by_row[rows[person]].append(person)
        ordered = {row: _in_row(group, people, partners) for row, group in sorted(by_row.items())}
        blocks.append(_Block(block_id, block_id if block_id not in people else None, ordered))
    return blocks


def _in_row(group: Sequence[str], people: Mapping[str, Node], partners: frozenset[frozenset[str]]) -> tuple[str, ...]:
    """Eldest left; partners side by side."""
    waiting = sorted(group, key=lambda person: (_born(people[person]), person))
    row: list[str] = []
    while waiting:
        row.append(waiting.pop(0))
        beside = next((other for other in waiting if frozenset((row[-1], other)) in partners), None)
        if beside is not None:
            waiting.remove(beside)
            row.append(beside)
    return tuple(row)


def _born(node: Node) -> str:
    """Sorts eldest first; no date sorts last."""
    return (node.person.date_of_birth or node.person.expected_birth or "9999") if node.person else "9999"


def _steps(edges: Iterable[Edge], around: str) -> dict[str, int]:
    beside: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        beside[edge.source].add(edge.target)
        beside[edge.target].add(edge.source)
    steps = {around: 0}
    waiting = deque([around])
    while waiting:
        here = waiting.popleft()
        for other in sorted(beside[here] - steps.keys()):
            steps[other] = steps[here] + 1
            waiting.append(other)
    return steps


def _stand(
    blocks: Sequence[_Block], steps: Mapping[str, int], around: str, homes: Mapping[str, str]
) -> tuple[dict[str, Spot], tuple[Area, ...]]:
    far = len(steps) + 1
    middle = homes.get(around, around)
    order = sorted(blocks, key=lambda block: (min(steps.get(p, far) for p in block.members), block.id))
    first = min((row for block in blocks for row in block.rows), default=0)
    last = max((row for block in blocks for row in block.rows), default=0)
    shelf_height = (last - first + 1) * ROW + MARGIN_BELOW
    spots: dict[str, Spot] = {}
    areas: list[Area] = []
    used = {-1: 0.0, 1: 0.0}
    half = next((block.columns / 2 for block in blocks if block.id == middle), 0.5)
    for block in order:
        if block.id == middle:
            centre, shelf = 0.0, 0
        else:
            side = _side(block.id)
            shelf = int(used[side] // SHELF_COLUMNS)
            along = used[side] - shelf * SHELF_COLUMNS
            centre = side * (half + along + block.columns / 2)
            used[side] += block.columns
        _stand_block(block, centre * COLUMN, shelf * shelf_height, spots, areas)
    return spots, tuple(areas)


def _side(block_id: str) -> int:
    return 1 if hashlib.blake2b(block_id.encode(), digest_size=1).digest()[0] % 2 else -1


def _stand_block(block: _Block, centre: float, down: int, spots: dict[str, Spot], areas: list[Area]) -> None:
    for row, members in block.rows.items():
        left = centre - (len(members) - 1) * COLUMN / 2
        for column, person in enumerate(members):
            spots[person] = Spot(round(left + column * COLUMN), row * ROW + down)
    if block.household is None:
        return
    half = block.columns * COLUMN / 2 - 12
    bottom = max(block.rows) * ROW + down + MARGIN_BELOW
    areas.append(
        Area(
            block.household,
            block.members,
            round(centre - half),
            min(block.rows) * ROW + down - MARGIN_ABOVE,
            round(centre + half),
            bottom,
        )
    )
    spots[block.household] = Spot(round(centre), bottom)


def _with_places(network: Network, spots: dict[str, Spot]) -> dict[str, Spot]:
    """The rest (events, services, empty households) stands in rows below, under whom it concerns."""
    lowest = max((spot.y for spot in spots.values()), default=0) + BAND
    beside: dict[str, list[int]] = defaultdict(list)
    for edge in network.edges:
        for here, there in ((edge.source, edge.target), (edge.target, edge.source)):
            if there in spots and here not in spots:
                beside[here].append(spots[there].x)
    rest = sorted(
        (node for node in network.nodes if node.id not in spots),
        key=lambda node: (sum(beside[node.id]) / len(beside[node.id]) if beside[node.id] else 0.0, node.id),
    )
    xs = [spot.x for spot in spots.values()] or [0]
    columns = max(6, (max(xs) - min(xs)) // COLUMN + 1)
    centre = (max(xs) + min(xs)) / 2
    for start in range(0, len(rest), columns):
        line = rest[start : start + columns]
        left = centre - (len(line) - 1) * COLUMN / 2
        for column, node in enumerate(line):
            spots[node.id] = Spot(round(left + column * COLUMN), lowest + start // columns * BAND)
    return spots
