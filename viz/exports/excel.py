"""A document as Excel: a sheet a table and one for what it stands on; every cell is text, whatever it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from viz.document import Document, Row, Table
from viz.exports.letters import with_plain_letters
from viz.exports.packed import pack_again
from viz.exports.typeset import NO_BLANKS, widths_of

ABOUT = "About this file"
LONGEST_NAME = 31
LONGEST_TEXT = 32_767
LINE_HEIGHT, HIGHEST_ROW = 15, 409
CUT = " [cut here: the PDF has all of it]"
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


def to_excel(document: Document) -> bytes:
    """The document as an .xlsx file."""
    plain = with_plain_letters(document)
    book = Workbook()
    book.remove(book.worksheets[0])
    names = sheet_names([table.title for table in plain.tables])
    for name, table in zip(names, plain.tables, strict=True):
        _add_sheet(book, name, table, plain)
    _add_sheet(book, ABOUT, _about(plain), plain)
    made = plain.made_at.replace(tzinfo=None, microsecond=0)
    book.properties.creator, book.properties.title = "Kithmap", plain.title
    book.properties.created = book.properties.modified = made
    held = BytesIO()
    book.save(held)
    # The library dates a file by the clock as it saves it.
    dated = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
    return pack_again(held.getvalue(), {"docProps/core.xml": lambda part: dated.sub(rb"\g<1>" + _iso(plain), part)})


def _iso(document: Document) -> bytes:
    return document.made_at.strftime("%Y-%m-%dT%H:%M:%SZ").encode()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Titles as Excel takes them for sheets: short, without its own signs, each once."""
    names: list[str] = []
    taken = {ABOUT.casefold()}
    for title in titles:
        name = _NOT_IN_NAMES.sub(" ", title).strip("' ")[:LONGEST_NAME].strip("' ") or "Table"
        number = 1
        while name.casefold() in taken:
            number += 1
            ending = f" {number}"
            name = f"{name[: LONGEST_NAME - len(ending)]}{ending}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _about(document: Document) -> Table:
    """What the page says besides its tables, and what it stands on."""
    said = [
        ("Page", document.heading),
        *(("Says", sentence) for sentence in document.lead),
        *((table.title, table.note) for table in document.tables if table.note),
        *(("Picture", picture.alt) for picture in document.pictures),
        *(("Not here", line) for line in document.blanks or (NO_BLANKS,)),
        *document.stamp,
    ]
    return Table(ABOUT, ("About", "What it is"), tuple(map(Row, said)))


def _add_sheet(book: Workbook, name: str, table: Table, document: Document) -> None:
    sheet = book.create_sheet(name)
    _write(sheet, 1, table.columns, is_head=True)
    widths = widths_of(table)
    for number, row in enumerate(table.rows, 2):
        _write(sheet, number, row.cells)
        lines = _lines_of(row.cells, widths)
        if lines > 1:
            sheet.row_dimensions[number].height = min(lines * LINE_HEIGHT, HIGHEST_ROW)
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width + 4
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = document.marking
    sheet.oddFooter.center.text = "Page &P of &N"


def _lines_of(texts: Sequence[str], widths: Sequence[int]) -> int:
    """Into how many lines the fullest cell of a row is broken: not every program makes a row as high as its text."""
    return max(
        sum(max(1, -(-len(line) // width)) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )


def _write(sheet: Worksheet, row: int, texts: Sequence[str], *, is_head: bool = False) -> None:
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column)
        cell.value = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT
        cell.data_type = "s"
        cell.quotePrefix = True
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if is_head:
            cell.font = Font(bold=True)
