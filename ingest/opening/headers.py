"""The header of a table: the names its columns go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from graph.errors import InputRefused
from ingest.opening.limits import MOST_COLUMNS

_RESERVED = "_"


def column_names(header: Sequence[str], file: str, ours: Collection[str] = ()) -> list[str]:
    """One name a column: trimmed; a known name in other letter case is that name; a column without one is numbered.

    `ours` are the names beginning with _ that may come: those of columns we gave out ourselves.
    """
    if len(header) > MOST_COLUMNS:
        raise InputRefused(f"more than {MOST_COLUMNS} columns", file)
    names = [_name(text, place) for place, text in enumerate(header, 1)]
    if all(not text.strip() for text in header):
        raise InputRefused("the first line must name the columns", f"{file}: line 1")
    repeated = sorted(name for name, times in Counter(names).items() if times > 1)
    if repeated:
        raise InputRefused(f"{len(repeated)} column names come more than once", f"{file}: line 1")
    if any((name.startswith(_RESERVED) and name not in ours) or "\0" in name for name in names):
        raise InputRefused("a column name may not begin with _ or hold a NUL character", f"{file}: line 1")
    return names


def _name(text: str, place: int) -> str:
    name = text.strip()
    if not name:
        return f"column {place}"
    folded = name.lower()
    return folded if folded.replace("_", "").isascii() and folded.replace("_", "").isalpha() else name
