"""`network` and `path`: who lives with, is related to, cares for or met a person, as of the dates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from graph.analysis.paths import shortest_path
from graph.errors import BadInput
from graph.family.adults import adults_around
from graph.family.circle import circle_of, circle_seeds
from graph.family.kinship import event_claim
from graph.family.people import individual
from graph.model.answers import AdultState, Blank
from graph.model.case import Case
from graph.model.claims import ClaimKind
from graph.model.network import LinkKind, Network, Node
from graph.questions.adults import AROUND_STEPS
from graph.questions.links import EVERY_KIND, Link, links_of, tell_edge
from graph.questions.reaching import Asked, nearest, node_kind, reach, tell_expanded
from graph.questions.reading import BY_CONTACT, ONWARD, Reading
from graph.questions.telling import Telling
from graph.questions.wording import words
from graph.store.port import Step

MOST_HOPS = 2
MOST_PATH = 8
_NOT_ASSESSED = frozenset({AdultState.HIDDEN, AdultState.KNOWN_NOT_ASSESSED})
# Who is around the outermost people: so that what the network leads on to is counted whole.
LEADING_ON = (ONWARD, ONWARD)
OPENED_STEPS = (ONWARD, ONWARD, *LEADING_ON)


def find_network(
    reading: Reading,
    around: str,
    hops: int = 1,
    kinds: Sequence[LinkKind] | None = None,
    opened: Sequence[str] | None = None,
) -> Network | None:
    """The network around a person, or None when there is no such person or none the caller may know of.

    `opened`: people round whom it goes a step further; given at all, the answer counts what it leads on to. Anybody among
    them who is not reached is passed over.
    """
    first = reading.fetch((around,), (*steps_of(hops), *(LEADING_ON if opened is not None else ())))
    case = reading.case(first)
    centre = case.entity(around)
    if not case.descriptions(centre, ClaimKind.PERSON) or not reading.may_ask_about(case, centre):
        return None
    # What says who was assessed lies beyond the network of a child itself.
    is_child = individual(case, centre).is_child_on(case.dates.as_of)
    circle = circle_seeds(circle_of(case, centre, everyone=True), case) if is_child else ()
    if circle or opened:
        steps = _either(AROUND_STEPS if circle else (), OPENED_STEPS if opened else ())
        case = reading.case(first, reading.fetch(sorted({*circle, *(opened or ())}), steps))
    every = links_of(case)
    asked = Asked(centre, hops, frozenset(kinds) if kinds else EVERY_KIND, tuple(map(case.entity, opened or ())))
    nodes = reach(case, every, asked).nodes
    case = _about(case, {one for one in asked.opened if one not in nodes} - set(map(case.entity, circle)))
    told = _tell(reading, case, centre, [link for link in every if link.kind in asked.kinds], nodes)
    return told if opened is None else replace(told, expanded=tell_expanded(case, every, asked, told))


def _either(some: Sequence[Step], others: Sequence[Step]) -> tuple[Step, ...]:
    """Steps that go wherever one or the other goes."""
    nowhere = Step(frozenset(), frozenset())
    pairs = zip_longest(some, others, fillvalue=nowhere)
    return tuple(Step(one.along | other.along, one.to | other.to) for one, other in pairs)


def _about(case: Case, unseen: Collection[str]) -> Case:
    """The case without what is withheld about those opened who are not shown: an address may name anybody."""
    if not unseen:
        return case
    return replace(
        case, withheld_people=tuple(one for one in case.withheld_people if case.entity(one[1]) not in unseen)
    )


def steps_of(hops: int) -> tuple[Step, ...]:
    """The walk of one or two hops. Raises BadInput for another number.

    Workers are named on the claims about whom it reaches; it does not go to them, whose other families are many.
    """
    if not 1 <= hops <= MOST_HOPS:
        raise BadInput("hops", f"is from 1 to {MOST_HOPS}")
    return (BY_CONTACT, BY_CONTACT, ONWARD, ONWARD)[: hops + 2]


def find_path(reading: Reading, start_id: str, end_id: str, longest: int = 6) -> Network | None:
    """One shortest path between two people as a network; no path is a network of the two and a blank saying so."""
    if not 1 <= longest <= MOST_PATH:
        raise BadInput("maxLength", f"is from 1 to {MOST_PATH}")
    case = reading.case(
        reading.fetch((start_id,), (ONWARD, ONWARD, ONWARD, ONWARD)),
        reading.fetch((end_id,), (ONWARD, ONWARD, ONWARD, ONWARD)),
    )
    start, end = case.entity(start_id), case.entity(end_id)
    for person in (start, end):
        if not case.descriptions(person, ClaimKind.PERSON) or not reading.may_ask_about(case, person):
            return None
    links = links_of(case, EVERY_KIND - {LinkKind.PROFESSIONAL})
    path = shortest_path(((link.source, link.target) for link in links), start, end, longest)
    steps = {frozenset(pair) for pair in pairwise(path)}
    chosen = [link for link in links if frozenset({link.source, link.target}) in steps]
    return _tell(reading, case, start, chosen, {*path, start, end})


def _tell(reading: Reading, case: Case, centre: str, links: Sequence[Link], nodes: Collection[str]) -> Network:
    telling = reading.telling(case)
    kept = nearest(case, links, set(nodes), centre)
    shown = [link for link in links if {link.source, link.target} <= kept]
    badges = _badges(case, centre)
    blanks: tuple[Blank, ...] = telling.withheld()
    told = [_tell_node(telling, node, badges) for node in sorted(kept)]
    reading.show(*(node.id for node in told if node.kind == "person"))
    left_out = len(nodes) - len(kept)
    more = (f"{left_out} more people and places: choose one kind of link, or fewer steps",) if left_out else ()
    return Network(
        telling.asked(blanks),
        tuple(told),
        tuple(tell_edge(telling, link) for link in shown),
        bool(left_out),
        more,
        blanks,
    )


def _badges(case: Case, centre: str) -> dict[str, tuple[str, ...]]:
    """Words beside adults: in no assessment, not identified. Only around a child."""
    if not individual(case, centre).is_child_on(case.dates.as_of):
        return {}
    found = adults_around(case, centre)
    badges: dict[str, tuple[str, ...]] = {}
    for adult in found.adults:
        if adult.state in _NOT_ASSESSED:
            badges[adult.person.id] = ("Not in any assessment",)
        elif adult.state is AdultState.UNIDENTIFIED:
            badges[adult.person.id] = ("Not identified",)
        elif adult.state is AdultState.CANNOT_BE_DETERMINED:
            badges[adult.person.id] = ("Assessments not loaded",)
    return badges


def _tell_node(telling: Telling, node: str, badges: dict[str, tuple[str, ...]]) -> Node:
    kind = node_kind(telling.case, node)
    match kind:
        case "person":
            person = telling.person(node)
            return Node(node, kind, person.display_name, person=person, badges=badges.get(node, ()))
        case "household":
            household = telling.household(node)
            return Node(node, kind, household.label, household=household)
        case "event":
            described = event_claim(telling.case, node)
            label = words(described.value("type"), "event").capitalize() if described else "Event"
            agency = telling.agency(described.agency) if described else None
            when = f", {described.valid.start}" if described and described.valid.start else ""
            return Node(node, kind, f"{label}{when}", agency=agency)
        case "professional":
            return Node(node, kind, telling.name_of(node))
    return Node(node, kind, "Shared phone, email or vehicle")
