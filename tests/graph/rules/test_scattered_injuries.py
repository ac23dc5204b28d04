"""`scattered_injuries`: 3 or more attendances in 12 months, or at 2 or more providers in 6."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import ClaimStatus
from tests.builders import World, a_child, an_adult
from tests.graph.rules.asking import CANNOT, FOUND, NOT_FOUND, ask, found, state

RULE = "scattered_injuries"


def attended(*days: str, agency: str = "hospital", **values: str) -> tuple[World, str]:
    world = World()
    mia = a_child(world)
    for day in days:
        attends(world, mia, day, agency, **values)
    return world, mia


def attends(world: World, child: str, on: str, agency: str = "hospital", **values: str) -> str:
    told = {"type": "injury_attendance", "provider": "Northgate ED", **values}
    return world.event(agency, on, {child: "subject"}, "child_health", **told)


@pytest.mark.parametrize("type_", ["injury_attendance", "ingestion"])
@pytest.mark.parametrize(("last", "is_found"), [("2024-01-14", True), ("2024-01-15", True), ("2024-01-16", False)])
def test_three_in_twelve_months_are_found(type_: str, last: str, is_found: bool) -> None:
    world, mia = attended("2023-01-15", "2023-06-01", last, type=type_)
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_two_at_one_provider_are_too_few_and_so_are_other_types() -> None:
    world, mia = attended("2023-05-01", "2023-06-01")
    attends(world, mia, "2023-06-15", type="illness_attendance")
    assert state(world, RULE, mia) is NOT_FOUND


@pytest.mark.parametrize(("last", "is_found"), [("2023-11-30", True), ("2023-12-01", True), ("2023-12-02", False)])
def test_two_providers_in_six_months_are_found(last: str, is_found: bool) -> None:
    world, mia = attended("2023-06-01")
    attends(world, mia, last, provider="Vale General ED")
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize(("first", "is_found"), [("2022-03-30", False), ("2022-03-31", True), ("2022-04-01", True)])
def test_only_the_window_counts(first: str, is_found: bool) -> None:
    world, mia = attended(first, "2022-05-01", "2022-06-01")
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_the_table_says_date_provider_complaint_explanation_who_came_and_who_was_told() -> None:
    world, mia = attended("2023-05-01", "2023-06-01")
    kelly = an_adult(world, "hospital", "A1", "Kelly Tranter", "1983-11-02")
    event = world.event(
        "hospital",
        "2023-07-01",
        {mia: "subject", kelly: "accompanying"},
        "child_health",
        type="injury_attendance",
        headline="Broken wrist",
        provider="Vale General ED",
        explanation="fell off a trampoline",
        explanation_accepted="n",
    )
    world.share("hospital", "csc", "2023-07-02", about=event)
    told = found(world, RULE, mia)
    assert told.details[2] == (
        "2023-07-01",
        "Vale General ED; Broken wrist; explanation: fell off a trampoline; explanation not accepted; "
        "came along: Kelly Tranter; told: Vale Children's Social Care",
    )
    assert told.details[0][1].endswith("came along: not recorded; told: nobody on record")
    assert told.says == "3 attendances for injury or ingestion at 2 providers."


def test_one_attendance_recorded_by_two_agencies_is_one() -> None:
    world, mia = attended("2023-05-01", "2023-06-01")
    attends(world, mia, "2023-06-01", "gp", provider="northgate ed ")
    assert state(world, RULE, mia) is NOT_FOUND
    event = attends(world, mia, "2023-05-01", "gp", provider="Larch Surgery")
    assert state(world, RULE, mia) is FOUND
    world.share("gp", "hospital", "2023-05-02", about=event)
    assert state(world, RULE, mia) is NOT_FOUND


def test_somebody_elses_injury_the_child_only_came_along_for_does_not_count() -> None:
    world, mia = attended("2023-05-01", "2023-06-01")
    world.event("hospital", "2023-07-01", {mia: "accompanying"}, "child_health", type="injury_attendance")
    assert state(world, RULE, mia) is NOT_FOUND


def test_without_the_feed_it_cannot_be_determined_but_what_is_found_is_found() -> None:
    world, mia = attended("2023-05-01", "2023-06-01")
    world.feeds_of = {"hospital": ("events",)}
    result = ask(world, RULE, mia)
    assert result.state is CANNOT
    assert [(blank.agency.id, blank.what) for blank in result.blanks if blank.agency] == [("hospital", "event_people")]
    assert [blank.what for blank in result.blanks if not blank.agency] == [
        "urgent_care/event_people",
        "urgent_care/events",
    ]
    attends(world, mia, "2023-07-01")
    assert state(world, RULE, mia) is FOUND


def test_what_was_recorded_later_was_not_known() -> None:
    world, mia = attended("2023-05-01", "2023-06-01")
    attends(world, mia, "2023-07-01", recorded="2023-07-10")
    assert state(world, RULE, mia, known_at="2023-07-09") is NOT_FOUND
    assert state(world, RULE, mia, known_at="2023-07-10") is FOUND


def test_only_what_those_asked_about_know_is_evidence() -> None:
    world, mia = attended("2023-05-01", "2023-06-01", "2023-07-01")
    assert ask(world, RULE, mia, known_to=frozenset({"csc"})).state is NOT_FOUND
    assert ask(world, RULE, mia, known_to=frozenset({"hospital"})).state is FOUND


def test_a_refuted_event_supports_nothing() -> None:
    world, mia = attended("2023-05-01", "2023-06-01", "2023-07-01")
    last = max(index for index, claim in enumerate(world.claims) if claim.source.table == "events")
    world.claims[last] = replace(world.claims[last], status=ClaimStatus.REFUTED)
    assert state(world, RULE, mia) is NOT_FOUND


def test_partial_dates_make_it_only_possible() -> None:
    world, mia = attended("2023-01", "2023-06-01", "2024-01-20")
    assert found(world, RULE, mia).possible
    world, mia = attended("2023-02", "2023-06-01", "2024-01-20")
    assert not found(world, RULE, mia).possible


@pytest.mark.parametrize(("second", "possible"), [("2023-06", True), ("2023-06-12", True), ("2023-07-01", False)])
def test_what_two_agencies_wrote_down_of_one_month_may_be_one(second: str, possible: bool) -> None:
    world, mia = attended("2023-05-01", "2023-06")
    attends(world, mia, second, "urgent_care")
    told = found(world, RULE, mia)
    assert told.possible is possible
    assert told.says.startswith("2 or 3 attendances" if possible else "3 attendances")


def test_what_one_agency_wrote_down_twice_is_two_whatever_its_dates() -> None:
    world, mia = attended("2023-05-01", "2023-06", "2023-06")
    assert not found(world, RULE, mia).possible
