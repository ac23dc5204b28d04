"""The line of links on a page about a person that lead to it as files, at the same dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from api.pages.dates import to_query
from graph.access.operations import EXPORTED_PAGES
from viz.exports.formats import FORMATS


@dataclass(frozen=True, slots=True)
class Download:
    """A format and where it is to be had."""

    word: str
    href: str


def downloads(
    page: str, person: str, dates: Iterable[tuple[str, str]], extra: Iterable[tuple[str, str]]
) -> list[Download]:
    """Every format of an exported page; nothing for other pages."""
    if page not in EXPORTED_PAGES:
        return []
    asked = to_query(pair for pair in (*dates, *extra) if pair[1])
    here = f"/people/{quote(person, safe='')}/{page}"
    return [Download(one.word, f"{here}.{ending}{asked}") for ending, one in FORMATS.items()]
