"""A person: who they are, where they live by agency, episodes, who works with them, and the questions one click away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates
from api.pages.responding import About, show_about, show_nobody, signed_in, today
from api.pages.when import Placed, split_by_day
from graph.model.answers import ClaimAnswer, PersonAnswer
from graph.model.histories import ProfessionalContacts

router = APIRouter(dependencies=[Depends(signed_in)])
EPISODES = "episodes"


@router.get("/people/{person_id}")
def person(request: Request, person_id: str, dates: Annotated[DatesAsked, Depends(read_dates)]) -> Response:
    """The page of a person, grown up or not."""
    found = answer(request, PersonAnswer, "person", id=person_id, at=dates.at)
    if found is None:
        return show_nobody(request)
    contacts = answer(request, ProfessionalContacts, "professionalContacts", person=person_id, window=None, at=dates.at)
    asked = contacts.asked if contacts else None
    as_of = asked.as_of if asked else dates.at.as_of or today(request)
    return show_about(
        request,
        "person.html",
        About(found, dates, asked),
        as_of=as_of,
        homes=split_by_day(found.households, as_of),
        episodes=episodes_of(found.claims, as_of),
        involved=split_by_day(contacts.involvements, as_of) if contacts else None,
    )


def episodes_of(claims: Iterable[ClaimAnswer], as_of: date) -> Placed[ClaimAnswer]:
    """The episodes among everything said about a person, the latest first, apart: on the day, over by then, later."""
    held = [claim for claim in claims if claim.record.table == EPISODES]
    return split_by_day(sorted(held, key=lambda claim: (claim.valid.from_ or "", claim.id), reverse=True), as_of)
