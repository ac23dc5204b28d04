"""What callers opened for themselves: for managers, who sign it off, and for the auditor."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.pages.asking import answer, answering
from api.pages.responding import SEE_OTHER, show, signed_in
from graph.access.opened import LONGEST_REASON
from graph.errors import BadInput
from graph.model.opening import OpeningsFound

router = APIRouter(dependencies=[Depends(signed_in)])
LONGEST_REFERENCE = 40
NO_WORD = "Say what you found"
TOO_LONG = f"Your word must be {LONGEST_REASON:,} characters or fewer"
NOT_WAITING = "That one no longer waits for your word"


@router.get("/audit/review")
def review(request: Request) -> Response:
    """What waits, and what was signed off."""
    return _show(request, {})


@router.post("/audit/review")
def sign_off(
    request: Request,
    reference: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Signs one off, and shows what still waits; the form again where something in it is amiss."""
    given = answering(request)
    given.check_form(request, csrf)
    named = reference.strip()[:LONGEST_REFERENCE]
    try:
        given.ask(request, "signOffAccess", reference=named, note=note)
    except BadInput as fault:
        if fault.argument == "note":
            says = NO_WORD if len(note) <= LONGEST_REASON else TOO_LONG
            return _show(request, {f"{named}-note": says}, named, note.strip())
        return _show(request, {"waiting": NOT_WAITING})
    return RedirectResponse("/audit/review", SEE_OTHER)


def _show(request: Request, faults: dict[str, str], wrong: str = "", typed: str = "") -> Response:
    found = answer(request, OpeningsFound, "accessReview") or OpeningsFound((), (), more=False)
    status = HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK
    return show(
        request, "audit_review.html", status, here="audit", found=found, faults=faults, wrong=wrong, typed=typed
    )
