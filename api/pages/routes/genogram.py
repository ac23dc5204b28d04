"""The genogram: the family over up to four generations as a drawing and, beside it, everything in it as lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates, to_query
from api.pages.responding import About, show_about, show_nobody, signed_in
from graph.errors import BadInput
from graph.model.answers import PersonAnswer
from graph.model.genogram import Branch, Genogram
from viz.genogram.drawing import draw
from viz.genogram.key import key_of
from viz.genogram.svg import STYLES, UK, paint
from viz.genogram.view import make_view

router = APIRouter(dependencies=[Depends(signed_in)])
MOST_OPENED = 20
STYLE_WORDS = {"uk": "UK social work", "mcgoldrick": "McGoldrick"}


@dataclass(frozen=True, slots=True)
class Looks:
    """How the genogram is asked for: its style, and whose relatives are opened."""

    style: str
    opened: tuple[str, ...]

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What an address carries of it."""
        return (
            *((("style", self.style),) if self.style != UK else ()),
            *(("open", person) for person in self.opened),
        )


@dataclass(frozen=True, slots=True)
class Opening:
    """Relatives left out, and the address that shows them."""

    branch: Branch
    address: str


def read_looks(style: str = UK, open: Annotated[list[str] | None, Query()] = None) -> Looks:
    """The style and the opened people of an address. Raises BadInput for another style, or too many people."""
    if style not in STYLES:
        raise BadInput("style", f"must be {' or '.join(STYLES)}")
    opened = tuple(sorted({person for person in open or () if person}))
    if len(opened) > MOST_OPENED:
        raise BadInput("open", f"names at most {MOST_OPENED} people")
    return Looks(style, opened)


@router.get("/people/{person_id}/genogram")
def genogram(
    request: Request,
    person_id: str,
    dates: Annotated[DatesAsked, Depends(read_dates)],
    looks: Annotated[Looks, Depends(read_looks)],
) -> Response:
    """Who is whose parent and partner, and who lives together, on a day."""
    found = answer(request, Genogram, "genogram", around=person_id, opened=looks.opened, at=dates.at)
    person = answer(request, PersonAnswer, "person", id=person_id, at=dates.at) if found else None
    if found is None or person is None:
        return show_nobody(request)
    view = make_view(found)
    drawn = draw(view, looks.style)
    here = f"/people/{person.id}/genogram"
    return show_about(
        request,
        "genogram.html",
        About(person, dates, found.asked),
        found=found,
        view=view,
        lines_of=view.lines_of,
        drawn=drawn,
        picture=Markup(paint(view, drawn, looks.style)),  # noqa: S704 - made by viz/genogram/svg.py, every word escaped there
        key=key_of(view, drawn, looks.style),
        openings=openings(found, dates, looks),
        looks=looks,
        styles=[
            (code, STYLE_WORDS[code], here + to_query((*dates.pairs, *Looks(code, looks.opened).pairs)))
            for code in STYLES
        ],
        closed=here + to_query((*dates.pairs, *Looks(looks.style, ()).pairs)),
        extra_pairs=looks.pairs,
    )


def openings(found: Genogram, dates: DatesAsked, looks: Looks) -> Sequence[Opening]:
    """Relatives left out, with the address that shows them too."""
    here = f"/people/{found.around}/genogram"
    return [
        Opening(branch, here + to_query((*dates.pairs, *Looks(looks.style, (*looks.opened, branch.id)).pairs)))
        for branch in found.branches
    ]
