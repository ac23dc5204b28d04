"""Whether the graph file is whole, as SQLite itself sees it."""

from __future__ import annotations

from pathlib import Path

import apsw

from graph.errors import StoreUnavailable

_MOST_FAULTS = 20


def find_damage(path: Path) -> tuple[str, ...]:
    """What SQLite finds wrong with the file; empty when it is whole. Raises StoreUnavailable when it can't be opened."""
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    except apsw.Error:
        raise StoreUnavailable("the graph file cannot be opened: run `kithmap rebuild` to make it again") from None
    try:
        told = [str(text) for (text,) in connection.execute(f"PRAGMA integrity_check({_MOST_FAULTS})")]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    except apsw.Error as error:
        return (f"the graph file is damaged ({type(error).__name__})",)
    finally:
        connection.close(True)
    # SQLite's own words name tables and pages, never a value.
    faults = [f"the graph file is damaged: {text}" for text in told if text != "ok"]
    if orphans is not None:
        faults.append("the graph file has rows that hang on no claim")
    return tuple(faults)
