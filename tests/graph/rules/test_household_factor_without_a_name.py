"""`household_factor_without_a_name`: a factor 1C to 6C and no adult of the household named (rules.md §4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import ClaimKind, ClaimStatus
from tests.builders import World, a_child, an_adult
from tests.graph.rules.asking import CANNOT, FOUND, NOT_FOUND, ask, found, state

RULE = "household_factor_without_a_name"


def a_home() -> tuple[World, str, str, str]:
    """A child, its mother and the mother's partner at one address since 2020."""
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    daniel, home = an_adult(world, "csc", "A2"), world.household("csc", "H1")
    for person in (mia, kelly, daniel):
        world.lives("csc", person, home, "2020-01-01")
    return world, mia, kelly, daniel


@pytest.mark.parametrize(
    ("factors", "is_found"), [("1C", True), ("4B;6C", True), ("4B", False), ("7C", False), ("", False)]
)
def test_a_factor_about_another_person_in_the_household_with_nobody_named_is_found(
    factors: str, is_found: bool
) -> None:
    world, mia, kelly, _ = a_home()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07", "2023-07-21", factors=factors)
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_it_says_who_is_named_and_on_which_claims_it_stands() -> None:
    world, mia, kelly, _ = a_home()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07", "2023-07-21", factors="3C;2C;4B")
    told = found(world, RULE, mia)
    told_of_both = (
        "factors 2C (drugs: another person in the household), 3C (domestic abuse: another person in the household); "
        "names Kelly Tranter (parent)"
    )
    assert told.details == (("Assessment started 2023-06-07", told_of_both),)
    assert told.since is not None
    assert told.since.text == "2023-06-07"
    assert {claim.kind for claim in told.evidence} == {ClaimKind.ASSESSMENT, ClaimKind.ASSESSMENT_PERSON}


def test_an_adult_of_the_household_who_is_named_is_who_was_meant() -> None:
    world, mia, kelly, daniel = a_home()
    world.assessment("csc", {mia: "child", kelly: "parent", daniel: "partner"}, "2023-06-07", factors="3C")
    assert state(world, RULE, mia) is NOT_FOUND


def test_naming_a_child_or_somebody_who_lives_elsewhere_is_not_naming_that_adult() -> None:
    world, mia, _, _ = a_home()
    brother = world.person("csc", "C2", given_name="Otis", family_name="Hobbs", date_of_birth="2015-02-02")
    world.lives("csc", brother, world.household("csc", "H1"), "2020-01-01")
    gran = an_adult(world, "csc", "A3", "Maureen Tranter", "1957-08-08")
    world.assessment("csc", {mia: "child", brother: "sibling", gran: "other_adult"}, "2023-06-07", factors="3C")
    assert state(world, RULE, mia) is FOUND


@pytest.mark.parametrize(("moved_in", "is_found"), [("2023-07-20", False), ("2023-07-21", False), ("2023-07-22", True)])
def test_who_lived_there_on_some_day_of_the_assessment_counts(moved_in: str, is_found: bool) -> None:
    world, mia, kelly, _ = a_home()
    ingrid = an_adult(world, "csc", "A4", "Ingrid Lund", "1981-04-04")
    world.lives("csc", ingrid, world.household("csc", "H1"), moved_in)
    people = {mia: "child", kelly: "parent", ingrid: "other_adult"}
    world.assessment("csc", people, "2023-06-07", "2023-07-21", factors="3C")
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize(("completed", "is_found"), [("2022-03-31", False), ("2022-04-01", True), ("2022-04-02", True)])
def test_only_assessments_of_the_window_count(completed: str, is_found: bool) -> None:
    world, mia, kelly, _ = a_home()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2022-02-01", completed, factors="3C")
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_only_the_assessing_agencys_assessments_of_the_child_count() -> None:
    world, mia, kelly, _ = a_home()
    world.assessment("school", {mia: "child", kelly: "parent"}, "2023-06-07", factors="3C")
    other = world.person("csc", "C9", given_name="Oscar", family_name="Lund", date_of_birth="2014-01-01")
    world.assessment("csc", {other: "child", kelly: "parent"}, "2023-06-07", factors="3C")
    assert state(world, RULE, mia) is NOT_FOUND


@pytest.mark.parametrize("table", ["assessments", "assessment_people"])
def test_without_the_feed_it_cannot_be_determined(table: str) -> None:
    world, mia, kelly, _ = a_home()
    if table == "assessment_people":
        world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07", factors="3C")
    world.feeds_of = {"csc": tuple(one for one in ("assessments", "assessment_people", "people") if one != table)}
    result = ask(world, RULE, mia)
    assert result.state is CANNOT
    assert [blank.what for blank in result.blanks] == [table]


def test_what_was_recorded_later_was_not_known() -> None:
    world, mia, kelly, _ = a_home()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07", factors="3C", recorded="2023-07-01")
    assert state(world, RULE, mia, "2023-08-01", known_at="2023-06-30") is NOT_FOUND
    assert state(world, RULE, mia, "2023-08-01", known_at="2023-07-01") is FOUND


def test_only_what_those_asked_about_know_is_evidence() -> None:
    world, mia, kelly, _ = a_home()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07", factors="3C")
    assert ask(world, RULE, mia, known_to=frozenset({"police"})).state is NOT_FOUND
    assert ask(world, RULE, mia, known_to=frozenset({"csc"})).state is FOUND


def test_a_refuted_assessment_supports_nothing() -> None:
    world, mia, kelly, _ = a_home()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07", factors="3C")
    world.claims = [
        replace(claim, status=ClaimStatus.REFUTED) if claim.kind is ClaimKind.ASSESSMENT else claim
        for claim in world.claims
    ]
    assert state(world, RULE, mia) is NOT_FOUND


def test_partial_dates_at_the_edge_of_the_window_make_it_only_possible() -> None:
    world, mia, kelly, _ = a_home()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2022-02-01", "2022-03", factors="3C")
    assert found(world, RULE, mia, "2024-03-15").possible
    assert state(world, RULE, mia, "2024-03-31") is NOT_FOUND


def test_a_home_that_joins_nobody_makes_nobody_the_other_adult() -> None:
    world = World()
    mia, daniel = a_child(world), an_adult(world, "csc", "A2")
    refuge = world.household("csc", "H1", kind="refuge")
    for person in (mia, daniel):
        world.lives("csc", person, refuge, "2020-01-01")
    world.assessment("csc", {mia: "child", daniel: "other_adult"}, "2023-06-07", factors="3C")
    assert state(world, RULE, mia) is FOUND
