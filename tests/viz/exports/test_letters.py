"""Letters: what the font has, what stands for what it has not, and that no markup comes of it."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from tests.viz.exports.documents import a_document, a_table
from viz.document import Picture
from viz.exports.letters import in_font, letters_of_font, plain, with_font_letters
from viz.exports.typeset import to_pdf


def test_the_font_has_the_letters_of_european_names_and_not_those_of_hebrew() -> None:
    assert letters_of_font().issuperset("ABCabc019 ’–éøłŞžЖΩ")
    assert "ש" not in letters_of_font()


@given(st.text())
def test_whatever_is_typed_ends_in_letters_of_the_font(text: str) -> None:
    assert letters_of_font().issuperset(in_font(plain(text)))


@given(st.text(max_size=40))
def test_whatever_is_typed_can_be_printed_for_a_screen_reader(text: str) -> None:
    assert to_pdf(a_document(a_table((text,)), who=text)).startswith(b"%PDF")


@given(st.text())
def test_no_markup_comes_of_letters_a_drawing_lacks(text: str) -> None:
    harmless = "".join(letter for letter in text if letter not in "<>&\r" and letter.isprintable())
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>{harmless}</text></svg>'
    changed = with_font_letters(a_document(pictures=(Picture(drawing, "x"),))).pictures[0].svg
    assert len(ElementTree.fromstring(changed)) == 1  # noqa: S314 - made here


def test_a_document_in_the_letters_of_the_font_says_nothing_of_letters() -> None:
    assert with_font_letters(a_document()).lead == a_document().lead
