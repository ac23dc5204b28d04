"""Who says otherwise: what can't be true beside a claim, and what may (rules.md §1)."""

from __future__ import annotations

import pytest

from graph.family.otherwise import otherwise
from graph.model.claims import Claim
from tests.builders import World, a_child, an_adult


def others(world: World, claim: Claim, **asked: object) -> set[str]:
    return {other.id for other in otherwise(world.case(**asked), claim)}  # type: ignore[arg-type]


def two_homes(second_from: str, role: str = "resident", status: str = "asserted") -> tuple[World, Claim, Claim]:
    world = World()
    mia = a_child(world)
    first = world.lives("csc", mia, world.household("csc", "H1", address="1 Elm Road"), "2022-01-01", "2023-01-01")
    other = world.household("housing", "H2", address="9 Oak Street")
    return world, first, world.lives("housing", mia, other, second_from, role=role, status=status)


@pytest.mark.parametrize(("second_from", "differ"), [("2022-12-31", True), ("2023-01-01", False)])
def test_living_in_two_homes_on_one_day_is_said_otherwise_by_each(second_from: str, differ: bool) -> None:
    world, first, second = two_homes(second_from)
    assert others(world, first) == ({second.id} if differ else set())
    assert others(world, second) == ({first.id} if differ else set())


@pytest.mark.parametrize("role", ["part_time", "overnight", "frequent_visitor", "contact_only"])
def test_whoever_only_stays_there_at_times_has_another_home(role: str) -> None:
    world, first, second = two_homes("2022-06-01", role)
    assert others(world, first) == others(world, second) == set()


def test_a_refuted_home_says_nothing_against_another() -> None:
    world, first, _ = two_homes("2022-06-01", status="refuted")
    assert others(world, first) == set()


def test_partial_dates_that_may_touch_are_no_disagreement_on_homes() -> None:
    world = World()
    mia = a_child(world)
    first = world.lives("csc", mia, world.household("csc", "H1"), "2021", "2022")
    world.lives("housing", mia, world.household("housing", "H2"), "2022-06-01")
    assert others(world, first) == set()


def test_a_stay_over_for_one_and_going_on_for_another_is_a_disagreement() -> None:
    world = World()
    dan, home = an_adult(world, "housing", "T1"), world.household("housing", "L1")
    ended = world.lives("housing", dan, home, "2022-01-01", "2023-01-01")
    going_on = world.lives("police", dan, home, "2022-03-01")
    again = world.lives("gp", dan, home, "2024-01-01")
    assert others(world, ended) == {going_on.id}
    assert others(world, going_on) == {ended.id}
    assert others(world, again) == set()


def test_a_home_that_another_agency_refutes_is_said_otherwise() -> None:
    world = World()
    dan, home = an_adult(world, "housing", "T1"), world.household("housing", "L1")
    said = world.lives("housing", dan, home, "2022-01-01")
    refuted = world.lives("police", dan, home, "2022-01-01", status="refuted")
    assert others(world, said) == {refuted.id}
    assert others(world, refuted) == {said.id}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("parent", "step_parent", True),
        ("partner", "ex_partner", True),
        ("partner", "friend", True),
        ("partner", "spouse", False),
        ("sibling", "half_sibling", False),
        ("half_sibling", "step_sibling", True),
        ("grandparent", "kinship_carer", False),
        ("parent", "other", False),
    ],
)
def test_two_relationships_of_the_same_two(one: str, other: str, differ: bool) -> None:
    world = World()
    karen, mia = an_adult(world, "csc", "A1"), a_child(world)
    first = world.relates("csc", karen, one, mia)
    second = world.relates("police", karen, other, mia)
    assert others(world, first) == ({second.id} if differ else set())


def test_a_relationship_before_another_and_one_of_other_people_are_no_disagreement() -> None:
    world = World()
    karen, dan, mia = an_adult(world, "csc", "A1"), an_adult(world, "csc", "A2"), a_child(world)
    first = world.relates("csc", karen, "partner", dan, "2020-01-01", "2021-01-01")
    world.relates("police", karen, "ex_partner", dan, "2021-01-01")
    world.relates("police", karen, "step_parent", mia, "2020-01-01")
    assert others(world, first) == set()


def test_the_same_relationship_refuted_is_said_otherwise_and_another_refuted_is_not() -> None:
    world = World()
    karen, dan = an_adult(world, "csc", "A1"), an_adult(world, "csc", "A2")
    said = world.relates("csc", karen, "partner", dan)
    refuted = world.relates("police", dan, "spouse", karen, status="refuted")
    world.relates("gp", dan, "sibling", karen, status="refuted")
    assert others(world, said) == {refuted.id}


@pytest.mark.parametrize(
    ("cell", "mine", "theirs", "differ"),
    [
        ("date_of_birth", "1990-02-03", "1990-02-04", True),
        ("date_of_birth", "1990-02-03", "1990", False),
        ("date_of_death", "2020-01", "2020-02-01", True),
        ("sex", "M", "F", True),
        ("sex", "M", "U", False),
        ("given_name", "Karen", "Kaz", False),
    ],
)
def test_two_records_of_one_person(cell: str, mine: str, theirs: str, differ: bool) -> None:
    world = World()
    first = world.person("csc", "A1", **{cell: mine})
    second = world.person("police", "N1", **{cell: theirs})
    world.join(first, second)
    case = world.case()
    (claim,) = (one for one in case.claims if one.record_id == first)
    assert bool(otherwise(case, claim)) is differ


def test_another_agency_s_word_counts_only_where_it_is_asked_about() -> None:
    world, first, second = two_homes("2022-06-01")
    assert others(world, first, known_to=frozenset({"csc", "housing"})) == {second.id}
    assert others(world, first, known_to=frozenset({"csc"})) == set()


def test_nobody_can_contradict_an_event() -> None:
    world = World()
    mia = a_child(world)
    world.event("police", "2023-01-01", {mia: "subject"})
    case = world.case()
    assert {otherwise(case, claim) for claim in case.claims} == {()}
