"""`substances_found`: a toxicology result or repeated ingestion, with the adults who had substances then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import ClaimStatus
from tests.builders import World, a_child, an_adult
from tests.graph.rules.asking import CANNOT, FOUND, NOT_FOUND, ask, found, state

RULE = "substances_found"


def with_result(on: str = "2024-03-18", type_: str = "toxicology", **values: str) -> tuple[World, str, str]:
    """A child, its mother, and what was found in the child."""
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    world.event("hospital", on, {mia: "subject"}, "child_health", type=type_, **values)
    return world, mia, kelly


def test_a_toxicology_result_is_found() -> None:
    world, mia, _ = with_result()
    told = found(world, RULE, mia)
    assert told.says == "A toxicology result on record for the child."
    assert told.since is not None
    assert told.since.text == "2024-03-18"


def test_one_ingestion_is_not_repeated_and_two_are() -> None:
    world, mia, _ = with_result("2023-05-01", "ingestion")
    assert state(world, RULE, mia) is NOT_FOUND
    world.event("hospital", "2024-02-01", {mia: "subject"}, "child_health", type="ingestion")
    assert found(world, RULE, mia).says == "2 ingestions on record for the child."


@pytest.mark.parametrize(("on", "is_found"), [("2022-03-30", False), ("2022-03-31", True), ("2022-04-01", True)])
def test_only_the_window_counts(on: str, is_found: bool) -> None:
    world, mia, _ = with_result(on)
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize("type_", ["prescription", "substance_misuse_contact", "overdose"])
@pytest.mark.parametrize(("on", "is_told"), [
    ("2023-09-17", False), ("2023-09-18", True), ("2024-03-18", True), ("2024-03-19", False),
])  # fmt: skip
def test_an_adults_contact_in_the_six_months_before_is_told_beside_it(type_: str, on: str, is_told: bool) -> None:
    world, mia, kelly = with_result()
    world.event("gp", on, {kelly: "subject"}, "adult_health", type=type_)
    told = found(world, RULE, mia)
    beside = [value for name, value in told.details if name == "Kelly Tranter"]
    assert bool(beside) is is_told
    if is_told:
        assert beside == [f"{type_.replace('_', ' ')} {on} (Larch Surgery)"]


def test_an_episode_of_substance_misuse_open_then_is_told_and_one_over_before_is_not() -> None:
    world, mia, kelly = with_result()
    world.episode("gp", kelly, "substance_misuse", "2020-01-01", "2023-09-18")
    assert [name for name, _ in found(world, RULE, mia).details].count("Kelly Tranter") == 0
    world.episode("gp", kelly, "substance_misuse", "2020-01-01", "2023-09-19")
    assert [name for name, _ in found(world, RULE, mia).details].count("Kelly Tranter") == 1


def test_adults_who_are_not_around_the_child_are_not_told() -> None:
    world, mia, _ = with_result()
    stranger = an_adult(world, "gp", "A9", "Ingrid Lund")
    world.event("gp", "2024-01-01", {stranger: "subject"}, "adult_health", type="prescription")
    assert len(found(world, RULE, mia).details) == 1


def test_without_the_feed_it_cannot_be_determined() -> None:
    world = World(feeds_of={"hospital": ("event_people",)})
    result = ask(world, RULE, a_child(world))
    assert result.state is CANNOT
    assert [blank.what for blank in result.blanks if blank.agency] == ["events"]


def test_what_was_recorded_later_was_not_known() -> None:
    world, mia, _ = with_result(recorded="2024-03-20")
    assert state(world, RULE, mia, known_at="2024-03-19") is NOT_FOUND
    assert state(world, RULE, mia, known_at="2024-03-20") is FOUND


def test_only_what_those_asked_about_know_is_evidence() -> None:
    world, mia, _ = with_result()
    assert ask(world, RULE, mia, known_to=frozenset({"csc"})).state is NOT_FOUND


def test_a_refuted_result_supports_nothing() -> None:
    world, mia, _ = with_result()
    world.claims = [
        replace(one, status=ClaimStatus.REFUTED) if one.source.table == "events" else one for one in world.claims
    ]
    assert state(world, RULE, mia) is NOT_FOUND


def test_a_partial_date_that_may_lie_outside_makes_it_only_possible() -> None:
    world, mia, _ = with_result("2022-03")
    assert found(world, RULE, mia).possible


@pytest.mark.parametrize(("second", "possible"), [("2023-06", True), ("2023-06-12", True), ("2023-07-01", False)])
def test_ingestions_two_agencies_wrote_down_of_one_month_may_be_one(second: str, possible: bool) -> None:
    world, mia, _ = with_result("2023-06", "ingestion", provider="Northgate ED")
    world.event("urgent_care", second, {mia: "subject"}, "child_health", type="ingestion", provider="Northgate ED")
    assert found(world, RULE, mia).possible is possible
