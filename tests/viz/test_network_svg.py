"""The network as a drawing for files: as many symbols, lines and words as the picture of the page, in plain attributes."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.viz.family import TESSA, family_network
from viz.explorer import bounds_of
from viz.exports.picture import paint, size_of
from viz.network_svg import alt_of, key_of, network_svg
from viz.scene import Scene, make_scene

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def scene() -> Scene:
    return make_scene(family_network(), TESSA.id)


@pytest.fixture(scope="module")
def drawing(scene: Scene) -> ElementTree.Element:
    return ElementTree.fromstring(network_svg(scene))  # noqa: S314 - our own drawing


def test_there_is_a_line_for_every_line_and_a_symbol_for_everybody(scene: Scene, drawing: ElementTree.Element) -> None:
    assert len(drawing.findall(f"{SVG}polyline")) == len(scene.lines)
    named = [group.findtext(f"{SVG}title") for group in drawing.findall(f"{SVG}g")]
    assert named == [item.label for item in (*scene.people, *scene.places)]


def test_every_word_of_the_picture_is_there(scene: Scene, drawing: ElementTree.Element) -> None:
    written = [text.text for text in drawing.iter(f"{SVG}text")]
    words = [word for thing in (*scene.people, *scene.places) for word in thing.under]
    assert sorted(map(str, written)) == sorted([*words, *(word for line in scene.lines for word in line.words)])


def test_it_is_as_large_as_what_is_in_it(scene: Scene) -> None:
    left, top, right, bottom = bounds_of(scene)
    assert size_of(network_svg(scene)) == (right - left, bottom - top)


def test_lines_end_where_their_people_stand(scene: Scene, drawing: ElementTree.Element) -> None:
    spots = {item.id: item.spot for item in (*scene.people, *scene.places)}
    for line, drawn in zip(scene.lines, drawing.findall(f"{SVG}polyline"), strict=True):
        points = [tuple(map(float, point.split(","))) for point in drawn.attrib["points"].split()]
        for end, (x, y) in ((line.source, points[0]), (line.target, points[-1])):
            assert (x, y) == pytest.approx((spots[end].x, spots[end].y), abs=0.1)


def test_broken_lines_and_arrows_are_those_of_the_picture(scene: Scene, drawing: ElementTree.Element) -> None:
    broken = [line for line in drawing.findall(f"{SVG}polyline") if "stroke-dasharray" in line.attrib]
    assert len(broken) == sum(line.is_broken for line in scene.lines)
    assert len(drawing.findall(f"{SVG}polygon")) == sum(line.has_arrow for line in scene.lines)


def test_who_died_is_crossed_and_whom_it_is_about_is_doubled(scene: Scene, drawing: ElementTree.Element) -> None:
    assert len(list(drawing.iter(f"{SVG}path"))) == sum(item.has_died for item in scene.people)
    focus = drawing.findall(f"{SVG}g")[0]
    assert len(focus.findall(f"{SVG}circle")) == 2


def test_only_presentation_attributes_are_used(scene: Scene) -> None:
    svg = network_svg(scene)
    for lost in ("style=", "<style", "class=", "paint-order", "<script", "href="):
        assert lost not in svg


def test_a_hostile_name_is_text_in_it() -> None:
    network = family_network()
    name = '</text><script>alert("x")</script>'
    nodes = tuple(
        replace(node, label=name, person=replace(node.person, display_name=name))
        if node.id == TESSA.id and node.person
        else node
        for node in network.nodes
    )
    svg = network_svg(make_scene(replace(network, nodes=nodes), TESSA.id))
    assert "<script" not in svg
    assert name in [title.text for title in ElementTree.fromstring(svg).iter(f"{SVG}title")]  # noqa: S314


def test_it_can_be_painted_and_says_what_it_shows(scene: Scene) -> None:
    assert paint(network_svg(scene)).startswith(b"\x89PNG")
    assert alt_of(scene).startswith(f"Drawing of {len(scene.people)} people and {len(scene.lines)} lines.")
    assert all(f"{letters} {name}" in key_of(scene)[1] for name, letters in scene.initials.items())
