"""What the pages are, the tour of the sample family, and how accessible the pages are."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer, answering
from api.pages.responding import show, signed_in
from api.pages.roles import sees_people
from api.pages.tour import AGENCY, FAMILY_NAME, REFERENCE, STEPS
from graph.model.answers import NO_DATES, PersonAnswer

router = APIRouter()


@router.get("/help", dependencies=[Depends(signed_in)])
def read_help(request: Request) -> Response:
    """Help, and every rule explained to a social worker and to a family."""
    return show(request, "help.html", here="help", rules=answer(request, tuple, "rules") or ())


@router.get("/help/tour", dependencies=[Depends(signed_in)])
def tour(request: Request) -> Response:
    """Six steps through the sample family, with links where it is loaded and the caller may see it."""
    child = _sample_child(request) if sees_people(answering(request).me(request)) else None
    return show(request, "tour.html", steps=STEPS, child=child)


def _sample_child(request: Request) -> str | None:
    found = answer(request, PersonAnswer, "personByRef", agency=AGENCY, person_ref=REFERENCE, system=None, at=NO_DATES)
    return found.id if found and FAMILY_NAME in found.display_name.upper() else None


@router.get("/accessibility")
def accessibility(request: Request) -> Response:
    """What was tested, and what is less accessible than it should be: for everyone, signed in or not."""
    return show(request, "accessibility.html")
