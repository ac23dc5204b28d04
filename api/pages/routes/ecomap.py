"""The ecomap: the child's household, services and people outside it, as a drawing and, beside it, as lists."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from markupsafe import Markup

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates
from api.pages.responding import About, show_about, show_nobody, signed_in
from graph.model.ecomap import Ecomap
from viz.ecomap.key import key_of
from viz.ecomap.layout import draw
from viz.ecomap.svg import paint, summary_of
from viz.ecomap.view import make_view
from viz.ecomap.wording import NO_QUALITY

router = APIRouter(dependencies=[Depends(signed_in)])


@router.get("/people/{person_id}/ecomap")
def ecomap(request: Request, person_id: str, dates: Annotated[DatesAsked, Depends(read_dates)]) -> Response:
    """Which services and people are around a child's household, and how much contact there was."""
    found = answer(request, Ecomap, "ecomap", child=person_id, window=dates.window, at=dates.at)
    if found is None:
        return show_nobody(request)
    view = make_view(found)
    return show_about(
        request,
        "ecomap.html",
        About(found.child, dates, found.asked),
        found=found,
        view=view,
        summary=summary_of(view),
        picture=Markup(paint(view, draw(view))),  # noqa: S704 - made by viz/ecomap/svg.py, every word escaped there
        key=key_of(view),
        no_quality=NO_QUALITY,
    )
