"""Networks for the drawing's tests: a family with many events, and small random ones."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import strategies as st

from graph.model.network import Edge, LinkKind, Network, Node
from tests.viz.family import (
    ASKED,
    CSC,
    DAZ,
    FRIEND,
    HOUSING,
    POLICE,
    SCHOOL,
    a_node,
    a_period,
    a_person,
    an_edge,
    family_network,
)

MANY = 71
TOLD = ((CSC,), (POLICE,), (HOUSING, POLICE), (CSC, SCHOOL))
FAMILY = ("parent", "step parent", "grandparent", "sibling", "half sibling")


def busy_network() -> Network:
    """The family with 71 events: most of Tessa alone or with Joan, one of a person known from events only."""
    plain = family_network()
    events, parts = [], []
    for number in range(1, MANY + 1):
        event = f"busy-{number:02}"
        day = f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}"
        events.append(Node(event, "event", f"Seen, {day}", agency=SCHOOL))
        people = ["tessa"] if number % 2 else ["tessa", "joan"]
        people += ["visitor"] if number in {10, 12} else []
        parts += [
            an_edge(f"b{number:02}-{who}", who, event, LinkKind.EVENT, "child", SCHOOL, valid=a_period(day, day))
            for who in people
        ]
    visitor = replace(FRIEND, id="visitor", display_name="Daz", names=("Daz",))
    return replace(
        plain,
        nodes=tuple(sorted((*plain.nodes, *events, a_node(visitor)), key=lambda node: node.id)),
        edges=tuple(sorted((*plain.edges, *parts), key=lambda edge: edge.id)),
    )


def shuffled(network: Network, seed: int) -> Network:
    """The same network in another order."""
    order = random.Random(seed)
    nodes, edges = list(network.nodes), list(network.edges)
    order.shuffle(nodes)
    order.shuffle(edges)
    return replace(network, nodes=tuple(nodes), edges=tuple(edges))


def a_network(nodes: tuple[Node, ...], *edges: Edge) -> Network:
    """A network of just these."""
    return Network(ASKED, nodes, edges)


def with_someone(network: Network, person_id: str, *edges: Edge) -> Network:
    """The network with one more person in it."""
    node = a_node(replace(DAZ, id=person_id, display_name=f"NEW, {person_id}"))
    return replace(network, nodes=(*network.nodes, node), edges=(*network.edges, *edges))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Small networks of every kind of node and link; the first person is `p0`."""
    people = [f"p{number}" for number in range(draw(st.integers(1, 7)))]
    homes = [f"h{number}" for number in range(draw(st.integers(0, 2)))]
    events = [f"v{number}" for number in range(draw(st.integers(0, 5)))]
    workers = [f"w{number}" for number in range(draw(st.integers(0, 2)))]
    nodes = [
        a_node(
            a_person(
                one,
                draw(st.sampled_from(["Ash Vane", "Bo Quarrington-Fitzwilliam", "", "Daz"])),
                is_child=draw(st.booleans()),
                identified=draw(st.booleans()),
                date_of_birth=draw(st.sampled_from([None, "1980", "2012-04", "2015-01-02"])),
            ),
            *draw(st.sampled_from([(), ("Not in any assessment",)])),
        )
        for one in people
    ]
    nodes += [Node(home, "household", f"{number} Elm Road, Eastvale") for number, home in enumerate(homes, 1)]
    nodes += [Node(event, "event", "Seen, 2023-05-03") for event in events]
    nodes += [Node(worker, "professional", f"Worker {worker}") for worker in workers]
    return Network(ASKED, tuple(nodes), tuple(_some_edges(draw, people, homes, events, workers)))


def _some_edges(
    draw: st.DrawFn, people: list[str], homes: list[str], events: list[str], workers: list[str]
) -> list[Edge]:
    wanted: list[tuple[str, str, LinkKind, str]] = []
    if len(people) > 1:
        pairs = st.lists(st.lists(st.sampled_from(people), min_size=2, max_size=2, unique=True), max_size=8)
        for one, other in draw(pairs):
            kind = draw(st.sampled_from([LinkKind.FAMILY, LinkKind.PARTNER]))
            label = draw(st.sampled_from(FAMILY)) if kind is LinkKind.FAMILY else "partner"
            wanted.append((one, other, kind, label))
    for places, kind, labels in (
        (homes, LinkKind.LIVES_WITH, ("resident", "overnight", "frequent visitor")),
        (events, LinkKind.EVENT, ("child", "present")),
    ):
        if places:
            for person, place in draw(
                st.lists(st.tuples(st.sampled_from(people), st.sampled_from(places)), max_size=12, unique=True)
            ):
                wanted.append((person, place, kind, draw(st.sampled_from(labels))))
    wanted += [(worker, draw(st.sampled_from(people)), LinkKind.PROFESSIONAL, "lead") for worker in workers]
    return [
        an_edge(f"e{number:02}", one, other, kind, label, *draw(st.sampled_from(TOLD)))
        for number, (one, other, kind, label) in enumerate(wanted)
    ]
