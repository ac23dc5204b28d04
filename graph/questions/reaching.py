"""Who and what a network reaches: around its centre, around those it was opened around, and what it leads on to. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.model.case import Case
from graph.model.claims import ClaimKind, Role
from graph.model.network import Expanded, Further, LinkKind, Network
from graph.questions.links import EVERY_KIND, Link, neighbours

MOST_PEOPLE, MOST_NODES = 200, 500
PERSON = "person"
_PASSED_THROUGH = frozenset({"household", "event", "contact detail"})
_KINDS: Mapping[ClaimKind, str] = {
    ClaimKind.PERSON: PERSON,
    ClaimKind.HOUSEHOLD: "household",
    ClaimKind.EVENT: "event",
    ClaimKind.PROFESSIONAL: "professional",
}
# Phones and workers are told of those nearest only: what somebody further out shares would not be whole.
LED_ON_BY = EVERY_KIND - {LinkKind.CONTACT_DETAIL, LinkKind.PROFESSIONAL}


@dataclass(frozen=True, slots=True)
class Asked:
    """How far a network is to go: around whom, how many steps, along which kinds, and whom to open."""

    centre: str
    hops: int
    kinds: frozenset[LinkKind]
    opened: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """Who and what is reached, and whom of those to be opened that took in, with what each brought."""

    nodes: frozenset[str]
    opened: tuple[str, ...]
    brought: tuple[tuple[str, ...], ...]


def reach(case: Case, links: Iterable[Link], asked: Asked) -> Reached:
    """Everyone around the centre, and one step around everyone opened who is reached, in whatever order they are named."""
    links = [link for link in links if link.kind in asked.kinds]
    nodes = within(case, links, asked.centre, asked.hops)
    near = _leading_on(links)
    waiting = [one for one in dict.fromkeys(asked.opened) if one != asked.centre]
    taken: dict[str, tuple[str, ...]] = {}
    while ready := [one for one in waiting if one in nodes and one not in taken and node_kind(case, one) == PERSON]:
        for one in ready:
            more = _around(case, near, one, 1) - nodes
            nodes |= more
            taken[one] = tuple(sorted(more))
    opened = tuple(one for one in waiting if one in taken)
    return Reached(frozenset(nodes), opened, tuple(taken[one] for one in opened))


def tell_expanded(case: Case, links: Sequence[Link], asked: Asked, told: Network) -> Expanded:
    """Whom a network was opened around, how many more people are around each other person it shows, links by kind."""
    reached = reach(case, links, asked)
    shown = {node.id for node in told.nodes}
    near = _leading_on(link for link in links if link.kind in asked.kinds)
    people = [node.id for node in told.nodes if node.kind == PERSON]
    more = {
        one: sum(node_kind(case, other) == PERSON for other in _around(case, near, one, 1) - shown)
        for one in people
        if one not in {asked.centre, *reached.opened}
    }
    further = tuple(Further(one, count) for one, count in more.items() if count)
    return Expanded(reached.opened, reached.brought, further, tuple(_counted(case, links, asked)))


def _counted(case: Case, links: Sequence[Link], asked: Asked) -> Iterable[tuple[LinkKind, int]]:
    """How many links of a kind would be shown with it, events by themselves and not by who was in them."""
    for kind in LinkKind:
        nodes = reach(case, links, replace(asked, kinds=asked.kinds | {kind})).nodes
        held = [link for link in links if link.kind is kind and {link.source, link.target} <= nodes]
        yield kind, len({link.target for link in held} if kind is LinkKind.EVENT else held)


def within(case: Case, links: Iterable[Link], centre: str, hops: int) -> set[str]:
    """Everyone within so many hops; a household, event or detail between two people is passed through, not counted."""
    return _around(case, neighbours(links), centre, hops)


def _leading_on(links: Iterable[Link]) -> Mapping[str, frozenset[str]]:
    return neighbours(link for link in links if link.kind in LED_ON_BY)


def _around(case: Case, near: Mapping[str, Collection[str]], centre: str, hops: int) -> set[str]:
    reached, frontier = {centre}, {centre}
    for _ in range(hops):
        direct = {node for one in frontier for node in near.get(one, ())}
        passed = {node for node in direct if node_kind(case, node) in _PASSED_THROUGH}
        beyond = {node for one in passed for node in near.get(one, ())}
        frontier = {node for node in (direct | beyond) - reached if node_kind(case, node) == PERSON}
        reached |= direct | beyond
    return reached


def nearest(case: Case, links: Sequence[Link], nodes: set[str], centre: str) -> set[str]:
    """As many as an answer holds, those nearest the centre first."""
    if len(nodes) <= MOST_PEOPLE:
        return nodes
    near = neighbours(links)
    order, seen = [centre], {centre}
    for one in order:
        for node in sorted(near.get(one, frozenset()) & nodes - seen):
            seen.add(node)
            order.append(node)
    people = [place for place, node in enumerate(order) if node_kind(case, node) == PERSON]
    first_too_many = people[MOST_PEOPLE] if len(people) > MOST_PEOPLE else len(order)
    return set(order[: min(first_too_many, MOST_NODES)])


def node_kind(case: Case, node: str) -> str:
    """What a node of a network is, in a word."""
    return case.once(("node kind", node), lambda: _kind_of(case, node))


def _kind_of(case: Case, node: str) -> str:
    about = case.all_about(node)
    for claim in about:
        if case.entity(claim.record_id) == node:
            return _KINDS.get(claim.kind, PERSON)
    # Somebody whose own row was not recorded by then, known from what they did.
    if any(case.entity_at(claim, Role.PROFESSIONAL) == node for claim in about):
        return _KINDS[ClaimKind.PROFESSIONAL]
    return "contact detail" if node.startswith("d") else PERSON
