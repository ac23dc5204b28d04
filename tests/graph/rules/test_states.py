"""What is said of a rule: found although a feed is missing, not found only with every feed, failed, set aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from graph.model.claims import ClaimKind
from graph.model.findings import FindingState, SetAside
from graph.model.period import end_of_day
from graph.rules.registry import every_rule, rules_for
from graph.rules.rule import ASSESSING, Found, Rule, Setting
from graph.rules.states import result_of, strengths_beside
from graph.rules.subject import Subject
from tests.builders import World, a_child, an_adult

FOUND = Found(None, "Something is so.", (), ())
MADE = datetime(2024, 3, 1, 12, tzinfo=UTC)


def nothing(_: Subject) -> Found | None:
    return None


def something(_: Subject) -> Found | None:
    return FOUND


def broken(_: Subject) -> Found | None:
    raise LookupError("a rule that is wrong about a case")


def a_rule(find: object = nothing, *needs: tuple[str, str]) -> Rule:
    settings = (Setting("days", 7, "days (local setting)"),)
    return Rule("a_rule", "1", "Says.", "Tells.", settings, "here", needs, ("that",), find)  # type: ignore[arg-type]


def subject_of(world: World, as_of: str = "2024-03-31") -> Subject:
    return Subject(world.case(as_of), a_child(world))


def world_with(**feeds: tuple[str, ...]) -> World:
    return World(feeds_of=feeds)


@pytest.mark.parametrize(("feeds", "state"), [
    ({"csc": ("episodes",), "police": ("events",)}, FindingState.NOT_FOUND_IN_LOADED_DATA),
    ({"csc": ("episodes",)}, FindingState.CANNOT_BE_DETERMINED),
    ({"police": ("events",)}, FindingState.CANNOT_BE_DETERMINED),
])  # fmt: skip
def test_not_found_needs_every_feed_the_rule_names(feeds: dict[str, tuple[str, ...]], state: FindingState) -> None:
    world = world_with(**feeds)
    result = result_of(a_rule(nothing, (ASSESSING, "episodes"), ("police", "events")), subject_of(world))
    assert result.state is state


def test_what_is_found_is_found_even_when_a_feed_is_missing_and_the_feed_is_said() -> None:
    result = result_of(a_rule(something, ("police", "events")), subject_of(world_with(csc=("people",))))
    assert result.state is FindingState.FOUND
    assert [(blank.agency.id, blank.what) for blank in result.blanks if blank.agency] == [("police", "events")]


def test_a_kind_with_no_agency_here_is_said_and_does_not_block() -> None:
    result = result_of(a_rule(nothing, ("ambulance", "events")), subject_of(World()))
    assert result.state is FindingState.NOT_FOUND_IN_LOADED_DATA
    assert [(blank.agency, blank.what) for blank in result.blanks] == [(None, "ambulance/events")]


@pytest.mark.parametrize(("as_of", "is_current"), [("2024-04-30", True), ("2024-05-01", True), ("2024-05-02", False)])
def test_a_feed_is_current_for_thirty_one_days(as_of: str, is_current: bool) -> None:
    result = result_of(a_rule(nothing, ("police", "events")), subject_of(World(), as_of))
    assert (result.state is FindingState.NOT_FOUND_IN_LOADED_DATA) is is_current


def test_without_an_assessing_agency_what_needs_one_cannot_be_determined() -> None:
    world = World()
    subject = subject_of(world)
    held = subject.case.partnership
    others = {name: agency for name, agency in held.agencies.items() if agency.kind != "children_social_care"}
    case = replace(subject.case, partnership=replace(held, agencies=others))
    result = result_of(a_rule(nothing, (ASSESSING, "episodes")), Subject(case, subject.child))
    assert result.state is FindingState.CANNOT_BE_DETERMINED


def test_a_rule_that_fails_says_so_and_raises_nothing() -> None:
    result = result_of(a_rule(broken), subject_of(World()))
    assert result.failed
    assert result.state is FindingState.CANNOT_BE_DETERMINED


def an_aside(rule: str = "a_rule", until: date = date(2024, 6, 1), by: str = "ana") -> SetAside:
    return SetAside("child", rule, None, by, "known to us", MADE, until)


def test_what_is_found_may_be_set_aside_and_what_is_not_found_is_not() -> None:
    subject = subject_of(World())
    assert result_of(a_rule(something), subject, [an_aside()]).state is FindingState.SET_ASIDE
    assert result_of(a_rule(nothing), subject, [an_aside()]).state is FindingState.NOT_FOUND_IN_LOADED_DATA
    assert result_of(a_rule(something), subject, [an_aside("another")]).state is FindingState.FOUND


def test_of_several_the_one_that_holds_longest_is_told() -> None:
    later = an_aside(until=date(2024, 9, 1), by="ben")
    assert result_of(a_rule(something), subject_of(World()), [later, an_aside()]).set_aside == later


def test_it_holds_from_when_it_was_made_until_the_day_named() -> None:
    aside = an_aside()
    assert not aside.holds_at(MADE - timedelta(seconds=1))
    assert aside.holds_at(MADE)
    assert aside.holds_at(end_of_day(date(2024, 5, 31)))
    assert not aside.holds_at(end_of_day(date(2024, 6, 1)))


def test_rules_of_a_role_are_among_nobody_elses() -> None:
    for name, rule in every_rule().items():
        assert (name in rules_for(["assessment"])) is (rule.roles is None)
        assert name in rules_for(["manager"])


@pytest.mark.parametrize(
    ("on", "is_told"), [("2022-03-30", False), ("2022-03-31", True), ("2024-03-31", True), ("2024-04-01", False)]
)
def test_strengths_of_the_window_stand_beside(on: str, is_told: bool) -> None:
    world = World()
    mia = a_child(world)
    world.event("school", on, {mia: "subject"}, "strength", type="engagement")
    assert bool(strengths_beside(Subject(world.case(), mia))) is is_told


def test_strengths_of_the_household_count_and_those_of_others_do_not() -> None:
    world = World()
    mia, home = a_child(world), world.household("csc", "H1")
    kelly, stranger = an_adult(world, "csc", "A1", "Kelly Tranter"), an_adult(world, "csc", "A2", "Ingrid Lund")
    world.lives("csc", mia, home, "2020-01-01")
    world.lives("csc", kelly, home, "2020-01-01")
    world.event("gp", "2023-09-01", {stranger: "subject", kelly: "reporter"}, "strength", type="improvement")
    world.event("gp", "2023-09-01", {kelly: "subject"}, "concern", type="contact")
    assert strengths_beside(Subject(world.case(), mia)) == ()
    world.event("gp", "2023-09-01", {kelly: "subject"}, "strength", type="improvement")
    world.event("housing", "2023-09-02", {}, "strength", type="improvement", household=home)
    assert len(strengths_beside(Subject(world.case(), mia))) == 2


def test_an_adult_whose_claims_are_evidence_is_set_aside_though_the_rest_stands_without() -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.event("police", "2023-09-01", {mia: "victim", kelly: "present"}, type="domestic_abuse")
    held = tuple(claim for claim in world.claims if claim.kind is ClaimKind.EVENT_PERSON)
    rule = a_rule(lambda _: Found(None, "found", (), held))
    for adult, covers in ((kelly, 1), (mia, 0)):
        told = result_of(rule, Subject(world.case(), mia), [replace(an_aside(), adult=adult)])
        assert told.state is FindingState.FOUND
        assert (told.set_aside is not None, len(told.aside_covers)) == (bool(covers), covers)


def test_setting_aside_somebody_without_a_part_changes_nothing() -> None:
    aside = replace(an_aside(), adult="somebody else")
    assert result_of(a_rule(something), subject_of(World()), [aside]).set_aside is None


def test_beside_somebody_set_aside_nothing_is_said_of_another_without_a_part_in_what_is_told() -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.event("police", "2023-09-01", {mia: "victim", kelly: "present"}, type="domestic_abuse")
    held = tuple(claim for claim in world.claims if claim.kind is ClaimKind.EVENT_PERSON)
    own = replace(an_aside(), adult=kelly)
    other = replace(an_aside(), adult="somebody hidden", by="another", until=own.until - timedelta(days=1))
    rule = a_rule(lambda _: Found(None, "found", (), held))
    told = result_of(rule, Subject(world.case(), mia), [other, own])
    assert told.set_aside == own
