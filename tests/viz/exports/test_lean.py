"""A picture of tables is small, and says and shows what typst drew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from tests.viz.exports.documents import a_document, a_table
from viz.exports.lean import made_lean
from viz.exports.typeset import to_one_page

SVG, HREF = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
AS_TYPST = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><g transform="matrix(1 0 0 -1 3 4)">'
    '<use xlink:href="#g5298033094EB97C4" x="0" y="0" fill="#0b0c0c" fill-rule="nonzero"/>'
    '<use xlink:href="#gAAAA033094EB97C4" x="5.872" y="1.5" fill="#0b0c0c" fill-rule="nonzero"/></g>'
    '<g transform="matrix(1 0 0 -1 9 9)"><use xlink:href="#gAAAA033094EB97C4" x="0" y="0" fill="#111111" fill-rule="nonzero"/>'
    '<use xlink:href="#gAAAA033094EB97C4" x="7" y="0" fill="#222222" fill-rule="nonzero"/></g>'
    '<defs><symbol id="g5298033094EB97C4"><path d="M 0 0h 1"/></symbol><symbol id="gAAAA033094EB97C4"><path d="M 0 0v 2"/></symbol>'
    "</defs></svg>"
)


def letters_of(svg: str) -> Iterator[tuple[str, str, float, float, str]]:
    """(where its run stands, its shape, x, y, colour) of every letter."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    shapes = {symbol.get("id"): symbol[0].get("d") for symbol in root.iter(f"{SVG}symbol")}
    for group in root.iter(f"{SVG}g"):
        for use in group.findall(f"{SVG}use"):
            shape = shapes[(use.get(HREF) or "").removeprefix("#")]
            colour = use.get("fill") or group.get("fill") or ""
            yield (
                group.get("transform") or "",
                shape or "",
                round(float(use.get("x") or 0), 2),
                round(float(use.get("y") or 0), 2),
                colour,
            )


def test_every_letter_keeps_its_shape_place_and_colour() -> None:
    lean = made_lean(AS_TYPST)
    assert list(letters_of(lean)) == list(letters_of(AS_TYPST))
    assert len(lean) < len(AS_TYPST)


def test_a_letter_takes_few_bytes() -> None:
    svg = to_one_page(a_document(a_table(f"An entry of some length, number {number}" for number in range(100))))
    letters = re.findall(r"<use [^>]*>", svg)
    assert len(letters) > 3000
    assert max(map(len, letters)) < 60
    assert all(text[0] and text[1] for text in letters_of(svg))
