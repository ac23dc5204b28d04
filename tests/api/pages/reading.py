"""Reads a page the way a person or a browser does: its words, its links, its anchors."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

_MARKUP = re.compile(r"<[^>]+>")


def words_of(page: str) -> str:
    """The words of the main part, without markup, in one line."""
    main = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(unescape(_MARKUP.sub(" ", main)).split()).replace(" .", ".").replace(" ,", ",").replace(" :", ":")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.links.append(given.get("href") or "")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag not in {"meta", "link", "br", "input", "img", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)


def links_of(page: str) -> list[str]:
    """Every link of a page, anchors of its own included."""
    return _read(page).links


def ids_of(page: str) -> list[str]:
    """Every id of a page, in order."""
    return _read(page).ids


def unbalanced(page: str) -> list[str]:
    """Closing tags that close something else than what is open."""
    read = _read(page)
    return [*read.unbalanced, *read.open]


def _read(page: str) -> _Links:
    found = _Links()
    found.feed(page.replace("<svg", "<div").replace("</svg", "</div"))
    return found
