"""Two answers of one question, at two dates, as one network: what is new, what is gone, what is as it was. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph.model.dates import DEFAULT_WINDOW_MONTHS
from graph.model.network import Edge, Network, Node
from graph.model.period import months_before
from viz.gathering import event_of
from viz.marking import Change, Marks
from viz.style import EVENT, HOUSEHOLD

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything of both, the later's way of telling it where both have it; `too_old` events are of neither side.

    An event that happened before what the later answer tells of is not gone: time went by.
    """

    network: Network
    marks: Marks
    too_old: int


def compare(later: Network, earlier: Network) -> Compared:
    """The two as one. Those told apart at the earlier moment who are one person by the later are that person."""
    now = _same(earlier.nodes, later.nodes)
    before = _carried(earlier.edges, now)
    held = {_key(edge) for edge in later.edges}
    gone = [edge for key, edge in before.items() if key not in held]
    old = _too_old(gone, earlier, later)
    gone = [edge for edge in gone if not old & {edge.source, edge.target}]
    known = {node.id for node in later.nodes}
    was = {now[node.id] for node in earlier.nodes}
    tied = {end for edge in gone for end in (edge.source, edge.target)}
    left = {now[node.id]: node for node in earlier.nodes if now[node.id] not in known and now[node.id] in tied}
    changes = {node.id: Change.NEW for node in later.nodes if node.id not in was}
    changes |= {edge.id: Change.NEW for edge in later.edges if _key(edge) not in before}
    changes |= dict.fromkeys((*left, *(edge.id for edge in gone)), Change.GONE)
    network = replace(
        later,
        nodes=(*later.nodes, *(replace(node, badges=()) for node in left.values())),
        edges=(*later.edges, *gone),
        truncated=later.truncated or earlier.truncated,
        more=tuple(dict.fromkeys((*later.more, *earlier.more))),
    )
    return Compared(network, Marks(changes, late=frozenset(left), is_compared=True), len(old))


def _key(edge: Edge) -> Key:
    return (edge.source, edge.target, edge.kind.value, edge.label)


def _carried(edges: Iterable[Edge], now: Mapping[str, str]) -> dict[Key, Edge]:
    """Edges of the earlier answer by key, between the people of the later."""
    moved = [replace(edge, source=now[edge.source], target=now[edge.target]) for edge in edges]
    return {_key(edge): edge for edge in reversed(moved)}


def _same(earlier: Iterable[Node], later: Iterable[Node]) -> dict[str, str]:
    """id in the earlier answer → id in the later: by id, by a record both hold, a household by its address."""
    later = list(later)
    ids = {node.id for node in later}
    by_sign = {sign: node.id for node in later for sign in _signs(node)}
    return {
        node.id: node.id
        if node.id in ids
        else next((by_sign[sign] for sign in _signs(node) if sign in by_sign), node.id)
        for node in earlier
    }


def _signs(node: Node) -> list[tuple[str, ...]]:
    """What tells that two nodes are one and the same, where their ids do not."""
    if node.person is not None:
        return sorted(("record", one.agency.id, one.system, one.table, one.record_ref) for one in node.person.records)
    return [("home", node.label)] if node.kind == HOUSEHOLD and node.label else []


def _too_old(gone: Iterable[Edge], earlier: Network, later: Network) -> frozenset[str]:
    """Events of the earlier answer that lie before what the later tells of."""
    since = months_before(later.asked.as_of, DEFAULT_WINDOW_MONTHS).isoformat()
    nodes = {node.id: node for node in earlier.nodes if node.kind == EVENT}
    days = [(event_of(edge, nodes), edge.valid.to or edge.valid.from_ or "") for edge in gone]
    return frozenset(event for event, day in days if event and day and day < since[: len(day)])
