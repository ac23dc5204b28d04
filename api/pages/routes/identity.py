"""Who is who: the pairs of records that wait, one pair before it is judged, what was judged, and how linking stands."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, assert_never, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.pages.asking import answer, answering, feeds
from api.pages.dates import DatesAsked, to_query
from api.pages.judging import AHEAD, EVIDENCE, NO_REASON_TO_UNDO, REASON, JudgingForm, read_judging, reason_fault
from api.pages.responding import SEE_OTHER, show, signed_in
from graph.errors import BadInput
from graph.model.judging import ConflictAnswer, JudgedAnswer, QueueFound
from graph.model.reviewing import IdentityQuality, JudgedPair, NextPair, WaitingPair
from graph.questions.judging import JudgeAsked

router = APIRouter(prefix="/identity", dependencies=[Depends(signed_in)])
FIRST = 20
LONGEST_CURSOR = 200
Faults = dict[str, str]


def pair_address(pair: NextPair) -> str:
    """The page of a pair; nothing for none."""
    return "/identity/" + "/".join(quote(one, safe="") for one in pair) if pair else ""


def judged_address(judgement_id: str) -> str:
    """The page of a judgement."""
    return f"/identity/judged/{quote(judgement_id, safe='')}"


@router.get("")
def queue(request: Request, after: str = "") -> Response:
    """The pairs that wait, in no order that puts one before another."""
    found = answer(request, QueueFound, "identityQueue", first=FIRST, after=after[:LONGEST_CURSOR] or None)
    more = found.end_cursor if found and found.has_next_page else None
    return _show(
        request,
        "identity.html",
        pairs=[(pair_address((one.left.id, one.right.id)), one) for one in found.nodes] if found else [],
        total=found.total if found else 0,
        next_page="/identity" + to_query((("after", more),)) if more else "",
        first_page="/identity" if after else "",
    )


@router.get("/quality")
def quality(request: Request) -> Response:
    """How linking stands, in numbers."""
    return _show(request, "identity_quality.html", found=answer(request, IdentityQuality, "identityQuality"))


@router.get("/judged/{judgement_id}")
def judged(request: Request, judgement_id: str) -> Response:
    """What was judged, with what the comparison alone would have said."""
    return _show_judged(request, judgement_id)


@router.post("/judged/{judgement_id}")
def undo(
    request: Request,
    judgement_id: str,
    reason: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Takes the judgement out of force, and goes to its page."""
    answering(request).check_form(request, csrf)
    if amiss := reason_fault(reason, NO_REASON_TO_UNDO):
        return _show_judged(request, judgement_id, reason, {REASON: amiss})
    try:
        outcome = _outcome(answering(request).ask(request, "undoJudgement", judgement=judgement_id, reason=reason))
    except BadInput:
        return _show_gone(request)
    # Undone before by somebody else: their page says by whom.
    address = judged_address(judgement_id if isinstance(outcome, ConflictAnswer) else outcome.id)
    return RedirectResponse(address, SEE_OTHER)


def _show_judged(request: Request, judgement_id: str, reason: str = "", faults: Faults | None = None) -> Response:
    found = answer(request, JudgedPair, "identityJudged", judgement=judgement_id)
    if found is None:
        return _show_gone(request)
    status = HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK
    return _show(
        request,
        "identity_judged.html",
        status,
        found=found,
        pair=found.candidate,
        reason=reason,
        faults=faults or {},
        here_address=judged_address(judgement_id),
        next_pair=pair_address(found.after),
    )


@router.get("/{left}/{right}")
def pair(request: Request, left: str, right: str) -> Response:
    """Two records side by side, and what joining them would do."""
    return _show_pair(request, (left, right), JudgingForm(), {})


@router.post("/{left}/{right}")
def judge(
    request: Request,
    left: str,
    right: str,
    form: Annotated[JudgingForm, Depends(read_judging)],
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Keeps the judgement and goes to its page; the form again where something in it is missing."""
    answering(request).check_form(request, csrf)
    faults = form.faults
    if faults or form.judged is None:
        return _show_pair(request, (left, right), form, faults)
    asked = JudgeAsked(left, right, form.judged, form.reason, form.evidence_since)
    try:
        outcome = _outcome(answering(request).ask(request, "judge", asked=asked))
    except BadInput as fault:
        if fault.argument != EVIDENCE:
            return _show_gone(request)
        return _show_pair(request, (left, right), form, {EVIDENCE: AHEAD})
    match outcome:
        case JudgedAnswer():
            return RedirectResponse(judged_address(outcome.id), SEE_OTHER)
        case ConflictAnswer():
            return _show_conflict(request, outcome, form)
    assert_never(outcome)


def _outcome(told: object) -> JudgedAnswer | ConflictAnswer:
    return cast("JudgedAnswer | ConflictAnswer", told)


def _show_pair(request: Request, ids: tuple[str, str], form: JudgingForm, faults: Faults) -> Response:
    found = answer(request, WaitingPair, "identityPair", left=ids[0], right=ids[1])
    if found is None:
        return _show_gone(request)
    return _show(
        request,
        "identity_pair.html",
        HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK,
        pair=found.candidate,
        form=form,
        faults=faults,
        here_address=pair_address(ids),
        next_pair=pair_address(found.after),
    )


def _show_conflict(request: Request, conflict: ConflictAnswer, form: JudgingForm) -> Response:
    earlier = [judged_address(one) for one in conflict.judgements]
    return _show(request, "identity_conflict.html", HTTPStatus.CONFLICT, says=conflict.says, earlier=earlier, form=form)


def _show_gone(request: Request) -> Response:
    """The same for a pair that never was, one of which nothing may be known, and one that waits no more."""
    return show(request, "identity_gone.html", HTTPStatus.NOT_FOUND)


def _show(request: Request, template: str, status: int = HTTPStatus.OK, /, **context: object) -> Response:
    return show(
        request,
        template,
        status,
        dates=DatesAsked(),
        asked=None,
        feeds=feeds(request),
        address=str(request.url),
        **context,
    )
