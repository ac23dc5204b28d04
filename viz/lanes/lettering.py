"""How wide words are, a little more than measured in Arial, and words made to fit."""

from __future__ import annotations

import re
from html import escape

_NARROW, _WIDE = frozenset("ijlft.,:;|!'()[]I -/’"), frozenset("mwMW@%…–—")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LATIN_END = 0x24F
_BOLD = 1.08


def width_of(text: str, size: int, *, is_bold: bool = False) -> int:
    """How many pixels a text is wide, at most."""
    parts = sum(map(_part, text))
    return round(parts * size * (_BOLD if is_bold else 1)) + 2


def _part(letter: str) -> float:
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE or ord(letter) > _LATIN_END:
        return 1.0
    return 0.73 if letter.isupper() else 0.58


def fitted(text: str, size: int, room: int, *, is_bold: bool = False) -> str:
    """The text, or as much of its beginning as has room, with an ellipsis."""
    if width_of(text, size, is_bold=is_bold) <= room:
        return text
    kept = text
    while kept and width_of(f"{kept}…", size, is_bold=is_bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def lines_of(text: str, size: int, room: int, most: int, *, is_bold: bool = False) -> tuple[str, ...]:
    """The text in at most so many lines, the last cut where more is left."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        is_last = len(lines) == most - 1
        line = [words.pop(0)]
        while words and (is_last or width_of(" ".join((*line, words[0])), size, is_bold=is_bold) <= room):
            line.append(words.pop(0))
        lines.append(fitted(" ".join(line), size, room, is_bold=is_bold))
    return tuple(lines)


def written(text: str) -> str:
    """A text as markup can hold it, in an element or an attribute."""
    return escape(_NOT_XML.sub("", text))
