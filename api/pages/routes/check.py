"""The unknown partner check: what a team has in hand, and who on record is around it. By POST: no address holds a name."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.pages.asking import answer, answering, feeds
from api.pages.dates import DatesAsked
from api.pages.responding import show, signed_in
from api.pages.roles import may_check
from api.pages.told_form import ToldForm, fault_of, read_form
from graph.errors import BadInput, Forbidden
from graph.model.answers import NO_DATES
from graph.model.knowing import UnknownPartnerAnswer

router = APIRouter(dependencies=[Depends(signed_in)])


@router.get("/check")
def check(request: Request) -> Response:
    """An empty form."""
    if not may_check(answering(request).me(request)):
        raise Forbidden("this page is not open to your role")
    return _page(request, ToldForm())


@router.post("/check")
def checked(
    request: Request, form: Annotated[ToldForm, Depends(read_form)], csrf: Annotated[str, Form()] = ""
) -> Response:
    """Who of those told is on record, and who else is around them; the form again where something in it is amiss."""
    answering(request).check_form(request, csrf)
    if form.wants_another:
        return _page(request, form)
    try:
        found = answer(request, UnknownPartnerAnswer, "unknownPartnerCheck", told=form.told, at=NO_DATES)
    except BadInput as fault:
        field, says = fault_of(form, fault)
        return _page(request, form, faults={field: says})
    return _page(request, form, found)


def _page(
    request: Request, form: ToldForm, found: UnknownPartnerAnswer | None = None, faults: dict[str, str] | None = None
) -> Response:
    return show(
        request,
        "check.html",
        HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK,
        here="check",
        form=form,
        found=found,
        told=list(zip(found.told, form.told.people, strict=True)) if found else [],
        faults=faults or {},
        dates=DatesAsked(),
        feeds=feeds(request) if found else (),
        address=str(request.url.replace(query="")),
    )
