"""Made-up networks of a given size, for measuring how they are laid out and drawn."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

from graph.model.answers import AskedAnswer, PeriodAnswer, PersonAnswer
from graph.model.network import Edge, LinkKind, Network, Node
from graph.model.people import Agency

CENTRE = "p0000"
AT_HOME = 0.7
_AGENCIES = tuple(Agency(name.lower(), f"Vale {name}", "other") for name in ("Police", "Housing", "School"))
_NOW = datetime(2024, 4, 2, tzinfo=UTC)
_ASKED = AskedAnswer(date(2024, 3, 31), _NOW, _AGENCIES, None, _NOW)
_KINDS = (
    (LinkKind.FAMILY, "parent"),
    (LinkKind.FAMILY, "sibling"),
    (LinkKind.PARTNER, "partner"),
    (LinkKind.OTHER, "friend"),
)


def made_network(nodes: int, seed: int = 1) -> Network:
    """So many people and households: families, partners, friends, a home for seven in ten. The centre is `p0000`."""
    dice = random.Random(seed)  # noqa: S311 - made-up people from a seed
    homes = [Node(f"h{number:04}", "household", f"{number} Elm Road") for number in range(nodes // 5)]
    people = [_person(number, dice) for number in range(nodes - len(homes))]
    wanted = [(dice.randrange(max(0, place - 8), place), place) for place in range(1, len(people))]
    wanted += [(one, other) for one, other in (dice.sample(range(len(people)), 2) for _ in range(len(people) // 3))]
    edges = [
        _edge(f"e{number:05}", people[one].id, people[other].id, dice.choice(_KINDS), dice)
        for number, (one, other) in enumerate(wanted)
    ]
    edges += [
        _edge(f"l{number:05}", one.id, dice.choice(homes).id, (LinkKind.LIVES_WITH, "resident"), dice)
        for number, one in enumerate(people)
        if dice.random() < AT_HOME
    ]
    return Network(_ASKED, (*people, *homes), tuple(edges))


def with_one_more(network: Network, seed: int) -> Network:
    """The network with somebody new beside one of its people."""
    dice = random.Random(seed)  # noqa: S311 - made-up people from a seed
    people = [node.id for node in network.nodes if node.kind == "person"]
    new = _person(dice.randrange(len(people)), dice, mark="x")
    edge = _edge("z", new.id, dice.choice(people), dice.choice(_KINDS), dice)
    return Network(network.asked, (*network.nodes, new), (*network.edges, edge))


def _person(number: int, dice: random.Random, mark: str = "") -> Node:
    born, id_ = dice.randint(1940, 2022), f"p{number:04}{mark}"
    name = f"{dice.choice(['Ada', 'Ben', 'Cal', 'Dot'])} {dice.choice(['Vane', 'Hobbs', 'Quarrington'])} {number}"
    person = PersonAnswer(
        id=id_,
        display_name=name,
        identified=True,
        is_child=born > 2006,  # noqa: PLR2004 - the children of the day the network is about
        date_of_birth=str(born),
        age=2024 - born,
        sex=dice.choice(["M", "F"]),
    )
    return Node(id_, "person", name, person=person)


def _edge(id_: str, source: str, target: str, what: tuple[LinkKind, str], dice: random.Random) -> Edge:
    told = tuple(dice.sample(_AGENCIES, dice.randint(1, 2)))
    return Edge(id_, source, target, *what, PeriodAnswer("2020", None, open=True), told, "asserted", ())
