"""Every request is answered in time, whatever a disk or a database does: with the one refusal of a store that is not there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_ANSWER = 30.0
"""Seconds. A question's reads end within ten; what can take longer is a write that a disk does not finish."""


class InTime:
    """Gives up what has not begun to answer by then. Its entry may still be written: the log then says more than was shown."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Request], Response], seconds: float) -> None:
        self._app = app
        self._refuse = refuse
        self._seconds = seconds
        self._given_up: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = is_over = False

        async def send_in_time(message: Message) -> None:
            nonlocal has_begun
            if not is_over:
                has_begun = True
                await send(message)

        answering = asyncio.create_task(self._answer(scope, receive, send_in_time))
        try:
            done, _ = await asyncio.wait({answering}, timeout=self._seconds)
            if done or has_begun:
                await answering
                return
        except asyncio.CancelledError:
            answering.cancel()
            raise
        is_over = True
        self._given_up.add(answering)
        answering.add_done_callback(self._forget)
        # Nothing of the request is looked up: that would wait for the same store.
        plain = {**scope, "state": {}}
        await self._refuse(Request(plain))(plain, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._given_up.discard(task)
        if not task.cancelled():
            task.exception()  # nobody waits for it any more
