"""Whoever writes a data folder's graph takes a turn: loads, linkings and judgements come one after the other.

The lock is a file of the data folder, which every writer shares; it ends with the process that holds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import StoreUnavailable

LOCK_FILE = "writing.lock"
LONGEST_WAIT = 1_800.0
"""Seconds: longer than a county takes to load."""


@contextmanager
def turn_to_write(data: Path, seconds: float = LONGEST_WAIT) -> Iterator[None]:
    """Waits until nobody else writes. Raises StoreUnavailable when somebody still does after so many seconds."""
    data.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(data / LOCK_FILE, timeout=seconds):
            yield
    except Timeout:
        raise StoreUnavailable(
            "another load or linking of this data folder is still running: run this again when it has ended"
        ) from None
