"""Professionals: who is and was involved, who saw the child last, who is silent."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates
from api.pages.lanes.contacts import chart_of_contacts, latest_seen
from api.pages.lanes.drawing import show_chart
from api.pages.responding import About, show_about, show_nobody, signed_in
from api.pages.sentences import silent_line
from api.pages.when import split_by_day
from api.pages.words import person_name
from graph.model.answers import CLOSED, PersonAnswer
from graph.model.histories import ProfessionalContacts

router = APIRouter(dependencies=[Depends(signed_in)])


@router.get("/people/{person_id}/contacts")
def contacts(request: Request, person_id: str, dates: Annotated[DatesAsked, Depends(read_dates)]) -> Response:
    """Involvements, hand-overs, gaps and who is silent."""
    found = answer(
        request, ProfessionalContacts, "professionalContacts", person=person_id, window=dates.window, at=dates.at
    )
    if found is None:
        return show_nobody(request)
    person = found.person or answer(request, PersonAnswer, "person", id=person_id, at=dates.at)
    if person is None:
        return show_nobody(request)
    return show_about(
        request,
        "contacts.html",
        About(person, dates, found.asked),
        found=found,
        picture=show_chart(chart_of_contacts(found, person_name(person))),
        latest_seen=latest_seen(found),
        involved=split_by_day(found.involvements, found.asked.as_of),
        silent=[silent_line(item) for item in found.silent if item.kind not in CLOSED],
        blanks=[*found.blanks, *(item for item in found.silent if item.kind in CLOSED)],
    )
