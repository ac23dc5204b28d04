"""The way to the identity provider and back, and out again."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from functools import partial
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.door import cookie_name, is_secure, moment_of, now_of, partnerships, provider_of
from api.pages.responding import show, show_refusal
from api.signin.oidc.accounts import read_said, take_up
from api.signin.oidc.flow import LASTS, Flow, begin, resume
from api.signin.oidc.provider import Provider
from api.signin.oidc.tokens import check_id_token
from api.signin.recording import record_refusal, record_sign_in
from api.signin.sessions import LONGEST_SESSION, hash_token, start_session
from graph.access.accounts import Account
from graph.errors import ProviderUnavailable, SignInRefused

router = APIRouter()
log = logging.getLogger("kithmap")
SECURE_COOKIE, PLAIN_COOKIE = "__Host-kithmap-signin", "kithmap-signin"
_TO = HTTPStatus.SEE_OTHER
_OF_STATE = 16
_STATE = re.compile(r"[A-Za-z0-9_-]{43}")
_LONGEST_CODE = 4096
_REFUSED = (
    "You were not signed in",
    "your organisation’s sign-in did not open Kithmap to you. Start again from the sign-in page. If it happens again, "
    "ask your administrator whether your account has a role in Kithmap",
)
_DOWN = (
    "Nobody can sign in just now",
    "your organisation’s sign-in does not answer. Those who are signed in can go on. Try again in a few minutes, and "
    "tell your administrator if it stays so",
)


def flow_cookie(request: Request, state: str) -> str:
    """The name of the cookie of a sign-in under way: each has its own, for those who open several pages at once."""
    return f"{SECURE_COOKIE if is_secure(request) else PLAIN_COOKIE}-{state[:_OF_STATE]}"


def lead(request: Request, provider: Provider, *, again: bool = False) -> Response:
    """Sends the browser to the provider, with a cookie that binds the reply to it. `again`: asked to make sure who it is."""
    now = moment_of(request)
    flow = begin(partnerships(request).key.secret, now)
    try:
        response: Response = RedirectResponse(provider.sign_in_address(flow, now, again=again), _TO)
    except ProviderUnavailable:
        return _down(request)
    response.set_cookie(
        flow_cookie(request, flow.state),
        flow.token,
        max_age=int(LASTS.total_seconds()),
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
        path="/",
    )
    return response


@router.get("/signin/back")
def back(request: Request) -> Response:
    """A session for whoever the provider vouches for; one refusal for everything that does not hold."""
    provider = provider_of(request)
    if provider is None:
        return RedirectResponse("/signin", _TO)
    try:
        account = _who(request, provider, moment_of(request))
    except ProviderUnavailable:
        return _spent(request, _down(request))
    except SignInRefused as refused:
        log.warning("a sign-in was refused: %s", refused.reason)
        return _spent(request, refuse(request, refused.reason))
    # No entry, no session: it is written first.
    record_sign_in(request, account.name, "signed_in")
    response: Response = RedirectResponse("/purpose", _TO)
    set_session(request, response, start_session(partnerships(request).ledger, account, moment_of(request)))
    return _spent(request, response)


def _who(request: Request, provider: Provider, now: datetime) -> Account:
    """The account of a reply of the provider. Raises SignInRefused, ProviderUnavailable."""
    held, settings = partnerships(request), provider.settings
    flow = _flow(request, now)
    provider.check_issuer(_one(request, "iss"), now)
    code = _one(request, "code")
    if _one(request, "error") is not None or not code or len(code) > _LONGEST_CODE:
        raise SignInRefused("the provider refused")
    if not held.ledger.spent.spend(flow.hashed, now, now - LASTS):
        raise SignInRefused("a reply that was used")
    token = provider.redeem(code, flow, now)
    # Made for this sign-in a moment ago: its times are the provider's, and are held to the clock.
    find_key = partial(provider.find_key, now=now)
    signed = check_id_token(token, settings, find_key, flow.nonce, now_of(request))
    return take_up(held.ledger, read_said(signed.claims, settings, held.partnership().agencies), settings, now)


def _flow(request: Request, now: datetime) -> Flow:
    state = _one(request, "state") or ""
    token = request.cookies.get(flow_cookie(request, state)) if _STATE.fullmatch(state) else None
    flow = resume(partnerships(request).key.secret, token, state, now) if token else None
    if flow is None:
        raise SignInRefused("a reply to nothing this browser asked")
    return flow


def _one(request: Request, name: str) -> str | None:
    """A parameter of the address; one that is there twice is refused."""
    found = request.query_params.getlist(name)
    if len(found) > 1:
        raise SignInRefused("a parameter twice")
    return found[0] if found else None


def refuse(request: Request, kind: str) -> Response:
    """The one refusal, and its entry of the log. `kind`: why, in our own words, which nobody is told."""
    record_refusal(request, kind)
    return show_refusal(request, HTTPStatus.FORBIDDEN, *_REFUSED)


def _down(request: Request) -> Response:
    return show_refusal(request, HTTPStatus.SERVICE_UNAVAILABLE, *_DOWN)


def _spent(request: Request, response: Response) -> Response:
    """The reply with the cookie of the sign-in taken away: it opens nothing twice."""
    state = request.query_params.get("state", "")
    if _STATE.fullmatch(state):
        name = flow_cookie(request, state)
        response.delete_cookie(name, path="/", secure=is_secure(request), httponly=True, samesite="lax")
    return response


def set_session(request: Request, response: Response, token: str) -> None:
    """Gives the browser its session; the one it had is over."""
    before = request.cookies.get(cookie_name(request))
    if before:
        partnerships(request).ledger.sessions.end(hash_token(before))
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=int(LONGEST_SESSION.total_seconds()),
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
        path="/",
    )


@router.get("/signed-out")
def signed_out(request: Request) -> Response:
    """That the session here is over, and the way to end the one at the provider."""
    provider = provider_of(request)
    if provider is None:
        return RedirectResponse("/signin", _TO)
    return show(request, "signed_out.html", sign_out_there=provider.sign_out_address(moment_of(request)))
