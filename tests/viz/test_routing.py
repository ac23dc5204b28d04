"""Lines go past whom they do not concern, and their words stand alone."""

from __future__ import annotations

from itertools import combinations

import pytest

from viz.placing import Spot
from viz.routing import Box, Wanted, point_on, route

LEFT, MIDDLE, RIGHT = Spot(0, 0), Spot(200, 0), Spot(400, 0)
ROOM = (60, 20)


def _box(spot: Spot) -> tuple[Box, ...]:
    return (Box.around(spot.x, spot.y, (50, 50)),)


def _route(*lines: Wanted, **spots: Spot) -> dict[str, tuple[float, Spot]]:
    found = route(lines, spots, {name: _box(spot) for name, spot in spots.items()})
    return {id_: (way.bend, way.words) for id_, way in found.items()}


def test_a_line_nobody_stands_in_the_way_of_is_straight_with_its_words_in_the_middle() -> None:
    assert _route(Wanted("e", "a", "b", ROOM), a=LEFT, b=MIDDLE)["e"] == (0.0, Spot(100, 0))


def test_a_line_goes_round_whoever_stands_between() -> None:
    bend, _ = _route(Wanted("e", "a", "b", ROOM), a=LEFT, b=RIGHT, c=MIDDLE)["e"]
    assert bend
    box = _box(MIDDLE)[0]
    assert not any(box.holds(*point_on(LEFT, RIGHT, bend, step / 50)) for step in range(51))


@pytest.mark.parametrize("turned", [False, True])
def test_lines_between_the_same_two_part_ways(turned: bool) -> None:
    lines = [Wanted(f"e{n}", *(("b", "a") if turned and n % 2 else ("a", "b")), ROOM) for n in range(14)]
    middles = {
        point_on(
            *((MIDDLE, LEFT) if line.source == "b" else (LEFT, MIDDLE)),
            _route(*lines, a=LEFT, b=MIDDLE)[line.id][0],
            0.5,
        )
        for line in lines
    }
    assert len({(round(x), round(y)) for x, y in middles}) == len(lines)


def test_words_of_crossing_lines_do_not_meet() -> None:
    spots = {"a": Spot(0, 0), "b": Spot(300, 300), "c": Spot(0, 300), "d": Spot(300, 0)}
    found = _route(Wanted("e1", "a", "b", ROOM), Wanted("e2", "c", "d", ROOM), **spots)
    one, other = (Box.around(words.x, words.y, ROOM) for _, words in found.values())
    assert not one.meets(other)


def test_the_order_lines_come_in_does_not_matter() -> None:
    spots = {f"s{n}": Spot(n % 3 * 180, n // 3 * 200) for n in range(7)}
    lines = [Wanted(f"e{one}{other}", one, other, ROOM) for one, other in combinations(spots, 2)]
    assert _route(*lines, **spots) == _route(*reversed(lines), **spots)


def test_a_bend_to_the_right_going_is_a_bend_to_the_left_coming() -> None:
    going, coming = point_on(LEFT, RIGHT, 0.3, 0.5), point_on(RIGHT, LEFT, -0.3, 0.5)
    assert going[1] == pytest.approx(coming[1])
    assert going[1] != 0
