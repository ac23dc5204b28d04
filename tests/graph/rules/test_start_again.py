"""`start_again`: the same factor in 3 assessments of different episodes in 36 months, each closed within 60 days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import ClaimKind, ClaimStatus, End, Role
from tests.builders import World, a_child, period
from tests.graph.rules.asking import CANNOT, FOUND, NOT_FOUND, ask, found, state

RULE = "start_again"


def assessed(
    world: World, child: str, started: str, completed: str, closed: str | None, factors: str = "4B", **values: str
) -> str:
    """An episode with an assessment in it."""
    episode = world.episode("csc", child, "referral", started, closed)
    return world.assessment("csc", {child: "child"}, started, completed, episode=episode, factors=factors, **values)


def three(last_closed: str = "2023-09-08", first: str = "2021-12-22", factors: str = "4B") -> tuple[World, str]:
    world = World()
    mia = a_child(world)
    assessed(world, mia, "2021-11-10" if first > "2021-11-10" else first, first, "2022-01-14")
    assessed(world, mia, "2022-10-05", "2022-11-18", "2022-12-09", "4B;3C")
    assessed(world, mia, "2023-06-07", "2023-07-21", last_closed, factors)
    return world, mia


def test_three_assessments_with_one_factor_each_closed_soon_after_are_found() -> None:
    world, mia = three()
    told = found(world, RULE, mia)
    assert told.says.startswith("Factor 4B (mental health: a parent or carer) in 3 assessments")
    assert [name for name, _ in told.details] == [
        "Assessment completed 2021-12-22",
        "Assessment completed 2022-11-18",
        "Assessment completed 2023-07-21",
    ]
    assert told.since is not None
    assert told.since.text == "2021-12-22"


@pytest.mark.parametrize(("closed", "is_found"), [("2023-09-18", True), ("2023-09-19", True), ("2023-09-20", False)])
def test_each_is_closed_within_sixty_days_of_its_completion(closed: str, is_found: bool) -> None:
    world, mia = three(closed)
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize(("as_of", "is_found"), [("2024-12-21", True), ("2024-12-22", True), ("2024-12-23", False)])
def test_all_lie_within_thirty_six_months(as_of: str, is_found: bool) -> None:
    world, mia = three()
    world.covers = ("2000-01-01", "2025-01-01")
    assert (state(world, RULE, mia, as_of) is FOUND) is is_found


def test_two_are_too_few_and_so_are_three_of_different_factors() -> None:
    world, mia = three(factors="2B")
    assert state(world, RULE, mia) is NOT_FOUND


def test_no_factors_is_no_factor() -> None:
    world = World()
    mia = a_child(world)
    for started, completed, closed in (
        ("2022-01-01", "2022-02-01", "2022-02-10"),
        ("2022-06-01", "2022-07-01", "2022-07-10"),
        ("2023-01-01", "2023-02-01", "2023-02-10"),
    ):
        assessed(world, mia, started, completed, closed, "21")
    assert state(world, RULE, mia) is NOT_FOUND


def test_three_assessments_of_one_episode_are_one_start() -> None:
    world = World()
    mia = a_child(world)
    episode = world.episode("csc", mia, "referral", "2023-01-01", "2023-05-01")
    for day in ("2023-03-10", "2023-04-01", "2023-04-20"):
        world.assessment("csc", {mia: "child"}, "2023-03-01", day, episode=episode, factors="4B")
    assert state(world, RULE, mia) is NOT_FOUND


def test_an_assessment_that_names_no_episode_belongs_to_the_one_in_which_it_started() -> None:
    world, mia = three("2023-12-31")
    assert state(world, RULE, mia) is NOT_FOUND
    world.episode("csc", mia, "referral", "2023-02-01", "2023-04-01")
    world.assessment("csc", {mia: "child"}, "2023-02-01", "2023-03-01", factors="4B")
    assert state(world, RULE, mia) is FOUND


def test_the_worker_is_told_each_time() -> None:
    world, mia = three()
    owen = "professional-1"
    world.say("csc", "professionals", "SW1", (End(owen, Role.PROFESSIONAL),), name="Owen Price")
    world.claims[-1] = replace(world.claims[-1], record_id=owen)
    ends = (End(mia, Role.PERSON), End(owen, Role.PROFESSIONAL))
    world.say("csc", "involvements", "IN1", ends, period("2021-11-09", "2022-01-14"), role="allocated")
    lines = [value for _, value in found(world, RULE, mia).details]
    assert lines[0].endswith("worker Owen Price")
    assert lines[1].endswith("worker not recorded")


def test_an_episode_that_ends_after_the_day_asked_about_is_not_closed_on_it() -> None:
    world, mia = three()
    assert state(world, RULE, mia, "2023-09-07") is NOT_FOUND
    assert state(world, RULE, mia, "2023-09-08") is FOUND


def test_without_the_feed_it_cannot_be_determined() -> None:
    world = World(feeds_of={"csc": ("episodes",)})
    result = ask(world, RULE, a_child(world))
    assert result.state is CANNOT
    assert [blank.what for blank in result.blanks] == ["assessments"]


def test_what_was_recorded_later_was_not_known() -> None:
    world, mia = three("2023-12-31")
    assessed(world, mia, "2023-02-01", "2023-03-01", "2023-03-10", recorded="2023-06-01")
    assert state(world, RULE, mia, known_at="2023-05-31") is NOT_FOUND
    assert state(world, RULE, mia, known_at="2023-06-01") is FOUND


def test_only_what_those_asked_about_know_is_evidence() -> None:
    world, mia = three()
    assert ask(world, RULE, mia, known_to=frozenset({"police"})).state is NOT_FOUND


def test_a_refuted_assessment_supports_nothing() -> None:
    world, mia = three()
    (last,) = [index for index, claim in enumerate(world.claims) if claim.kind is ClaimKind.ASSESSMENT][-1:]
    world.claims[last] = replace(world.claims[last], status=ClaimStatus.REFUTED)
    assert state(world, RULE, mia) is NOT_FOUND


def test_partial_dates_make_it_only_possible() -> None:
    world, mia = three("2023-09")
    assert found(world, RULE, mia).possible
    world, mia = three("2023-08")
    assert not found(world, RULE, mia).possible
    world, mia = three("2023-10")
    assert state(world, RULE, mia) is NOT_FOUND
