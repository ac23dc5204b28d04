"""Shapes by the UK convention, words for every code, red for nobody."""

from __future__ import annotations

from colorsys import rgb_to_hls

import pytest

from graph.model.network import LinkKind, Node
from tests.viz.family import BABY, JOAN, PETE, a_node, a_person
from viz.style import LINKS, UP_BY, Shape, place_word, shape_of, size_of


@pytest.mark.parametrize(
    ("node", "shape"),
    [
        (a_node(PETE), Shape.SQUARE),
        (a_node(JOAN), Shape.CIRCLE),
        (a_node(a_person("u", "U", sex=None)), Shape.TRIANGLE),
        (a_node(BABY), Shape.TRIANGLE),
        (Node("p", "person", "Somebody"), Shape.TRIANGLE),
        (Node("h", "household", "A house"), Shape.BOX),
        (Node("w", "professional", "A worker"), Shape.ELLIPSE),
    ],
)
def test_a_symbol_has_the_shape_of_the_convention(node: Node, shape: Shape) -> None:
    assert shape_of(node) is shape


def test_an_unborn_child_is_a_small_triangle() -> None:
    assert size_of(a_node(BABY)) < size_of(a_node(JOAN))


def test_every_kind_of_link_has_a_word_of_its_own_and_a_colour_that_is_not_red() -> None:
    assert set(LINKS) == set(LinkKind)
    assert len({style.word for style in LINKS.values()}) == len(LINKS)
    for style in LINKS.values():
        red, green, blue = (int(style.colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        hue, light, full = rgb_to_hls(red, green, blue)
        assert full < 0.3 or light < 0.1 or 0.05 < hue < 0.9


def test_lines_can_be_seen_on_white() -> None:
    """At least 3 to 1, as anything but text needs."""
    for style in LINKS.values():
        parts = [int(style.colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert 1.05 / (light + 0.05) >= 3


def test_a_lift_and_its_inverse_cancel() -> None:
    assert UP_BY["parent"] == -UP_BY["child"] == 1
    assert UP_BY["grandparent"] == -UP_BY["grandchild"] == 2
    assert "lodger" not in UP_BY


def test_a_place_without_a_word_is_said_as_its_kind() -> None:
    assert place_word("household") == "Household"
    assert place_word("contact detail") == "Contact detail"
    assert place_word("some_thing") == "Some thing"
