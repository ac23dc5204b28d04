"""`repeat_domestic_abuse`: three incidents in 12 months, a MARAC again within 12 (rules.md §4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import ClaimStatus
from graph.model.findings import FindingState
from graph.rules.repeat_domestic_abuse import REPEAT_DOMESTIC_ABUSE
from graph.rules.subject import Subject
from tests.builders import World, a_child, an_adult
from tests.graph.rules.asking import Asking

ASKING = Asking(REPEAT_DOMESTIC_ABUSE)
found = ASKING.found
state = ASKING.state


def a_family() -> tuple[World, str, str]:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    return world, mia, kelly


def incident(world: World, on: str, *people: str, agency: str = "police", role: str = "victim", **said: str) -> None:
    said.setdefault("type", "domestic_abuse")
    world.event(agency, on, dict.fromkeys(people, role), **said)


def two_with_mother() -> tuple[World, str, str]:
    world, mia, kelly = a_family()
    for day in ("2023-01-15", "2023-06-01"):
        incident(world, day, kelly)
    return world, mia, kelly


@pytest.mark.parametrize(("last", "is_found"), [("2024-01-14", True), ("2024-01-15", True), ("2024-01-16", False)])
def test_three_incidents_in_twelve_months(last: str, is_found: bool) -> None:
    world, mia, kelly = two_with_mother()
    incident(world, last, kelly, action_taken="advice given")
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert str(one.since) == "2023-01-15"
        assert one.details[-1] == (last, "domestic abuse, Vale Police: Kelly Tranter; advice given")


def test_two_incidents_are_too_few() -> None:
    world, mia, _kelly = two_with_mother()
    assert state(world, mia) is FindingState.NOT_FOUND_IN_LOADED_DATA


@pytest.mark.parametrize(("first", "is_found"), [("2022-03-30", False), ("2022-03-31", True), ("2022-04-01", True)])
def test_only_the_window_counts(first: str, is_found: bool) -> None:
    world, mia, kelly = a_family()
    for day in (first, "2022-05-01", "2022-06-01"):
        incident(world, day, kelly)
    assert (found(world, mia) is not None) is is_found


def test_one_day_and_the_same_people_are_one_incident_and_other_people_another() -> None:
    world, mia, kelly = two_with_mother()
    incident(world, "2023-06-01", kelly, agency="hospital")
    assert found(world, mia) is None
    daniel = an_adult(world, "police", "P2")
    incident(world, "2023-06-01", kelly, daniel)
    assert found(world, mia) is not None


def test_an_incident_told_by_one_agency_to_another_is_one() -> None:
    world, mia, kelly = two_with_mother()
    event = world.event("police", "2023-08-01", {kelly: "victim"}, type="domestic_abuse")
    world.claims = [claim for claim in world.claims if claim.values.get("start") != "2023-01-15"]
    incident(world, "2023-08-01", kelly, mia, agency="csc")
    assert found(world, mia) is not None
    world.share("police", "csc", "2023-08-02", about=event)
    assert found(world, mia) is None


@pytest.mark.parametrize(
    ("who", "role", "is_found"),
    [
        ("mia", "child", True),
        ("mia", "witness", True),
        ("mia", "reporter", False),
        ("kelly", "suspect", True),
        ("kelly", "mentioned", True),
        ("kelly", "witness", False),
        ("kelly", "reporter", False),
        ("stranger", "victim", False),
    ],
)
def test_the_child_or_a_carer_in_it(who: str, role: str, is_found: bool) -> None:
    world, mia, kelly = two_with_mother()
    people = {"mia": mia, "kelly": kelly, "stranger": an_adult(world, "police", "P9", "Ann Other")}
    incident(world, "2023-08-01", people[who], role=role)
    assert (found(world, mia) is not None) is is_found


@pytest.mark.parametrize(
    ("start", "end", "is_found"),
    [
        ("2023-08-01", "2023-09-01", True),
        ("2023-07-01", "2023-08-01", False),
        ("2023-08-02", "2023-09-01", False),
        ("2023-08-02", None, True),
    ],
)
def test_an_adult_of_the_home_on_that_day_or_now(start: str, end: str | None, is_found: bool) -> None:
    world, mia, _kelly = two_with_mother()
    home, lodger = world.household("csc", "H1"), an_adult(world, "csc", "A7", "Pat Lodger")
    world.lives("csc", mia, home, "2022-01-01")
    world.lives("csc", lodger, home, start, end)
    incident(world, "2023-08-01", lodger)
    assert (found(world, mia) is not None) is is_found


def test_a_child_of_the_home_is_no_resident_adult() -> None:
    world, mia, _kelly = two_with_mother()
    home, sibling = world.household("csc", "H1"), a_child(world, ref="C2", born="2010-01-01")
    world.lives("csc", mia, home, "2022-01-01")
    world.lives("csc", sibling, home, "2022-01-01")
    incident(world, "2023-08-01", sibling)
    assert found(world, mia) is None


def test_an_adult_set_aside_is_left_out() -> None:
    world, mia, kelly = two_with_mother()
    incident(world, "2023-08-01", kelly)
    assert REPEAT_DOMESTIC_ABUSE.find(Subject(world.case(), mia, disregarding=frozenset({kelly}))) is None


def test_incidents_of_a_suspect_set_aside_are_left_out_and_those_of_another_stay() -> None:
    world, mia, kelly = a_family()
    daz, rob = (
        an_adult(world, "csc", "A2", "Daz Merton", "1980-03-03"),
        an_adult(world, "csc", "A3", "Rob Hale", "1981-04-04"),
    )
    for day in ("2023-05-01", "2023-08-01", "2023-11-01"):
        world.event("police", day, {kelly: "victim", daz: "suspect", mia: "present"}, type="domestic_abuse")
    assert REPEAT_DOMESTIC_ABUSE.find(Subject(world.case(), mia, disregarding=frozenset({daz}))) is None
    for day in ("2023-05-11", "2023-08-11", "2023-11-11"):
        world.event("police", day, {kelly: "victim", rob: "suspect"}, type="domestic_abuse")
    rest = REPEAT_DOMESTIC_ABUSE.find(Subject(world.case(), mia, disregarding=frozenset({daz})))
    assert rest is not None
    assert [day for day, _ in rest.details] == ["2023-05-11", "2023-08-11", "2023-11-11"]


def test_other_events_are_no_domestic_abuse() -> None:
    world, mia, kelly = two_with_mother()
    incident(world, "2023-08-01", kelly, type="incident")
    assert found(world, mia) is None


@pytest.mark.parametrize(("second", "is_found"), [("2024-01-14", True), ("2024-01-15", True), ("2024-01-16", False)])
def test_a_marac_again_within_twelve_months(second: str, is_found: bool) -> None:
    world, mia, kelly = a_family()
    world.episode("police", kelly, "marac", "2023-01-15", "2023-02-01")
    world.episode("csc", kelly, "marac", second)
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.says == "Referred to MARAC again within 12 months."
        assert one.details == (("2023-01-15", "MARAC: Kelly Tranter"), (second, "MARAC: Kelly Tranter"))


def test_one_marac_two_agencies_wrote_down_is_no_repeat() -> None:
    world, mia, kelly = a_family()
    world.episode("police", kelly, "marac", "2023-05-01")
    world.episode("csc", kelly, "marac", "2023-05-01")
    world.episode("csc", mia, "marac", "2023-05-02")
    world.episode("csc", kelly, "marac", None)
    assert found(world, mia) is None


def test_partial_dates_make_it_possible() -> None:
    world, mia, kelly = two_with_mother()
    incident(world, "2024-01", kelly)
    one = found(world, mia)
    assert one is not None
    assert one.possible
    world, mia, kelly = two_with_mother()
    incident(world, "2024-02", kelly)
    assert found(world, mia) is None


@pytest.mark.parametrize(("days", "possible", "counted"), [
    (("2023-06", "2023-06", "2023-09-01"), True, "2 or 3"),
    (("2023-06", "2023-06-30", "2023-09-01"), True, "2 or 3"),
    (("2023-06", "2023-07-01", "2023-09-01"), False, "3"),
    (("2023-06", "2023-05-31", "2023-09-01"), False, "3"),
    (("2023-06", "2023-06-10", "2023-06-20", "2023-09-01"), False, "3 or 4"),
    (("2023", "2023", "2023"), True, "1 to 3"),
])  # fmt: skip
def test_incidents_whose_dates_leave_it_open_may_be_one(days: tuple[str, ...], possible: bool, counted: str) -> None:
    world, mia, kelly = a_family()
    for day in days:
        incident(world, day, kelly)
    one = found(world, mia)
    assert one is not None
    assert one.possible is possible
    assert one.says.startswith(f"{counted} incidents")


def test_incidents_of_one_month_with_other_people_are_two() -> None:
    world, mia, kelly = a_family()
    daz = an_adult(world, "csc", "A2", "Daz Merton", "1980-03-03")
    incident(world, "2023-06", kelly)
    incident(world, "2023-06", kelly, daz)
    incident(world, "2023-09-01", kelly)
    one = found(world, mia)
    assert one is not None
    assert not one.possible


def test_two_maracs_of_one_month_are_possibly_a_repeat() -> None:
    world, mia, kelly = a_family()
    for agency in ("police", "csc"):
        world.episode(agency, kelly, "marac", "2023-05")
    one = found(world, mia)
    assert one is not None
    assert one.possible


def test_refuted_parts_support_nothing() -> None:
    world, mia, kelly = two_with_mother()
    incident(world, "2023-08-01", kelly)
    last = world.claims[-1]
    world.claims[-1] = replace(last, status=ClaimStatus.REFUTED)
    assert found(world, mia) is None


def test_without_polices_events_it_cannot_be_determined_but_what_is_found_is_found() -> None:
    world, mia, kelly = two_with_mother()
    world.feeds_of = {"csc": ("episodes",)}
    assert state(world, mia) is FindingState.CANNOT_BE_DETERMINED
    incident(world, "2023-08-01", kelly)
    assert state(world, mia) is FindingState.FOUND


def test_what_was_written_down_later_was_not_known() -> None:
    world, mia, kelly = two_with_mother()
    incident(world, "2023-08-01", kelly, recorded="2023-09-10")
    assert found(world, mia, known_at="2023-09-09") is None
    assert found(world, mia, known_at="2023-09-10") is not None


def test_only_what_the_agencies_named_know_counts() -> None:
    world, mia, kelly = two_with_mother()
    incident(world, "2023-08-01", kelly)
    assert found(world, mia, known_to=frozenset({"csc"})) is None
    world.share("police", "csc", "2023-09-01", person=kelly)
    assert found(world, mia, known_to=frozenset({"csc"})) is not None
