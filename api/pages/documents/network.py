"""The household network, as a document: the drawing, and what the lists beside it say as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fastapi import Request

from api.pages.dates import DatesAsked
from api.pages.documents.paper import EVIDENCE, Sources, Told, by_agencies
from api.pages.networks import AS_KNOWN_NOW, Way, read_reach
from api.pages.networks import Told as NetworkTold
from api.pages.networks import tell_network as ask_network
from api.pages.words import birth, capital, day, happened, listed, period, status
from viz.document import Picture, Row, Table
from viz.marking import Change
from viz.naming import names_in
from viz.network_svg import alt_of, key_of, network_svg
from viz.scene import Event, Item, Scene
from viz.style import LINKS
from viz.summary import changes_say, summary_of


def tell_network(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """The drawing where the page has one, and its people, places, pairs, links and events, in the state of the address."""
    told = ask_network(request, person_id, dates, read_reach(request.query_params))
    if told is None:
        return None
    scene, found = told.scene, told.found
    sources = Sources()
    pictures = (Picture(network_svg(scene), alt_of(scene), key_of(scene)),) if scene.can_be_drawn else ()
    return Told(
        title="Household network",
        person=told.person,
        asked=found.asked,
        lead=tuple(_lead(told)),
        tables=tuple(tables_of(scene, sources)),
        blanks=found.blanks,
        sources=sources,
        pictures=pictures,
        pairs=told.reach.pairs,
    )


def _lead(told: NetworkTold) -> Iterator[str]:
    """What is drawn, whom it was opened around, what it is compared with, how two people in it are connected."""
    scene, found, names = told.scene, told.found, names_in(told.found)
    if told.reach.kinds:
        yield f"Only these kinds of link were asked for: {listed([LINKS[kind].word for kind in told.reach.kinds])}."
    if found.more:
        yield f"Left out: {'; '.join(found.more)}."
    if scene.can_be_drawn:
        yield summary_of(scene).replace(" below", "")
    else:
        yield f"{len(scene.people)} people are too many to draw; the tables are whole."
    if told.reach.opened:
        yield f"Opened around {listed([names[one] for one in told.reach.opened])}."
    if told.before:
        known = "what is known now" if told.reach.known == AS_KNOWN_NOW else "what was known then"
        yield (
            f"{day(found.asked.as_of)} compared with {day(told.before.as_of)}, that day told by {known}. {changes_say(scene)}"
        )
    if told.way:
        yield _way(told.way, names)


def _way(way: Way, names: Mapping[str, str]) -> str:
    if way.source is None or way.target is None:
        return "Whether two people are connected was asked: one of them is nobody you may ask about."
    ends = f"{names.get(way.source.id, '')} and {names.get(way.target.id, '')}"
    if not way.steps:
        return f"No connection between {ends} of 6 links or fewer is on record for that day."
    passed = [names[way.steps[0].source], *(names[step.target] for step in way.steps)]
    return f"How {ends} are connected, step by step: {' – '.join(passed)}."


def tables_of(scene: Scene, sources: Sources) -> Iterator[Table]:
    """A table for each list of the page, in its order."""
    yield Table("People", ("Name", "Born", "About", "Marked"), tuple(map(_person, scene.people)))
    if scene.places:
        places = tuple(Row((item.label, capital(item.says), _marked(item))) for item in scene.places)
        yield Table("Households, services and contact details", ("Name", "What it is", "Marked"), places)
    if scene.pairs:
        pairs = tuple(
            Row((pair.says, by_agencies(agency.name for agency in pair.together.agencies))) for pair in scene.pairs
        )
        yield Table("Who was in events together", ("Who", "Said by"), pairs)
    links = tuple(
        sources.row(
            f"{f'Step {link.step}: ' if link.step else ''}{link.says}{_changed(link.change)}",
            capital(period(link.edge.valid)),
            capital(status(link.edge.status)),
            by_agencies(link.edge.agencies),
            claims=link.edge.claims,
        )
        for link in scene.links
    )
    yield Table("Links", ("What", "When", "How it stands", "Said by", EVIDENCE), links,
                "" if links else "None of the kinds shown.")  # fmt: skip
    if scene.events:
        events = tuple(row for event in scene.events for row in _event(event, sources))
        yield Table("Events, newest first", ("Event", "When", "Agency", "Who was in it", EVIDENCE), events)


def _person(item: Item) -> Row:
    born_on = capital(birth(item.person)) if item.person else ""
    about = (item.person.description or "") if item.person else ""
    whom = "whom this is about" if item.is_focus else ""
    return Row((item.label, born_on, "; ".join(text for text in (whom, about) if text), _marked(item)))


def _marked(item: Item) -> str:
    """Badges, and whether it is new or gone."""
    return "; ".join((*item.badges, *((str(item.change),) if item.change else ())))


def _changed(change: Change | None) -> str:
    return f" ({change})" if change else ""


def _event(event: Event, sources: Sources) -> Iterator[Row]:
    """One row an event: everybody who was in it."""
    agency = event.happening.node.agency
    when = happened(event.parts[0].edge.valid) if event.parts else "no day recorded"
    yield sources.row(
        f"{event.happening.word}{_changed(event.change)}",
        capital(when),
        agency.name if agency else "",
        "\n".join(part.says for part in event.parts),
        claims=[claim for part in event.parts for claim in part.edge.claims],
    )
