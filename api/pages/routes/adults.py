"""Adults around the child: who nobody assessed, and who knew."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.pages.asking import answer, answering
from api.pages.dates import DatesAsked, read_dates
from api.pages.namesakes import adults_apart
from api.pages.responding import About, show_about, show_nobody, signed_in
from api.pages.setting_aside import AsideForm, answer_aside, read_aside
from api.pages.words import capital, listed
from graph.model.answers import AdultAroundChild, AdultsAroundChild, AdultState, Agency

router = APIRouter(dependencies=[Depends(signed_in)])


@router.get("/people/{person_id}/adults")
def adults(request: Request, person_id: str, dates: Annotated[DatesAsked, Depends(read_dates)]) -> Response:
    """A row an adult, with the evidence."""
    return _show(request, person_id, dates, AsideForm(), {})


@router.post("/people/{person_id}/adults")
def set_adult_aside(
    request: Request,
    person_id: str,
    form: Annotated[AsideForm, Depends(read_aside)],
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Sets an adult aside as things stand now; the form again where something in it is amiss."""
    answering(request).check_form(request, csrf)
    return answer_aside(request, "adults", form, lambda *amiss: _show(request, person_id, DatesAsked(), *amiss))


def _show(request: Request, person_id: str, dates: DatesAsked, form: AsideForm, faults: dict[str, str]) -> Response:
    found = ask_adults(request, person_id, dates)
    if found is None:
        return show_nobody(request)
    about = About(found.child, dates, found.asked)
    page = show_about(
        request,
        "adults.html",
        about,
        found=found,
        rows=found.adults,
        who_knows=who_knows,
        form=form,
        faults=faults,
        may_set_aside=not dates.pairs,
    )
    page.status_code = HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK
    return page


def ask_adults(request: Request, person_id: str, dates: DatesAsked) -> AdultsAroundChild | None:
    """The adults of the dates asked, no two under one name; None where there is nobody to know of."""
    found = answer(
        request,
        AdultsAroundChild,
        "hiddenAdults",
        child=person_id,
        window=dates.window,
        assessing_agency=None,
        at=dates.at,
    )
    return adults_apart(found)


def who_knows(row: AdultAroundChild, assessing: Agency | None) -> str:
    """Who holds something about an adult, and whether the assessing agency does: "Police know; … does not"."""
    others = [known.agency.name for known in row.known_by if assessing is None or known.agency.id != assessing.id]
    told = f"{listed(others)} {'know' if len(others) > 1 else 'knows'}" if others else "no other agency here knows"
    if assessing is None:
        return f"{capital(told)}."
    knows = any(known.agency.id == assessing.id for known in row.known_by)
    if row.state == AdultState.HIDDEN or not knows:
        return f"{capital(told)}; {assessing.name} does not."
    return f"{assessing.name} knows; {told}{' too' if others else ''}."
