"""Two or more ways of doing the same, timed in turns: what each took at best, and how one stands to another."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Run = Callable[[], object]
Side = Callable[[], Run]
"""Makes ready, untimed, and gives what is to be timed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a table: what was measured, how long ours and a peer took, and the ratio aimed at (None: not set)."""

    row: str
    measured: str
    ours: float
    against: str
    theirs: float
    goal: float | None = None

    @property
    def ratio(self) -> float:
        """Ours to theirs."""
        return self.ours / self.theirs

    @property
    def is_reached(self) -> bool | None:
        """Whether the ratio is the one aimed at or better."""
        return None if self.goal is None else self.ratio <= self.goal


class OutputsDifferError(Exception):
    """Two sides do not do the same: their times mean nothing."""


def ready(run: Run) -> Side:
    """A side that needs nothing made ready."""
    return lambda: run


def in_turns(sides: Mapping[str, Side], rounds: int) -> dict[str, float]:
    """The seconds each side took at best, one after the other in every round."""
    best = dict.fromkeys(sides, float("inf"))
    for _ in range(rounds):
        for name, side in sides.items():
            run = side()
            gc.collect()
            started = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - started)
    return best


def require_equal(what: str, ours: object, theirs: object) -> None:
    """Raises OutputsDifferError."""
    if ours != theirs:
        raise OutputsDifferError(what)
