"""`sibling_history_not_joined`: a sibling's history before C's open episode that no assessment in it names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import ClaimKind, ClaimStatus
from tests.builders import World, a_child, an_adult
from tests.graph.rules.asking import CANNOT, FOUND, NOT_FOUND, ask, found, state

RULE = "sibling_history_not_joined"


def a_sibling(episode: str | None = "2023-06-05") -> tuple[World, str, str, str]:
    """A child with a grown-up half-brother, and an open episode."""
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    jayden = world.person("csc", "C2", given_name="Jayden", family_name="Pike", date_of_birth="2001-02-09")
    world.relates("csc", kelly, "parent", mia)
    world.relates("csc", kelly, "parent", jayden)
    opened = world.episode("csc", mia, "referral", episode) if episode else ""
    return world, mia, jayden, opened


@pytest.mark.parametrize("kind", ["section47", "child_protection", "pre_proceedings", "looked_after"])
def test_a_siblings_history_nobody_named_is_found(kind: str) -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, kind, "2008-05-02", "2008-06-04")
    assert state(world, RULE, mia) is FOUND


@pytest.mark.parametrize("kind", ["contact", "referral", "cin", "early_help", "school_roll"])
def test_other_episodes_are_no_such_history(kind: str) -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, kind, "2008-05-02", "2008-06-04")
    assert state(world, RULE, mia) is NOT_FOUND


def test_both_timelines_are_told_by_date_and_age() -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "child_protection", "2008-06-04", "2009-09-18")
    told = found(world, RULE, mia)
    assert told.details == (
        ("Jayden Pike, aged 7", "child protection from 2008-06-04 to 2009-09-18 (Vale Children's Social Care)"),
        ("Mia Hobbs, aged 11", "referral since 2023-06-05"),
    )
    assert told.since is not None
    assert told.since.text == "2008-06-04"


@pytest.mark.parametrize(("began", "is_found"), [("2023-06-04", True), ("2023-06-05", False), ("2023-06-06", False)])
def test_history_lies_before_the_open_episode_began(began: str, is_found: bool) -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", began)
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize(("began", "is_found"), [("2024-03-30", True), ("2024-03-31", False)])
def test_where_none_is_open_history_lies_before_the_day_asked_about(began: str, is_found: bool) -> None:
    world, mia, jayden, _ = a_sibling(None)
    world.episode("csc", jayden, "section47", began)
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_an_assessment_in_the_episode_that_names_the_sibling_joins_it() -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", "2008-05-02", "2008-06-04")
    world.assessment("csc", {mia: "child", jayden: "sibling"}, "2023-06-07")
    assert state(world, RULE, mia) is NOT_FOUND


def test_an_assessment_of_an_earlier_episode_does_not() -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", "2008-05-02", "2008-06-04")
    world.episode("csc", mia, "referral", "2021-01-01", "2021-04-01")
    world.assessment("csc", {mia: "child", jayden: "sibling"}, "2021-01-05")
    assert state(world, RULE, mia) is FOUND


def test_a_sibling_assessed_with_the_same_factor_is_history() -> None:
    world, mia, jayden, opened = a_sibling()
    world.assessment("csc", {jayden: "child"}, "2008-05-02", factors="3B")
    world.assessment("csc", {mia: "child"}, "2023-06-07", factors="4B", episode=opened)
    assert state(world, RULE, mia) is NOT_FOUND
    world.assessment("csc", {mia: "child"}, "2023-08-07", factors="3B", episode=opened)
    told = found(world, RULE, mia)
    assert told.details[0][1].startswith("assessed with the same factor 3B")


def test_section_47_of_another_agency_counts_as_event_too() -> None:
    world, mia, jayden, _ = a_sibling()
    world.event("police", "2008-05-02", {jayden: "subject"}, "process", type="section47")
    assert state(world, RULE, mia) is FOUND


def test_without_the_feed_it_cannot_be_determined() -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", "2008-05-02", "2008-06-04")
    world.feeds_of = {"csc": ("episodes", "assessments")}
    result = ask(world, RULE, mia)
    assert result.state is CANNOT
    assert [blank.what for blank in result.blanks] == ["assessment_people"]


def test_what_was_recorded_later_was_not_known() -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", "2008-05-02", "2008-06-04", recorded="2023-09-01")
    assert state(world, RULE, mia, known_at="2023-08-31") is NOT_FOUND
    assert state(world, RULE, mia, known_at="2023-09-01") is FOUND


def test_only_what_those_asked_about_know_is_evidence() -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", "2008-05-02", "2008-06-04")
    assert ask(world, RULE, mia, known_to=frozenset({"police"})).state is NOT_FOUND


def test_a_refuted_episode_supports_nothing() -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", "2008-05-02", "2008-06-04")
    world.claims[-1] = replace(world.claims[-1], status=ClaimStatus.REFUTED)
    assert state(world, RULE, mia) is NOT_FOUND


def test_a_refuted_relationship_makes_no_sibling() -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", "2008-05-02", "2008-06-04")
    world.claims = [
        replace(claim, status=ClaimStatus.REFUTED) if claim.kind is ClaimKind.RELATIONSHIP else claim
        for claim in world.claims
    ]
    assert state(world, RULE, mia) is NOT_FOUND


def test_partial_dates_make_it_only_possible() -> None:
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", "2023-06")
    assert found(world, RULE, mia).possible
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", "2023-05")
    assert not found(world, RULE, mia).possible
    world, mia, jayden, _ = a_sibling()
    world.episode("csc", jayden, "section47", "2023-07")
    assert state(world, RULE, mia) is NOT_FOUND


def test_other_events_of_a_sibling_are_no_such_history() -> None:
    world, mia, jayden, _ = a_sibling()
    world.event("police", "2008-05-02", {jayden: "subject"}, "process", type="strategy_discussion")
    assert state(world, RULE, mia) is NOT_FOUND
