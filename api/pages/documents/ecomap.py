"""The ecomap, as a document: the drawing, and what the lists beside it say as tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi import Request

from api.pages.asking import answer
from api.pages.dates import DatesAsked
from api.pages.documents.paper import EVIDENCE, Sources, Told, by_agencies
from api.pages.sentences import said, service, silent_line
from api.pages.words import birth, capital, partial, period, person_name, plain
from graph.model.ecomap import Contacts, Ecomap, EcomapPerson, EcomapService
from viz.document import Picture, Row, Table
from viz.ecomap.key import key_of
from viz.ecomap.layout import draw
from viz.ecomap.svg import paint, summary_of
from viz.ecomap.view import Card, Sort, View, make_view
from viz.ecomap.wording import NO_HOME, NO_QUALITY
from viz.exports.letters import FONT
from viz.genogram.svg import FONT as FONT_OF_PAGES
from viz.legend import with_legend

_LINK = re.compile(r"<(/?)a\b[^>]*>")
HOMES = "Homes and who lives there"
COUNTED = (
    "A contact is an event on record with somebody of the household in it; for a person, with the child in it. "
    "Appointments not kept, changes of worker and what agencies told each other are no contacts."
)


def tell_ecomap(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """The drawing, homes with their members, services, people outside, and who is silent."""
    found = answer(request, Ecomap, "ecomap", child=person_id, window=dates.window, at=dates.at)
    if found is None:
        return None
    view = make_view(found)
    signs = [(sign.picture, sign.words) for sign in key_of(view)]
    drawing = with_legend(paint(view, draw(view)), signs, FONT_OF_PAGES)
    summary = summary_of(view).replace(" below", "")
    sources = Sources()
    return Told(
        title="Ecomap",
        person=found.child,
        asked=found.asked,
        lead=(summary, *_homes_say(view)),
        tables=tuple(_tables(view, sources)),
        blanks=found.blanks,
        sources=sources,
        pictures=(Picture(_for_file(drawing), f"Ecomap: {summary}", (f"{COUNTED} {NO_QUALITY}",)),),
    )


def _homes_say(view: View) -> Iterator[str]:
    homes = len(view.ecomap.homes)
    if homes > 1:
        yield f"Records of that day name {homes} homes of the child: the drawing has each."
    if not homes:
        yield f"{NO_HOME}. That does not say that the child lives nowhere."


def _for_file(svg: str) -> str:
    """The drawing without links, which lead nowhere in a file, and in the font of files."""
    return _LINK.sub(r"<\1g>", svg).replace(FONT_OF_PAGES, f"{FONT}, {FONT_OF_PAGES}")


def _tables(view: View, sources: Sources) -> Iterator[Table]:
    homes = tuple(
        sources.row(place.label, person_name(member.entry.person), capital(plain(member.role)), claims=member.claims)
        for place in view.places
        for member in (place.home.members if place.home else ())
    )
    yield Table(HOMES, ("Home", "Who", "As", EVIDENCE), homes,
                "" if homes else "No agency here recorded where the child lives on that day.")  # fmt: skip
    services = tuple(_service(card, held, sources) for card in view.of_sort(Sort.SERVICE) if (held := card.service))
    none = "" if services else "No agency here has anything on record of this household in the stretch looked at."
    yield Table("Services", ("Service", "How it stands", "Contacts", "Of whom", EVIDENCE), services, none)
    parts = tuple(row for card in view.of_sort(Sort.SERVICE) for row in _parts(card, sources))
    if parts:
        columns = ("Service", "As", "Of whom", "When", "Who, and how to reach them", EVIDENCE)
        yield Table("What each service does", columns, parts)
    people = tuple(_person(card, one, sources) for card in view.of_sort(Sort.PERSON) if (one := card.person))
    nobody = "" if people else "Nobody on record. That does not say that there is nobody."
    about = ("Who", "Born", "To the child", "Lives", "With the child", "Said by", EVIDENCE)
    yield Table("People outside the household", about, people, nobody)
    silent = tuple(Row((silent_line(card.blank),)) for card in view.of_sort(Sort.SILENT) if card.blank)
    if silent:
        yield Table("Expected, and silent", ("Agency",), silent)


def _service(card: Card, held: EcomapService, sources: Sources) -> Row:
    stands = capital(period(held.valid)) if held.valid else "Events only"
    also = ". Nothing recorded on the child itself" if held.silent else ""
    contacts = capital("; ".join(card.words[: card.words.index(_bond_of(card))]))
    return sources.row(
        card.name,
        f"{capital(held.bond.lower())}: {stands[:1].lower()}{stands[1:]}{also}" if held.valid else f"{stands}{also}",
        contacts + _seen(held.contacts),
        "; ".join(map(person_name, held.people)),
        claims=held.contacts.claims,
    )


def _bond_of(card: Card) -> str:
    return next(word for word in card.words if word.startswith(("since", "open", "closed", "events only")))


def _seen(contacts: Contacts) -> str:
    last = f"; last {partial(contacts.last)}" if contacts.last else ""
    seen = contacts.child_seen
    return last + (f"; child seen {'once' if seen == 1 else f'{seen} times'}" if seen else "")


def _parts(card: Card, sources: Sources) -> Iterator[Row]:
    for part in card.service.parts if card.service else ():
        who = f"{part.professional}: {part.contact_route or 'not recorded'}" if part.professional else "Not recorded"
        yield sources.row(
            card.name,
            capital(said(service(part.what))),
            person_name(part.person),
            capital(period(part.valid)),
            who,
            claims=part.claims,
        )


def _person(card: Card, held: EcomapPerson, sources: Sources) -> Row:
    *ties, lives, events = card.words
    return sources.row(
        card.name,
        capital(birth(held.person)),
        capital(", ".join(ties)),
        capital(lives),
        capital(events),
        by_agencies(held.agencies),
        claims=(*held.claims, *held.contacts.claims),
    )
