"""A person: who they are, where they live by agency, episodes, and the questions one click away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates
from api.pages.responding import About, show_about, show_nobody, signed_in
from graph.model.answers import Chronology, PersonAnswer

router = APIRouter(dependencies=[Depends(signed_in)])
ENTRIES = 100
EPISODE = "episode"


@router.get("/people/{person_id}")
def person(request: Request, person_id: str, dates: Annotated[DatesAsked, Depends(read_dates)]) -> Response:
    """The page of a person."""
    found = answer(request, PersonAnswer, "person", id=person_id, at=dates.at)
    if found is None:
        return show_nobody(request)
    history = answer(
        request,
        Chronology,
        "chronology",
        child=person_id,
        about=("CHILD",),
        window=None,
        at=dates.at,
        first=ENTRIES,
        after=None,
    )
    episodes = None if history is None else [entry for entry in history.entries if entry.category == EPISODE]
    about = About(found, dates, history.asked if history else None)
    return show_about(request, "person.html", about, episodes=episodes)
