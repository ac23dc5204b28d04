"""`unresolved_disagreement`: contacts turned away and raised again, escalations without outcome (rules.md §4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import ClaimStatus
from graph.model.findings import FindingState
from graph.rules.states import result_of
from graph.rules.subject import Subject
from graph.rules.unresolved_disagreement import UNRESOLVED_DISAGREEMENT
from tests.builders import World, a_child, an_adult
from tests.graph.rules.asking import Asking

CHAIN = "2 or more contacts from one source with no action, then one from another agency."

ASKING = Asking(UNRESOLVED_DISAGREEMENT)
found = ASKING.found
state = ASKING.state


def contact(
    world: World,
    child: str,
    on: str | None,
    source: str = "school",
    outcome: str = "no_action",
    kind: str = "contact",
    **said: str,
) -> str:
    cells = {"source_agency": source, "outcome": outcome, **said}
    return world.episode("csc", child, kind, on, on and f"{on}", **cells)


def turned_away(*days: str, **said: str) -> tuple[World, str]:
    world = World()
    mia = a_child(world)
    for day in days:
        contact(world, mia, day, **said)
    return world, mia


@pytest.mark.parametrize(("second", "is_found"), [("2023-05-31", True), ("2023-06-01", True), ("2023-06-02", False)])
def test_two_from_one_source_in_twelve_months(second: str, is_found: bool) -> None:
    world, mia = turned_away("2022-06-01", second)
    contact(world, mia, "2023-09-01", "gp", "assessment", "referral")
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.says == CHAIN
        assert one.details == (
            ("2022-06-01", "contact from Brook Academy: no action"),
            (second, "contact from Brook Academy: no action"),
            ("2023-09-01", "referral from Larch Surgery: assessment"),
        )
        assert str(one.since) == "2022-06-01"


@pytest.mark.parametrize(
    ("third", "is_found"),
    [("2023-06-01", False), ("2023-06-02", True), ("2023-12-01", True), ("2023-12-02", False)],
)
def test_then_one_from_another_agency_within_six_months(third: str, is_found: bool) -> None:
    world, mia = turned_away("2023-03-01", "2023-06-01")
    contact(world, mia, third, "gp", "assessment")
    assert (found(world, mia) is not None) is is_found


@pytest.mark.parametrize(("first", "is_found"), [("2022-03-30", False), ("2022-03-31", True), ("2022-04-01", True)])
def test_only_the_window_counts(first: str, is_found: bool) -> None:
    world, mia = turned_away(first, "2022-06-01")
    contact(world, mia, "2022-08-01", "gp")
    assert (found(world, mia) is not None) is is_found


@pytest.mark.parametrize("outcome", ["advice", "assessment", ""])
def test_what_was_acted_on_was_not_turned_away(outcome: str) -> None:
    world, mia = turned_away("2023-03-01")
    contact(world, mia, "2023-06-01", outcome=outcome)
    contact(world, mia, "2023-08-01", "gp")
    assert state(world, mia) is FindingState.NOT_FOUND_IN_LOADED_DATA


def test_only_the_chain_is_told() -> None:
    world, mia = turned_away("2023-03-01", "2023-06-01")
    contact(world, mia, "2023-08-01", "gp")
    contact(world, mia, "2022-08-01", "police", "advice")
    one = found(world, mia)
    assert one is not None
    assert [name for name, _ in one.details] == ["2023-03-01", "2023-06-01", "2023-08-01"]


def test_two_sources_turned_away_once_each_are_no_chain() -> None:
    world, mia = turned_away("2023-03-01")
    contact(world, mia, "2023-06-01", "police")
    contact(world, mia, "2023-08-01", "gp")
    assert found(world, mia) is None


def test_the_same_source_again_is_not_another_agency() -> None:
    world, mia = turned_away("2023-03-01", "2023-06-01", "2023-08-01")
    assert found(world, mia) is None


@pytest.mark.parametrize(
    ("source", "code", "is_found"),
    [("", "3A", True), ("", "2A", False), ("", "8", False), ("", "1A", False), ("", "10", False), ("", "", False)],
)
def test_a_code_that_may_be_the_same_agency_is_not_another(source: str, code: str, is_found: bool) -> None:
    world, mia = turned_away("2023-03-01", "2023-06-01")
    contact(world, mia, "2023-08-01", source, source_code=code)
    assert (found(world, mia) is not None) is is_found


def test_family_turned_away_counts_as_one_source() -> None:
    world, mia = turned_away("2023-03-01", "2023-06-01", source="", source_code="1A")
    contact(world, mia, "2023-08-01", "gp")
    one = found(world, mia)
    assert one is not None
    assert one.details[0] == ("2023-03-01", "contact from source 1A: no action")


@pytest.mark.parametrize(("until", "is_found"), [("2023-08-01", False), ("2023-08-02", True), (None, True)])
def test_one_for_a_household_sibling_counts(until: str | None, is_found: bool) -> None:
    world, mia = turned_away("2023-03-01", "2023-06-01")
    leo, kelly = a_child(world, ref="C2", born="2015-01-01"), an_adult(world, "csc", "A1", "Kelly Tranter")
    for child in (mia, leo):
        world.relates("csc", kelly, "parent", child)
    home = world.household("csc", "H1")
    world.lives("csc", mia, home, "2020-01-01")
    world.lives("csc", leo, home, "2020-01-01", until)
    contact(world, leo, "2023-08-01", "gp")
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.details[-1] == ("2023-08-01", "contact from Larch Surgery for Mia Hobbs: no action")


def test_one_held_as_episode_and_as_event_is_one() -> None:
    world, mia = turned_away("2023-03-01")
    event = {"type": "contact", "source_agency": "school", "outcome": "no further action"}
    world.event("csc", "2023-03-01", {mia: "subject"}, "concern", **event)
    contact(world, mia, "2023-08-01", "gp")
    assert found(world, mia) is None
    world.event("csc", "2023-06-01", {mia: "subject"}, "concern", **event)
    assert found(world, mia) is not None


def test_another_agencys_own_entry_is_no_contact_received() -> None:
    world, mia = turned_away("2023-03-01", "2023-06-01")
    world.event("gp", "2023-08-01", {mia: "subject"}, "concern", type="contact", source_agency="gp")
    assert found(world, mia) is None


def test_partial_dates_make_it_possible() -> None:
    world, mia = turned_away("2023-03-01", "2023-06-01")
    contact(world, mia, "2023-06", "gp")
    one = found(world, mia)
    assert one is not None
    assert one.possible
    world, mia = turned_away("2023-03", "2023-06-01")
    contact(world, mia, "2023-08", "gp")
    one = found(world, mia)
    assert one is not None
    assert not one.possible


def test_an_outcome_written_for_later_was_not_known() -> None:
    world, mia = turned_away("2023-03-01")
    world.episode("csc", mia, "contact", "2023-05-20", "2023-07-10", source_agency="school", outcome="no_action")
    contact(world, mia, "2023-07-01", "gp")
    assert found(world, mia, "2023-07-09") is None
    assert found(world, mia, "2023-07-10") is not None


def escalated(on: str, agency: str = "school", **said: str) -> tuple[World, str]:
    world = World()
    mia = a_child(world)
    world.event(agency, on, {mia: "subject"}, "challenge", type="escalation", **said)
    return world, mia


def resolved(world: World, child: str, on: str, agency: str = "csc") -> None:
    world.event(agency, on, {child: "subject"}, "challenge", type="escalation_outcome")


@pytest.mark.parametrize(("as_of", "is_found"), [("2024-02-14", False), ("2024-02-15", False), ("2024-02-16", True)])
def test_ten_working_days_without_an_outcome(as_of: str, is_found: bool) -> None:
    """The tenth working day after Thursday 1 February 2024 is Thursday 15 February."""
    world, mia = escalated("2024-02-01")
    one = found(world, mia, as_of)
    assert (one is not None) is is_found
    if one:
        assert one.says == "An escalation with no outcome in 10 working days."
        assert one.details == (("2024-02-01", "escalation, Brook Academy: no outcome on record"),)


@pytest.mark.parametrize(("day", "is_found"), [("2024-02-14", False), ("2024-02-15", False), ("2024-02-16", True)])
def test_an_outcome_on_the_tenth_day_is_in_time(day: str, is_found: bool) -> None:
    world, mia = escalated("2024-02-01")
    resolved(world, mia, day)
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.details == (("2024-02-01", "escalation, Brook Academy: outcome only 2024-02-16"),)


def test_what_the_escalation_itself_says_and_an_earlier_outcome_are_no_outcome() -> None:
    """Free text is never read for whether somebody answered: an outcome is an event of its own."""
    world, mia = escalated("2024-02-01", outcome="no answer recorded")
    resolved(world, mia, "2024-01-31")
    assert found(world, mia) is not None


@pytest.mark.parametrize(("on", "is_found"), [("2022-03-30", False), ("2022-03-31", True), ("2022-04-01", True)])
def test_only_escalations_of_the_window_count(on: str, is_found: bool) -> None:
    world, mia = escalated(on)
    assert (found(world, mia) is not None) is is_found


def test_a_partial_date_leaves_an_escalation_possible() -> None:
    for world, mia in (escalated("2024-03"), escalated("2024-02")):
        resolved(world, mia, "2024-02-05")
        one = found(world, mia)
        assert one is not None
        assert one.possible


def test_a_disagreement_that_was_not_escalated_is_not_found() -> None:
    world, mia = escalated("2024-02-01")
    world.claims = [
        replace(c, values={**c.values, "type": "professional_disagreement"}) if c.source.table == "events" else c
        for c in world.claims
    ]
    assert found(world, mia) is None


@pytest.mark.parametrize("lacking", ["csc", "school"])
def test_without_the_events_no_outcome_is_missed(lacking: str) -> None:
    world, mia = escalated("2024-02-01")
    tables = ("episodes", "events", "event_people")
    world.feeds_of = {agency: tables for agency in ("csc", "school") if agency != lacking}
    assert found(world, mia) is None
    if lacking == "csc":
        assert state(world, mia) is FindingState.CANNOT_BE_DETERMINED


def test_what_was_written_down_later_was_not_known() -> None:
    world, mia = escalated("2024-02-01", recorded="2024-03-01")
    assert found(world, mia, known_at="2024-02-29") is None
    assert found(world, mia, known_at="2024-03-01") is not None


def test_only_what_the_agencies_named_know_counts() -> None:
    world, mia = escalated("2024-02-01")
    assert found(world, mia, known_to=frozenset({"school"})) is not None
    assert found(world, mia, known_to=frozenset({"csc"})) is None
    world.share("school", "csc", "2024-02-02", person=mia)
    assert found(world, mia, known_to=frozenset({"csc"})) is not None


def test_refuted_parts_support_nothing() -> None:
    world, mia = escalated("2024-02-01")
    world.claims[-1] = replace(world.claims[-1], status=ClaimStatus.REFUTED)
    assert found(world, mia) is None


def test_without_an_assessing_agency_nothing_can_be_said() -> None:
    world, mia = turned_away("2023-03-01", "2023-06-01")
    subject = Subject(world.case(), mia, "nobody")
    assert result_of(UNRESOLVED_DISAGREEMENT, subject).state is FindingState.CANNOT_BE_DETERMINED
