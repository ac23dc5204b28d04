"""The drawing as SVG: whole, safe, the same count as the lists, and looking the same wherever it is copied."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.viz.genogram.answers import family_genogram
from tests.viz.genogram.families import random_family
from viz.genogram.drawing import draw
from viz.genogram.key import key_of
from viz.genogram.svg import STYLES, to_svg
from viz.genogram.view import make_view

HOSTILE = ("<script>alert(1)</script>", '" onload="x', "&lt;b&gt;", "\u202eOLLEH\u2066", "'); DROP TABLE")


@pytest.mark.parametrize("style", STYLES)
def test_only_presentation_attributes(style: str) -> None:
    svg = to_svg(make_view(family_genogram()), style)
    for forbidden in ("<style", "style=", "class=", "paint-order", "<script", "on", "http://", "https://"):
        found = re.findall(
            rf"\s{forbidden}\w*=" if forbidden == "on" else re.escape(forbidden),
            svg.replace('xmlns="http://www.w3.org/2000/svg"', ""),
        )
        assert not found, forbidden


@pytest.mark.parametrize("seed", range(25))
def test_every_symbol_line_and_household_is_a_link_to_its_entry(seed: int) -> None:
    view = make_view(random_family(seed))
    drawn = draw(view)
    root = ElementTree.fromstring(to_svg(view))  # noqa: S314 - our own
    links = list(root.iter("{http://www.w3.org/2000/svg}a"))
    targets = [link.get("href", "")[1:] for link in links]
    expected = [symbol.anchor for symbol in view.symbols]
    expected += [line.anchor for line in view.lines if line.id not in drawn.unfit]
    expected += [place.anchor for place in view.outlined]
    assert sorted(targets) == sorted(expected)
    assert all(link.get("aria-label") for link in links)


def test_hostile_names_are_words_and_nothing_else() -> None:
    family = family_genogram()
    for name in HOSTILE:
        people = tuple(replace(entry, person=replace(entry.person, display_name=name)) for entry in family.people)
        homes = tuple(replace(home, household=replace(home.household, label=name)) for home in family.homes)
        root = ElementTree.fromstring(to_svg(make_view(replace(family, people=people, homes=homes))))  # noqa: S314
        assert not [element for element in root.iter() if element.tag.endswith(("script", "b"))]
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


def test_the_key_has_what_is_drawn_and_nothing_else() -> None:
    view = make_view(family_genogram())
    words = [sign.words for sign in key_of(view, draw(view), "uk")]
    assert {"male", "female", "unborn", "has died", "not identified", "one stroke: separated", "live together"} <= set(
        words
    )
    assert "two strokes: divorced or a marriage that ended" in words
    assert "one stalk: twins" not in words
    assert "foster child" not in words
    assert len(words) == len(set(words))


def test_an_age_that_is_not_certain_stands_in_words_below_the_symbol() -> None:
    family = family_genogram()
    people = tuple(
        replace(entry, person=replace(entry.person, date_of_birth="1980", age=None, ages="43 or 44"))
        for entry in family.people
    )
    drawn = "".join(ElementTree.fromstring(to_svg(make_view(replace(family, people=people)))).itertext())  # noqa: S314
    assert "aged 43 or 44" in drawn
    assert "None" not in drawn
