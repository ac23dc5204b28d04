"""First and last date of a ground: as sources gave them, never padded, the last never before the first (rules.md §2)."""

from __future__ import annotations

import pytest

from graph.family.adults import adults_around
from graph.model.answers import Ground
from graph.questions.adults import tell_adults
from graph.questions.telling import Telling
from tests.builders import World, a_child, an_adult


def told(world: World, child: str, adult: str, kind: str) -> Ground:
    case = world.case()
    answer = tell_adults(Telling(case), adults_around(case, child))
    (ground,) = [
        ground for row in answer.adults if row.adult.id == adult for ground in row.grounds if ground.kind == kind
    ]
    return ground


@pytest.mark.parametrize("said", ["2023", "2023-05", "2023-05-03"])
def test_an_event_has_the_date_its_source_gave_first_and_last(said: str) -> None:
    world = World()
    mia, daniel = a_child(world), an_adult(world, "police", "P2")
    world.event("police", said, {mia: "victim", daniel: "suspect"})
    ground = told(world, mia, daniel, "at_event")
    assert (ground.first_date, ground.last_date) == (said, said)


def test_a_stay_has_the_end_its_source_gave() -> None:
    world = World()
    mia, daniel, home = a_child(world), an_adult(world, "housing", "T1"), world.household("housing", "L1")
    world.lives("housing", mia, home, "2020-01-01")
    world.lives("housing", daniel, home, "2023-01-01", "2023-09-30")
    ground = told(world, mia, daniel, "co_resident")
    assert (ground.first_date, ground.last_date) == ("2023-01-01", "2023-09-30")


def test_what_was_before_the_childs_time_says_when_and_has_dates_in_order() -> None:
    world = World()
    mia, kelly = a_child(world, born="2023-06-03"), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    jay, daniel = a_child(world, ref="C2", born="2010-02-02"), an_adult(world, "police", "P2")
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
    world.event("police", "2014-07-15", {jay: "victim", daniel: "suspect"})
    ground = told(world, mia, daniel, "sibling_history")
    assert (ground.first_date, ground.last_date, ground.before) == ("2022-08-27", "2022-08-27", "2014-07-15")
    assert ground.says == "at an event about a sibling (last 2014-07-15, before this child's time)"


def test_a_later_event_about_a_sibling_is_the_last_date() -> None:
    world = World()
    mia, kelly = a_child(world, born="2021-06-03"), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    jay, daniel = a_child(world, ref="C2", born="2010-02-02"), an_adult(world, "police", "P2")
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
    for day in ("2014-07-15", "2023-02-01"):
        world.event("police", day, {jay: "victim", daniel: "suspect"})
    ground = told(world, mia, daniel, "sibling_history")
    assert (ground.last_date, ground.before) == ("2023-02-01", None)
