"""A way in to a child one has no relationship with: a relationship claimed, or the glass broken. By POST, told to others."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.pages.access_words import CATEGORIES
from api.pages.asking import answering
from api.pages.responding import show, signed_in
from api.pages.roles import may_open
from graph.access.opened import LONGEST_REASON, SHORTEST_REASON, OpenedKind
from graph.access.operations import BREAK_GLASS, CLAIM_RELATIONSHIP
from graph.errors import Forbidden
from graph.model.opening import GrantedAnswer, RefusedAnswer
from graph.questions.access_opened import AccessAsked

router = APIRouter(dependencies=[Depends(signed_in)])
LONGEST_ID = 200
_OPERATIONS = {OpenedKind.BREAK_GLASS.value: BREAK_GLASS, OpenedKind.CLAIMED_RELATIONSHIP.value: CLAIM_RELATIONSHIP}
_SAYS = {
    "child": "No child of that id whose records you may open",
    "reference": "No child of that reference whose records you may open. If several have it, give the id",
    "reason": f"Say why in {SHORTEST_REASON} characters or more",
    "category": "Choose why it can’t wait",
}
NOBODY_NAMED = "Enter the child’s id, or your agency’s reference"
NO_REASON = "Say how you work with this child"
TOO_LONG = f"Your reason must be {LONGEST_REASON:,} characters or fewer"


@dataclass(frozen=True, slots=True)
class AccessForm:
    """What was typed, in which of the two forms."""

    kind: str = ""
    child: str = ""
    reference: str = ""
    category: str = ""
    reason: str = ""


def read_form(
    kind: Annotated[str, Form()] = "",
    child: Annotated[str, Form()] = "",
    reference: Annotated[str, Form()] = "",
    category: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> AccessForm:
    """What was typed, trimmed."""
    kind, child, reference, category = (text.strip()[:LONGEST_ID] for text in (kind, child, reference, category))
    return AccessForm(kind, child, reference, category, reason.strip())


@router.get("/access")
def access(request: Request) -> Response:
    """The two forms, for those who may use one."""
    if not may_open(answering(request).me(request)):
        raise Forbidden("this is not open to you for this purpose")
    return _show(request, AccessForm(), {})


@router.post("/access")
def opened(
    request: Request, form: Annotated[AccessForm, Depends(read_form)], csrf: Annotated[str, Form()] = ""
) -> Response:
    """What became of it; the form again where something in it is amiss."""
    given = answering(request)
    given.check_form(request, csrf)
    operation = _OPERATIONS.get(form.kind)
    if operation is None or not (form.child or form.reference):
        return _show(request, form, {"child": NOBODY_NAMED})
    asked = AccessAsked(form.child, form.reason, form.category, "" if form.child else form.reference)
    found = given.ask(request, operation, asked=asked)
    if isinstance(found, GrantedAnswer):
        return show(request, "access_opened.html", here="access", granted=found, kind=form.kind)
    return _show(request, form, _faults(found, form))


def _faults(found: object, form: AccessForm) -> dict[str, str]:
    argument = found.argument if isinstance(found, RefusedAnswer) else "child"
    if argument == "reason" and len(form.reason) > LONGEST_REASON:
        return {argument: TOO_LONG}
    if argument == "reason" and form.kind == OpenedKind.CLAIMED_RELATIONSHIP:
        return {argument: NO_REASON}
    return {argument: _SAYS[argument]}


def _show(request: Request, form: AccessForm, faults: dict[str, str]) -> Response:
    status = HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK
    return show(request, "access.html", status, here="access", form=form, faults=faults, categories=CATEGORIES)
