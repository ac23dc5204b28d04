"""`drift`: workers, days without one, plans that last, supervision (rules.md §4)."""

from __future__ import annotations

import pytest

from graph.model.claims import Claim, End, Role
from graph.model.findings import FindingState
from graph.rules.drift import DRIFT
from graph.rules.states import result_of
from graph.rules.subject import Subject
from tests.builders import World, a_child, period, record_id
from tests.graph.rules.asking import Asking

# The rule's window as of 2024-03-31 is 2022-03-31 to 2024-03-31. 2024-03-31 is a Sunday.
AS_OF = "2024-03-31"
OPEN = "2022-01-01"

ASKING = Asking(DRIFT)
found = ASKING.found
says = ASKING.says
state = ASKING.state


def works(
    world: World,
    child: str,
    worker: str,
    start: str | None,
    end: str | None = None,
    role: str = "allocated",
    agency: str = "csc",
    **said: str,
) -> Claim:
    ends = (End(child, Role.PERSON), End(record_id(agency, "professionals", worker), Role.PROFESSIONAL))
    key = f"in{len(world.claims)}"
    return world.say(agency, "involvements", key, ends, period(start, end), role=role, **said)


def supervised(world: World, child: str, *days: str, agency: str = "csc") -> None:
    for day in days:
        world.event(agency, day, {child: "subject"}, "worker", type="supervision")


def a_case() -> tuple[World, str]:
    """A child nobody works with."""
    world = World()
    return world, a_child(world)


def quiet_case(start: str = OPEN, end: str | None = None, kind: str = "referral") -> tuple[World, str]:
    """An open episode with one worker and supervision every 60 days: nothing drifts."""
    world, mia = a_case()
    world.episode("csc", mia, kind, start, end)
    works(world, mia, "W1", start, end)
    supervised(
        world,
        mia,
        *("2022-01-15", "2022-03-15", "2022-05-15", "2022-07-15", "2022-09-15", "2022-11-15"),
        *(
            "2023-01-15",
            "2023-03-15",
            "2023-05-15",
            "2023-07-15",
            "2023-09-15",
            "2023-11-15",
            "2024-01-15",
            "2024-03-15",
        ),
    )
    return world, mia


def test_steady_work_is_no_drift() -> None:
    world, mia = quiet_case()
    assert found(world, mia) is None
    assert state(world, mia) is FindingState.NOT_FOUND_IN_LOADED_DATA


@pytest.mark.parametrize(
    ("first_ended", "is_found"), [("2023-01-15", False), ("2023-01-16", True), ("2023-01-17", True)]
)
def test_three_workers_within_twelve_months(first_ended: str, is_found: bool) -> None:
    """The stretch of 12 months up to 15 January 2024 begins on 15 January 2023; an end is the first day without."""
    world, mia = a_case()
    works(world, mia, "W1", "2022-10-01", first_ended)
    works(world, mia, "W2", first_ended, "2024-01-15", role="lead")
    works(world, mia, "W3", "2024-01-15")
    assert ("3 case workers" in says(world, mia)) is is_found


def test_the_same_worker_again_and_other_roles_and_agencies_are_not_more_workers() -> None:
    world, mia = a_case()
    works(world, mia, "W1", "2023-06-01", "2023-08-01")
    works(world, mia, "W2", "2023-08-01", "2023-10-01")
    works(world, mia, "W1", "2023-10-01")
    works(world, mia, "W3", "2023-10-01", role="key_worker")
    works(world, mia, "W4", "2023-10-01", agency="school")
    assert found(world, mia) is None


def test_workers_there_since_before_the_window_count() -> None:
    world, mia = a_case()
    for worker in ("W1", "W2", "W3"):
        works(world, mia, worker, None)
    one = found(world, mia)
    assert one is not None
    assert (one.says, one.since) == ("3 case workers within 12 months.", None)


def test_workers_are_named_with_their_spans() -> None:
    world, mia = a_case()
    ends = (End(record_id("csc", "professionals", "W1"), Role.PROFESSIONAL),)
    world.say("csc", "professionals", "W1", ends, name="Owen Price")
    works(world, mia, "W1", "2023-06-01", "2023-08-01")
    works(world, mia, "W2", "2023-08-01", "2023-10-01")
    works(world, mia, "W3", "2023-10-01")
    one = found(world, mia)
    assert one is not None
    assert one.details[:2] == (
        ("worker", "Owen Price, from 2023-06-01 to 2023-08-01"),
        ("worker", "name not recorded, from 2023-08-01 to 2023-10-01"),
    )
    assert str(one.since) == "2023-06-01"


def test_partial_dates_of_workers_make_it_possible() -> None:
    world, mia = a_case()
    works(world, mia, "W1", "2022-10-01", "2023-01")
    works(world, mia, "W2", "2023-02-01")
    works(world, mia, "W3", "2024-01-15")
    one = found(world, mia)
    assert one is not None
    assert one.possible


@pytest.mark.parametrize(("second", "is_found"), [("2023-06-08", False), ("2023-06-09", True), ("2023-06-12", True)])
def test_five_working_days_without_a_worker(second: str, is_found: bool) -> None:
    """2 June 2023 was a Friday: up to Friday 9 June there are five working days."""
    world, mia = quiet_case()
    world.claims = [claim for claim in world.claims if claim.source.table != "involvements"]
    works(world, mia, "W1", OPEN, "2023-06-02")
    works(world, mia, "W2", second)
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.details == (("no case worker", f"from 2023-06-02 to {second}"),)
        assert "working days with no case worker" in one.says


def test_days_with_no_episode_open_need_no_worker() -> None:
    world, mia = quiet_case("2023-01-16", "2023-03-01")
    assert found(world, mia) is None


def test_without_the_involvements_no_worker_is_missed() -> None:
    world, mia = quiet_case()
    world.claims = [claim for claim in world.claims if claim.source.table != "involvements"]
    world.feeds_of = {"csc": ("episodes", "events", "event_people")}
    assert found(world, mia) is None
    assert state(world, mia) is FindingState.CANNOT_BE_DETERMINED


def test_days_a_feed_does_not_cover_are_no_days_without_worker() -> None:
    world, mia = quiet_case()
    world.claims = [claim for claim in world.claims if claim.source.table != "involvements"]
    works(world, mia, "W1", OPEN, "2024-01-10")
    world.covers = ("2000-01-01", "2024-01-12")
    assert "case worker" not in says(world, mia)
    world.covers = ("2000-01-01", "2024-01-16")
    assert "5 working days with no case worker" in says(world, mia)


@pytest.mark.parametrize(("start", "is_found"), [("2022-10-01", False), ("2022-09-30", False), ("2022-09-29", True)])
def test_a_protection_plan_over_eighteen_months(start: str, is_found: bool) -> None:
    world, mia = quiet_case()
    world.episode("csc", mia, "child_protection", start)
    assert ("protection plan of more than 18 months" in says(world, mia, "2024-03-30", AS_OF)) is is_found


@pytest.mark.parametrize(("end", "is_found"), [("2022-03-30", False), ("2022-03-31", False), ("2022-04-01", True)])
def test_a_plan_that_ended_counts_when_it_lasted_into_the_window(end: str, is_found: bool) -> None:
    world, mia = quiet_case()
    world.episode("csc", mia, "child_protection", "2019-01-01", end)
    assert ("more than 18 months" in says(world, mia)) is is_found


@pytest.mark.parametrize(("start", "is_found"), [("2023-04-01", False), ("2023-03-31", False), ("2023-03-30", True)])
def test_a_need_plan_over_twelve_months(start: str, is_found: bool) -> None:
    world, mia = quiet_case()
    world.episode("csc", mia, "cin", start)
    assert ("need plan of more than 12 months" in says(world, mia)) is is_found


def test_a_plan_of_unknown_start_is_only_possibly_long() -> None:
    world, mia = quiet_case()
    world.episode("csc", mia, "cin", None)
    one = found(world, mia)
    assert one is not None
    assert (one.possible, one.since) == (True, None)


@pytest.mark.parametrize(("second", "is_found"), [("2015-05-31", False), ("2015-06-01", True), ("2023-12-01", True)])
def test_a_second_protection_plan_however_long_ago_the_first(second: str, is_found: bool) -> None:
    world, mia = quiet_case()
    world.episode("csc", mia, "child_protection", "2015-01-01", "2015-06-01")
    world.episode("csc", mia, "child_protection", second)
    assert ("second or later protection plan" in says(world, mia)) is is_found


def test_plans_of_another_agency_are_not_its_plans() -> None:
    world, mia = quiet_case()
    world.episode("probation", mia, "child_protection", "2019-01-01")
    assert found(world, mia) is None


@pytest.mark.parametrize(("opened", "is_found"), [("2024-01-02", False), ("2024-01-01", True), ("2023-12-31", True)])
def test_ninety_days_open_without_supervision(opened: str, is_found: bool) -> None:
    world, mia = a_case()
    world.episode("csc", mia, "referral", opened)
    works(world, mia, "W1", opened)
    assert ("supervision entered" in says(world, mia)) is is_found


@pytest.mark.parametrize(("last", "is_found"), [("2024-01-02", False), ("2024-01-01", False), ("2023-12-31", True)])
def test_an_entry_ninety_days_ago_still_counts(last: str, is_found: bool) -> None:
    world, mia = a_case()
    world.episode("csc", mia, "referral", "2023-11-01")
    works(world, mia, "W1", "2023-11-01")
    supervised(world, mia, last)
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.details == (("no supervision entered", "since 2024-01-01"),)


def test_a_silence_of_last_year_is_found_though_supervision_came_again() -> None:
    world, mia = a_case()
    world.episode("csc", mia, "referral", "2023-02-01", "2023-09-01")
    works(world, mia, "W1", "2023-02-01")
    supervised(world, mia, "2023-02-10", "2023-08-01")
    one = found(world, mia)
    assert one is not None
    assert one.details == (("no supervision entered", "from 2023-02-11 to 2023-08-01"),)


def test_another_agencys_supervision_is_not_its_supervision() -> None:
    world, mia = a_case()
    world.episode("csc", mia, "referral", "2023-11-01")
    works(world, mia, "W1", "2023-11-01")
    supervised(world, mia, "2024-03-01", agency="school")
    assert "supervision entered" in says(world, mia)


def test_a_partial_date_of_supervision_leaves_the_silence_possible() -> None:
    world, mia = a_case()
    world.episode("csc", mia, "referral", "2023-11-01")
    works(world, mia, "W1", "2023-11-01")
    supervised(world, mia, "2023-12")
    for as_of, possible in {"2024-03-30": True, "2024-03-31": False}.items():
        one = found(world, mia, as_of)
        assert one is not None
        assert one.possible is possible


def test_what_was_written_down_later_was_not_known() -> None:
    world, mia = quiet_case()
    world.episode("csc", mia, "cin", "2022-05-01", recorded="2024-02-01")
    assert found(world, mia, known_at="2024-01-31") is None
    assert found(world, mia, known_at="2024-02-01") is not None


def test_an_end_written_for_later_was_not_known() -> None:
    world, mia = quiet_case()
    world.episode("csc", mia, "cin", "2023-02-01", "2024-01-31")
    assert found(world, mia) is None
    assert found(world, mia, "2024-01-30") is None


def test_only_what_the_agencies_named_know_is_found() -> None:
    world, mia = quiet_case()
    world.episode("csc", mia, "cin", "2022-05-01")
    assert found(world, mia, known_to=frozenset({"csc"})) is not None
    assert found(world, mia, known_to=frozenset({"school"})) is None


def test_refuted_claims_support_nothing() -> None:
    world, mia = a_case()
    works(world, mia, "W1", "2023-06-01", "2023-08-01")
    works(world, mia, "W2", "2023-08-01", "2023-10-01")
    works(world, mia, "W3", "2023-10-01", status="refuted")
    assert found(world, mia) is None


def test_without_an_assessing_agency_nothing_is_its_drift() -> None:
    world, mia = quiet_case()
    subject = Subject(world.case(), mia, "nobody")
    assert DRIFT.find(subject) is None
    assert result_of(DRIFT, subject).state is FindingState.CANNOT_BE_DETERMINED
