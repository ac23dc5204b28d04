"""Agencies one would expect at an age, or by an open plan: who is silent, and which kind of nothing that is (rules.md §5, §6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.model.answers import BlankKind
from graph.model.people import Agency, Partnership
from graph.questions.contacts import tell_contacts
from graph.questions.expected import silent_agencies
from graph.questions.telling import Telling
from tests.builders import World, a_child


@pytest.mark.parametrize(
    ("born", "silent"),
    [
        ("2019-04-01", {"gp", "health_visiting"}),
        ("2019-03-31", {"gp", "school"}),
        ("2007-04-01", {"gp", "school"}),
        ("2007-03-31", {"gp"}),
    ],
)
def test_the_agencies_one_expects_at_an_age_are_silent_without_a_record(born: str, silent: set[str]) -> None:
    world = World()
    mia = a_child(world, born=born)
    blanks = silent_agencies(Telling(world.case()), mia)
    assert {blank.agency.kind if blank.agency else blank.what for blank in blanks} == silent


def test_a_silent_agency_is_said_as_none_and_a_kind_not_here_as_not_delivered() -> None:
    world = World()
    mia = a_child(world, born="2021-01-01")
    kinds = {blank.what: blank.kind for blank in silent_agencies(Telling(world.case()), mia)}
    assert kinds == {"gp": BlankKind.DELIVERED_NONE, "health_visiting": BlankKind.NOT_DELIVERED}


def test_an_agency_whose_knowledge_was_not_asked_for_is_not_called_silent() -> None:
    world = World()
    mia, mia_gp = a_child(world), a_child(world, "gp", "G1")
    child = world.join(mia, mia_gp)
    case = world.case(known_to=frozenset({"csc"}))
    kinds = {blank.what: blank.kind for blank in silent_agencies(Telling(case), child)}
    assert kinds == {"gp": BlankKind.NOT_ASKED, "school": BlankKind.NOT_ASKED}


def test_an_agency_with_a_record_of_the_child_is_not_silent() -> None:
    world = World()
    mia, mia_gp, mia_school = a_child(world), a_child(world, "gp", "G1"), a_child(world, "school", "S1")
    child = world.join(mia, mia_gp, mia_school)
    assert silent_agencies(Telling(world.case()), child) == ()


def blanks(world: World, person: str, as_of: str = "2024-03-31") -> dict[str, BlankKind]:
    return {
        f"{blank.what} {blank.agency.id if blank.agency else ''}".strip(): blank.kind
        for blank in silent_agencies(Telling(world.case(as_of)), person)
    }


def test_each_silence_says_which_kind_of_nothing_it_is() -> None:
    world = World(feeds_of={"gp": ("people",)})
    mia = a_child(world)
    assert blanks(world, mia) == {"gp gp": BlankKind.DELIVERED_NONE, "school school": BlankKind.NOT_DELIVERED}
    world.covers = ("2000-01-01", "2023-10-31")
    (gp, _) = silent_agencies(Telling(world.case()), mia)
    assert (gp.kind, gp.since) == (BlankKind.OUT_OF_DATE, date(2023, 10, 31))
    assert "gp/events" in tell_contacts(Telling(world.case()), mia).asked.feeds_missing


def test_one_of_several_agencies_of_a_kind_is_enough() -> None:
    world = World()
    mia = a_child(world)
    world.event("gp", "2023-05-01", {mia: "subject"})
    case = world.case()
    more = {**case.partnership.agencies, "gp2": Agency("gp2", "Elm Surgery", "gp")}
    case = replace(case, partnership=Partnership(more, case.partnership.feeds, case.partnership.newest))
    assert {blank.what for blank in silent_agencies(Telling(case), mia)} == {"school"}


@pytest.mark.parametrize(("on", "silent"), [("2022-03-30", True), ("2022-03-31", False)])
def test_an_agency_that_fell_silent_before_the_window_is_silent(on: str, silent: bool) -> None:
    world = World()
    mia = a_child(world)
    world.event("gp", on, {mia: "subject"})
    assert ("gp gp" in blanks(world, mia)) is silent


@pytest.mark.parametrize(
    "values", [{"expected_birth": "2024-07-01"}, {"date_of_birth": "2012-05-01", "date_of_death": "2024-03-30"}]
)
def test_nobody_is_expected_of_the_unborn_and_the_dead(values: dict[str, str]) -> None:
    world = World()
    child = world.person("csc", "C1", given_name="Mia", **values)
    assert blanks(world, child) == {}


@pytest.mark.parametrize(
    ("born", "kinds"), [("2019", {"gp"}), ("2020", {"gp", "health_visiting"}), ("2018", {"gp", "school"})]
)
def test_a_partial_birth_date_expects_only_what_is_sure(born: str, kinds: set[str]) -> None:
    world = World()
    mia = a_child(world, born=born)
    assert {name.partition(" ")[0] for name in blanks(world, mia)} == kinds


def in_conference(on: str = "2023-06-01", plan: str = "child_protection", end: str | None = None) -> tuple[World, str]:
    """A child with a plan of 1 June 2023, and a conference to which police were asked."""
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, plan, "2023-06-01", end)
    conference = world.event("csc", on, {mia: "child"}, "process", type="conference")
    world.share("csc", "police", on, about=conference, how="conference")
    return world, mia


@pytest.mark.parametrize(("on", "silent"), [("2023-05-31", True), ("2023-06-01", True), ("2023-06-02", False)])
def test_an_agency_of_the_conference_is_silent_unless_it_recorded_something_after(on: str, silent: bool) -> None:
    world, mia = in_conference()
    world.event("police", on, {mia: "mentioned"})
    assert ("conference police" in blanks(world, mia)) is silent


@pytest.mark.parametrize(
    ("plan", "end", "expected"),
    [
        ("child_protection", None, True),
        ("looked_after", "2024-04-01", True),
        ("cin", "2024-03-31", False),
        ("referral", None, False),
    ],
)
def test_only_an_open_plan_expects_those_of_its_conference(plan: str, end: str | None, expected: bool) -> None:
    world, mia = in_conference(plan=plan, end=end)
    assert ("conference police" in blanks(world, mia)) is expected


@pytest.mark.parametrize(("on", "counts"), [("2023-04-30", False), ("2023-05-01", True), ("2024-03-31", True)])
def test_a_conference_belongs_to_the_plan_from_a_month_before_it(on: str, counts: bool) -> None:
    world, mia = in_conference(on)
    assert ("conference police" in blanks(world, mia)) is counts


def test_who_was_told_at_the_conference_about_the_child_is_expected_too_and_says_which_nothing() -> None:
    world, mia = in_conference()
    world.feeds_of = {"csc": ("events",), "gp": ("people",)}
    world.share("csc", "housing", "2023-06-01", person=mia, how="conference")
    world.share("csc", "probation", "2023-06-01", person=mia, how="email")
    told = blanks(world, mia)
    assert told["conference housing"] is BlankKind.NOT_DELIVERED
    assert "conference probation" not in told
    assert told["conference csc"] is BlankKind.DELIVERED_NONE
