"""Word, Excel and CSV: no cell is worked out, heads are repeated, counts are those of the document."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.viz.exports.documents import A_PICTURE, HOSTILE, a_document, a_table
from viz.document import Document, Row, Table
from viz.exports.comma import defused, to_csv
from viz.exports.excel import ABOUT, CUT, LONGEST_NAME, sheet_names, to_excel
from viz.exports.word import to_word


def test_no_cell_of_excel_is_a_formula_and_each_is_text() -> None:
    book = load_workbook(BytesIO(to_excel(a_document(a_table(HOSTILE)))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_excel_has_a_sheet_a_table_with_as_many_rows_and_one_for_the_stamp() -> None:
    second = Table("Why they are [here]/there: all of it?", ("Why",), (Row(("Parent",)),))
    book = load_workbook(BytesIO(to_excel(a_document(a_table(HOSTILE), second))))
    assert book.sheetnames == ["Adults", "Why they are  here  there  all", ABOUT]
    assert book["Adults"].max_row == len(HOSTILE) + 1
    assert book["Adults"].freeze_panes == "A2"
    assert ("Purpose", "Strategy discussion") in list(book[ABOUT].iter_rows(values_only=True))


@given(st.lists(st.text(max_size=60), max_size=12))
def test_sheet_names_are_short_safe_and_each_once(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in (*names, ABOUT)}) == len(titles) + 1
    assert all(0 < len(name) <= LONGEST_NAME and not set(name) & set("[]:*?/\\") for name in names)


def test_a_text_longer_than_a_cell_takes_is_cut_to_what_it_takes_and_says_so() -> None:
    book = load_workbook(BytesIO(to_excel(a_document(a_table(("x" * 40_000, "x" * 32_767))))))
    cut, whole = (str(book["Adults"][cell].value) for cell in ("A2", "A3"))
    assert (len(cut), len(whole)) == (32_767, 32_767)
    assert cut.endswith(CUT)
    assert not whole.endswith(CUT)


def test_office_files_carry_the_day_of_the_document_not_of_the_machine() -> None:
    for file in (to_word(a_document()), to_excel(a_document())):
        with ZipFile(BytesIO(file)) as parts:
            assert {part.date_time[0] for part in parts.infolist()} == {1980}
            assert b"2024-04-02T09:30:00Z" in parts.read("docProps/core.xml")


def test_word_repeats_the_head_of_a_table_and_keeps_rows_whole() -> None:
    file = docx.Document(BytesIO(to_word(a_document(a_table(HOSTILE)))))
    table = file.tables[0]
    assert len(table.rows) == len(HOSTILE) + 1
    assert [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows][:2] == [True, False]
    assert [row.cells[0].text for row in table.rows[1:]] == list(HOSTILE)


def test_no_word_of_a_head_is_broken_in_word() -> None:
    heads = ("Evidence", "How it stands", "Number", "What it says")
    row = Row(("1", "Said", "2", "A very long sentence that wants all the room there is. " * 4))
    table = docx.Document(BytesIO(to_word(a_document(Table("Rows", heads, (row,) * 9))))).tables[0]
    widths = [cell.width.pt for cell in table.rows[0].cells if cell.width]
    assert len(widths) == len(heads)
    # Bold Arial of 8.5 points takes less than 0.62 of it for a letter; 10.8 points are margins.
    longest = [max(map(len, head.split())) for head in heads]
    assert all(width >= 10.8 + 8.5 * 0.62 * letters for width, letters in zip(widths, longest, strict=True))


def test_a_row_of_excel_is_as_high_as_its_text() -> None:
    sheet = load_workbook(BytesIO(to_excel(a_document(a_table(("A name", "A name " * 60)))))).worksheets[0]
    assert (sheet.row_dimensions[2].height or 0) < (sheet.row_dimensions[3].height or 0)


def test_word_says_what_a_picture_shows() -> None:
    file = docx.Document(BytesIO(to_word(a_document(pictures=(A_PICTURE,)))))
    shown = [found.get("descr") for found in file.element.body.iter(qn("wp:docPr"))]
    assert shown == ["Drawing of one person"]


def test_word_has_headings_to_go_by_and_marking_and_stamp_on_each_page() -> None:
    file = docx.Document(BytesIO(to_word(a_document())))
    headings = [one.text for one in file.paragraphs if (one.style.name if one.style else "").startswith("Heading")]
    assert headings == [
        "Adults around the child: QUILL, Tessa",
        "Adults",
        "What is not here",
        "What this page stands on",
    ]
    assert file.sections[0].header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    foot = file.sections[0].footer.paragraphs[0].text
    assert "Made by: mo.hale, 2 April 2024 at 10:30" in foot
    assert "QUILL" not in foot


def rows_of(document: Document) -> list[list[str]]:
    return list(csv.reader(StringIO(to_csv(document).decode("utf-8-sig"))))


def test_csv_begins_with_the_head_and_rows_of_the_first_table() -> None:
    rows = rows_of(a_document(a_table(("QUILL, Tessa", "MARR, Darren"))))
    assert rows[0] == ["Adult", "Agency", "Since"]
    assert [row[0] for row in rows[1:3]] == ["QUILL, Tessa", "MARR, Darren"]
    assert rows[3] == []


def test_csv_ends_with_the_stamp() -> None:
    rows = rows_of(a_document())
    assert rows[-1] == ["Missing", "events by GP"]
    assert ["Purpose", "Strategy discussion"] in rows


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " =", "\uff1d"])
def test_no_cell_of_csv_begins_as_a_formula(sign: str) -> None:
    assert rows_of(a_document(a_table((f"{sign}1+1",))))[1][0].startswith("'")


def test_a_plain_text_stays_as_it_is() -> None:
    assert defused("O’BRIEN-ŁUKASZ, Zoë") == "O’BRIEN-ŁUKASZ, Zoë"
