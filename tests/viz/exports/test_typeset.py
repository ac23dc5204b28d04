"""The PDF: pages with numbers and marking, tagged for a screen reader, columns as wide as their words."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

from tests.viz.exports.documents import A_PICTURE, DRAWING, a_document, a_table
from viz.document import Document, Picture, Row, Table
from viz.exports.typeset import to_one_page, to_pdf, widths_of


def read(document: Document) -> PdfReader:
    return PdfReader(BytesIO(to_pdf(document)))


def test_marking_and_page_number_are_on_every_page() -> None:
    pages = read(a_document(a_table(f"Entry {number}" for number in range(120)))).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert "OFFICIAL-SENSITIVE" in text
        assert f"Page {number} of {len(pages)}" in text
        assert "Made by mo.hale" in text


def test_the_head_of_a_table_is_on_each_of_its_pages() -> None:
    pages = read(a_document(a_table(f"Entry {number}" for number in range(120)))).pages
    assert all("Since" in page.extract_text() for page in pages[:-1])


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    file = read(a_document(pictures=(A_PICTURE,)))
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert str(root["/Lang"]).startswith("en")
    assert file.metadata is not None
    assert file.metadata.title == "Adults around the child: QUILL, Tessa"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_a_drawing_is_drawn_as_lines_and_letters_with_its_words_for_those_who_do_not_see_it() -> None:
    file = to_pdf(a_document(pictures=(Picture(DRAWING, "Drawing of one person"),)))
    assert "QUILL, Tessa" in PdfReader(BytesIO(file)).pages[0].extract_text()
    assert b"/Subtype/Image" not in file.replace(b" ", b"")


def test_it_is_dated_by_when_the_page_was_made() -> None:
    metadata = read(a_document()).metadata
    assert metadata is not None
    assert metadata.creation_date == a_document().made_at


def test_many_columns_lie_on_their_side_and_few_stand() -> None:
    def is_wide(columns: int) -> bool:
        table = Table("Wide", tuple(f"C{n}" for n in range(columns)), (Row(("x",) * columns),))
        box = read(a_document(table)).pages[0].mediabox
        return box.width > box.height

    assert is_wide(5)
    assert not is_wide(4)


def test_a_page_of_its_own_is_as_high_as_it_needs() -> None:
    def height(rows: int) -> float:
        svg = to_one_page(a_document(a_table(f"Entry {number}" for number in range(rows))))
        return float(svg.split('height="', 1)[1].split("pt", 1)[0])

    assert height(100) > height(10) + 900


def test_a_column_of_long_texts_is_wider_than_one_of_numbers() -> None:
    table = Table("T", ("Number", "Says"), (Row(("1", "what an agency recorded, at length")),))
    number, says = widths_of(table)
    assert says > 2 * number


def test_a_column_of_one_endless_word_leaves_room_for_the_others() -> None:
    table = Table("T", ("Name", "Says"), (Row(("x" * 500, "short")),))
    assert widths_of(table)[1] >= len("short")


def test_no_word_is_wider_than_its_column_beside_however_long_texts() -> None:
    long = "what an agency recorded, at great length, " * 20
    table = Table("T", ("State", "Says", "Refuted by", "Number"), (Row(("Found", long, long, "1")),))
    widths = widths_of(table)
    assert sum(widths) <= 102
    assert widths[0] >= len("Found") + 2
