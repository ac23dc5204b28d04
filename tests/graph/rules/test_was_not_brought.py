"""`was_not_brought`: three in 12 months, or two services in 6 (rules.md §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.claims import ClaimStatus
from graph.model.findings import FindingState
from graph.model.period import months_before
from graph.rules.subject import Subject
from graph.rules.was_not_brought import WAS_NOT_BROUGHT
from tests.builders import World, a_child
from tests.graph.rules.asking import Asking

# The rule's window as of 2024-03-31 is 2022-03-31 to 2024-03-31.
FEEDS = {"gp": ("events", "event_people"), "hospital": ("events", "event_people")}

ASKING = Asking(WAS_NOT_BROUGHT)
found = ASKING.found
state = ASKING.state


def missed(world: World, child: str, on: str, agency: str = "hospital", role: str = "subject", **values: str) -> str:
    values.setdefault("type", "was_not_brought")
    return world.event(agency, on, {child: role}, "appointment", **values)


def with_missed(*days: str, agency: str = "hospital", **values: str) -> tuple[World, str]:
    world = World()
    mia = a_child(world)
    for day in days:
        missed(world, mia, day, agency, **values)
    return world, mia


@pytest.mark.parametrize(("last", "is_found"), [("2024-01-14", True), ("2024-01-15", True), ("2024-01-16", False)])
def test_three_in_twelve_months_are_found(last: str, is_found: bool) -> None:
    world, mia = with_missed("2023-01-15", "2023-06-01", last)
    assert (found(world, mia) is not None) is is_found


def test_two_at_one_service_are_too_few() -> None:
    world, mia = with_missed("2023-06-01", "2023-06-08")
    assert state(world, mia) is FindingState.NOT_FOUND_IN_LOADED_DATA


@pytest.mark.parametrize(("last", "is_found"), [("2023-11-30", True), ("2023-12-01", True), ("2023-12-02", False)])
def test_two_services_in_six_months_are_found(last: str, is_found: bool) -> None:
    world, mia = with_missed("2023-06-01")
    missed(world, mia, last, "gp")
    assert (found(world, mia) is not None) is is_found


@pytest.mark.parametrize(("first", "is_found"), [("2022-03-30", False), ("2022-03-31", True), ("2022-04-01", True)])
def test_only_the_window_counts(first: str, is_found: bool) -> None:
    world, mia = with_missed(first, "2022-05-01", "2022-06-01")
    assert (found(world, mia) is not None) is is_found


@pytest.mark.parametrize(("as_of", "is_found"), [("2023-08-31", False), ("2023-09-01", True), ("2023-09-02", True)])
def test_what_lies_after_the_day_asked_about_has_not_happened(as_of: str, is_found: bool) -> None:
    world, mia = with_missed("2023-07-01", "2023-08-01", "2023-09-01")
    assert (found(world, mia, as_of, "2024-03-31") is not None) is is_found


@pytest.mark.parametrize(("known_at", "is_found"), [("2023-10-04", False), ("2023-10-05", True)])
def test_what_was_written_down_later_was_not_known(known_at: str, is_found: bool) -> None:
    world, mia = with_missed("2023-07-01", "2023-08-01")
    missed(world, mia, "2023-09-01", recorded="2023-10-05")
    assert (found(world, mia, known_at=known_at) is not None) is is_found


def test_only_what_the_agencies_named_know_counts() -> None:
    world, mia = with_missed("2023-07-01", "2023-08-01", "2023-09-01")
    for agency, is_found in {"hospital": True, "csc": False}.items():
        case = world.case(known_to=frozenset({agency}))
        assert (WAS_NOT_BROUGHT.find(Subject(case, mia)) is not None) is is_found


def test_a_share_makes_it_known() -> None:
    world, mia = with_missed("2023-07-01", "2023-08-01", "2023-09-01")
    world.share("hospital", "csc", "2023-09-10", person=mia)
    assert WAS_NOT_BROUGHT.find(Subject(world.case(known_to=frozenset({"csc"})), mia))


def test_one_appointment_two_agencies_wrote_down_counts_once() -> None:
    world, mia = with_missed("2023-07-01", "2023-08-01", provider="Northgate Hospital")
    missed(world, mia, "2023-08-01", "gp", provider="northgate hospital ")
    assert found(world, mia) is None


def test_refuted_events_support_nothing() -> None:
    world, mia = with_missed("2023-07-01", "2023-08-01", "2023-09-01")
    world.claims = [
        replace(claim, status=ClaimStatus.REFUTED) if "2023-08" in claim.values.get("start", "") else claim
        for claim in world.claims
    ]
    assert found(world, mia) is None


@pytest.mark.parametrize(
    ("changed", "role"),
    [({"type": "cancelled"}, "subject"), ({"type": "kept"}, "subject"), ({}, "mentioned"), ({}, "witness")],
)
def test_other_appointments_and_other_parts_do_not_count(changed: dict[str, str], role: str) -> None:
    world, mia = with_missed("2023-07-01", "2023-08-01")
    missed(world, mia, "2023-09-01", role=role, **changed)
    assert found(world, mia) is None


def test_partial_dates_make_it_possible() -> None:
    world, mia = with_missed("2022-12", "2023-06-01", "2023-12-20")
    one = found(world, mia)
    assert one is not None
    assert one.possible
    world, mia = with_missed("2022-11", "2023-06-01", "2023-12-20")
    assert found(world, mia) is None


def test_each_appointment_is_told_with_what_was_done() -> None:
    world, mia = with_missed("2023-07-01", "2023-09-01")
    missed(world, mia, "2023-08-01", "gp", provider="Larch Surgery", action_taken="letter sent")
    one = found(world, mia)
    assert one is not None
    assert str(one.since) == "2023-07-01"
    assert one.details == (
        ("2023-07-01", "Northgate Hospital: no action recorded"),
        ("2023-08-01", "Larch Surgery: letter sent"),
        ("2023-09-01", "Northgate Hospital: no action recorded"),
    )
    assert len(one.evidence) == 3


def test_without_a_current_feed_it_cannot_be_determined_but_what_is_found_is_found() -> None:
    world, mia = with_missed("2023-07-01", "2023-08-01")
    world.feeds_of = {"gp": FEEDS["gp"]}
    assert state(world, mia) is FindingState.CANNOT_BE_DETERMINED
    missed(world, mia, "2023-09-01")
    assert state(world, mia) is FindingState.FOUND


_DAYS = st.lists(st.tuples(st.integers(-60, 800), st.sampled_from(["gp", "hospital"])), max_size=7)


@given(_DAYS)
def test_it_agrees_with_trying_every_day_of_the_window(missed_on: list[tuple[int, str]]) -> None:
    """Brute force: every stretch of 12 or 6 months that begins on a day of the window, both its ends counted."""
    world, first = World(), date(2022, 3, 31)
    mia = a_child(world)
    told = [(first + timedelta(days=number), agency) for number, agency in missed_on]
    for day, agency in told:
        missed(world, mia, day.isoformat(), agency)
    inside = [(day, agency) for day, agency in told if first <= day <= date(2024, 3, 31)]

    def within(months: int, start: date) -> list[str]:
        return [agency for day, agency in inside if start <= day and months_before(day, months) <= start]

    expected = any(len(within(12, day)) >= 3 or len(set(within(6, day))) >= 2 for day, _ in inside)
    assert (found(world, mia) is not None) is expected


@pytest.mark.parametrize(("last", "possible"), [("2023-06", True), ("2023-06-12", True), ("2023-07-01", False)])
def test_what_two_agencies_wrote_down_of_one_month_may_be_one(last: str, possible: bool) -> None:
    world, mia = with_missed("2023-05-01", "2023-06", provider="Clinic")
    missed(world, mia, last, "gp", provider="Clinic")
    one = found(world, mia)
    assert one is not None
    assert one.possible is possible
