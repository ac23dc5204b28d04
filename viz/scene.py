"""What is drawn of a network, and what the lists beside the drawing say: one view model for both (screens.md §1)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.model.answers import PersonAnswer
from graph.model.network import Edge, Network, Node
from graph.model.people import Agency
from viz.gathering import Gathered, Happening, Together, event_of, gather, other_end
from viz.homes import homes_of
from viz.keeping import kept_layouts
from viz.labels import (
    ADDRESS_LINES,
    MARK_TEXT,
    PLAIN_STAYS,
    alone,
    badge_lines,
    counted,
    initials_of,
    name_lines,
    room,
    short_lines,
)
from viz.lines import Line, Link, draw_lines
from viz.marking import UNMARKED, Change, Marks, Tally, tally
from viz.naming import age_of, holders_of, link_says, name_of, names_in, part_says, said_by, shares_says
from viz.placing import Area, Ground, Spot, made_of, place
from viz.standing import doubts, is_over
from viz.style import DETAILS, EVENT, HOUSEHOLD, LINKS, PERSON, Shape, code_of, place_word, shape_of, size_of, word_of

DRAWN_AT_MOST = 150
NOT_IDENTIFIED = "Not identified"
_KINDS = {kind: place for place, kind in enumerate(LINKS)}


@dataclass(frozen=True, slots=True)
class Item:
    """A person or a place: in the drawing at `spot` with `under` below it, in the list under `anchor`."""

    id: str
    anchor: str
    kind: str
    label: str
    says: str
    under: tuple[str, ...]
    badges: tuple[str, ...]
    shape: Shape
    size: int
    spot: Spot
    person: PersonAnswer | None
    is_focus: bool
    has_died: bool
    is_unidentified: bool
    change: Change | None = None
    is_on_way: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """An event as the list has it: never drawn by itself. `parts` say who was in it."""

    id: str
    anchor: str
    happening: Happening
    parts: tuple[Link, ...]
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people and the events both were in, as one count."""

    id: str
    anchor: str
    says: str
    together: Together
    events: tuple[Event, ...]
    step: int = 0

    @property
    def tally(self) -> Tally:
        """How many of the events are new or gone."""
        return tally(event.change for event in self.events)

    @property
    def change(self) -> Change | None:
        """What became of the two being in events together: new or gone where all of it is."""
        changes = {event.change for event in self.events}
        return next(iter(changes)) if len(changes) == 1 else None


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything drawn and listed.

    Listed: people, places, links, events with their parts, pairs. Drawn: people, places, lines, areas; a link whose
    person stands inside the outline of that household is the outline. `initials` explains the letters on thin lines.
    """

    around: str
    people: tuple[Item, ...]
    places: tuple[Item, ...]
    links: tuple[Link, ...]
    events: tuple[Event, ...]
    pairs: tuple[Pair, ...]
    lines: tuple[Line, ...]
    outlined: frozenset[str]
    areas: tuple[Area, ...]
    initials: Mapping[str, str]
    is_compared: bool = False

    @property
    def can_be_drawn(self) -> bool:
        """Whether it is small enough for a drawing anybody could read."""
        return len(self.people) <= DRAWN_AT_MOST

    @property
    def has_way(self) -> bool:
        """Whether a way from one person to another is drawn."""
        return any(item.is_on_way for item in self.people)

    @property
    def parts(self) -> tuple[Link, ...]:
        """Who was in which event."""
        return tuple(part for event in self.events for part in event.parts)


def make_scene(network: Network, around: str, marks: Marks = UNMARKED) -> Scene:
    """What is drawn of a network around a person; `around` is the id of one of its people. Any order of input, one scene."""
    names = names_in(network)
    initials = initials_of(_agencies(network))
    gathered = gather(network, around, marks.joined)
    homes = homes_of(network, marks.gone)
    outlined = frozenset(edge.id for _, edge in homes.values() if edge.id not in marks.steps)
    links = _links(network, names, marks)
    items, areas = _items(network, around, _Facts(gathered, homes, initials, names, marks))
    events = _events(gathered, names, marks, first=len(links) + 1)
    pairs = _pairs(gathered, events, names, marks)
    drawn = tuple(link for link in links if link.edge.id not in outlined)
    lines = draw_lines(items, drawn, pairs, initials, network.asked.as_of)
    return Scene(
        around=around,
        people=tuple(item for item in items if item.kind == PERSON),
        places=tuple(item for item in items if item.kind != PERSON),
        links=links,
        events=events,
        pairs=pairs,
        lines=lines,
        outlined=outlined,
        areas=areas,
        initials=_spelt_out(initials, items, lines),
        is_compared=marks.is_compared,
    )


def _agencies(network: Network) -> Iterator[Agency]:
    """Whoever says anything that is drawn."""
    for edge in network.edges:
        yield from edge.agencies
    for node in network.nodes:
        if node.person is not None:
            yield from (record.agency for record in node.person.records)


def links_by_end(scene: Scene) -> dict[str, list[Link]]:
    """id → the links of a person, place or event, in their order."""
    found: dict[str, list[Link]] = defaultdict(list)
    for id_ in (thing.id for group in (scene.people, scene.places, scene.events) for thing in group):
        found[id_] = []
    for link in (*scene.links, *scene.parts):
        for end in dict.fromkeys((link.edge.source, link.edge.target)):
            found[end].append(link)
    return dict(found)


def links_beside(scene: Scene) -> dict[str, list[Link]]:
    """id of a link → the other links between the same two: what else is said of them."""
    between: dict[frozenset[str], list[Link]] = defaultdict(list)
    for link in (*scene.links, *scene.parts):
        between[frozenset((link.edge.source, link.edge.target))].append(link)
    return {link.id: [other for other in group if other is not link] for group in between.values() for link in group}


def pairs_by_link(scene: Scene) -> dict[str, Pair | None]:
    """id of a link → the events its two ends share."""
    pairs = {frozenset(pair.together.pair): pair for pair in scene.pairs}
    return {link.id: pairs.get(frozenset((link.edge.source, link.edge.target))) for link in scene.links}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is said under a symbol beside the name."""

    gathered: Gathered
    homes: Mapping[str, tuple[str, Edge]]
    initials: Mapping[str, str]
    names: Mapping[str, str]
    marks: Marks

    def home_of(self, person: str) -> str | None:
        """The household somebody is drawn in."""
        return self.homes[person][0] if person in self.homes else None


def _spelt_out(initials: Mapping[str, str], items: Iterable[Item], lines: Iterable[Line]) -> dict[str, str]:
    """The letters that stand in the drawing, for its key."""
    written = " ".join(text for drawn in (*(i.under for i in items), *(line.words for line in lines)) for text in drawn)
    used = set(re.findall(r"\w+", written))
    return {name: letters for name, letters in sorted(initials.items()) if letters in used}


def _links(network: Network, names: Mapping[str, str], marks: Marks) -> tuple[Link, ...]:
    """Every link between people and places, by kind, then as it reads."""
    nodes = {node.id: node for node in network.nodes}
    day = network.asked.as_of
    drawn = [
        edge
        for edge in network.edges
        if edge.source in names and edge.target in names and event_of(edge, nodes) is None
    ]

    def says(edge: Edge) -> str:
        if nodes[edge.target].kind in DETAILS:
            others = [names[other] for other in holders_of(edge.target, drawn) if other != edge.source]
            return shares_says(names[edge.source], sorted(others))
        over = edge.id in marks.gone or is_over(edge, day)
        return link_says(edge, names[edge.source], names[edge.target], over=over)

    found = [(says(edge), edge) for edge in drawn]
    found.sort(key=lambda said: (_KINDS[said[1].kind], said[0].casefold(), said[1].id))
    return tuple(
        Link(edge.id, f"link-{number}", edge, said, marks.changes.get(edge.id), marks.steps.get(edge.id, 0))
        for number, (said, edge) in enumerate(found, 1)
    )


def _events(gathered: Gathered, names: Mapping[str, str], marks: Marks, first: int) -> tuple[Event, ...]:
    events, number = [], first
    for place_, happening in enumerate(gathered.events, 1):
        parts = []
        for edge in happening.parts:
            says = part_says(edge, names[other_end(edge, happening.node.id)], happening)
            change, step = marks.changes.get(edge.id), marks.steps.get(edge.id, 0)
            parts.append(Link(edge.id, f"link-{number}", edge, says, change, step))
            number += 1
        event = happening.node.id
        events.append(Event(event, f"event-{place_}", happening, tuple(parts), marks.changes.get(event)))
    return tuple(events)


def _pairs(gathered: Gathered, events: Iterable[Event], names: Mapping[str, str], marks: Marks) -> tuple[Pair, ...]:
    """Those with most events first."""
    of = {event.id: event for event in events}
    found = []
    for together in gathered.together:
        one, other = sorted((names[end], end) for end in together.pair)
        says = f"\u2068{one[0]}\u2069 and \u2068{other[0]}\u2069: {counted(len(together.events), 'event')} together"
        found.append((says, together))
    found.sort(key=lambda said: (-len(said[1].events), said[0].casefold(), said[1].id))
    return tuple(
        _pair(f"pair-{number}", says, together, [of[event.node.id] for event in together.events], marks)
        for number, (says, together) in enumerate(found, 1)
    )


def _pair(anchor: str, says: str, together: Together, events: Sequence[Event], marks: Marks) -> Pair:
    """Two people, and which step of the way leads by an event of theirs."""
    steps = (part.step for event in events for part in event.parts if part.step)
    step = marks.step_of(*together.pair)
    return Pair(together.id, anchor, says, together, tuple(events), step if step and step in steps else 0)


def _items(network: Network, around: str, facts: _Facts) -> tuple[tuple[Item, ...], tuple[Area, ...]]:
    """People: whom this is about, those in the same home, the rest by name. Places by kind and name. And the outlines."""

    def order(node: Node) -> tuple[object, ...]:
        elsewhere = facts.home_of(around) is None or facts.home_of(node.id) != facts.home_of(around)
        by_kind = (node.kind != PERSON, node.kind != HOUSEHOLD, node.kind)
        return (*by_kind, node.id != around, elsewhere, name_of(node).casefold(), node.id)

    nodes = sorted((node for node in network.nodes if node.kind != EVENT), key=order)
    under = {node.id: _under(node, facts, network.asked.as_of) for node in nodes}
    below = {id_: room(lines, MARK_TEXT)[1] for id_, lines in under.items()}
    ground = Ground(below, facts.marks.gone, _waves(network, facts.marks))
    placed = kept_layouts().once(made_of(network, around, ground), lambda: place(network, around, ground))
    items = tuple(
        replace(
            _item(_listed_as(node, facts.names), number, placed.spots[node.id], under[node.id], node.id == around),
            change=facts.marks.changes.get(node.id),
            is_on_way=node.id in facts.marks.way,
        )
        for number, node in enumerate(nodes, 1)
    )
    return items, placed.areas


def _waves(network: Network, marks: Marks) -> dict[str, int]:
    """Who came when: with whom the network was opened around, in that order; last, for a comparison or a way alone."""
    brought = network.expanded.brought if network.expanded else ()
    waves = {node: number for number, nodes in enumerate(brought, 1) for node in nodes}
    return waves | dict.fromkeys(marks.late, len(brought) + 1)


def _listed_as(node: Node, names: Mapping[str, str]) -> Node:
    """A contact detail is listed with whose it is; in the drawing its lines say so."""
    return replace(node, label=names[node.id]) if node.kind in DETAILS else node


def _item(node: Node, number: int, spot: Spot, under: tuple[str, ...], is_focus: bool) -> Item:
    person = node.person
    return Item(
        id=node.id,
        anchor=f"thing-{number}",
        kind=node.kind,
        label=name_of(node),
        says=", ".join((*(("whom this is about",) if is_focus else ()), _says_of(node))),
        under=under,
        badges=node.badges,
        shape=shape_of(node),
        size=size_of(node),
        spot=spot,
        person=person,
        is_focus=is_focus,
        has_died=person is not None and bool(person.date_of_death),
        is_unidentified=person is not None and not person.identified,
    )


def _under(node: Node, facts: _Facts, day: date) -> tuple[str, ...]:
    """The lines under a symbol: name, age, what is to be known of their living here, events with nobody else, badges."""
    change = facts.marks.changes.get(node.id)
    changed = badge_lines((str(change),)) if change else ()
    if node.kind != PERSON:
        return (*name_lines(name_of(node), ADDRESS_LINES), *changed)
    names = name_lines(name_of(node))
    said = [age_of(node.person)]
    if node.person is not None and node.person.records and not node.person.identified:
        said = [f"said by {', '.join(facts.initials[name] for name in said_by(node.person))}"]
    if node.person is not None and not node.person.identified and NOT_IDENTIFIED not in node.badges:
        said.append(NOT_IDENTIFIED.lower())
    stay = facts.homes.get(node.id)
    if stay is not None:
        said += _stay_lines(stay[1], facts.initials, day)
        if change is None and stay[1].id in facts.marks.changes:
            said.append(f"{facts.marks.changes[stay[1].id]} here")
    by_themselves = facts.gathered.alone.get(node.id, 0)
    if by_themselves:
        said.append(f"{by_themselves} more {'event' if by_themselves == 1 else 'events'}")
    return (*names, *(line for text in said for line in short_lines(text)), *badge_lines(node.badges), *changed)


def _stay_lines(edge: Edge, initials: Mapping[str, str], day: date) -> list[str]:
    """Nothing for whoever simply lives here, as two agencies say."""
    role = "" if code_of(edge) in PLAIN_STAYS else word_of(edge)
    against = doubts(edge, day)
    letters = alone(edge.agencies, initials)
    if not (role or against or letters):
        return []
    return [f"{role or 'lives'} here{letters}", *against]


def _says_of(node: Node) -> str:
    if node.kind != PERSON or node.person is None:
        return place_word(node.kind)
    agencies = () if node.person.identified else tuple(said_by(node.person))
    return ", ".join((age_of(node.person), *((f"said by {' and '.join(agencies)}",) if agencies else ())))
