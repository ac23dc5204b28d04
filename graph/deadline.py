"""How long one operation may take in all (access.md §7): what it reads of a store ends when its time does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from graph.errors import TooCostly

OPERATION_SECONDS = 10.0
_ENDS_AT: ContextVar[float | None] = ContextVar("ends_at", default=None)


@contextmanager
def deadline(seconds: float = OPERATION_SECONDS) -> Iterator[None]:
    """All that is asked inside ends within `seconds`: `seconds_left` counts down, then raises."""
    before = _ENDS_AT.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ENDS_AT.reset(before)


@contextmanager
def not_counted() -> Iterator[None]:
    """What is waited for inside is no reading: the operation has as long left afterwards as it had before."""
    ends_at, started = _ENDS_AT.get(), time.monotonic()
    try:
        yield
    finally:
        if ends_at is not None:
            _ENDS_AT.set(ends_at + time.monotonic() - started)


def seconds_left(most: float) -> float:
    """What a read may take: `most`, or what is left of its operation. Raises TooCostly when nothing is."""
    ends_at = _ENDS_AT.get()
    left = most if ends_at is None else min(most, ends_at - time.monotonic())
    if ends_at is not None and left <= 0:
        raise TooCostly(f"the operation took longer than {OPERATION_SECONDS:.0f} seconds: ask for less at once")
    return left
