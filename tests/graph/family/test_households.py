"""Stays, who lives with whom on a day, and which households join people (rules.md §1, §2)."""

from __future__ import annotations

from datetime import date

import pytest

from graph.family.households import joins_people, long_enough, place, residents_on, stays_of, together
from graph.model.period import Certainty
from tests.builders import World, a_child, an_adult


def lives_there(world: World, person: str, home: str, day: str) -> bool:
    return person in residents_on(world.case(), home, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "there"),
    [("2022-12-31", False), ("2023-01-01", True), ("2023-06-29", True), ("2023-06-30", False), ("2023-07-01", False)],
)
def test_a_stay_holds_from_its_start_until_the_day_before_its_end(day: str, there: bool) -> None:
    world = World()
    mia, home = a_child(world), world.household("csc", "H1")
    world.lives("csc", mia, home, "2023-01-01", "2023-06-30")
    assert lives_there(world, mia, home, day) is there


def test_an_open_end_still_holds_after_the_delivery() -> None:
    world = World()
    mia, home = a_child(world), world.household("csc", "H1")
    world.lives("csc", mia, home, "2023-01-01")
    case = world.case("2024-06-01")
    assert mia in residents_on(case, home, date(2024, 6, 1))


def test_an_unknown_start_overlaps_every_day_before_the_end() -> None:
    world = World()
    mia, home = a_child(world), world.household("csc", "H1")
    world.lives("csc", mia, home, None, "2023-06-30")
    assert lives_there(world, mia, home, "2012-05-01")
    assert lives_there(world, mia, home, "2023-06-29")
    assert not lives_there(world, mia, home, "2023-06-30")


def test_an_unknown_start_takes_the_start_another_claim_dates() -> None:
    world = World()
    daniel, home = an_adult(world, "housing", "T1"), world.household("housing", "L1")
    undated = world.lives("gp", daniel, home)
    dated = world.lives("housing", daniel, home, "2022-11-07")
    (stay,) = stays_of(world.case(), daniel)
    assert stay.period.start is not None
    assert stay.period.start.text == "2022-11-07"
    assert {claim.id for claim in stay.claims} == {undated.id, dated.id}


@pytest.mark.parametrize(("second", "stays"), [("2022-12-31", 1), ("2023-01-01", 1), ("2023-01-02", 2)])
def test_claims_of_one_stay_are_joined_where_they_touch(second: str, stays: int) -> None:
    world = World()
    daniel, home = an_adult(world, "housing", "T1"), world.household("housing", "L1")
    world.lives("housing", daniel, home, "2022-01-01", "2023-01-01")
    world.lives("gp", daniel, home, second, "2023-06-01")
    assert len(stays_of(world.case(), daniel)) == stays


def test_copies_of_one_household_hold_one_stay() -> None:
    world = World()
    daniel = an_adult(world, "housing", "T1")
    one, other = world.household("housing", "L1"), world.household("gp", "A1")
    joined = world.join(one, other)
    world.lives("housing", daniel, one, "2022-01-01", "2023-01-01")
    world.lives("gp", daniel, other, "2022-06-01", "2023-06-01")
    (stay,) = stays_of(world.case(), daniel)
    assert (stay.household, stay.period.text) == (joined, "from 2022-01-01 to 2023-06-01")


@pytest.mark.parametrize(
    ("role", "there"),
    [
        ("resident", True),
        ("part_time", True),
        ("overnight", True),
        ("frequent_visitor", False),
        ("contact_only", False),
    ],
)
def test_only_those_who_live_or_sleep_there_are_of_the_household(role: str, there: bool) -> None:
    world = World()
    daniel, home = an_adult(world, "housing", "T1"), world.household("housing", "L1")
    world.lives("housing", daniel, home, "2022-01-01", role=role)
    assert lives_there(world, daniel, home, "2023-01-01") is there


@pytest.mark.parametrize(
    ("status", "there"), [("asserted", True), ("corroborated", True), ("disputed", True), ("refuted", False)]
)
def test_a_disputed_stay_counts_and_a_refuted_one_supports_nothing_but_is_seen(status: str, there: bool) -> None:
    world = World()
    daniel, home = an_adult(world, "housing", "T1"), world.household("housing", "L1")
    stay = world.lives("housing", daniel, home, "2022-01-01", status=status)
    assert lives_there(world, daniel, home, "2023-01-01") is there
    assert stay.id in {claim.id for claim in world.case().claims}


@pytest.mark.parametrize(
    ("day", "there"), [("2022-04-30", False), ("2022-05-01", True), ("2022-05-31", True), ("2022-06-01", True)]
)
def test_a_partial_start_may_hold_from_its_first_day_and_surely_does_from_its_last(day: str, there: bool) -> None:
    world = World()
    daniel, home = an_adult(world, "housing", "T1"), world.household("housing", "L1")
    world.lives("housing", daniel, home, "2022-05")
    assert lives_there(world, daniel, home, day) is there
    (stay,) = stays_of(world.case(), daniel)
    assert stay.period.holds_on(date(2022, 5, 1)) is Certainty.POSSIBLE
    assert stay.period.holds_on(date(2022, 5, 30)) is Certainty.POSSIBLE
    assert stay.period.holds_on(date(2022, 5, 31)) is Certainty.CERTAIN


@pytest.mark.parametrize(
    "kind", ["communal", "refuge", "hostel", "childrens_home", "residential_school", "prison", "hospital"]
)
def test_only_private_households_join_people(kind: str) -> None:
    world = World()
    home = world.household("housing", "L1", kind=kind)
    world.lives("housing", an_adult(world, "housing", "T1"), home, "2022-01-01")
    assert not joins_people(world.case(), home, date(2023, 1, 1))


def test_a_kind_left_empty_is_private() -> None:
    world = World()
    assert place(world.case(), world.household("housing", "L1")).kind == "private"
    assert joins_people(world.case(), world.household("housing", "L2"), date(2023, 1, 1))


@pytest.mark.parametrize(("residents", "joins"), [(11, True), (12, True), (13, False)])
def test_more_than_twelve_residents_join_nobody(residents: int, joins: bool) -> None:
    world = World()
    home = world.household("housing", "L1")
    for number in range(residents):
        world.lives("housing", an_adult(world, "housing", f"T{number}"), home, "2022-01-01")
    assert joins_people(world.case(), home, date(2023, 1, 1)) is joins


def test_those_who_left_before_the_day_do_not_count_towards_the_twelve() -> None:
    world = World()
    home = world.household("housing", "L1")
    for number in range(13):
        left = "2022-12-31" if number == 0 else None
        world.lives("housing", an_adult(world, "housing", f"T{number}"), home, "2022-01-01", left)
    assert not joins_people(world.case(), home, date(2022, 12, 30))
    assert joins_people(world.case(), home, date(2022, 12, 31))


def test_what_is_confidential_for_one_agency_is_for_every_copy() -> None:
    world = World()
    one, other = world.household("housing", "L1"), world.household("police", "H1", confidential="y")
    joined = world.join(one, other)
    case = world.case(known_to=frozenset({"housing"}))
    assert place(case, joined).confidential
    assert not joins_people(case, joined, date(2023, 1, 1))


@pytest.mark.parametrize(
    ("until", "certainty"),
    [("2023-01-28", Certainty.NO), ("2023-01-29", Certainty.CERTAIN), ("2023-01-30", Certainty.CERTAIN)],
)
def test_living_together_takes_28_days(until: str, certainty: Certainty) -> None:
    world = World()
    mia, daniel, home = a_child(world), an_adult(world, "csc", "A1"), world.household("csc", "H1")
    world.lives("csc", mia, home, "2022-01-01")
    world.lives("csc", daniel, home, "2023-01-01", until)
    case = world.case()
    shared = together(stays_of(case, daniel)[0], stays_of(case, mia)[0])
    assert shared is not None
    assert long_enough(shared, case.dates.as_of) is certainty


def test_days_after_as_of_do_not_count_towards_the_28() -> None:
    world = World()
    mia, daniel, home = a_child(world), an_adult(world, "csc", "A1"), world.household("csc", "H1")
    world.lives("csc", mia, home, "2022-01-01", "2024-03-25")
    world.lives("csc", daniel, home, "2024-03-01")
    case = world.case()
    shared = together(stays_of(case, daniel)[0], stays_of(case, mia)[0])
    assert shared is not None
    assert long_enough(shared, case.dates.as_of) is Certainty.NO


def test_both_still_there_need_no_28_days() -> None:
    world = World()
    mia, daniel, home = a_child(world), an_adult(world, "csc", "A1"), world.household("csc", "H1")
    world.lives("csc", mia, home, "2022-01-01")
    world.lives("csc", daniel, home, "2024-03-31")
    case = world.case()
    shared = together(stays_of(case, daniel)[0], stays_of(case, mia)[0])
    assert shared is not None
    assert long_enough(shared, case.dates.as_of) is Certainty.CERTAIN


def test_stays_that_only_touch_are_not_together() -> None:
    world = World()
    mia, daniel, home = a_child(world), an_adult(world, "csc", "A1"), world.household("csc", "H1")
    world.lives("csc", mia, home, "2022-01-01", "2023-01-01")
    world.lives("csc", daniel, home, "2023-01-01")
    case = world.case()
    assert together(stays_of(case, daniel)[0], stays_of(case, mia)[0]) is None
