"""`child_not_heard`: seen alone, seen for the assessment, the child's voice, whom the record is about (rules.md §4)."""

from __future__ import annotations

import pytest

from graph.model.claims import End, Role
from graph.model.findings import FindingState
from graph.model.ids import join_key
from graph.rules.child_not_heard import CHILD_NOT_HEARD
from tests.builders import UNDATED, World, a_child, an_adult, record_id
from tests.graph.rules.asking import Asking

AS_OF = "2024-03-31"
# 42 days before is 2024-02-18, 90 days before is 2024-01-01.
ALONE, VOICE, ASSESSED = "seen alone", "voice recorded", "child was not seen"

ASKING = Asking(CHILD_NOT_HEARD)
found = ASKING.found
says = ASKING.says
state = ASKING.state


def voiced(
    world: World, child: str, on: str, type_: str = "seen", agency: str = "csc", role: str = "subject", **said: str
) -> None:
    world.event(agency, on, {child: role}, "child_voice", type=type_, **said)


def open_since(start: str | None, kind: str = "cin", born: str = "2012-05-01") -> tuple[World, str]:
    world = World()
    mia = a_child(world, born=born)
    world.episode("csc", mia, kind, start)
    return world, mia


def assessed(world: World, child: str, started: str, *seen: str, **said: str) -> None:
    """An assessment of the child by children's social care whose row says whether it was seen."""
    record = world.assessment("csc", {}, started, **said)
    for number, value in enumerate(seen):
        ends = (End(record, Role.ASSESSMENT), End(child, Role.PERSON))
        key = join_key(record, f"{child}{number}")
        world.say("csc", "assessment_people", key, ends, UNDATED, capacity="child", seen=value)


def test_a_child_seen_alone_lately_was_heard() -> None:
    world, mia = open_since("2023-01-01")
    voiced(world, mia, "2024-03-10", "seen_alone")
    assert state(world, mia) is FindingState.NOT_FOUND_IN_LOADED_DATA


@pytest.mark.parametrize(("last", "is_found"), [("2024-02-19", False), ("2024-02-18", False), ("2024-02-17", True)])
def test_forty_two_days_of_a_plan_without_being_seen_alone(last: str, is_found: bool) -> None:
    world, mia = open_since("2023-01-01")
    voiced(world, mia, last, "seen_alone")
    one = found(world, mia)
    assert (one is not None) is is_found
    if one:
        assert one.details[0] == ("last seen alone", f"{last}; child in need since 2023-01-01")
        assert str(one.since) == "2024-03-31"


@pytest.mark.parametrize(("start", "is_found"), [("2024-03-30", True), ("2024-03-31", True), ("2024-04-01", False)])
def test_a_young_plan_is_told_with_its_start(start: str, is_found: bool) -> None:
    world, mia = open_since(start)
    one = found(world, mia, known_at="2024-04-01")
    assert (one is not None) is is_found
    if one:
        assert one.details[0] == ("last seen alone", f"none on record; child in need since {start}")
        assert str(one.since) == start


@pytest.mark.parametrize("kind", ["child_protection", "looked_after", "cin"])
def test_each_plan_asks_for_being_seen_alone(kind: str) -> None:
    world, mia = open_since("2023-01-01", kind)
    assert ALONE in says(world, mia)


def test_an_episode_that_is_no_plan_does_not_ask_for_it() -> None:
    world, mia = open_since("2023-01-01", "referral")
    voiced(world, mia, "2024-01-20")
    assert found(world, mia) is None


@pytest.mark.parametrize(("born", "is_found"), [("2020-03-30", True), ("2020-03-31", True), ("2020-04-01", False)])
def test_from_age_four(born: str, is_found: bool) -> None:
    world, mia = open_since("2023-01-01", born=born)
    assert (ALONE in says(world, mia)) is is_found


def test_a_partial_birth_date_leaves_the_age_possible() -> None:
    world, mia = open_since("2023-01-01", born="2020")
    voiced(world, mia, "2024-03-10")
    one = found(world, mia)
    assert one is not None
    assert one.possible
    world, mia = open_since("2023-01-01", born="2021")
    voiced(world, mia, "2024-03-10")
    assert found(world, mia) is None


@pytest.mark.parametrize(("about", "certain"), [("2010..2012", True), ("2019..2021", False)])
def test_an_age_that_is_only_guessed_at(about: str, certain: bool) -> None:
    world, mia = open_since("2023-01-01", born="")
    world.claims = [claim for claim in world.claims if claim.source.table != "people"]
    world.person("csc", "C1", given_name="Mia", born_about=about)
    voiced(world, mia, "2024-03-10")
    one = found(world, mia)
    assert one is not None
    assert one.possible is not certain


def test_without_a_birth_date_no_age_is_supposed() -> None:
    world, mia = open_since("2023-01-01", born="")
    voiced(world, mia, "2024-03-10")
    assert found(world, mia) is None


def test_an_event_that_says_seen_alone_counts_whoever_wrote_it() -> None:
    world, mia = open_since("2023-01-01")
    voiced(world, mia, "2024-02-01")
    world.event("school", "2024-03-01", {mia: "subject"}, "education", type="absence_concern", child_seen_alone="y")
    assert found(world, mia) is None
    assert found(world, mia, known_to=frozenset({"csc"})) is None


def test_a_child_only_mentioned_was_not_seen() -> None:
    world, mia = open_since("2023-01-01")
    voiced(world, mia, "2024-03-10", "seen_alone", role="mentioned")
    assert ALONE in says(world, mia)


@pytest.mark.parametrize(("last", "is_found"), [("2024-01-02", False), ("2024-01-01", False), ("2023-12-31", True)])
def test_ninety_days_without_the_childs_voice(last: str, is_found: bool) -> None:
    world, mia = open_since("2023-01-01", "referral")
    voiced(world, mia, last, "views_recorded")
    assert (VOICE in says(world, mia)) is is_found


def test_an_episode_opened_after_a_long_silence_is_found_from_its_first_day() -> None:
    world, mia = open_since("2024-03-20", "referral")
    voiced(world, mia, "2023-05-01")
    assert found(world, mia, "2024-03-19", AS_OF) is None
    one = found(world, mia, "2024-03-20")
    assert one is not None
    assert one.details[0] == ("last record of the child's voice", "2023-05-01; referral since 2024-03-20")
    assert str(one.since) == "2024-03-20"


def test_an_unknown_start_counts_as_long_ago_and_sets_no_date() -> None:
    world, mia = open_since(None, "referral")
    one = found(world, mia)
    assert one is not None
    assert (one.since, one.possible) == (None, False)


def test_a_partial_date_of_the_childs_voice_leaves_it_possible() -> None:
    world, mia = open_since("2023-01-01", "referral")
    voiced(world, mia, "2023")
    one = found(world, mia, "2024-03-30")
    assert one is not None
    assert one.possible


@pytest.mark.parametrize(("end", "is_found"), [("2024-03-31", False), ("2024-04-01", True), (None, True)])
def test_only_while_an_episode_is_open(end: str | None, is_found: bool) -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2023-01-01", end)
    assert (found(world, mia) is not None) is is_found


def test_another_agencys_episode_is_not_the_assessing_agencys() -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2020-01-01", "2020-06-01")
    world.episode("school", mia, "school_roll", "2020-01-01")
    assert found(world, mia) is None


def test_the_current_assessment_with_the_child_not_seen() -> None:
    world, mia = open_since("2024-02-25", "referral")
    voiced(world, mia, "2024-03-05")
    assessed(world, mia, "2024-03-01", "n")
    one = found(world, mia)
    assert one is not None
    assert ASSESSED in one.says
    assert (str(one.since), one.details[0]) == (
        "2024-03-01",
        ("current assessment", "since 2024-03-01: child not seen"),
    )
    assert len(one.evidence) == 2


@pytest.mark.parametrize("seen", [("y",), ("",), (), ("n", "y")])
def test_seen_or_not_known_is_not_unseen(seen: tuple[str, ...]) -> None:
    world, mia = open_since("2024-02-25", "referral")
    voiced(world, mia, "2024-03-05")
    assessed(world, mia, "2024-03-01", *seen)
    assert found(world, mia) is None


def test_only_the_latest_assessment_of_an_open_episode_is_current() -> None:
    world, mia = open_since("2024-02-25", "referral")
    voiced(world, mia, "2024-03-05")
    assessed(world, mia, "2024-02-01", "n")
    assert found(world, mia) is None
    assessed(world, mia, "2024-03-01", "n")
    assessed(world, mia, "2024-03-10", "y")
    assert found(world, mia) is None


def test_whom_the_record_is_about_is_counted_by_person_and_quarter() -> None:
    world, mia = open_since("2023-01-01", "referral")
    kelly = an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    for day in ("2023-07-03", "2023-08-01", "2023-11-01"):
        world.event("csc", day, {kelly: "subject", mia: "mentioned"}, "adult_health")
    world.event("csc", "2023-09-30", {mia: "subject"}, "concern", type="referral")
    world.event("csc", "2023", {mia: "subject"}, "concern", type="contact")
    world.event("gp", "2023-09-30", {mia: "subject"}, "child_health", type="illness_attendance")
    world.event("csc", "2021-09-30", {mia: "subject"}, "concern", type="referral")
    one = found(world, mia)
    assert one is not None
    assert one.details[1:] == (
        ("entries about, 2023 quarter 3", "Mia Hobbs 1, Kelly Tranter 2"),
        ("entries about, 2023 quarter 4", "Mia Hobbs 0, Kelly Tranter 1"),
        ("entries about, 2023, quarter not known", "Mia Hobbs 1"),
    )


def test_without_a_current_feed_of_events_nothing_is_missed() -> None:
    world, mia = open_since("2023-01-01")
    world.feeds_of = {"csc": ("episodes", "assessments", "assessment_people", "event_people")}
    assert state(world, mia) is FindingState.CANNOT_BE_DETERMINED
    world.feeds_of = {"csc": ("episodes", "events", "event_people")}
    assert state(world, mia) is FindingState.FOUND


def test_what_was_written_down_later_was_not_known() -> None:
    world, mia = open_since("2023-01-01", "referral")
    voiced(world, mia, "2024-02-01", recorded="2024-02-20")
    assert VOICE in says(world, mia, known_at="2024-02-19")
    assert found(world, mia, known_at="2024-02-20") is None


def test_only_an_episode_the_agencies_named_know_is_found() -> None:
    world, mia = open_since("2023-01-01")
    assert found(world, mia, known_to=frozenset({"csc"})) is not None
    assert found(world, mia, known_to=frozenset({"school"})) is None


def test_refuted_parts_support_nothing() -> None:
    world, mia = open_since("2023-01-01", "referral")
    event = record_id("csc", "events", "evX")
    world.say(
        "csc",
        "events",
        "evX",
        (End(event, Role.EVENT),),
        UNDATED,
        category="child_voice",
        type="seen",
        start="2024-03-01",
    )
    ends = (End(event, Role.EVENT), End(mia, Role.PERSON))
    world.say("csc", "event_people", "evX|C1|subject", ends, UNDATED, status="refuted", role="subject")
    assert VOICE in says(world, mia)
