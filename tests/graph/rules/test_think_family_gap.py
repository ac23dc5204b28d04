"""`think_family_gap`: two services, 60 days, and nothing between them in 90 (rules.md §4)."""

from __future__ import annotations

import pytest

from graph.model.claims import End, Role
from graph.model.findings import FindingState
from graph.rules.subject import Subject
from graph.rules.think_family_gap import THINK_FAMILY_GAP
from tests.builders import UNDATED, World, a_child, an_adult, period, record_id
from tests.graph.rules.asking import Asking

# 60 days before is 2024-01-31, 90 days before is 2024-01-01.

ASKING = Asking(THINK_FAMILY_GAP)
found = ASKING.found
state = ASKING.state


def two_services(
    adult_since: str | None = "2023-06-01", child_since: str | None = "2023-06-01", **said: str
) -> tuple[World, str, str]:
    """Probation works with the mother, children's social care with the child."""
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    world.episode("probation", kelly, "probation", adult_since, **said)
    world.episode("csc", mia, "cin", child_since)
    return world, mia, kelly


def test_two_lanes_and_what_last_passed_between_them() -> None:
    world, mia, _kelly = two_services()
    one = found(world, mia)
    assert one is not None
    assert one.details == (
        ("Vale Probation, Kelly Tranter", "probation since 2023-06-01"),
        ("Vale Children's Social Care, Mia Hobbs", "child in need since 2023-06-01"),
        ("last share or joint meeting, Vale Probation and Vale Children's Social Care", "none on record"),
    )
    assert (str(one.since), len(one.evidence)) == ("2023-07-31", 2)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(("since", "is_found"), [("2024-01-30", True), ("2024-01-31", True), ("2024-02-01", False)])
def test_both_open_for_sixty_days(which: int, since: str, is_found: bool) -> None:
    world, mia, _kelly = two_services(*[since, "2023-06-01"][:: 1 if which == 0 else -1])
    assert (found(world, mia) is not None) is is_found


@pytest.mark.parametrize("end", ["2024-03-30", "2024-03-31"])
def test_work_that_ended_is_not_open(end: str) -> None:
    world, mia, kelly = two_services()
    world.claims = [claim for claim in world.claims if claim.agency != "probation"]
    world.episode("probation", kelly, "probation", "2023-06-01", end)
    assert state(world, mia) is FindingState.NOT_FOUND_IN_LOADED_DATA


@pytest.mark.parametrize(("sender", "to"), [("probation", "csc"), ("csc", "probation")])
@pytest.mark.parametrize(("on", "is_found"), [("2024-01-02", False), ("2024-01-01", False), ("2023-12-31", True)])
def test_a_share_either_way_in_ninety_days(sender: str, to: str, on: str, is_found: bool) -> None:
    world, mia, kelly = two_services()
    world.share(sender, to, on, person=kelly if sender == "probation" else mia)
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.details[-1][1] == on


def test_a_share_of_a_record_of_theirs_counts() -> None:
    world, mia, _kelly = two_services()
    episode = world.episode("probation", _kelly, "probation", "2024-01-01")
    world.share("probation", "csc", "2024-02-01", about=episode)
    assert found(world, mia) is None


def test_a_share_with_others_about_others_or_refused_is_none() -> None:
    world, mia, kelly = two_services()
    stranger = an_adult(world, "probation", "P9", "Ann Other")
    world.share("probation", "police", "2024-02-01", person=kelly)
    world.share("probation", "csc", "2024-02-01", person=stranger)
    world.share("probation", "csc", "2024-02-01", person=kelly, outcome="refused")
    assert found(world, mia) is not None


def test_a_share_of_partial_date_leaves_it_possible() -> None:
    world, mia, kelly = two_services()
    world.share("probation", "csc", "2023", person=kelly)
    one = found(world, mia, "2024-03-30")
    assert one is not None
    assert one.possible


def meeting(world: World, child: str, on: str, agency: str = "csc", **said: str) -> str:
    said.setdefault("type", "strategy_discussion")
    return world.event(agency, on, {child: "subject"}, "process", **said)


def attends(world: World, event: str, agency: str, key: str, **cells: str) -> None:
    worker = record_id(agency, "professionals", key)
    world.say(agency, "professionals", key, (End(worker, Role.PROFESSIONAL),), UNDATED, **cells)
    ends = (End(event, Role.EVENT), End(worker, Role.PROFESSIONAL))
    world.say(agency, "event_professionals", f"{event}|{key}", ends, UNDATED, role="attended")


@pytest.mark.parametrize(("on", "is_found"), [("2024-01-02", False), ("2024-01-01", False), ("2023-12-31", True)])
def test_a_meeting_both_wrote_down_in_ninety_days(on: str, is_found: bool) -> None:
    world, mia, kelly = two_services()
    meeting(world, mia, on)
    meeting(world, kelly, on, "probation")
    assert (found(world, mia) is not None) is is_found


def test_a_meeting_called_by_the_other_or_attended_by_it_is_joint() -> None:
    world, mia, _kelly = two_services()
    meeting(world, mia, "2024-02-01", source_agency="probation")
    assert found(world, mia) is None
    world, mia, _kelly = two_services()
    attends(world, meeting(world, mia, "2024-02-01"), "csc", "W7", name="Sam Reed", service="Probation")
    assert found(world, mia) is None


@pytest.mark.parametrize("said", [{"service": "housing"}, {"team": "Assessment East"}, {}])
def test_a_meeting_of_one_service_alone_is_not_joint(said: dict[str, str]) -> None:
    world, mia, _kelly = two_services()
    attends(world, meeting(world, mia, "2024-02-01"), "csc", "W7", name="Sam Reed", **said)
    meeting(world, mia, "2024-02-02", source_agency="probation", type="court_hearing")
    assert found(world, mia) is not None


def test_an_adult_service_by_its_kind_of_work() -> None:
    world, mia, kelly = two_services()
    world.claims = [claim for claim in world.claims if claim.agency != "probation"]
    world.episode("hospital", kelly, "mental_health", "2023-06-01")
    world.episode("csc", kelly, "mental_health", "2023-06-01")
    one = found(world, mia)
    assert one is not None
    assert one.says.startswith("Northgate Hospital works with Kelly Tranter")


def test_work_told_by_a_worker_counts_as_open() -> None:
    world, mia, kelly = two_services("2024-03-01")
    ends = (End(kelly, Role.PERSON),)
    world.say("probation", "involvements", "in1", ends, period("2023-06-01", None), role="officer")
    one = found(world, mia)
    assert one is not None
    assert one.details[0][1] == "officer since 2023-06-01; probation since 2024-03-01"


def test_only_carers_matter() -> None:
    world, mia, _kelly = two_services()
    world.claims = [claim for claim in world.claims if claim.source.table != "relationships"]
    assert found(world, mia) is None


def test_an_adult_set_aside_is_left_out() -> None:
    world, mia, kelly = two_services()
    subject = Subject(world.case(), mia, disregarding=frozenset({kelly}))
    assert THINK_FAMILY_GAP.find(subject) is None


def test_other_agencies_with_the_child_are_no_childrens_service() -> None:
    world, mia, _kelly = two_services()
    world.claims = [claim for claim in world.claims if claim.source.table != "episodes" or claim.agency != "csc"]
    world.episode("school", mia, "school_roll", "2020-01-01")
    assert found(world, mia) is None


def test_partial_dates_leave_it_possible_and_unknown_starts_set_no_date() -> None:
    world, mia, _kelly = two_services("2024-01")
    assert found(world, mia) is not None
    world, mia, _kelly = two_services("2024", None)
    one = found(world, mia)
    assert one is not None
    assert (one.possible, one.since) == (True, None)


@pytest.mark.parametrize("lacking", ["probation", "csc"])
def test_without_their_shares_it_cannot_be_determined(lacking: str) -> None:
    world, mia, _kelly = two_services()
    tables = {"probation": ("episodes", "shares"), "csc": ("episodes", "events", "shares")}
    tables[lacking] = tuple(table for table in tables[lacking] if table != "shares")
    world.feeds_of = tables
    assert state(world, mia) is FindingState.CANNOT_BE_DETERMINED


def test_what_was_written_down_later_was_not_known() -> None:
    world, mia, _kelly = two_services(recorded="2024-03-10")
    assert found(world, mia, known_at="2024-03-09") is None
    assert found(world, mia, known_at="2024-03-10") is not None


def test_only_what_the_agencies_named_know_is_found() -> None:
    world, mia, kelly = two_services()
    assert found(world, mia, known_to=frozenset({"csc"})) is None
    assert found(world, mia, known_to=frozenset({"csc", "probation"})) is not None
    world.share("probation", "csc", "2023-07-01", person=kelly)
    assert found(world, mia, known_to=frozenset({"csc"})) is not None


def test_refuted_claims_support_nothing() -> None:
    world, mia, kelly = two_services()
    world.claims = [claim for claim in world.claims if claim.source.table != "relationships"]
    world.relates("csc", kelly, "parent", mia, status="refuted")
    assert found(world, mia) is None
