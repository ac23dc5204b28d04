"""The way from one person to another, drawn in a network and told in steps: whom it passes and by what. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from graph.model.network import Edge, Network
from viz.marking import Marks
from viz.style import PERSON


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: from whom to whom, and the links that make it, directly or by a home, event or contact detail."""

    number: int
    source: str
    target: str
    edges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Connected:
    """A network with a way in it. No steps: there is none of the length asked for."""

    network: Network
    marks: Marks
    steps: tuple[Step, ...]


def connect(network: Network, path: Network, ends: tuple[str, str], marks: Marks) -> Connected:
    """The network with the path in it; what is new or gone in it stays marked."""
    passed = _in_order(path.edges, *ends)
    people = {node.id for node in path.nodes if node.kind == PERSON}
    steps = tuple(_steps(passed, people, path.edges))
    known, held = {node.id for node in network.nodes}, {edge.id for edge in network.edges}
    whole = replace(
        network,
        nodes=(*network.nodes, *(node for node in path.nodes if node.id not in known)),
        edges=(*network.edges, *(edge for edge in path.edges if edge.id not in held)),
    )
    of_edge = {edge: step.number for step in steps for edge in step.edges}
    way = (steps[0].source, *(step.target for step in steps)) if steps else ()
    late = marks.late | {node.id for node in path.nodes if node.id not in known}
    return Connected(whole, replace(marks, steps=of_edge, way=way, late=late), steps)


def _in_order(edges: Iterable[Edge], start: str, end: str) -> list[str]:
    """The nodes of a path from its start to its end; nothing where it does not lead there."""
    near: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    came: dict[str, str | None] = {start: None}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for other in sorted(near[here] - came.keys()):
            came[other] = here
            waiting.append(other)
    passed: list[str] = []
    at: str | None = end if end in came and end != start else None
    while at is not None:
        passed.append(at)
        at = came[at]
    return passed[::-1]


def _steps(passed: list[str], people: set[str], edges: Iterable[Edge]) -> Iterable[Step]:
    stops = [place for place, node in enumerate(passed) if node in people]
    held = list(edges)
    for number, (first, last) in enumerate(pairwise(stops), 1):
        pairs = {frozenset(pair) for pair in pairwise(passed[first : last + 1])}
        within = tuple(edge.id for edge in held if frozenset((edge.source, edge.target)) in pairs)
        yield Step(number, passed[first], passed[last], within)
