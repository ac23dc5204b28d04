"""Search by name, date of birth, or a reference of the caller's own agency. By POST: an address holds no name."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.pages.asking import answer, answering
from api.pages.dates import as_sorted
from api.pages.responding import show, signed_in
from api.pages.roles import sees_people
from graph.errors import BadInput, Forbidden
from graph.model.answers import NO_DATES, PeopleFound, PersonAnswer
from graph.model.period import parse_partial

router = APIRouter(dependencies=[Depends(signed_in)])
FIRST = 20
LONGEST = 200
NOTHING_ASKED = "Enter a name, or your agency's reference"
NOT_A_DATE = "Date of birth must be a day, a month or a year, like 3/5/2019, 5/2019 or 2019"
NOT_ONE_SYSTEM = "Your agency has more than one system, and the reference does not say which. Search by name instead"
NO_AGENCY = "Your account belongs to no agency, so it has no reference to search by. Search by name instead"


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What was typed."""

    text: str
    born: str
    reference: str
    after: str


def read_form(
    text: Annotated[str, Form()] = "",
    born: Annotated[str, Form()] = "",
    reference: Annotated[str, Form()] = "",
    after: Annotated[str, Form()] = "",
) -> SearchForm:
    """What was typed, trimmed and not endless."""
    return SearchForm(text.strip()[:LONGEST], born.strip()[:LONGEST], reference.strip()[:LONGEST], after.strip())


@router.get("/search")
def search(request: Request) -> Response:
    """An empty search. Raises Forbidden where the reason given shows nobody."""
    if not sees_people(answering(request).me(request)):
        raise Forbidden("this is not open to you for this purpose")
    return _page(request, SearchForm("", "", "", ""), None)


@router.post("/search")
def found(request: Request, form: Annotated[SearchForm, Depends(read_form)]) -> Response:
    """Who was found."""
    if not (form.text or form.reference):
        return _page(request, form, None, "text", NOTHING_ASKED)
    if form.reference:
        return _by_reference(request, form)
    try:
        born = as_sorted(form.born)
        if born:
            parse_partial(born)
        people = answer(
            request,
            PeopleFound,
            "findPeople",
            text=form.text,
            date_of_birth=born or None,
            at=NO_DATES,
            first=FIRST,
            after=form.after or None,
        )
    except ValueError:
        return _page(request, form, None, "born", NOT_A_DATE)
    except BadInput:
        return _page(request, form, None, "text", "Enter at least two letters of a name")
    return _page(request, form, people or PeopleFound((), None, has_next_page=False))


def _by_reference(request: Request, form: SearchForm) -> Response:
    me = answering(request).me(request)
    if me is None or not me.agency:
        return _page(request, form, None, "reference", NO_AGENCY)
    try:
        person = answer(
            request, PersonAnswer, "personByRef", agency=me.agency, person_ref=form.reference, system=None, at=NO_DATES
        )
    except BadInput:
        return _page(request, form, None, "reference", NOT_ONE_SYSTEM)
    return _page(request, form, PeopleFound((person,) if person else (), None, has_next_page=False))


def _page(request: Request, form: SearchForm, people: PeopleFound | None, field: str = "", error: str = "") -> Response:
    return show(
        request,
        "search.html",
        HTTPStatus.BAD_REQUEST if error else HTTPStatus.OK,
        here="search",
        text=form.text,
        born=form.born,
        reference=form.reference,
        people=people.nodes if people else None,
        after=people.end_cursor if people and people.has_next_page else "",
        error=error,
        error_field=field,
    )
