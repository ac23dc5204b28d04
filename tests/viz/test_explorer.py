"""What leaves for the browser: plain data, as many lines as drawn, nothing it would have to lay out."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

from graph.model.network import LinkKind
from tests.viz.family import JOAN, PETE, a_node, an_edge
from tests.viz.networks import a_network, busy_network, shuffled
from viz.explorer import bounds_of, draw, words_box
from viz.lines import boxes_of
from viz.scene import make_scene


def _drawn() -> dict[str, Any]:
    drawn: dict[str, Any] = json.loads(draw(make_scene(busy_network(), "tessa")))
    return drawn


def test_the_same_document_leaves_whatever_order_came_in() -> None:
    once = draw(make_scene(busy_network(), "tessa"))
    assert {draw(make_scene(shuffled(busy_network(), seed), "tessa")) for seed in range(6)} == {once}


def test_as_many_edges_leave_as_lines_and_each_has_words() -> None:
    scene, drawn = make_scene(busy_network(), "tessa"), _drawn()
    assert {edge["id"] for edge in drawn["edges"]} == {line.id for line in scene.lines}
    assert len(drawn["edges"]) == len(scene.lines) == len(drawn["words"])
    assert all(words["lines"] and all(words["lines"]) for words in drawn["words"])


def test_a_second_link_between_two_people_is_not_lost_and_goes_its_own_way() -> None:
    links = [
        an_edge(f"e{n}", *pair, LinkKind.OTHER, "friend")
        for n, pair in enumerate([("joan", "pete"), ("pete", "joan"), ("joan", "pete")])
    ]
    scene = make_scene(a_network((a_node(JOAN), a_node(PETE)), *links), "joan")
    assert len(json.loads(draw(scene))["edges"]) == 3
    assert not any(words_box(one).meets(words_box(other)) for one, other in combinations(scene.lines, 2))


def test_nothing_is_laid_out_in_the_browser() -> None:
    drawn = _drawn()
    assert all(isinstance(node["x"], int) and isinstance(node["y"], int) for node in drawn["nodes"])
    assert drawn["options"]["physics"]["enabled"] is False
    assert drawn["options"]["layout"]["improvedLayout"] is False


def test_no_tooltip_or_foreign_address_leaves() -> None:
    text = draw(make_scene(busy_network(), "tessa"))
    assert "http" not in text
    assert all("title" not in thing for thing in (*_drawn()["nodes"], *_drawn()["edges"]))


def test_everything_that_can_be_pressed_opens_an_entry() -> None:
    drawn = _drawn()
    pressed = {thing["id"] for thing in (*drawn["nodes"], *drawn["edges"])}
    assert set(drawn["opens"]) == pressed
    assert all(drawn["opens"].values())


def test_whom_it_is_about_is_doubled_and_the_dead_are_crossed() -> None:
    assert (_drawn()["doubled"], _drawn()["crossed"]) == (["tessa"], ["grandad"])


def test_a_line_one_agency_alone_says_is_thin_and_one_that_is_over_broken() -> None:
    edges = {edge["id"]: edge for edge in _drawn()["edges"]}
    assert edges["e09"]["width"] < edges["e07"]["width"]
    assert edges["e15"]["dashes"]
    assert not edges["e07"]["dashes"]


def test_everything_drawn_lies_within_the_bounds() -> None:
    scene = make_scene(busy_network(), "tessa")
    left, top, right, bottom = bounds_of(scene)
    boxes = [box for item in (*scene.people, *scene.places) for box in boxes_of(item)]
    for box in (*boxes, *map(words_box, scene.lines)):
        assert left <= box.left <= box.right <= right
        assert top <= box.top <= box.bottom <= bottom
