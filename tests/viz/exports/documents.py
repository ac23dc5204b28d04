"""Documents to make files of, and each file read back as its texts."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from xml.etree import ElementTree

import docx
from openpyxl import load_workbook
from pypdf import PdfReader

from viz.document import Document, Picture, Row, Table

HOSTILE = (
    "</script><b>BOLD, Ann</b>",
    "=1+1",
    '=HYPERLINK("http://example.invalid","x")',
    "+44 1632 960001",
    "@SUM(A1)",
    "#panic() $x$ *b* _i_ <label>",
    "O’BRIEN-ŁUKASZ, Zoë",
    "QUILL, " + "x" * 80,
    "&lt;&amp;]]>",
)
"""Names as somebody may type them, all of which can be printed as they are."""
REVERSED = "\u202eLLIUQ"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200">'
    '<rect width="400" height="200" fill="#ffffff" stroke="#0b0c0c"/>'
    '<text x="20" y="60" font-family="Source Sans Pro" font-size="20">QUILL, Tessa</text></svg>'
)
STAMP = (
    ("As at", "31 March 2024"),
    ("Made by", "mo.hale, 2 April 2024 at 10:30"),
    ("Purpose", "Strategy discussion"),
    ("Lawful basis", "UK GDPR Art 6(1)(e)"),
    ("Marking", "OFFICIAL-SENSITIVE"),
    ("Included", "2 agencies, up to 31 March 2024\nVale Police: events"),
    ("Missing", "events by GP"),
)
A_PICTURE = Picture(DRAWING, "Drawing of one person", ("Square: male.",))


def a_table(names: Iterable[str] = ("QUILL, Tessa", "MARR, Darren"), **changes: object) -> Table:
    """A row a name."""
    rows = tuple(Row((name, "Vale Police", "3 May 2019"), (f"claim-{place}",)) for place, name in enumerate(names))
    return replace(Table("Adults", ("Adult", "Agency", "Since"), rows), **changes)  # type: ignore[arg-type]


def a_document(*tables: Table, **changes: object) -> Document:
    """A document of the made-up family."""
    document = Document(
        page="adults",
        title="Adults around the child",
        who="QUILL, Tessa",
        day=date(2024, 3, 31),
        made_at=datetime(2024, 4, 2, 9, 30, tzinfo=UTC),
        stamp=STAMP,
        lead=("2 adults around the child.",),
        tables=tables or (a_table(),),
        blanks=("Not delivered: events, by any agency of the kind GP.",),
    )
    return replace(document, **changes)  # type: ignore[arg-type]


def an_empty_document() -> Document:
    """What a page says of somebody nobody recorded anything about."""
    table = Table("Adults", ("Adult", "Agency"), (), "No adult in the records loaded.")
    return a_document(table, lead=(), blanks=(), who="Name not recorded")


def from_pdf(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)


def from_word(file: bytes) -> str:
    held = docx.Document(BytesIO(file))
    parts = [*held.paragraphs, *held.sections[0].header.paragraphs, *held.sections[0].footer.paragraphs]
    cells = [cell.text for table in held.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in parts), *cells])


def from_excel(file: bytes) -> str:
    book = load_workbook(BytesIO(file))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return "\n".join([*book.sheetnames, *(str(sheet.oddHeader.center.text) for sheet in book), *cells])


def from_csv(file: bytes) -> str:
    return "\n".join(cell.removeprefix("'") for row in csv.reader(StringIO(file.decode("utf-8-sig"))) for cell in row)


def from_json(file: bytes) -> str:
    told: list[str] = []

    def look(value: object) -> None:
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            look(one)
        if isinstance(value, str):
            told.append(value)

    look(json.loads(file))
    return "\n".join(told)


def from_svg(file: bytes) -> str:
    return "\n".join(ElementTree.fromstring(file).itertext())  # noqa: S314 - our own file


READ: Mapping[str, Callable[[bytes], str]] = {
    "pdf": from_pdf,
    "docx": from_word,
    "xlsx": from_excel,
    "csv": from_csv,
    "json": from_json,
    "svg": from_svg,
}


def close(text: str) -> str:
    """A text without the places where a line may break, which files set as they need."""
    return re.sub(r"[\s\u200b]+", "", text)
