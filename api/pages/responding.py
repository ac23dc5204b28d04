"""Pages as responses: a page about a person, the page for nobody, and refusals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import cast
from urllib.parse import quote

from fastapi import HTTPException, Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates

from api.pages.asking import answering, feeds
from api.pages.dates import DatesAsked, read_dates, to_query
from api.pages.words import day, refusal
from graph.errors import BadInput
from graph.model.answers import AskedAnswer, PersonAnswer
from graph.model.period import LONDON, months_before, parse_partial

SEE_OTHER = HTTPStatus.SEE_OTHER
SECURE_NEXT_COOKIE, NEXT_COOKIE = "__Host-kithmap-next", "kithmap-next"
YEARS_BACK = 18
DEEPER = len(("", "people", "{id}"))


@dataclass(frozen=True, slots=True)
class About:
    """What a page about a person stands on: whom, which dates, and what was asked (None where the answer has none)."""

    person: PersonAnswer
    dates: DatesAsked
    asked: AskedAnswer | None


@dataclass(frozen=True, slots=True)
class Slider:
    """The slider of days: ordinals for the control, words for its ends."""

    first: int
    last: int
    value: int
    first_text: str
    last_text: str

    @classmethod
    def around(cls, as_of: date, today: date, born: str | None) -> Slider:
        """From birth, or two years before the day for somebody grown up, to today."""
        last = max(today, as_of)
        first = parse_partial(born).first if born else as_of
        first = min(max(first, months_before(last, YEARS_BACK * 12)), months_before(as_of, 24))
        return cls(first.toordinal(), last.toordinal(), as_of.toordinal(), day(first), day(last))


def show(request: Request, template: str, status: int = HTTPStatus.OK, /, **context: object) -> Response:
    """A page from a template."""
    templates = cast(Jinja2Templates, request.app.state.templates)
    return templates.TemplateResponse(request, template, context, status_code=status)


def show_about(request: Request, template: str, about: About, /, **context: object) -> Response:
    """A page about a person, with what its dates form, stamp and links need."""
    return show(
        request,
        template,
        person_id=about.person.id,
        person=about.person,
        dates=about.dates,
        asked=about.asked,
        feeds=feeds(request),
        address=_address(request, about),
        slider=Slider.around(
            about.asked.as_of if about.asked else today(request), today(request), about.person.date_of_birth
        ),
        **context,
    )


def _address(request: Request, about: About) -> str:
    """The page's address with its day and what was known named, so that a print leads to the same answer later."""
    asked = [pair for pair in request.query_params.multi_items() if pair[1]]
    named = {name for name, _ in asked}
    if about.asked:
        pinned = (
            ("as_of", about.asked.as_of.isoformat()),
            ("known_at", about.asked.known_at.strftime("%Y-%m-%dT%H:%M:%SZ")),
        )
        asked += [pair for pair in pinned if pair[0] not in named]
    return str(request.url.replace(query="")).removesuffix("?") + to_query(asked)


def today(request: Request) -> date:
    """The day it is in London, by the application's clock."""
    return answering(request).now().astimezone(LONDON).date()


def show_nobody(request: Request) -> Response:
    """The page for a person who does not exist and for one the caller may not know of: the same, byte for byte.

    Where the address asks for what was known by a moment, it says so: before that, nobody is there to be known of. An
    address that is about nobody is told apart by its own shape alone.
    """
    path = request.url.path
    is_about = path.startswith("/people/")
    known_at = _known_at(request) if is_about else None
    return show(request, "nobody.html", HTTPStatus.NOT_FOUND, is_about=is_about, known_at=known_at, now=path)


def _known_at(request: Request) -> datetime | None:
    try:
        return read_dates(request).at.known_at
    except BadInput:
        return None


def show_refusal(request: Request, status: int, heading: str, says: str) -> Response:
    """A refusal or fault in words, without a value in it. For the application's exception handlers."""
    is_down = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    back = "" if is_down else _person_of(request)
    is_closed = status == HTTPStatus.FORBIDDEN
    return show(
        request,
        "refused.html",
        status,
        heading=heading,
        says=refusal(says),
        back=back,
        is_down=is_down,
        is_closed=is_closed,
    )


def _person_of(request: Request) -> str:
    """The page of the person an address was about, for the way back; nothing for other addresses."""
    parts = request.url.path.split("/")
    is_about = len(parts) > DEEPER and parts[1] == "people"
    return f"/people/{quote(parts[2], safe='')}" if is_about else ""


def signed_in(request: Request) -> None:
    """Lets a page through for someone signed in who said why they look; others are sent to say so first."""
    me = answering(request).me(request)
    if me is None:
        raise HTTPException(SEE_OTHER, headers=_and_back(request, "/signin"))
    if not me.purpose:
        raise HTTPException(SEE_OTHER, headers=_and_back(request, "/purpose"))


def next_cookie(request: Request) -> str:
    """The name of the cookie that keeps where somebody was going; over TLS it belongs to this host alone."""
    return SECURE_NEXT_COOKIE if request.url.scheme == "https" else NEXT_COOKIE


def _and_back(request: Request, to: str) -> dict[str, str]:
    """Where to go first, and where the caller was going: kept in a cookie, never shown."""
    if request.method != "GET":
        return {"Location": to}
    here = quote(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    return {"Location": to, "Set-Cookie": _next(request, here)}


def keep_next(request: Request, response: Response, address: str) -> Response:
    """The response; after signing in the browser goes to this address of ours."""
    response.headers.append("Set-Cookie", _next(request, address))
    return response


def _next(request: Request, address: str) -> str:
    name = next_cookie(request)
    secure = "; Secure" if name == SECURE_NEXT_COOKIE else ""
    return f"{name}={quote(address, safe='/')}; Path=/; HttpOnly; SameSite=Lax; Max-Age=900{secure}"
