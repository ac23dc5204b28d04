"""Room on the disk: asked for before a delivery is landed, and said plainly where it runs out all the same."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import StoreUnavailable

TIMES_SENT = 6
"""What landing, claim files and graph take of a delivery, by its size as sent; measured on counties: three to four."""
RESERVE = 64 * 1024**2
"""Bytes left for the ledger: who looked is written down before anything is answered."""
_MB = 1024**2
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# Polars passes the system's number on in the text alone.
_SAID_FULL = re.compile(rf"\(os error ({'|'.join(map(str, sorted(_FULL)))})\)")


def require_room(files: Iterable[Path], data: Path) -> None:
    """Raises StoreUnavailable where the disk of a data folder has too little room for these files of a delivery."""
    needed = TIMES_SENT * sum(file.stat().st_size for file in files) + RESERVE
    there = next(folder for folder in (data.absolute(), *data.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        raise StoreUnavailable(
            f"the data folder's disk has {free // _MB} MB free, and this delivery may need {-(-needed // _MB)} MB:"
            " free some and run the same again, or name a folder on another disk"
        )


@contextmanager
def said_when_full() -> Iterator[None]:
    """Turns what the system says of a full disk inside into StoreUnavailable."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL or _SAID_FULL.search(str(error)):
            raise StoreUnavailable(
                "a disk is full, and nothing of this was published: free some room and run the same again"
            ) from error
        raise
