"""A mapping's text with a part that is at fault replaced by one that says nothing, so that the rest can be looked at too.

Nothing mended is ever used: a mapping with a fault is refused.
"""

from __future__ import annotations

from typing import Any

Steps = tuple[str | int, ...]
_SAYS_NOTHING: dict[str, Any] = {"dates": ["yyyy-mm-dd"], "file": "*", "mapping": "-"}
_ENTRY = {"into": "agencies", "cells": {"agency": {"text": "-"}}}
_CELL = {"text": "-"}
_OF_A_SOURCE = 2
_MADE_OF_COLUMNS = {"refs": ("from",), "runs": ("of", "begins", "ends")}


def reachable(said: Any, steps: Steps) -> Steps:  # noqa: ANN401 - whatever stands in a YAML file
    """The steps as far as they lead somewhere in what was said, and the one that is missing there."""
    for nth, step in enumerate(steps):
        there = step in said if isinstance(said, dict) else isinstance(said, list) and step in range(len(said))
        if not there:
            return steps[: nth + 1]
        said = said[step]
    return steps


def mend(said: Any, steps: Steps) -> bool:  # noqa: ANN401 - whatever stands in a YAML file
    """Takes out the part steps lead to, or puts what says nothing in its place; False where that cannot be."""
    if not isinstance(said, dict) or not steps:
        return False
    if steps[0] != "sources" or len(steps) == 1:
        return _mend_key(said, str(steps[0])) if len(steps) == 1 else _mend_below(said, steps)
    sources = said["sources"]
    source = sources.get(steps[1]) if isinstance(sources, dict) else None
    if isinstance(source, dict) and len(steps) > _OF_A_SOURCE and _mend_source(source, steps[_OF_A_SOURCE:]):
        return True
    # Without columns or rows nothing can be said of a source.
    if isinstance(sources, dict):
        sources.pop(steps[1], None)
    return bool(sources)


def _mend_below(said: dict[str, Any], steps: Steps) -> bool:
    """Takes out one part of `delivery`, `deliveries` or `codes`; the whole where that is no list of names."""
    holder = said.get(str(steps[0]))
    if isinstance(holder, dict) and steps[0] != "delivery":
        holder[steps[1]] = {}
    elif isinstance(holder, dict) and steps[1] in holder:
        del holder[steps[1]]
    else:
        said.pop(str(steps[0]), None)
    return True


def _mend_key(holder: dict[str, Any], key: str) -> bool:
    if key in _SAYS_NOTHING:
        holder[key] = _SAYS_NOTHING[key]
        return True
    return key != "sources" and holder.pop(key, None) is not None


def _mend_source(source: dict[str, Any], steps: Steps) -> bool:
    what = str(steps[0])
    held = source.get(what)
    if what == "columns" or (what == "rows" and (not isinstance(held, list) or len(steps) == 1)):
        return False
    if what == "rows" and isinstance(held, list):
        return _mend_entry(held, steps[1:])
    if what in _MADE_OF_COLUMNS and isinstance(held, dict) and len(steps) > 1:
        columns = source.get("columns")
        one = next(iter(columns), "") if isinstance(columns, dict) else ""
        held[steps[1]] = dict.fromkeys(_MADE_OF_COLUMNS[what], one)
        return True
    return _mend_key(source, what)


def _mend_entry(entries: list[Any], steps: Steps) -> bool:
    nth = int(steps[0])
    entry = entries[nth]
    if isinstance(entry, dict) and len(steps) > 1:
        key, cells = str(steps[1]), entry.get("cells")
        if key == "cells" and len(steps) > _OF_A_SOURCE and isinstance(cells, dict):
            cells[steps[2]] = _CELL
            return True
        if key not in {"into", "cells"}:
            return entry.pop(key, None) is not None
    entries[nth] = _ENTRY
    return True
