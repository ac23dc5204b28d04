"""The page of one's own sessions: which browsers are signed in, and an end to any of them after signing in again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.door import check_form_token, check_origin, find_signed_in, moment_of, partnerships, provider_of
from api.pages.responding import keep_next, show
from api.signin.entries import SIGN_OUT, sign_in_event
from api.signin.oidc.routes import lead
from api.signin.sessions import is_over
from graph.access.accounts import Session
from graph.errors import BadInput, Forbidden

router = APIRouter()
JUST_SIGNED_IN = timedelta(minutes=5)
"""How long after signing in one's sessions can be ended: whoever finds a browser open can't end those of its owner."""
PAGE = "/sessions"
_TO = HTTPStatus.SEE_OTHER


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One browser: a name for it that opens nothing, since when, when it was used last, whether it is this one."""

    id: str
    since: datetime
    used: datetime
    is_this: bool


@router.get(PAGE)
def sessions_page(request: Request) -> Response:
    """One's sessions, the newest first."""
    here = _session_here(request)
    if here is None:
        return keep_next(request, RedirectResponse("/signin", _TO), PAGE)
    listed = [
        OwnSession(_id_of(one), one.created_at, one.seen_at, one.token_hash == here.token_hash)
        for one in _active(request, here)
    ]
    may_end = moment_of(request) - here.created_at <= JUST_SIGNED_IN
    return show(request, "sessions.html", sessions=listed, may_end=may_end, has_password=provider_of(request) is None)


@router.post(f"{PAGE}/again")
def sign_in_again(request: Request, csrf: Annotated[str, Form()] = "") -> Response:
    """To the sign-in page, or to that of the provider, which is told to ask who it is; and then back here."""
    check_origin(request)
    check_form_token(request, csrf)
    provider = provider_of(request)
    to = RedirectResponse("/signin", _TO) if provider is None else lead(request, provider, again=True)
    return keep_next(request, to, PAGE)


@router.post(PAGE)
def end_session(request: Request, session: Annotated[str, Form()] = "", csrf: Annotated[str, Form()] = "") -> Response:
    """Ends one of one's sessions; its entry of the log is written with it."""
    check_origin(request)
    check_form_token(request, csrf)
    here, held = _session_here(request), partnerships(request)
    if here is None or moment_of(request) - here.created_at > JUST_SIGNED_IN:
        raise Forbidden("sign in again first")
    chosen = next((one for one in _active(request, here) if _id_of(one) == session), None)
    if chosen is None:
        raise BadInput("session", "is over already")
    with held.audit.entered(sign_in_event(chosen.account, "signed_out", SIGN_OUT), held.now()):
        held.ledger.sessions.end(chosen.token_hash)
    return RedirectResponse(PAGE, _TO)


def _session_here(request: Request) -> Session | None:
    found = find_signed_in(request)
    return found.session if found and not found.account.is_one_time else None


def _active(request: Request, here: Session) -> Iterable[Session]:
    moment = moment_of(request)
    found = partnerships(request).ledger.sessions.of(here.account)
    return [one for one in found if not is_over(one, moment)]


def _id_of(session: Session) -> str:
    """What a form names a session by: of what is kept of its cookie, which is a hash itself."""
    return sha256(session.token_hash.encode()).hexdigest()[:32]
