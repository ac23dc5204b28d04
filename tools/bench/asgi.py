"""Requests put to an application in process, no client between; and how long its event loop was in one turn."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message

T = TypeVar("T")
_OK = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A POST of JSON by the holder of a bearer token."""

    path: str
    body: bytes
    token: str

    def to_scope(self) -> dict[str, Any]:
        """What an ASGI server makes of it."""
        headers = {
            "host": "127.0.0.1",
            "content-type": "application/json",
            "content-length": str(len(self.body)),
            "authorization": f"Bearer {self.token}",
            "x-purpose": "data_quality",
        }
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": self.path,
            "raw_path": self.path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
            "state": {},
        }


class RefusedError(Exception):
    """A request was not answered: a measurement of it means nothing."""


async def post(app: ASGIApp, requests: Sequence[Sent]) -> list[bytes]:
    """The bodies of the answers to these requests, all under way at once. Raises RefusedError."""
    return await asyncio.gather(*(_answer(app, sent) for sent in requests))


async def _answer(app: ASGIApp, sent: Sent) -> bytes:
    body, statuses = bytearray(), []

    async def receive() -> Message:
        return {"type": "http.request", "body": sent.body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])
        body.extend(message.get("body", b""))

    await app(sent.to_scope(), receive, send)
    if statuses != [_OK]:
        raise RefusedError(f"status {statuses}")
    return bytes(body)


class _Watching(selectors.DefaultSelector):
    """Notes how much its thread works between two waits: everything the loop runs in one turn."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._left: float | None = None

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Waits as ever."""
        if self._left is not None:
            self.longest = max(self.longest, time.thread_time() - self._left)
        found = super().select(timeout)
        self._left = time.thread_time()
        return found

    def between_runs(self) -> None:
        """Says that what came since the last wait was none of the loop's."""
        self._left = None

    def begin(self) -> float:
        """What was noted, and forgets it."""
        longest, self.longest = self.longest, 0.0
        return longest


class Meter:
    """An event loop that says how much CPU its longest turn took: what others do meanwhile is none of its work."""

    def __init__(self) -> None:
        self._selector = _Watching()
        self._runner = asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(self._selector))

    def __enter__(self) -> Meter:
        self._runner.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.__exit__(kind, error, trace)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Runs to its end."""
        self._selector.between_runs()
        return self._runner.run(work)

    def take_longest(self) -> float:
        """CPU seconds of the longest turn since this was last asked."""
        return self._selector.begin()
