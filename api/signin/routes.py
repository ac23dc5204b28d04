"""The pages of signing in: name and password, a first password, why one looks, signing out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.door import (
    check_form_token,
    check_origin,
    cookie_name,
    find_signed_in,
    is_secure,
    moment_of,
    partnerships,
    provider_of,
)
from api.pages.responding import next_cookie, show
from api.signin.entries import NEW_PASSWORD, SIGN_OUT, sign_in_event
from api.signin.oidc.routes import lead, refuse, set_session
from api.signin.recording import record_sign_in
from api.signin.sessions import REFUSED, SignedIn, check_new_password, check_password, start_session
from graph.access.purpose import purposes_open_to, read_purpose, roles_for
from graph.errors import BadInput, Forbidden, PurposeRequired

router = APIRouter()
_TO = HTTPStatus.SEE_OTHER


@router.get("/signin")
def signin_page(request: Request) -> Response:
    """The form, or the way to the identity provider where there is one."""
    provider = provider_of(request)
    return show(request, "signin.html") if provider is None else lead(request, provider)


@router.post("/signin")
def signin(request: Request, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = "") -> Response:
    """A new session, or the form again with one answer for every kind of wrong. With a provider no password is taken."""
    check_origin(request)
    if provider_of(request) is not None:
        return refuse(request, "a password")
    books = partnerships(request).ledger
    account = check_password(books, name[:200], password, moment_of(request))
    # No entry, no session: it is written first.
    record_sign_in(request, account.name if account else "", ended="signed_in" if account else "refused")
    if account is None:
        return show(request, "signin.html", HTTPStatus.UNAUTHORIZED, error=REFUSED)
    response = RedirectResponse("/purpose", _TO)
    set_session(request, response, start_session(books, account, moment_of(request)))
    return response


@router.post("/signout")
def signout(request: Request, csrf: Annotated[str, Form()] = "") -> Response:
    """Forgets the session."""
    check_origin(request)
    check_form_token(request, csrf)
    here = _here(request)
    if here.session is not None:
        partnerships(request).ledger.sessions.end(here.session.token_hash)
        # It is over whether or not it can be written down.
        record_sign_in(request, here.account.name, "signed_out", SIGN_OUT)
    # Its own page: `form-action` keeps a form from leading to the provider, and /signin would sign in again at once.
    response = RedirectResponse("/signin" if provider_of(request) is None else "/signed-out", _TO)
    response.delete_cookie(cookie_name(request), path="/", secure=is_secure(request), httponly=True, samesite="lax")
    # What the browser may still hold of the pages looked at goes with the session.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
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
    kept = next_cookie(request)
    response = RedirectResponse(_own_address(request.cookies.get(kept)), _TO)
    response.delete_cookie(kept, path="/", secure=is_secure(request), httponly=True, samesite="lax")
    return response


def _own_address(text: str | None) -> str:
    """The address kept before signing in, when it is one of ours."""
    text = unquote(text) if text else None
    parts = urlsplit(text or "/")
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in (text or "")
    return text if text and is_ours else "/"


@router.get("/password")
def password_page(request: Request) -> Response:
    """The form for a new password; an account of a provider has none here."""
    if find_signed_in(request) is None or provider_of(request) is not None:
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
    if provider_of(request) is not None:
        raise Forbidden("passwords are changed where you sign in")
    held, account = partnerships(request), _here(request).account
    try:
        hashed = check_new_password(account, current, new, request.app.state.breached)
    except BadInput as fault:
        record_sign_in(request, "", "refused", NEW_PASSWORD)
        return show(request, "password.html", HTTPStatus.BAD_REQUEST, error=str(fault))
    with held.audit.entered(sign_in_event(account.name, "answered", NEW_PASSWORD), held.now()):
        held.ledger.accounts.set_password(account.name, hashed, is_one_time=False)
    return RedirectResponse("/signin", _TO)


def _here(request: Request) -> SignedIn:
    found = find_signed_in(request)
    if found is None:
        raise PurposeRequired("sign in first")
    return found
