"""The pages of signing in: name and password, a first password, why one looks, signing out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.door import (
    NEXT_COOKIE,
    check_form_token,
    check_origin,
    cookie_name,
    find_signed_in,
    is_secure,
    now_of,
    partnerships,
)
from api.pages.responding import show
from api.signin.recording import record_sign_in
from api.signin.sessions import LONGEST_SESSION, REFUSED, SignedIn, change_password, sign_in
from graph.access.purpose import purposes_open_to, read_purpose, roles_for
from graph.errors import BadInput, PurposeRequired

router = APIRouter()
_TO = HTTPStatus.SEE_OTHER


@router.get("/signin")
def signin_page(request: Request) -> Response:
    """The form."""
    return show(request, "signin.html")


@router.post("/signin")
def signin(request: Request, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = "") -> Response:
    """A new session, or the form again with one answer for every kind of wrong."""
    check_origin(request)
    token = sign_in(partnerships(request).ledger, name[:200], password[:1000], now_of(request))
    record_sign_in(request, name if token else "", ended="signed_in" if token else "refused")
    if token is None:
        return show(request, "signin.html", HTTPStatus.UNAUTHORIZED, error=REFUSED)
    response = RedirectResponse("/purpose", _TO)
    response.set_cookie(
        cookie_name(request),
        token,
        max_age=int(LONGEST_SESSION.total_seconds()),
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
        path="/",
    )
    return response


@router.post("/signout")
def signout(request: Request, csrf: Annotated[str, Form()] = "") -> Response:
    """Forgets the session."""
    check_origin(request)
    check_form_token(request, csrf)
    session = _here(request).session
    if session is not None:
        partnerships(request).ledger.sessions.end(session.token_hash)
    response = RedirectResponse("/signin", _TO)
    response.delete_cookie(cookie_name(request), path="/")
    return response


@router.get("/purpose")
def purpose_page(request: Request) -> Response:
    """The list of purposes open to the caller's roles."""
    found = find_signed_in(request)
    if found is None:
        return RedirectResponse("/signin", _TO)
    if found.account.is_one_time:
        return RedirectResponse("/password", _TO)
    return _purposes(request, found)


def _purposes(request: Request, found: SignedIn, error: str = "") -> Response:
    codes = tuple(code.value for code in purposes_open_to(found.account.to_caller()))
    chosen = (found.session.purpose or "").partition(";")[0] if found.session else ""
    status = HTTPStatus.BAD_REQUEST if error else HTTPStatus.OK
    return show(request, "purpose.html", status, purposes=codes, chosen=chosen, error=error)


@router.post("/purpose")
def purpose(
    request: Request,
    purpose: Annotated[str, Form()] = "",
    reference: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Notes why the caller looks from here on, and goes to where they were going."""
    check_origin(request)
    check_form_token(request, csrf)
    found = _here(request)
    try:
        said = read_purpose(f"{purpose}; {reference}" if reference else purpose)
        roles_for(found.account.to_caller(), said)
    except (PurposeRequired, BadInput):
        return _purposes(request, found, "Choose why you are looking")
    if found.session is not None:
        partnerships(request).ledger.sessions.set_purpose(found.session.token_hash, said.text)
    response = RedirectResponse(_own_address(request.cookies.get(NEXT_COOKIE)), _TO)
    response.delete_cookie(NEXT_COOKIE, path="/")
    return response


def _own_address(text: str | None) -> str:
    """The address kept before signing in, when it is one of ours."""
    text = unquote(text) if text else None
    parts = urlsplit(text or "/")
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in (text or "")
    return text if text and is_ours else "/"


@router.get("/password")
def password_page(request: Request) -> Response:
    """The form for a new password."""
    if find_signed_in(request) is None:
        return RedirectResponse("/signin", _TO)
    return show(request, "password.html")


@router.post("/password")
def password(
    request: Request,
    current: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Changes the password; every session ends, and the caller signs in with the new one."""
    check_origin(request)
    check_form_token(request, csrf)
    try:
        change_password(partnerships(request).ledger, _here(request).account, current[:1000], new[:1000])
    except BadInput as fault:
        return show(request, "password.html", HTTPStatus.BAD_REQUEST, error=str(fault))
    return RedirectResponse("/signin", _TO)


def _here(request: Request) -> SignedIn:
    found = find_signed_in(request)
    if found is None:
        raise PurposeRequired("sign in first")
    return found
