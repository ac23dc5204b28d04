"""Letters a file can carry: no control characters, nothing that turns the words around it, only letters the font has."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import font_source_sans_pro
from unidecode import unidecode

from viz.document import Document, Picture, Row, Table

FONT = "Source Sans Pro"
FONT_FOLDER = Path(font_source_sans_pro.font_directory)
IN_LATIN = (
    "Some letters here are not in the font of this file and are written in Latin letters; Word, Excel, CSV and JSON "
    "have them as they were recorded."
)
_MISSING = "\N{REPLACEMENT CHARACTER}"
_NO_LETTER = "?"
# Controls, halves of a pair, non-characters, and the marks that reverse what follows them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e]")
_FACES = ("Regular", "Semibold")
_UNICODE_TABLE = 4
_OWN_MARKS = frozenset("\n\u2066\u2067\u2068\u2069\u200b\u200e\u200f")


def plain(text: str) -> str:
    """The text with what no file may carry shown as a replacement mark, so that nobody takes it for another text."""
    return _UNSEEN.sub(_MISSING, text.replace("\r\n", "\n"))


def with_plain_letters(document: Document) -> Document:
    """The document with each text as Word, Excel and CSV can carry it."""
    return _changed(document, plain)


def with_font_letters(document: Document) -> Document:
    """The document in letters the font has; a sentence says so where some were written in Latin letters."""
    written = _changed(document, lambda text: in_font(plain(text)))
    whole = _changed(document, lambda text: plain(text).replace(_MISSING, _NO_LETTER))
    return written if written == whole else replace(written, lead=(*written.lead, IN_LATIN))


def in_font(text: str) -> str:
    """The text with letters the font lacks written in Latin ones."""
    has = letters_of_font()
    if has.issuperset(text):
        return text
    return "".join(one if one in has else _in_latin(one) for one in text)


def _in_latin(letter: str) -> str:
    if letter == _MISSING:
        return _NO_LETTER
    # What stands for it may be no markup: the text may be that of a drawing.
    return "".join(one if one.isalnum() or one in " .'-" else _NO_LETTER for one in unidecode(letter)) or _NO_LETTER


@cache
def letters_of_font() -> frozenset[str]:
    """Every letter that each face in use has; the marks that keep names apart need none."""
    faces = [frozenset(_letters_in((FONT_FOLDER / f"SourceSansPro-{face}.ttf").read_bytes())) for face in _FACES]
    return frozenset.intersection(*faces) | _OWN_MARKS


def _letters_in(font: bytes) -> Iterator[str]:
    """The letters of a TrueType file: its table `cmap`, in the form for the first plane (OpenType specification)."""
    (tables,) = struct.unpack_from(">H", font, 4)
    places = {font[at : at + 4]: struct.unpack_from(">II", font, at + 8) for at in range(12, 12 + 16 * tables, 16)}
    start, _ = places[b"cmap"]
    (count,) = struct.unpack_from(">H", font, start + 2)
    for entry in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * entry + 4)
        if struct.unpack_from(">H", font, start + offset)[0] == _UNICODE_TABLE:
            yield from _letters_of_table(font, start + offset)
            return


def _letters_of_table(font: bytes, at: int) -> Iterator[str]:
    (twice,) = struct.unpack_from(">H", font, at + 6)
    count = twice // 2
    ends, starts, deltas, ranges = (
        struct.unpack_from(f">{count}H", font, at + 14 + part * twice + (2 if part else 0)) for part in range(4)
    )
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = (code + delta) & 0xFFFF
            if offset:
                here = at + 16 + 3 * twice + 2 * number + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, here)
            if glyph:
                yield chr(code)


def _changed(document: Document, change: Callable[[str], str]) -> Document:
    """The document with each of its texts changed."""
    return replace(
        document,
        title=change(document.title),
        who=change(document.who),
        marking=change(document.marking),
        stamp=tuple((change(name), change(text)) for name, text in document.stamp),
        lead=_each(document.lead, change),
        pictures=tuple(_picture(picture, change) for picture in document.pictures),
        tables=tuple(_table(table, change) for table in document.tables),
        blanks=_each(document.blanks, change),
        parts=tuple(_changed(part, change) for part in document.parts),
    )


def _picture(picture: Picture, change: Callable[[str], str]) -> Picture:
    return replace(picture, svg=change(picture.svg), alt=change(picture.alt), key=_each(picture.key, change))


def _table(table: Table, change: Callable[[str], str]) -> Table:
    rows = tuple(Row(_each(row.cells, change), row.claims) for row in table.rows)
    return Table(change(table.title), _each(table.columns, change), rows, change(table.note))


def _each(texts: tuple[str, ...], change: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(map(change, texts))
