"""Siblings across households, of any age."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates
from api.pages.responding import About, show_about, show_nobody, signed_in
from graph.model.answers import SiblingHistory

router = APIRouter(dependencies=[Depends(signed_in)])


@router.get("/people/{person_id}/siblings")
def siblings(request: Request, person_id: str, dates: Annotated[DatesAsked, Depends(read_dates)]) -> Response:
    """A part for each sibling: kind, path, households, episodes, events."""
    found = answer(request, SiblingHistory, "siblingHistory", child=person_id, at=dates.at)
    if found is None:
        return show_nobody(request)
    return show_about(request, "siblings.html", About(found.child, dates, found.asked), found=found)
