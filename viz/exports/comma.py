"""A document as CSV: its tables one after the other, then what is not here and what it stands on.

The first line is the head of the first table, so that a program that reads one table reads that one; the stamp stands
at the end, where it disturbs no column. A cell a spreadsheet would take for a formula begins with an apostrophe
(OWASP, CSV injection).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from viz.document import Document
from viz.exports.letters import with_plain_letters
from viz.exports.typeset import NO_BLANKS

# The last four are the same signs, full width.
_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")


def to_csv(document: Document) -> bytes:
    """The document as CSV in UTF-8 with the mark by which Excel knows it."""
    held = StringIO(newline="")
    written = csv.writer(held)
    for line in _lines(with_plain_letters(document)):
        written.writerow([defused(text) for text in line])
    return held.getvalue().encode("utf-8-sig")


def defused(text: str) -> str:
    """The text, so that no spreadsheet works it out."""
    return f"'{text}" if text.lstrip(" \u2068").startswith(_BEGIN_FORMULAS) else text


def _lines(document: Document) -> Iterator[Sequence[str]]:
    for number, table in enumerate(document.tables):
        if number:
            yield ()
            yield (table.title,)
        yield table.columns
        yield from (row.cells for row in table.rows)
        if table.note:
            yield (table.note,)
    yield ()
    yield ("What is not here",)
    yield from ((line,) for line in document.blanks or (NO_BLANKS,))
    yield ()
    yield ("What this page stands on",)
    yield ("Page", document.heading)
    yield from (("Says", sentence) for sentence in document.lead)
    yield from document.stamp
