"""Who looked at whom, and why: the audit log, for the auditor; for managers, of their team. By POST: an address holds no name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.dates import as_sorted
from api.pages.look_words import QUESTIONS
from api.pages.responding import show, signed_in
from graph.errors import BadInput
from graph.model.looking import LooksAsked, LooksFound
from graph.model.opening import OpeningsFound

router = APIRouter(dependencies=[Depends(signed_in)])
FIRST = 50
LONGEST = 200
NOT_A_DAY = "Enter a day, like 3/5/2019"
OUT_OF_ORDER = "The last day lies before the first"


@dataclass(frozen=True, slots=True)
class LooksForm:
    """What was typed, trimmed and not endless."""

    person: str = ""
    caller: str = ""
    since: str = ""
    until: str = ""
    operation: str = ""
    after: str = ""


def read_days(
    since: Annotated[str, Form(alias="from")] = "", until: Annotated[str, Form(alias="to")] = ""
) -> tuple[str, str]:
    """The first and the last day as typed."""
    return since, until


def read_form(
    days: Annotated[tuple[str, str], Depends(read_days)],
    person: Annotated[str, Form()] = "",
    caller: Annotated[str, Form()] = "",
    operation: Annotated[str, Form()] = "",
    after: Annotated[str, Form()] = "",
) -> LooksForm:
    """The form as sent."""
    return LooksForm(*(text.strip()[:LONGEST] for text in (person, caller, *days, operation, after)))


@router.get("/audit")
def audit(request: Request) -> Response:
    """The newest entries."""
    return _show(request, LooksForm())


@router.post("/audit")
def found(request: Request, form: Annotated[LooksForm, Depends(read_form)]) -> Response:
    """The entries asked for."""
    return _show(request, form)


def _show(request: Request, form: LooksForm) -> Response:
    faults: dict[str, str] = {}
    since, until = (_read_day(name, text, faults) for name, text in (("from", form.since), ("to", form.until)))
    if since and until and until < since:
        faults["to"] = OUT_OF_ORDER
    looks = openings = None
    if not faults:
        asked = LooksAsked(form.person, form.caller, since, until, form.operation)
        try:
            looks = answer(request, LooksFound, "audit", asked=asked, first=FIRST, after=form.after or None)
            openings = answer(request, OpeningsFound, "accessReview")
        except BadInput as fault:
            faults[fault.argument] = "The next part could not be read: search again"
    return show(
        request,
        "audit.html",
        HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK,
        here="audit",
        form=form,
        faults=faults,
        looks=looks,
        openings=openings,
        operations=QUESTIONS,
    )


def _read_day(name: str, text: str, faults: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(as_sorted(text))
    except ValueError:
        faults[name] = NOT_A_DAY
        return None
