"""`re_referral`: a referral within 12 months of the one before, or three episodes in 36 months closed without a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import ClaimStatus
from tests.builders import World, a_child
from tests.graph.rules.asking import CANNOT, FOUND, NOT_FOUND, ask, found, state

RULE = "re_referral"


def referred(*spans: tuple[str, str | None], kind: str = "referral", **values: str) -> tuple[World, str]:
    world = World()
    mia = a_child(world)
    for start, end in spans:
        world.episode("csc", mia, kind, start, end, **values)
    return world, mia


@pytest.mark.parametrize(("again", "is_found"), [("2024-01-14", True), ("2024-01-15", True), ("2024-01-16", False)])
def test_a_referral_within_twelve_months_of_the_one_before_is_found(again: str, is_found: bool) -> None:
    world, mia = referred(("2023-01-15", "2023-02-20"), (again, None))
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_the_chain_is_told_with_outcomes_and_sources() -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "referral", "2023-01-15", "2023-02-20", outcome="assessment", source_agency="school")
    world.episode("csc", mia, "referral", "2023-06-05", outcome="no_action", source_agency="gp")
    told = found(world, RULE, mia)
    assert told.details == (
        ("2023-01-15", "referral from Brook Academy: assessment, closed 2023-02-20"),
        ("2023-06-05", "referral from Larch Surgery: no action"),
    )
    assert told.since is not None
    assert told.since.text == "2023-01-15"


def test_a_referral_held_as_episode_and_as_event_of_one_day_is_one() -> None:
    world, mia = referred(("2023-06-05", None))
    world.event("csc", "2023-06-05", {mia: "subject"}, "concern", type="referral")
    assert state(world, RULE, mia) is NOT_FOUND
    world.event("csc", "2023-06-06", {mia: "subject"}, "concern", type="referral")
    assert state(world, RULE, mia) is FOUND


def test_what_may_be_one_referral_is_not_two() -> None:
    world, mia = referred(("2023-06-05", None))
    world.event("csc", "2023-06", {mia: "subject"}, "concern", type="referral")
    assert state(world, RULE, mia) is NOT_FOUND


def test_only_referrals_of_the_assessing_agency_count() -> None:
    world, mia = referred(("2023-06-05", None))
    world.episode("school", mia, "referral", "2023-08-05")
    world.event("school", "2023-09-05", {mia: "subject"}, "concern", type="referral")
    assert state(world, RULE, mia) is NOT_FOUND


@pytest.mark.parametrize(("first", "is_found"), [("2021-03-30", False), ("2021-03-31", True), ("2021-04-01", True)])
def test_three_episodes_in_thirty_six_months_closed_without_a_plan_are_found(first: str, is_found: bool) -> None:
    world, mia = referred(
        (first, "2021-05-01"), ("2022-08-01", "2022-09-01"), ("2023-12-01", "2024-01-01"), kind="contact"
    )
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize(
    ("end", "is_found"), [("2024-03-30", True), ("2024-03-31", True), ("2024-04-01", False), (None, False)]
)
def test_an_episode_still_open_is_not_closed_without_a_plan(end: str | None, is_found: bool) -> None:
    world, mia = referred(
        ("2021-06-01", "2021-07-01"), ("2022-08-01", "2022-09-01"), ("2023-12-01", end), kind="early_help"
    )
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize("plan", ["child_protection", "looked_after", "cin"])
def test_an_episode_that_led_to_a_plan_does_not_count(plan: str) -> None:
    world, mia = referred(
        ("2021-06-01", "2021-07-01"), ("2022-08-01", "2022-09-01"), ("2023-12-01", "2024-01-05"), kind="early_help"
    )
    world.episode("csc", mia, plan, "2024-01-05", "2024-02-01")
    assert state(world, RULE, mia) is NOT_FOUND


def test_episodes_that_follow_on_each_other_count_once() -> None:
    world, mia = referred(
        ("2023-05-01", "2023-05-02"), ("2023-05-02", "2023-06-10"), ("2023-05-20", "2023-06-01"), kind="other"
    )
    assert state(world, RULE, mia) is NOT_FOUND
    world, mia = referred(
        ("2023-05-01", "2023-05-02"), ("2023-05-03", "2023-06-10"), ("2023-06-11", "2023-07-01"), kind="other"
    )
    assert state(world, RULE, mia) is FOUND


def test_without_the_feed_it_cannot_be_determined_but_what_is_found_is_found() -> None:
    world, mia = referred(("2023-01-15", None))
    world.feeds_of = {"csc": ("people",)}
    result = ask(world, RULE, mia)
    assert result.state is CANNOT
    assert [blank.what for blank in result.blanks] == ["episodes"]
    world.episode("csc", mia, "referral", "2023-06-05")
    assert state(world, RULE, mia) is FOUND


def test_what_was_recorded_later_was_not_known() -> None:
    world, mia = referred(("2023-01-15", "2023-02-01"))
    world.episode("csc", mia, "referral", "2023-06-05", recorded="2023-06-20")
    assert state(world, RULE, mia, "2023-06-30", known_at="2023-06-19") is NOT_FOUND
    assert state(world, RULE, mia, "2023-06-30", known_at="2023-06-20") is FOUND


def test_what_lies_after_the_day_asked_about_is_not_found_on_it() -> None:
    world, mia = referred(("2023-01-15", None), ("2023-06-05", None))
    assert state(world, RULE, mia, "2023-06-04") is NOT_FOUND
    assert state(world, RULE, mia, "2023-06-05") is FOUND


def test_only_what_those_asked_about_know_is_evidence() -> None:
    world, mia = referred(("2023-01-15", None), ("2023-06-05", None))
    assert ask(world, RULE, mia, known_to=frozenset({"police"})).state is NOT_FOUND


def test_a_refuted_episode_supports_nothing() -> None:
    world, mia = referred(("2023-01-15", None), ("2023-06-05", None))
    world.claims[-1] = replace(world.claims[-1], status=ClaimStatus.REFUTED)
    assert state(world, RULE, mia) is NOT_FOUND


def test_partial_dates_make_it_only_possible() -> None:
    world, mia = referred(("2023-01", "2023-02-20"), ("2024-01-20", None))
    assert found(world, RULE, mia).possible
    world, mia = referred(("2023-01", "2023-02-20"), ("2024-02-01", None))
    assert state(world, RULE, mia) is NOT_FOUND


def test_a_plan_begun_by_an_event_counts_as_a_plan() -> None:
    spans = (("2021-06-01", "2021-07-01"), ("2022-08-01", "2022-09-01"), ("2023-12-01", "2024-01-05"))
    world, mia = referred(*spans, kind="early_help")
    world.event("csc", "2023-12-20", {mia: "subject"}, "plan", type="plan_start")
    assert state(world, RULE, mia) is NOT_FOUND


@pytest.mark.parametrize(("second", "possible"), [("2023-06", True), ("2023-06-12", True), ("2023-07-01", False)])
def test_referrals_whose_dates_leave_it_open_may_be_one(second: str, possible: bool) -> None:
    world, mia = referred(("2023-06", None), (second, None))
    assert found(world, RULE, mia).possible is possible
