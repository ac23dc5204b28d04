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
    """Notes how long the loop is away between two waits: everything it runs in one turn."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._left: float | None = None

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Waits as ever."""
        if self._left is not None:
            self.longest = max(self.longest, time.perf_counter() - self._left)
        found = super().select(timeout)
        self._left = time.perf_counter()
        return found

    def begin(self) -> None:
        """Forgets what was noted."""
        self.longest, self._left = 0.0, None


class Meter:
    """An event loop that says how long its longest turn was."""

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
        # Time between two runs is none of the loop's.
        longest = self._selector.longest
        self._selector.begin()
        answer = self._runner.run(work)
        self._selector.longest = max(longest, self._selector.longest)
        return answer

    def take_longest(self) -> float:
        """Seconds of the longest turn since this was last asked."""
        longest = self._selector.longest
        self._selector.begin()
        return longest
