"""What the rules find of a child, by state, and the form that sets a finding aside."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.pages.asking import answer, answering
from api.pages.dates import DatesAsked, read_dates
from api.pages.finding_words import by_state
from api.pages.responding import About, show_about, show_nobody, signed_in
from api.pages.setting_aside import AsideForm, answer_aside, read_aside
from graph.model.findings import FindingsAnswer

router = APIRouter(dependencies=[Depends(signed_in)])


@router.get("/people/{person_id}/findings")
def findings(request: Request, person_id: str, dates: Annotated[DatesAsked, Depends(read_dates)]) -> Response:
    """Each rule's result: evidence, what would refute it, strengths beside it, what is missing."""
    return _show(request, person_id, dates, AsideForm(), {})


@router.post("/people/{person_id}/findings")
def set_aside(
    request: Request,
    person_id: str,
    form: Annotated[AsideForm, Depends(read_aside)],
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Sets a finding of today aside and goes to it; the form again where something in it is amiss."""
    answering(request).check_form(request, csrf)
    return answer_aside(
        request,
        f"findings#{quote(form.rule, safe='')}",
        form,
        lambda *amiss: _show(request, person_id, DatesAsked(), *amiss),
    )


def _show(request: Request, person_id: str, dates: DatesAsked, form: AsideForm, faults: dict[str, str]) -> Response:
    found = answer(request, FindingsAnswer, "findings", child=person_id, rules=None, at=dates.at)
    if found is None:
        return show_nobody(request)
    page = show_about(
        request,
        "findings.html",
        About(found.child, dates, found.asked),
        found=found,
        groups=by_state(found.findings),
        form=form,
        faults=faults,
        may_set_aside=not dates.pairs,
    )
    page.status_code = HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK
    return page
