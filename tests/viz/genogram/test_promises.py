"""Every promise of the drawing on a thousand random families (issue 6, screens.md §3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.questions.kin import MOST_OPENED
from tests.viz.genogram.families import flips, in_another_order, one_more, random_family
from tests.viz.genogram.promises import PROMISES, crossings, on_an_edge
from viz.genogram.drawing import draw, lay_out
from viz.genogram.geometry import Stroke
from viz.genogram.passing import with_openings
from viz.genogram.svg import STYLES, to_svg
from viz.genogram.view import make_view

BLOCKS, BLOCK = 20, 50


@pytest.mark.parametrize("block", range(BLOCKS))
def test_every_promise_holds_on_random_families(block: int) -> None:
    broken = []
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        view = make_view(random_family(seed))
        drawn = draw(view)
        assert not drawn.unfit
        broken += [(seed, promise.__name__, *promise(view, drawn)) for promise in PROMISES if [*promise(view, drawn)]]
    assert broken == []


@pytest.mark.parametrize("seed", range(6))
def test_every_promise_holds_when_branches_are_opened_to_sixty(seed: int) -> None:
    view = make_view(random_family(seed, MOST_OPENED))
    drawn = draw(view)
    assert [(promise.__name__, *promise(view, drawn)) for promise in PROMISES if [*promise(view, drawn)]] == []


def test_where_lines_pass_each_other_the_level_one_is_open() -> None:
    passed = 0
    for seed in range(60):
        drawn = draw(make_view(random_family(seed)))
        parts = [
            Stroke(stroke.of, stroke.kind, part)
            for stroke in drawn.strokes
            for part in with_openings(stroke, drawn.strokes)
        ]
        passed += crossings(drawn)
        assert crossings(replace(drawn, strokes=tuple(parts))) == 0
        for stroke in drawn.strokes:
            ways = with_openings(stroke, drawn.strokes)
            assert (ways[0][0], ways[-1][-1]) == (stroke.points[0], stroke.points[-1])
    assert passed > 100


def test_lines_hardly_ever_lie_along_an_outline() -> None:
    assert sum(on_an_edge(draw(make_view(random_family(seed)))) for seed in range(100)) <= 15


@pytest.mark.parametrize("style", STYLES)
def test_the_same_family_in_any_order_is_the_same_drawing(style: str) -> None:
    for seed in range(30):
        family = random_family(seed)
        once = to_svg(make_view(family), style)
        assert to_svg(make_view(in_another_order(family, seed)), style) == once


def test_a_second_look_lays_nothing_out() -> None:
    one, other = (make_view(random_family(3)).sketch for _ in range(2))
    assert lay_out(one) is lay_out(other)


def test_one_more_person_moves_few() -> None:
    moved = held = 0
    for seed in range(100):
        family = random_family(seed)
        before, after = (draw(make_view(one)).rows for one in (family, one_more(family)))
        changed, neighbours = flips(before, after)
        moved, held = moved + changed, held + neighbours
    assert moved / held <= 0.1


def test_the_random_families_have_what_is_hard() -> None:
    families = [random_family(seed) for seed in range(200)]
    assert {len(family.people) for family in families} >= set(range(3, 26))
    sorts = {tie.sort.value for family in families for tie in family.ties}
    assert sorts >= {"BIRTH", "SPOUSE", "PARTNER", "ADOPTIVE", "FOSTER", "STEP", "KINSHIP", "SPECIAL_GUARDIAN", "SAID"}
    standings = {entry.standing.value for family in families for entry in family.people}
    assert standings == {"UNBORN", "LIVING", "DIED"}
    assert any(family.twins for family in families)
    in_two = [
        person
        for family in families
        for person in {member.person for home in family.homes for member in home.members}
        if sum(person in {member.person for member in home.members} for home in family.homes) > 1
    ]
    assert len(in_two) > 100
