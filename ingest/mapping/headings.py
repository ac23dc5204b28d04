"""Headings as people write them, matched to the columns a mapping names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from graph.errors import InputRefused

_LIST_PREFIX = re.compile(r"^\s*\(?([a-z]|[0-9]{1,3})[).]\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[^\w*?]+|_+")


@dataclass(frozen=True, slots=True)
class Matched:
    """`named`: each column found with the heading it goes by; `missing` columns; headings nothing `unused` them."""

    named: Mapping[str, str]
    missing: tuple[str, ...]
    unused: tuple[str, ...]


def fold_heading(text: str) -> str:
    """A heading without letter case, punctuation and a list's own `a)` or `12.` before it."""
    return " ".join(_BETWEEN.sub(" ", _LIST_PREFIX.sub("", text).casefold()).split())


def match_headings(columns: Mapping[str, Sequence[str]], headings: Sequence[str], where: str) -> Matched:
    """Which heading each column goes by. A heading named in full by one column fits no `*` of another.

    Raises InputRefused when two headings fit one column.
    """
    folded = {heading: fold_heading(heading.replace("*", " ").replace("?", " ")) for heading in headings}
    named = {column: found for column, patterns in columns.items() if (found := _in_full(patterns, folded)) is not None}
    free = {heading: text for heading, text in folded.items() if heading not in set(named.values())}
    for column in (column for column in columns if column not in named):
        found = _by_pattern(columns[column], free, f"{where}: column {column}")
        if found is not None:
            named[column] = found
    unused = tuple(heading for heading in headings if heading not in set(named.values()))
    in_order = {column: named[column] for column in columns if column in named}
    return Matched(in_order, tuple(column for column in columns if column not in named), unused)


def _in_full(patterns: Iterable[str], folded: Mapping[str, str]) -> str | None:
    for pattern in (pattern for pattern in patterns if "*" not in pattern):
        wanted = fold_heading(pattern.replace("?", " "))
        found = [heading for heading, text in folded.items() if text == wanted]
        # `D.O.B` is DOB: what differs by spaces and stops alone is the same where nothing fits better.
        found = found or [heading for heading, text in folded.items() if _squeezed(text) == _squeezed(wanted)]
        if len(found) == 1:
            return found[0]
    return None


def _squeezed(text: str) -> str:
    return text.replace(" ", "")


def _by_pattern(patterns: Iterable[str], folded: Mapping[str, str], where: str) -> str | None:
    for pattern in patterns:
        wanted = fold_heading(pattern if "*" in pattern else pattern.replace("?", " "))
        found = [heading for heading, text in folded.items() if fnmatchcase(text, wanted)]
        if len(found) > 1:
            raise InputRefused(f"{len(found)} headings fit `{pattern}`: give the heading in full", where)
        if found:
            return found[0]
    return None


def fits_name(name: str, patterns: Iterable[str]) -> bool:
    """Whether a file or sheet goes by one of these names; `*` stands for anything."""
    texts = {fold_heading(name), fold_heading(Path(name).stem)}
    return any(fnmatchcase(text, fold_heading(pattern)) for pattern in patterns for text in texts)
