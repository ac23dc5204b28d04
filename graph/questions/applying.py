"""Brings the graph to the judgements of now, in the background: whoever judged waits a little, never for a county."""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread

from graph.errors import KithmapError

SHORT_WAIT = 8.0
"""Seconds: within what one operation may take."""


class Applying:
    """Runs `relink` in a thread of its own, one run at a time; a judgement made during a run is taken by the next.

    A run that fails leaves the graph as it was: the judgement is kept, and the next load or linking takes it.
    """

    def __init__(self, relink: Callable[[], object], wait: float | None = SHORT_WAIT) -> None:
        self._relink = relink
        self._wait = wait
        self._asked = 0
        self._done = 0
        self._failed = 0
        self._runs = False
        self._changed = Condition()

    def __call__(self) -> bool:
        """Whether answers show every judgement kept before this call; False where that takes longer, or failed."""
        with self._changed:
            self._asked += 1
            mine = self._asked
            if not self._runs:
                self._runs = True
                Thread(target=self._run, daemon=True).start()
            self._changed.wait_for(lambda: self._done >= mine, self._wait)
            return self._done >= mine > self._failed

    def _run(self) -> None:
        while True:
            with self._changed:
                upto = self._asked
                if self._done >= upto:
                    self._runs = False
                    return
            worked = self._try()
            with self._changed:
                self._done = upto
                if not worked:
                    self._failed = upto
                self._changed.notify_all()

    def _try(self) -> bool:
        try:
            self._relink()
        except KithmapError:
            return False
        return True
