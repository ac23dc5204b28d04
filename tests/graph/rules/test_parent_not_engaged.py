"""`parent_not_engaged`: a living parent with no part in any assessment, conference or review of the current episode."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import ClaimKind, ClaimStatus
from tests.builders import World, a_child, an_adult
from tests.graph.rules.asking import CANNOT, FOUND, NOT_FOUND, ask, found, state

RULE = "parent_not_engaged"


def a_family(
    kind: str = "referral", start: str = "2023-06-05", end: str | None = None
) -> tuple[World, str, str, str, str]:
    """A child with two parents of whom one takes part, and an episode."""
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    lee = an_adult(world, "csc", "A2", "Lee Hobbs", "1981-06-20")
    world.relates("csc", kelly, "parent", mia)
    world.relates("csc", lee, "parent", mia)
    episode = world.episode("csc", mia, kind, start, end)
    return world, mia, kelly, lee, episode


def test_an_absent_parent_nobody_asked_is_found() -> None:
    world, mia, kelly, _, _ = a_family()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07")
    told = found(world, RULE, mia)
    assert told.says.startswith("Lee Hobbs: no part")
    assert told.since is not None
    assert told.since.text == "2023-06-05"
    assert {claim.kind for claim in told.evidence} == {ClaimKind.EPISODE, ClaimKind.RELATIONSHIP}


def test_where_both_took_part_nobody_is_found() -> None:
    world, mia, kelly, lee, _ = a_family()
    world.assessment("csc", {mia: "child", kelly: "parent", lee: "parent"}, "2023-06-07")
    assert state(world, RULE, mia) is NOT_FOUND


@pytest.mark.parametrize(
    ("type_", "role", "is_found"),
    [
        ("conference", "parent", False),
        ("plan_review", "present", False),
        ("conference", "mentioned", True),
        ("supervision", "parent", True),
    ],
)
def test_a_part_in_a_conference_or_review_counts(type_: str, role: str, is_found: bool) -> None:
    world, mia, kelly, lee, _ = a_family()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07")
    world.event("csc", "2023-07-01", {mia: "subject", lee: role}, "process", type=type_)
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize(("on", "is_found"), [("2023-06-04", True), ("2023-06-05", False), ("2023-06-06", False)])
def test_an_assessment_belongs_to_the_episode_in_which_it_started(on: str, is_found: bool) -> None:
    world, mia, kelly, lee, _ = a_family()
    world.assessment("csc", {mia: "child", kelly: "parent", lee: "parent"}, on)
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_an_assessment_belongs_to_the_episode_it_names() -> None:
    world, mia, kelly, lee, _ = a_family()
    earlier = world.episode("csc", mia, "referral", "2021-01-01", "2021-03-01")
    world.assessment("csc", {mia: "child", kelly: "parent", lee: "parent"}, "2023-06-07", episode=earlier)
    assert state(world, RULE, mia) is FOUND


@pytest.mark.parametrize(("on", "is_found"), [("2023-09-06", False), ("2023-09-07", False), ("2023-09-08", True)])
def test_where_none_is_open_the_latest_episode_counts(on: str, is_found: bool) -> None:
    world, mia, kelly, lee, _ = a_family(end="2023-09-08")
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07")
    world.event("csc", on, {mia: "subject", lee: "parent"}, "process", type="conference")
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_of_several_open_episodes_the_one_begun_first_counts() -> None:
    world, mia, kelly, lee, first = a_family()
    world.episode("csc", mia, "section47", "2023-08-01")
    world.assessment("csc", {mia: "child", kelly: "parent", lee: "parent"}, "2023-08-02", episode=first)
    assert state(world, RULE, mia) is NOT_FOUND


@pytest.mark.parametrize(("died", "is_found"), [("2024-03-30", False), ("2024-03-31", False), ("2024-04-01", True)])
def test_only_a_living_parent_is_found(died: str, is_found: bool) -> None:
    world, mia, kelly, _, _ = a_family()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07")
    uncle = an_adult(world, "csc", "A2", "Lee Hobbs", "1981-06-20", date_of_death=died)
    assert uncle
    world.claims = [
        claim for claim in world.claims if not (claim.source.record_ref == "A2" and "date_of_death" not in claim.values)
    ]
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_without_an_episode_nothing_is_found() -> None:
    world = World()
    mia = a_child(world)
    world.relates("csc", an_adult(world, "csc", "A2", "Lee Hobbs"), "parent", mia)
    world.episode("police", mia, "police_investigation", "2023-06-05")
    assert state(world, RULE, mia) is NOT_FOUND


def test_what_others_know_is_a_part_all_the_same() -> None:
    world, mia, kelly, lee, _ = a_family()
    world.assessment("csc", {mia: "child", kelly: "parent", lee: "parent"}, "2023-06-07")
    for parent in (kelly, lee):
        world.relates("police", parent, "parent", mia)
    assert ask(world, RULE, mia, known_to=frozenset({"police"})).state is NOT_FOUND


def test_a_parent_those_asked_about_do_not_know_of_is_not_found() -> None:
    world, mia, kelly, _, _ = a_family()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07")
    assert ask(world, RULE, mia, known_to=frozenset({"school"})).state is NOT_FOUND


@pytest.mark.parametrize("table", ["assessments", "assessment_people", "events", "event_people"])
def test_without_the_feed_it_cannot_be_determined(table: str) -> None:
    world, mia, kelly, _, _ = a_family()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07")
    tables = ("episodes", "assessments", "assessment_people", "events", "event_people")
    world.feeds_of = {"csc": tuple(one for one in tables if one != table)}
    result = ask(world, RULE, mia)
    assert result.state is CANNOT
    assert [blank.what for blank in result.blanks] == [table]


def test_what_was_recorded_later_was_not_known() -> None:
    world, mia, kelly, lee, _ = a_family()
    people = {mia: "child", kelly: "parent", lee: "parent"}
    world.assessment("csc", people, "2023-06-07", recorded="2023-07-01")
    assert state(world, RULE, mia, "2023-08-01", known_at="2023-06-30") is FOUND
    assert state(world, RULE, mia, "2023-08-01", known_at="2023-07-01") is NOT_FOUND


def test_a_refuted_parenthood_supports_nothing() -> None:
    world, mia, kelly, lee, _ = a_family()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07")
    world.claims = [
        replace(claim, status=ClaimStatus.REFUTED)
        if claim.kind is ClaimKind.RELATIONSHIP and lee in {end.record_id for end in claim.ends}
        else claim
        for claim in world.claims
    ]
    assert state(world, RULE, mia) is NOT_FOUND


def test_a_parent_whose_parenthood_is_dated_vaguely_is_only_possible() -> None:
    world = World()
    mia, step = a_child(world), an_adult(world, "csc", "A5", "Oscar Lund")
    world.relates("csc", step, "step_parent", mia, "2018", "2022-03")
    world.episode("csc", mia, "referral", "2021-06-05")
    assert found(world, RULE, mia, "2024-03-15").possible
    assert state(world, RULE, mia, "2024-03-31") is NOT_FOUND
