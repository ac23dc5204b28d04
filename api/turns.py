"""How many operations one caller may have under way (access.md §7), over all serving processes of a data folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import TooCostly

MOST_AT_ONCE = 4
TURNS_FOLDER = "turns"


@dataclass(frozen=True, slots=True)
class Turns:
    """Counts what each caller has under way: a lock a turn, in a folder that all processes share.

    A lock ends with its process, so nobody killed keeps a turn. A file's name is a hash: it names nobody.
    """

    folder: Path

    @contextmanager
    def take(self, caller: str) -> Iterator[None]:
        """A turn for one operation. Raises TooCostly when the caller has four under way."""
        lock = self._free(sha256(caller.encode("utf-8", "replace")).hexdigest()[:32])
        if lock is None:
            raise TooCostly(f"{MOST_AT_ONCE} operations at once are the most: wait for one to end")
        try:
            yield
        finally:
            lock.release()

    def _free(self, caller: str) -> FileLock | None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(MOST_AT_ONCE):
            lock = FileLock(self.folder / f"{caller}.{number}", timeout=0, thread_local=False)
            try:
                lock.acquire()
            except Timeout:
                continue
            return lock
        return None
