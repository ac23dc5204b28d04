"""The picture: a drawing with heading, key and stamp; in letters of our own font; as pixels."""

from __future__ import annotations

import struct
from xml.etree import ElementTree

import pytest

from tests.viz.exports.documents import A_PICTURE, DRAWING, a_document, close
from viz.document import Picture
from viz.exports.picture import paint, size_of, to_png, to_svg


def test_a_drawing_keeps_its_words_and_gets_heading_key_and_stamp() -> None:
    svg = to_svg(a_document(pictures=(A_PICTURE,))).decode()
    text = close("".join(ElementTree.fromstring(svg).itertext()))  # noqa: S314 - our own file
    for part in ("OFFICIAL-SENSITIVE", "Adults around the child: QUILL, Tessa", "Square: male.", "Purpose: Strategy"):
        assert close(part) in text
    assert 'aria-label="Drawing of one person"' in svg


def test_a_drawing_has_no_styles_classes_or_scripts() -> None:
    svg = to_svg(a_document(pictures=(A_PICTURE,))).decode()
    for lost in ("style=", "<style", "class=", "<script", "paint-order", "href"):
        assert lost not in svg


def test_names_in_a_picture_are_painted() -> None:
    with_name = paint(DRAWING)
    without = paint(DRAWING.replace("QUILL, Tessa", ""))
    assert with_name.startswith(b"\x89PNG")
    assert with_name != without


def test_pixels_are_no_more_than_a_browser_shows() -> None:
    wide, high = struct.unpack(">II", paint('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9000 9000"/>')[16:24])
    assert wide * high <= 21_000_000


def test_a_page_without_a_drawing_is_its_tables_as_a_picture() -> None:
    assert to_png(a_document()).startswith(b"\x89PNG")
    assert size_of(to_svg(a_document()).decode())[0] > 500


def test_a_drawing_that_does_not_say_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="viewBox"):
        to_svg(a_document(pictures=(Picture("<svg></svg>", "x"),)))
