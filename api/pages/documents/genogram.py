"""The genogram, as a document: the drawing, and what the lists beside it say as tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi import Request

from api.pages.asking import answer
from api.pages.dates import DatesAsked
from api.pages.documents.paper import EVIDENCE, Sources, Told, by_agencies
from api.pages.routes.genogram import read_looks
from api.pages.words import birth, capital, period, plain, sex, status
from graph.model.answers import PersonAnswer
from graph.model.genogram import Genogram
from viz.document import Picture, Row, Table
from viz.exports.letters import FONT
from viz.genogram.drawing import draw
from viz.genogram.key import key_of
from viz.genogram.svg import FONT as FONT_OF_PAGES
from viz.genogram.svg import UK, paint
from viz.genogram.view import Line, Symbol, View, make_view
from viz.legend import with_legend

_LINK = re.compile(r"<(/?)a\b[^>]*>")


def tell_genogram(request: Request, person_id: str, dates: DatesAsked) -> Told | None:
    """The drawing, its people, who is related to whom, households, and what was left out."""
    asked = request.query_params
    looks = read_looks(asked.get("style", UK), asked.getlist("open"))
    found = answer(request, Genogram, "genogram", around=person_id, opened=looks.opened, at=dates.at)
    person = answer(request, PersonAnswer, "person", id=person_id, at=dates.at) if found else None
    if found is None or person is None:
        return None
    view = make_view(found)
    drawn = draw(view, looks.style)
    signs = [(sign.picture, sign.words) for sign in key_of(view, drawn, looks.style)]
    drawing = with_legend(paint(view, drawn, looks.style), signs, FONT_OF_PAGES)
    picture = Picture(_for_file(drawing), f"Genogram of {_counts(view)}")
    sources = Sources()
    return Told(
        title="Genogram",
        person=person,
        asked=found.asked,
        lead=(_counts(view), *((f"Left out: {'; '.join(found.more)}.",) if found.more else ())),
        tables=tuple(_tables(view, sources)),
        blanks=found.blanks,
        sources=sources,
        pictures=(picture,),
        pairs=looks.pairs,
    )


def _for_file(svg: str) -> str:
    """The drawing without links, which lead nowhere in a file, and in the font of files."""
    return _LINK.sub(r"<\1g>", svg).replace(FONT_OF_PAGES, f"{FONT}, {FONT_OF_PAGES}")


def _counts(view: View) -> str:
    people, lines, homes = len(view.people), len(view.lines), len(view.outlined)
    return (
        f"{people} {'person' if people == 1 else 'people'}, {lines} "
        f"{'relationship' if lines == 1 else 'relationships'}, {homes} {'household' if homes == 1 else 'households'} drawn."
    )


def _tables(view: View, sources: Sources) -> Iterator[Table]:
    yield Table("People", ("Name", "Born", "Sex", "About"), tuple(_person(symbol) for symbol in view.people))
    related = tuple(_line(line, sources) for line in view.lines)
    none = "" if related else "No relative is on record as of this day. That does not say that there is none."
    yield Table("Who is related to whom", ("What", "When", "How it stands", "Said by", EVIDENCE), related, none)
    homes = tuple(
        sources.row(place.says, view.symbol[member.person].name, capital(plain(member.role)), claims=member.claims)
        for place in view.places
        for member in place.home.members
    )
    if homes:
        yield Table("Households", ("Household", "Who", "As", EVIDENCE), homes)
    missing = tuple(Row((symbol.name,)) for symbol in view.not_recorded)
    if missing:
        yield Table("Parents not recorded", ("Of whom",), missing, "No record loaded names the other parent of these.")


def _person(symbol: Symbol) -> Row:
    if symbol.entry is None:
        return Row((symbol.name, "", "", symbol.says))
    person = symbol.entry.person
    whom = "whom this is about" if symbol.entry.is_index else ""
    about = "; ".join(text for text in (whom, symbol.says, person.description or "") if text)
    return Row((symbol.name, capital(birth(person)), sex(person.sex), about))


def _line(line: Line, sources: Sources) -> Row:
    """One row a line of the drawing; what several records say of it on lines of their own."""
    return sources.row(
        line.says,
        "\n".join(capital(period(tie.valid)) for tie in line.ties),
        "\n".join(capital(status(tie.status)) for tie in line.ties),
        "\n".join(by_agencies(tie.agencies) for tie in line.ties),
        claims=[claim for tie in line.ties for claim in tie.claims],
    )
