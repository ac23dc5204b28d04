"""A document typeset by typst: as PDF in pages, or on one page as high as it needs as SVG.

The document is handed over as data; the template reads it as texts, never as markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typst

from viz.document import APPENDIX, Document, Table
from viz.exports.lean import made_lean
from viz.exports.letters import FONT, FONT_FOLDER, with_font_letters

TEMPLATE = Path(__file__).parent / "page.typ"
DRAWING = Path(__file__).parent / "drawing.typ"
NO_BLANKS = "Every feed this question needs is here. That is not reassurance: it says only what agencies recorded."
MANY_COLUMNS = 4
ROWS_IN_A_PICTURE = 150
LINE, LONG_LINE = 100, 150
"""Letters on a line of an upright page, and of one on its side: a little fewer than fit."""
_LONGEST_WORD = 14
_LOOKED_AT = 400
_UNITS_IN_AN_INCH = 96


def to_pdf(document: Document) -> bytes:
    """The document as a tagged PDF/UA-1 with page numbers and its marking on every page."""
    return _compile(document, one_page=False)


def to_one_page(document: Document) -> str:
    """The document as SVG on one page as high as it needs."""
    return made_lean(_compile(document, one_page=True).decode())


def to_pixels(svg: str, zoom: float) -> bytes:
    """A drawing as PNG, `zoom` pixels to a unit of it. Other requests are answered meanwhile: typst holds no lock."""
    return typst.compile(
        DRAWING,
        root=DRAWING.parent,
        font_paths=[FONT_FOLDER],
        ignore_system_fonts=True,
        format="png",
        ppi=_UNITS_IN_AN_INCH * zoom,
        sys_inputs={"drawing": svg, "font": FONT},
    )


def _compile(document: Document, *, one_page: bool) -> bytes:
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=[FONT_FOLDER],
        ignore_system_fonts=True,
        format="svg" if one_page else "pdf",
        sys_inputs={"document": json.dumps(_as_data(with_font_letters(document), one_page=one_page))},
        pdf_standards=None if one_page else "ua-1",
        timestamp=int(document.made_at.timestamp()),
    )


def _as_data(document: Document, *, one_page: bool) -> dict[str, object]:
    return {
        "font": FONT,
        "one_page": one_page,
        "wide": is_wide(document),
        "heading": document.heading,
        "marking": document.marking,
        "foot": _foot(document),
        "no_blanks": NO_BLANKS,
        "stamp": document.stamp,
        "parts": [_told(part) for part in document.parts],
        **_told(document),
    }


def is_wide(document: Document) -> bool:
    """Whether a document is laid on its side: it, or a part of it, has a picture or many columns."""
    tables = any(len(table.columns) > MANY_COLUMNS for table in document.tables)
    return tables or bool(document.pictures) or any(map(is_wide, document.parts))


def _foot(document: Document) -> str:
    """What stands below each page: in a file of several also the dates."""
    stamp = dict(document.stamp)
    dates = "; ".join(f"{name.lower()} {stamp[name]}" for name in ("As at", "Known at") if name in stamp)
    dated = f" {dates[:1].upper()}{dates[1:]}." if document.parts and dates else ""
    return f"{document.title}.{dated} Made by {stamp.get('Made by', '')}. Purpose: {stamp.get('Purpose', '')}."


def _told(document: Document) -> dict[str, object]:
    return {
        "title": document.title,
        "lead": document.lead,
        "pictures": [{"svg": one.svg, "alt": one.alt, "key": one.key} for one in document.pictures],
        "tables": [
            {
                "title": table.title,
                "note": table.note,
                "columns": table.columns,
                "rows": [row.cells for row in table.rows],
                "widths": widths_of(table),
            }
            for table in document.tables
        ],
        "blanks": document.blanks,
        "says_blanks": document.page != APPENDIX,
    }


def widths_of(table: Table) -> list[int]:
    """How wide each column is beside the others, in hundredths: by its usual text, and no word is wider than its column."""
    columns = [
        [name, *(row.cells[place] for row in table.rows[:_LOOKED_AT])] for place, name in enumerate(table.columns)
    ]
    least = [_longest_word(texts) + 2 for texts in columns]
    wanted = [max(_usual(texts), floor) for texts, floor in zip(columns, least, strict=True)]
    line = LONG_LINE if len(columns) > MANY_COLUMNS else LINE
    spare, over = max(line - sum(least), 0), sum(wanted) - sum(least)
    part = min(spare / over, 1) if over else 0
    return [round(floor + (want - floor) * part) for floor, want in zip(least, wanted, strict=True)]


def _longest_word(texts: Sequence[str]) -> int:
    """Letters of the longest word; a longer one than any name is broken."""
    return min(max((len(word) for text in texts for word in text.split()), default=0), _LONGEST_WORD)


def _usual(texts: Sequence[str]) -> int:
    """Letters of a usual text; a few long ones run over more lines."""
    told = sorted(len(text) for text in texts if text)
    return min(told[len(told) * 3 // 4], LINE) if told else 0


def shortened(document: Document) -> Document:
    """The document as a picture has it: of a very long table its first rows, and a sentence that says so."""
    return replace(document, tables=tuple(map(_first_rows, document.tables)))


def _first_rows(table: Table) -> Table:
    left_out = len(table.rows) - ROWS_IN_A_PICTURE
    if left_out <= 0:
        return table
    says = f"The first {ROWS_IN_A_PICTURE} of {len(table.rows):,} rows: PDF, Word, Excel, CSV and JSON have them all."
    return replace(table, rows=table.rows[:ROWS_IN_A_PICTURE], note=f"{table.note} {says}".strip())
