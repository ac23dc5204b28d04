"""The moment that rights are counted by: the clock, but never earlier than it was, however the clock is set.

A session, a token, a grant or a broken glass ends at a moment. Were it looked up on a clock that was set back, it would
last longer, or live again. Questions go on being asked of the day that the clock says.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

KEPT_EVERY = timedelta(seconds=30)
Reach = Callable[[datetime], datetime]
"""Keeps that a moment was reached and gives the latest that any process reached."""


def stands_still() -> float:
    """No seconds but those the clock tells: for a command that is over at once."""
    return 0.0


class SteadyClock:
    """Goes on when the clock is set back. `elapsed` counts seconds that no setting of a clock changes."""

    def __init__(self, elapsed: Callable[[], float] = stands_still) -> None:
        self._elapsed = elapsed
        self._turn = threading.Lock()
        self._reached: datetime | None = None
        self._counted = 0.0
        self._kept: datetime | None = None

    def read(self, clock: datetime, reach: Reach) -> datetime:
        """The moment at which the clock says `clock`. Raises StoreUnavailable where `reach` can't keep it."""
        moment = self._go_on(clock)
        if self._kept is None or moment - self._kept >= KEPT_EVERY:
            # Not in the turn of others: a ledger that is slow makes nobody wait for somebody else's question.
            moment = self._go_on(reach(moment))
            self._kept = moment
        return moment

    def _go_on(self, at_least: datetime) -> datetime:
        with self._turn:
            counted = self._elapsed()
            if self._reached is not None:
                at_least = max(at_least, self._reached + timedelta(seconds=counted - self._counted))
            self._reached, self._counted = at_least, counted
            return at_least
