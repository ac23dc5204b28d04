"""Events as counts: who was in which event, and how many events two people share. A drawing shows the counts only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from graph.model.network import Edge, Network, Node
from graph.model.people import Agency
from viz.standing import is_doubted
from viz.style import EVENT

MOST_IN_PAIRS = 6


@dataclass(frozen=True, slots=True)
class Happening:
    """One event and what is said of who was in it."""

    node: Node
    parts: tuple[Edge, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """Ids of whoever was in it."""
        return tuple(sorted({other_end(part, self.node.id) for part in self.parts}))

    @property
    def starts(self) -> str:
        """When it began, as its source gave it; sorts by time."""
        return min((part.valid.from_ or "" for part in self.parts), default="")

    @property
    def word(self) -> str:
        """What kind of event, without its day."""
        return self.node.label.removesuffix(f", {self.starts}")


@dataclass(frozen=True, slots=True)
class Together:
    """Two people and the events both were in, newest first."""

    pair: tuple[str, str]
    events: tuple[Happening, ...]

    @property
    def id(self) -> str:
        """The same whenever the same two are in events."""
        return "events:" + ":".join(self.pair)

    def parts_in(self, event: Happening) -> tuple[Edge, ...]:
        """What is said of these two in one of the events."""
        return tuple(part for part in event.parts if other_end(part, event.node.id) in self.pair)

    @property
    def parts(self) -> tuple[Edge, ...]:
        """What is said of these two in all of them."""
        return tuple(part for event in self.events for part in self.parts_in(event))

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Who says so, by name."""
        told = {agency.id: agency for part in self.parts for agency in part.agencies}
        return tuple(sorted(told.values(), key=lambda agency: (agency.name, agency.id)))

    @property
    def is_doubted(self) -> bool:
        """Whether nothing said of them is undisputed."""
        return all(is_doubted(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The events of a network, the pairs in them, and how many events each was in with nobody else drawn."""

    events: tuple[Happening, ...]
    together: tuple[Together, ...]
    alone: Mapping[str, int]


def gather(network: Network, around: str, joined: Collection[tuple[str, str]] = ()) -> Gathered:
    """The events of a network as counts. A large event joins everybody to one person in it, not everybody to everybody.

    `joined`: pairs that are joined however large the event.
    """
    nodes = {node.id: node for node in network.nodes}
    parts: dict[str, list[Edge]] = {node.id: [] for node in network.nodes if node.kind == EVENT}
    for edge in sorted(network.edges, key=lambda edge: edge.id):
        event = event_of(edge, nodes)
        if event is not None and other_end(edge, event) in nodes:
            parts[event].append(edge)
    events = _newest_first(Happening(nodes[event], tuple(said)) for event, said in parts.items())
    pairs: dict[tuple[str, str], list[Happening]] = defaultdict(list)
    alone: Counter[str] = Counter()
    for happening in events:
        for pair in {*_pairs(happening.people, around), *(two for two in joined if {*two} <= {*happening.people})}:
            pairs[pair].append(happening)
        if len(happening.people) == 1:
            alone.update(happening.people)
    together = tuple(Together(pair, tuple(shared)) for pair, shared in sorted(pairs.items()))
    return Gathered(events, together, dict(alone))


def event_of(edge: Edge, nodes: Mapping[str, Node]) -> str | None:
    """The event a link leads to, or None for a link between people and places."""
    for end in (edge.target, edge.source):
        if end in nodes and nodes[end].kind == EVENT:
            return end
    return None


def other_end(edge: Edge, end: str) -> str:
    """Whom a link joins to one of its ends."""
    return edge.source if edge.target == end else edge.target


def _newest_first(events: Iterable[Happening]) -> tuple[Happening, ...]:
    by_id = sorted(events, key=lambda event: event.node.id)
    return tuple(sorted(by_id, key=lambda event: event.starts, reverse=True))


def _pairs(people: tuple[str, ...], around: str) -> list[tuple[str, str]]:
    if len(people) <= MOST_IN_PAIRS:
        return list(combinations(people, 2))
    hub = around if around in people else people[0]
    return sorted((min(hub, other), max(hub, other)) for other in people if other != hub)
