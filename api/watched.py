"""Every request watched from outside: an id, how long it took, how it ended, by the template of its address."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import REQUEST, event

OTHER = "other"
STATIC = "/static/"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_FAULT = 500


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered: the template of its address (`/people/{person}`), never the address."""

    route: str
    method: str
    status: int
    seconds: float


Watcher = Callable[[Answered], None]


def tell_log(answered: Answered) -> None:
    """An event of the log."""
    ms = round(answered.seconds * 1000, 1)
    event("request", route=answered.route, method=answered.method, status=answered.status, ms=ms)


class Watched:
    """Tells its watchers of each request once it is answered."""

    def __init__(self, app: ASGIApp, watchers: tuple[Watcher, ...] = (tell_log,)) -> None:
        self._app = app
        self._watchers = watchers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Each request has a context of its own, and what answers a fault outside of this still needs the id.
        REQUEST.set(secrets.token_hex(4))
        started, status = time.perf_counter(), _FAULT

        async def notice_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, notice_status)
        finally:
            answered = Answered(route_of(scope), method_of(scope), status, time.perf_counter() - started)
            for tell in self._watchers:
                tell(answered)


def route_of(scope: Scope) -> str:
    """The template of a request's address; `other` where there is none."""
    if scope["path"].startswith(STATIC):
        return STATIC
    return str(getattr(scope.get("route"), "path", OTHER))


def method_of(scope: Scope) -> str:
    """A method there is, or `other`."""
    return scope["method"] if scope["method"] in METHODS else OTHER
