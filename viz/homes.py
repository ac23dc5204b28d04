"""Who stands with whom in a drawing: generations as rows, and people who live together as one block."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.model.network import Edge, LinkKind, Network, Node
from viz.standing import is_over
from viz.style import HOUSEHOLD, PERSON, UP_BY, code_of

NOT_LIVING = frozenset({"frequent_visitor", "contact_only"})

ALL_AT_ONCE: Mapping[str, int] = {}
PLAINLY_HERE = frozenset({"", "resident", "lives_with"})


@dataclass(frozen=True, slots=True)
class Block:
    """People who stand together, by row; `household` is None for somebody alone."""

    id: str
    household: str | None
    rows: Mapping[int, tuple[str, ...]]

    @property
    def columns(self) -> int:
        """How many people its widest row holds."""
        return max((len(row) for row in self.rows.values()), default=1)

    @property
    def members(self) -> tuple[str, ...]:
        """Everybody in it, by id."""
        return tuple(sorted(person for row in self.rows.values() for person in row))


def blocks_of(
    network: Network, around: str, gone: Collection[str] = (), waves: Mapping[str, int] = ALL_AT_ONCE
) -> list[Block]:
    """Everyone of a network, in blocks; a link that is `gone` makes nobody live anywhere.

    `waves`: who came later (0: from the start); the rows of those from the start do not depend on whoever came later.
    """
    people = {node.id: node for node in network.nodes if node.kind == PERSON}
    homes = {person: household for person, (household, _) in homes_of(network, gone).items()}
    rows = _generations(network, people, around, waves)
    partners = _partners(network.edges)
    together: dict[str, list[str]] = defaultdict(list)
    for person in sorted(people):
        together[homes.get(person, person)].append(person)
    blocks = []
    for block_id, members in sorted(together.items()):
        by_row: dict[int, list[str]] = defaultdict(list)
        for person in members:
            by_row[rows[person]].append(person)
        ordered = {row: _in_row(group, people, partners) for row, group in sorted(by_row.items())}
        blocks.append(Block(block_id, block_id if block_id not in people else None, ordered))
    return blocks


def homes_of(network: Network, gone: Collection[str] = ()) -> dict[str, tuple[str, Edge]]:
    """person → the one household they are drawn in, and the link that says so: most agencies first, then by id."""
    people = {node.id for node in network.nodes if node.kind == PERSON}
    households = {node.id for node in network.nodes if node.kind == HOUSEHOLD}
    day = network.asked.as_of
    best: dict[str, tuple[tuple[int, int, str, str], Edge]] = {}
    for edge in network.edges:
        person, household = (edge.source, edge.target) if edge.target in households else (edge.target, edge.source)
        if edge.id in gone or edge.kind != LinkKind.LIVES_WITH or household not in households or person not in people:
            continue
        if is_over(edge, day) or code_of(edge) in NOT_LIVING or edge.status.lower() == "refuted":
            continue
        rank = (0 if code_of(edge) in PLAINLY_HERE else 1, -len(edge.agencies), household, edge.id)
        if person not in best or rank < best[person][0]:
            best[person] = (rank, edge)
    return {person: (rank[2], edge) for person, (rank, edge) in best.items()}


def _generations(network: Network, people: Mapping[str, Node], around: str, waves: Mapping[str, int]) -> dict[str, int]:
    """person → row; 0 is the row of the person asked about, rows above are negative."""
    lifts: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for edge in sorted(network.edges, key=lambda edge: (edge.kind, edge.id)):
        lift = UP_BY.get(code_of(edge))
        if lift is not None and edge.source in people and edge.target in people:
            lifts[edge.target].append((edge.source, -lift))
            lifts[edge.source].append((edge.target, lift))
    rows: dict[str, int] = {}
    for wave in sorted({waves.get(person, 0) for person in people}):
        there = {person for person in people if waves.get(person, 0) <= wave}
        _lift_from(deque(sorted(rows)), rows, lifts, there)
        for start in [around, *sorted(there)]:
            if start in there and start not in rows:
                rows[start] = _row_alone(people, around, start)
                _lift_from(deque([start]), rows, lifts, there)
    return rows


def _lift_from(
    waiting: deque[str], rows: dict[str, int], lifts: Mapping[str, Sequence[tuple[str, int]]], there: Collection[str]
) -> None:
    """Gives a row to everybody there who is related to somebody with one."""
    while waiting:
        here = waiting.popleft()
        for other, by in lifts.get(here, ()):
            if other in there and other not in rows:
                rows[other] = rows[here] + by
                waiting.append(other)


def _row_alone(people: Mapping[str, Node], around: str, person: str) -> int:
    """The row of somebody no family link places: adults with adults, children with children."""
    return _rank(people.get(person)) - _rank(people.get(around))


def _rank(node: Node | None) -> int:
    return 1 if node is not None and node.person is not None and node.person.is_child else 0


def _partners(edges: Iterable[Edge]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset((edge.source, edge.target)) for edge in edges if edge.kind == LinkKind.PARTNER)


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
