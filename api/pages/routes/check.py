"""The unknown partner check: what a team has in hand, and who on record is around it. By POST: no address holds a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.pages.asking import answer, answering, feeds
from api.pages.dates import DatesAsked
from api.pages.namesakes import people_apart
from api.pages.responding import show, signed_in
from api.pages.roles import may_check
from api.pages.told_form import ToldForm, fault_of, read_form
from graph.errors import BadInput, Forbidden
from graph.model.answers import NO_DATES, ClaimAnswer, Ground
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
    return _page(request, form, others_once(found) if found else None)


def others_once(found: UnknownPartnerAnswer) -> UnknownPartnerAnswer:
    """The answer with no two others under one name, and a reason that holds for several children told once."""
    knowing = {row.adult.id: [known.agency.name for known in row.known_by] for row in found.others_on_record}
    people = people_apart([row.adult for row in found.others_on_record], knowing)
    others = tuple(
        replace(row, adult=people[row.adult.id], grounds=_once(row.grounds)) for row in found.others_on_record
    )
    return replace(found, others_on_record=others)


def _once(grounds: Iterable[Ground]) -> tuple[Ground, ...]:
    """Reasons that read alike as one, on all their claims."""
    alike: dict[Ground, list[ClaimAnswer]] = {}
    for ground in grounds:
        alike.setdefault(replace(ground, claims=()), []).extend(ground.claims)
    return tuple(replace(ground, claims=tuple(dict.fromkeys(claims))) for ground, claims in alike.items())


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
