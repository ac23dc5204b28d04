"""Networks for the drawing's tests: a family with many events, and small random ones."""

from __future__ import annotations

import math
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
from viz.placing import place
from viz.style import HOUSEHOLD, PERSON

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


def made_up(seed: int, people: int) -> Network:
    """A network of so many people in families, partnerships and homes; the first is `p000`."""
    dice = random.Random(seed)
    ids = [f"p{number:03}" for number in range(people)]
    nodes = [
        a_node(
            a_person(
                one,
                f"Person {place} {dice.choice(['Vane', 'Hobbs', 'Quarrington'])}",
                is_child=dice.random() < 0.4,
                date_of_birth=str(dice.randint(1950, 2020)),
            )
        )
        for place, one in enumerate(ids)
    ]
    homes = [Node(f"h{number}", "household", f"{number} Elm Road") for number in range(max(people // 4, 1))]
    wanted = [(ids[dice.randrange(max(0, place - 8), place)], ids[place]) for place in range(1, people)]
    wanted += [(one, other) for one, other in (dice.sample(ids, 2) for _ in range(people // 3))]
    edges = [
        an_edge(f"e{number:04}", one, other, *dice.choice(KINDS), dice.choice([CSC, POLICE]))
        for number, (one, other) in enumerate(wanted)
    ]
    edges += [
        an_edge(f"l{number:04}", one, dice.choice(homes).id, LinkKind.LIVES_WITH, "resident")
        for number, one in enumerate(ids)
        if dice.random() < 0.7
    ]
    return Network(ASKED, (*nodes, *homes), tuple(edges))


KINDS = (
    (LinkKind.FAMILY, "parent"),
    (LinkKind.FAMILY, "sibling"),
    (LinkKind.PARTNER, "partner"),
    (LinkKind.OTHER, "friend"),
)


def moved_by_one_more(network: Network, seed: int) -> float:
    """How far one more person moves the others, on average, as a part of the drawing's diagonal."""
    dice = random.Random(seed)
    people = [node.id for node in network.nodes if node.kind == PERSON]
    joins = [an_edge("zz1", "zz", dice.choice(people), *dice.choice(KINDS))]
    if dice.random() < 0.4:
        home = dice.choice([node.id for node in network.nodes if node.kind == HOUSEHOLD])
        joins.append(an_edge("zz2", "zz", home, LinkKind.LIVES_WITH, "resident"))
    before = place(network, people[0]).spots
    after = place(with_someone(network, "zz", *joins), people[0]).spots
    xs, ys = [spot.x for spot in before.values()], [spot.y for spot in before.values()]
    diagonal = math.hypot(max(xs) - min(xs), max(ys) - min(ys)) or 1
    moves = [math.hypot(after[one].x - spot.x, after[one].y - spot.y) for one, spot in before.items()]
    return sum(moves) / len(moves) / diagonal
