"""Layouts that were worked out already: a second view of the same picture works out nothing (goals.md P12)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from threading import Lock
from typing import TypeVar, cast

MOST = 256
T = TypeVar("T")


class Kept:
    """What was worked out last, by a hash of all it was made of: places by id, never a name, a word or a date."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._held: OrderedDict[bytes, object] = OrderedDict()
        self._lock = Lock()
        self.worked_out = 0

    def once(self, made_of: tuple[object, ...], work: Callable[[], T]) -> T:
        """What `work` gives, kept by what it was made of; the one longest unused is forgotten."""
        key = blake2b(repr(made_of).encode("utf-8", "backslashreplace"), digest_size=20).digest()
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return cast("T", self._held[key])
        found = work()
        with self._lock:
            self.worked_out += 1
            self._held[key] = found
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        return found


@cache
def kept_layouts() -> Kept:
    """Those of this process, made when the first picture is drawn."""
    return Kept()
