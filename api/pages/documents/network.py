"""The household network, as a document: the drawing, and what the lists beside it say as tables."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import Request

from api.pages.asking import answer
from api.pages.dates import DatesAsked
from api.pages.documents.paper import EVIDENCE, Sources, Told, by_agencies
from api.pages.routes.network import read_reach
from api.pages.words import born, capital, happened, period, status
from graph.errors import BadInput
from graph.model.answers import PersonAnswer
from graph.model.network import Network
from viz.document import Picture, Row, Table
from viz.network_svg import alt_of, key_of, network_svg
from viz.scene import Event, Item, Scene, make_scene
from viz.summary import summary_of


def tell_network(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """The drawing where the page has one, and its people, places, pairs, links and events."""
    asked = request.query_params
    reach = read_reach(_whole_number(asked.get("hops", "1")), asked.getlist("kind"))
    found = answer(
        request, Network, "network", around=person_id, hops=reach.hops, kinds=reach.kinds or None, at=dates.at
    )
    person = answer(request, PersonAnswer, "person", id=person_id, at=dates.at) if found else None
    if found is None or person is None:
        return None
    scene = make_scene(found, person.id)
    sources = Sources()
    left_out = (f"Left out: {'; '.join(found.more)}.",) if found.more else ()
    pictures = (Picture(network_svg(scene), alt_of(scene), key_of(scene)),) if scene.can_be_drawn else ()
    too_many = () if pictures else (f"{len(scene.people)} people are too many to draw; the tables are whole.",)
    return Told(
        title="Household network",
        person=person,
        asked=found.asked,
        lead=(*left_out, *((summary_of(scene).replace(" below", ""),) if pictures else too_many)),
        tables=tuple(tables_of(scene, sources)),
        blanks=found.blanks,
        sources=sources,
        pictures=pictures,
        pairs=reach.pairs,
    )


def _whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise BadInput("hops", "must be a whole number")
    return int(text[:3])


def tables_of(scene: Scene, sources: Sources) -> Iterator[Table]:
    """A table for each list of the page, in its order."""
    yield Table("People", ("Name", "Born", "About", "Marked"), tuple(map(_person, scene.people)))
    if scene.places:
        places = tuple(Row((item.label, capital(item.says), "; ".join(item.badges))) for item in scene.places)
        yield Table("Households, services and contact details", ("Name", "What it is", "Marked"), places)
    if scene.pairs:
        pairs = tuple(
            Row((pair.says, by_agencies(agency.name for agency in pair.together.agencies))) for pair in scene.pairs
        )
        yield Table("Who was in events together", ("Who", "Said by"), pairs)
    links = tuple(
        sources.row(
            link.says,
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
    born_on = capital(born(item.person)) if item.person else ""
    about = (item.person.description or "") if item.person else ""
    whom = "whom this is about" if item.is_focus else ""
    return Row((item.label, born_on, "; ".join(text for text in (whom, about) if text), "; ".join(item.badges)))


def _event(event: Event, sources: Sources) -> Iterator[Row]:
    """One row an event: everybody who was in it."""
    agency = event.happening.node.agency
    when = happened(event.parts[0].edge.valid) if event.parts else "no day recorded"
    yield sources.row(
        event.happening.word,
        capital(when),
        agency.name if agency else "",
        "\n".join(part.says for part in event.parts),
        claims=[claim for part in event.parts for claim in part.edge.claims],
    )
