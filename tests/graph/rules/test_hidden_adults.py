"""The main question as a rule: who is told, whose part can be set aside, and that it is not among the eighteen."""

from __future__ import annotations

from datetime import UTC, date, datetime

from graph.model.findings import FindingState, SetAside
from graph.rules.hidden_adults import HIDDEN_ADULTS
from graph.rules.registry import every_rule, rules_to_set_aside
from graph.rules.states import result_of
from graph.rules.subject import Subject
from tests.builders import World, a_child, an_adult


def two_adults() -> tuple[World, str, str, str]:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    lee = an_adult(world, "csc", "A2", "Lee Hobbs", "1981-06-20")
    world.relates("csc", kelly, "parent", mia)
    world.relates("csc", lee, "parent", mia)
    return world, mia, kelly, lee


def aside(mia: str, adult: str) -> SetAside:
    return SetAside(mia, "hidden_adults", adult, "ana", "known", datetime(2024, 3, 1, tzinfo=UTC), date(2024, 6, 1))


def test_each_adult_no_assessment_names_is_told_and_one_that_is_named_is_not() -> None:
    world, mia, kelly, _ = two_adults()
    world.assessment("csc", {mia: "child", kelly: "parent"}, "2023-06-07")
    result = result_of(HIDDEN_ADULTS, Subject(world.case(), mia))
    assert result.found is not None
    assert result.found.details == (("Lee Hobbs", "known not assessed: parent"),)


def test_where_all_are_named_nobody_is_found() -> None:
    world, mia, kelly, lee = two_adults()
    world.assessment("csc", {mia: "child", kelly: "parent", lee: "parent"}, "2023-06-07")
    assert result_of(HIDDEN_ADULTS, Subject(world.case(), mia)).state is FindingState.NOT_FOUND_IN_LOADED_DATA


def test_one_adult_set_aside_leaves_the_other_and_both_set_aside_leave_nobody() -> None:
    world, mia, kelly, lee = two_adults()
    subject = Subject(world.case(), mia)
    one = result_of(HIDDEN_ADULTS, subject, [aside(mia, kelly)])
    assert one.state is FindingState.FOUND
    assert one.found is not None
    assert [name for name, _ in one.found.details] == ["Lee Hobbs"]
    both = result_of(HIDDEN_ADULTS, subject, [aside(mia, kelly), aside(mia, lee)])
    assert both.state is FindingState.SET_ASIDE


def test_it_can_be_set_aside_and_is_not_among_the_rules() -> None:
    assert HIDDEN_ADULTS.name in rules_to_set_aside(["assessment"])
    assert HIDDEN_ADULTS.name not in every_rule()
