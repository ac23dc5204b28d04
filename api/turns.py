"""How many operations one caller may have under way (access.md §7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from graph.errors import TooCostly

MOST_AT_ONCE = 4


class Turns:
    """Counts what each caller has under way in this process."""

    def __init__(self) -> None:
        self._under_way: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def take(self, caller: str) -> Iterator[None]:
        """A turn for one operation. Raises TooCostly when the caller has four under way."""
        with self._lock:
            if self._under_way[caller] >= MOST_AT_ONCE:
                raise TooCostly(f"{MOST_AT_ONCE} operations at once are the most: wait for one to end")
            self._under_way[caller] += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way[caller] -= 1
                if not self._under_way[caller]:
                    del self._under_way[caller]
