"""Who asks over HTTP: the caller and purpose of a request, from its session or bearer token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, cast
from urllib.parse import urlsplit

from fastapi import Request

from api.signin.entries import sign_in_event
from api.signin.oidc.bearer import find_access, is_access_token
from api.signin.oidc.provider import Provider
from api.signin.sessions import SignedIn, find_bearer, find_ended, find_session, hash_token, take_refusal
from graph.access.purpose import Purpose, read_purpose
from graph.errors import Forbidden, PurposeRequired
from graph.questions.asking import Questions
from graph.questions.opening import Partnerships

SECURE_COOKIE, PLAIN_COOKIE = "__Host-kithmap", "kithmap-session"
PURPOSE_HEADER = "X-Purpose"
_BEARER = "Bearer "


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in request: account, session (None for bearer tokens), purpose as said (None: not yet)."""

    signed_in: SignedIn
    purpose: Purpose | None


class CountsQuestions(Protocol):
    """Counts what is asked, where metrics are kept."""

    def count_questions(self, asked: Questions, /) -> Questions:
        """The same questions, counted."""


def partnerships(request: Request) -> Partnerships:
    """The partnership the application serves."""
    return cast(Partnerships, request.app.state.partnerships)


def now_of(request: Request) -> datetime:
    """The application's clock."""
    return partnerships(request).now()


def moment_of(request: Request) -> datetime:
    """What rights are counted by: the clock, never earlier than it was."""
    return partnerships(request).moment()


def provider_of(request: Request) -> Provider | None:
    """The identity provider people sign in by; None where accounts are local."""
    return cast("Provider | None", request.app.state.provider)


def is_secure(request: Request) -> bool:
    """Whether the request came over TLS; plain HTTP is for loopback only."""
    return request.url.scheme == "https"


def cookie_name(request: Request) -> str:
    """The session cookie's name: the `__Host-` one needs TLS."""
    return SECURE_COOKIE if is_secure(request) else PLAIN_COOKIE


def find_signed_in(request: Request) -> SignedIn | None:
    """Who is signed in, worked out once a request."""
    if not hasattr(request.state, "signed_in"):
        request.state.signed_in = _find(request)
    return cast("SignedIn | None", request.state.signed_in)


def _find(request: Request) -> SignedIn | None:
    books = partnerships(request).ledger
    authorization = request.headers.get("Authorization", "")
    if authorization.startswith(_BEARER):
        return _find_bearer(request, authorization.removeprefix(_BEARER))
    token = request.cookies.get(cookie_name(request))
    return find_session(books, token, moment_of(request)) if token else None


def _find_bearer(request: Request, token: str) -> SignedIn | None:
    """Who an API client asks as: by a token of ours or, where there is a provider that may, one of its own."""
    held, provider = partnerships(request), provider_of(request)
    if provider is not None and is_access_token(token):
        return find_access(held, provider, token)
    moment = moment_of(request)
    found = find_bearer(held.ledger, token, moment)
    if found is None:
        _note_ended(held, token, moment)
    return found


def _note_ended(held: Partnerships, token: str, moment: datetime) -> None:
    """Writes down that a token of an account opened nothing: it ended, or the account is closed. Ten in 15 minutes."""
    account = find_ended(held.ledger, token)
    if account is not None and take_refusal(held.ledger, f"a token of {account}", moment):
        held.audit.append(sign_in_event(account, "refused"), held.now())


def find_caller(request: Request) -> Caller | None:
    """The caller with the purpose of the header, else of the session; None when nobody is signed in."""
    signed_in = find_signed_in(request)
    if signed_in is None:
        return None
    said = request.headers.get(PURPOSE_HEADER) or (signed_in.session.purpose if signed_in.session else None)
    return Caller(signed_in, read_purpose(said) if said else None)


def questions_of(request: Request, *, rows: bool) -> Questions:
    """The questions of the request's caller. Raises Forbidden, PurposeRequired."""
    caller = find_caller(request)
    if caller is None:
        raise Forbidden("sign in first")
    if caller.signed_in.account.is_one_time:
        raise Forbidden("change the one-time password first")
    if caller.purpose is None:
        raise PurposeRequired("say why you ask: X-Purpose with a code of the list")
    account, session = caller.signed_in.account, _session_of(request, caller.signed_in)
    asked = partnerships(request).questions(account.to_caller(), caller.purpose, rows=rows, session=session)
    meter: CountsQuestions | None = getattr(request.app.state, "meter", None)
    return asked if meter is None else meter.count_questions(asked)


def _session_of(request: Request, signed_in: SignedIn) -> str:
    """What the server keeps of a session or a bearer token: pseudonyms hold as long as it does."""
    if signed_in.session is not None:
        return signed_in.session.token_hash
    return hash_token(request.headers.get("Authorization", "").removeprefix(_BEARER))


def check_origin(request: Request) -> None:
    """Refuses an unsafe request that another site started.

    Browsers say so themselves in Sec-Fetch-Site; Origin is for those that do not, and is `null` on our own forms,
    because our pages send no referrer.
    """
    said = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    foreign = said not in {"same-origin", "none"} if said else _is_foreign(origin, request.headers.get("Host"))
    if foreign:
        raise Forbidden("this request came from another site")


def _is_foreign(origin: str | None, host: str | None) -> bool:
    return origin is not None and urlsplit(origin).netloc != host


def check_form_token(request: Request, token: str) -> None:
    """Refuses a form that does not carry its session's token."""
    signed_in = find_signed_in(request)
    if signed_in is None or signed_in.session is None or token != signed_in.session.csrf:
        raise Forbidden("the page was too old: open it again")
