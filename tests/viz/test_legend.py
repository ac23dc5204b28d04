"""A key below a drawing: every sign beside its words, nothing of the drawing lost."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.viz.exports.documents import DRAWING
from viz.exports.picture import paint, size_of
from viz.legend import ROW, with_legend

SIGN = '<svg xmlns="http://www.w3.org/2000/svg" width="56" height="30" viewBox="0 0 56 30" aria-hidden="true"><circle r="9"/></svg>'
SIGNS = [
    (SIGN, words) for words in ("male", "a parent nobody recorded, said at such length that it takes lines", "<b>&</b>")
]


def test_every_sign_stands_below_the_drawing_with_its_words() -> None:
    svg = with_legend(DRAWING, SIGNS, "Arial")
    drawn = ElementTree.fromstring(svg)  # noqa: S314 - made here
    text = " ".join(drawn.itertext())
    assert "QUILL, Tessa" in text
    assert "male" in text
    assert "<b>&</b>" in text
    assert svg.count("<circle") == len(SIGNS)
    assert size_of(svg)[1] >= 200 + len(SIGNS) * ROW
    assert paint(svg).startswith(b"\x89PNG")


def test_a_wide_drawing_has_its_key_in_columns() -> None:
    wide = DRAWING.replace('width="400"', 'width="1200"').replace("0 0 400", "0 0 1200")
    assert size_of(with_legend(wide, SIGNS, "Arial"))[1] < size_of(with_legend(DRAWING, SIGNS, "Arial"))[1]


def test_a_drawing_without_signs_is_as_it_was() -> None:
    assert with_legend(DRAWING, [], "Arial") == DRAWING
