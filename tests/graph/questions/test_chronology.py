"""The chronology of a child: what is in it, what is one happening, how old the child was, where nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.access.policy import decide
from graph.access.purpose import read_purpose
from graph.family.circle import circle_of
from graph.model.answers import BlankKind
from graph.model.case import Case
from graph.model.histories import Entry
from graph.questions.chronology import (
    Whose,
    all_entries,
    blanks_of_nothing,
    find_chronology,
    groups_in_window,
    spoken_in,
)
from graph.questions.reading import Reading
from graph.questions.silences import blanks_before, find_gaps
from graph.questions.telling import Telling
from graph.store.port import GraphStore
from tests.builders import World, a_child, an_adult
from tests.graph.questions.test_sibling_history import CALLER, WholeWorld

ALL_TIME = 12 * 30
Gap = tuple[str | None, str | None, str | None]


def told(world: World, child: str, *whose: Whose, as_of: str = "2024-03-31", months: int = 24) -> list[Entry]:
    case = world.case(as_of, months=months)
    return all_entries(Telling(case), circle_of(case, child), whose or (Whose.CHILD,))


def types(entries: Iterable[Entry]) -> list[str]:
    return [entry.type for entry in entries]


def gaps(case: Case, child: str) -> list[Gap]:
    circle = circle_of(case, child)
    found = find_gaps(Telling(case), circle.child, spoken_in(groups_in_window(case, circle, (Whose.CHILD,))))
    return [(gap.agency.id if gap.agency else None, gap.valid.from_, gap.valid.to) for gap in found]


def everyones(case: Case, child: str) -> list[tuple[str | None, str | None]]:
    return [(since, until) for agency, since, until in gaps(case, child) if agency is None]


def at_home(born: str = "2012-05-01") -> tuple[World, str, str, str]:
    """A child and an adult at one home."""
    world = World()
    mia, kelly, home = a_child(world, born=born), an_adult(world, "csc", "A1", "Kelly Hobbs"), ""
    home = world.household("csc", "H1", address="14 Alder Road")
    world.lives("csc", mia, home, "2020-01-01")
    return world, mia, kelly, home


def test_an_assessment_is_in_it_though_no_day_of_it_is_recorded() -> None:
    world = World()
    mia = a_child(world)
    world.assessment("csc", {mia: "child"}, "")
    assert types(told(world, mia, months=ALL_TIME)) == []
    case = world.case()
    everything = replace(case, dates=replace(case.dates, since=date.min))
    assert types(all_entries(Telling(everything), circle_of(everything, mia), (Whose.CHILD,))) == [
        "assessment_recorded"
    ]


def test_a_share_of_an_event_is_about_everyone_in_it() -> None:
    world = World()
    mia = a_child(world)
    event = world.event("police", "2023-07-15", {mia: "child"})
    world.share("police", "csc", "2023-07-16", about=event)
    assert types(told(world, mia)) == ["incident", "shared"]


def test_a_share_of_an_event_of_somebody_else_is_not() -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1")
    event = world.event("police", "2023-07-15", {kelly: "subject"})
    world.share("police", "csc", "2023-07-16", about=event)
    assert told(world, mia) == []


def test_a_share_about_the_child_and_its_event_is_one_entry() -> None:
    world = World()
    mia = a_child(world)
    event = world.event("police", "2023-07-15", {mia: "child"})
    world.share("police", "csc", "2023-07-16", person=mia, about=event)
    assert types(told(world, mia)) == ["incident", "shared"]


def test_a_third_record_that_is_the_same_as_two_makes_all_three_one() -> None:
    world = World()
    rows = [a_child(world, "hospital", "N1"), a_child(world, "gp", "G1"), a_child(world, "csc", "C1")]
    child = world.join(*rows)
    hospital = world.event("hospital", "2023-07-15", {rows[0]: "child"}, type="ingestion", provider="Northgate")
    world.event("gp", "2023-07-15", {rows[1]: "child"}, type="ingestion", provider="Larch")
    assert len(told(world, child)) == 2
    world.event("csc", "2023-07-15", {rows[2]: "child"}, type="ingestion", provider="Larch")
    world.share("hospital", "csc", "2023-07-20", about=hospital)
    entry, share = told(world, child)
    assert share.type == "shared"
    assert {claim.record.agency.id for claim in entry.claims} == {"hospital", "gp", "csc"}
    assert {agency.id for agency in (entry.agency, *entry.also_recorded_by)} == {"hospital", "gp", "csc"}


def test_what_any_record_of_one_happening_says_is_said() -> None:
    world = World()
    rows = [a_child(world, "hospital", "N1"), a_child(world, "gp", "G1")]
    child = world.join(*rows)
    same = {"type": "ingestion", "provider": "Northgate"}
    world.event("hospital", "2023-07-15", {rows[0]: "child"}, recorded="2023-07-15", child_seen="n", **same)
    world.event(
        "gp", "2023-07-15", {rows[1]: "child"}, recorded="2023-07-20", child_seen="y", action_taken="told", **same
    )
    (entry,) = told(world, child)
    assert (entry.agency.id, entry.child_seen, entry.child_seen_alone) == ("hospital", True, None)
    assert (entry.action_taken, entry.no_action_recorded) == ("told", False)


def test_a_change_of_address_says_where_and_whose_it_is() -> None:
    world, mia, kelly, home = at_home()
    world.lives("csc", kelly, home, "2021-01-01", "2023-06-01")
    came, left = told(world, mia, Whose.HOUSEHOLD, months=60)
    assert (came.headline, left.headline) == ("Lives at 14 Alder Road", "Left 14 Alder Road")
    assert [person.id for person in left.people] == [kelly]


@pytest.mark.parametrize("whose", [(Whose.HOUSEHOLD,), (Whose.CHILD, Whose.HOUSEHOLD)])
def test_an_event_at_the_home_that_names_nobody_is_about_the_household(whose: tuple[Whose, ...]) -> None:
    world, mia, _, home = at_home()
    world.event("housing", "2023-06-01", {}, "home", type="home_conditions", household=home)
    assert types(told(world, mia, *whose)) == ["home_conditions"]
    assert told(world, mia) == []


@pytest.mark.parametrize(("on", "there"), [("2019-12-31", False), ("2020-01-01", True)])
def test_what_happened_at_the_home_before_the_child_came_is_not(on: str, there: bool) -> None:
    world, mia, _, home = at_home()
    world.event("housing", on, {}, "home", household=home)
    assert bool(told(world, mia, Whose.HOUSEHOLD, months=120)) is there


def test_child_household_and_siblings_can_be_asked_for_together() -> None:
    world, mia, kelly, home = at_home()
    jay = a_child(world, ref="C2", born="2015-02-02")
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
    world.lives("csc", kelly, home, "2020-01-01")
    world.event("csc", "2023-05-01", {mia: "child"}, type="a")
    world.event("csc", "2023-06-01", {jay: "child"}, type="b")
    world.event("csc", "2023-07-01", {kelly: "subject"}, type="c")
    world.event("csc", "2023-08-01", {kelly: "subject", mia: "child", jay: "child"}, type="d")
    assert types(told(world, mia, *Whose)) == ["a", "b", "c", "d"]
    assert types(told(world, mia, Whose.CHILD, Whose.SIBLINGS)) == ["a", "b", "d"]
    assert types(told(world, mia, Whose.HOUSEHOLD)) == ["c", "d"]


def test_an_event_of_child_and_sibling_is_one_entry_with_every_record_of_it() -> None:
    world, mia, kelly, _ = at_home()
    jay, jay_gp = a_child(world, ref="C2", born="2015-02-02"), a_child(world, "gp", "G2", born="2015-02-02")
    sibling = world.join(jay, jay_gp)
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
    same = {"type": "ingestion", "provider": "Northgate"}
    world.event("csc", "2023-07-01", {mia: "child", jay: "child"}, **same)
    world.event("gp", "2023-07-01", {jay_gp: "child"}, **same)
    (entry,) = told(world, mia, Whose.CHILD, Whose.SIBLINGS)
    assert {person.id for person in entry.people} == {mia, sibling}
    assert {entry.agency.id, *(agency.id for agency in entry.also_recorded_by)} == {"csc", "gp"}
    assert [(one.agency.id, one.also_recorded_by) for one in told(world, mia)] == [("csc", ())]


@pytest.mark.parametrize(
    ("on", "age", "months"),
    [
        ("2012-04-30", "before birth", -1),
        ("2012-05-01", "under a month", 0),
        ("2012-06-01", "1 month", 1),
        ("2014-04-30", "23 months", 23),
        ("2014-05-01", "2 years", 24),
        ("2016-06-30", "4 years 1 month", 49),
        ("2016-06", "4 years 1 month", 49),
        ("2016", "3 or 4 years", 44),
        ("2012", "before birth or soon after", -4),
    ],
)
def test_the_childs_age_stands_beside_the_date(on: str, age: str, months: int) -> None:
    world = World()
    mia = a_child(world)
    world.event("csc", on, {mia: "child"})
    (entry,) = told(world, mia, months=ALL_TIME)
    assert (entry.age, entry.age_in_months) == (age, months)


def test_a_partial_birth_date_gives_the_ages_it_leaves_open() -> None:
    world = World()
    mia = a_child(world, born="2012")
    world.event("csc", "2016-06-30", {mia: "child"})
    assert [entry.age for entry in told(world, mia, months=ALL_TIME)] == ["3 or 4 years"]


@pytest.mark.parametrize(("on", "age"), [("2024-06-30", "before birth"), ("2024-07-01", None)])
def test_an_unborn_child_has_no_age_yet(on: str, age: str | None) -> None:
    world = World()
    baby = world.person("csc", "C1", expected_birth="2024-07-01")
    world.event("csc", on, {baby: "child"})
    (entry,) = told(world, baby, as_of="2024-07-31")
    assert entry.age == age


def test_without_a_birth_date_no_age_is_said() -> None:
    world = World()
    mia = world.person("csc", "C1", given_name="Mia", upn="A1")
    world.event("csc", "2023-06-30", {mia: "child"})
    assert [(entry.age, entry.age_in_months) for entry in told(world, mia)] == [(None, None)]


@pytest.mark.parametrize(("second", "is_gap"), [("2023-10-12", False), ("2023-10-13", True), ("2023-10-14", True)])
def test_ninety_days_with_nothing_recorded_are_a_gap(second: str, is_gap: bool) -> None:
    world = World()
    mia = a_child(world)
    for on in ("2023-07-15", second, "2024-01-10", "2024-03-31"):
        world.event("csc", on, {mia: "child"})
    assert (("2023-07-16", second) in everyones(world.case(), mia)) is is_gap


@pytest.mark.parametrize(("last", "is_gap"), [("2024-01-01", True), ("2024-01-02", False)])
def test_a_gap_runs_to_the_day_asked_about_and_no_further(last: str, is_gap: bool) -> None:
    world = World()
    mia = a_child(world)
    world.event("csc", last, {mia: "child"})
    found = everyones(world.case(), mia)
    assert (("2024-01-02", "2024-03-31") in found) is is_gap
    assert all(until and until <= "2024-03-31" for _, until in found)


@pytest.mark.parametrize(
    ("born", "gap"),
    [
        ("2024-01-02", []),
        ("2024-01-01", [("2024-01-01", "2024-03-31")]),
        ("2023-12-01", [("2023-12-01", "2024-03-31")]),
    ],
)
def test_no_gap_lies_before_birth(born: str, gap: list[tuple[str, str]]) -> None:
    world = World()
    mia = a_child(world, born=born)
    assert everyones(world.case(), mia) == gap


def test_before_birth_a_silence_is_no_gap() -> None:
    world = World()
    mia = a_child(world, born="2024-03-01")
    world.event("csc", "2023-06-01", {mia: "child"})
    assert everyones(world.case(), mia) == []
    baby = world.person("csc", "C2", expected_birth="2024-07-01")
    assert everyones(world.case(), baby) == []


def test_an_event_of_a_partial_date_may_be_on_any_day_of_it() -> None:
    world = World()
    mia = a_child(world)
    for on in ("2022-04-01", "2022", "2023-02-01", "2023-04-02"):
        world.event("csc", on, {mia: "child"})
    assert everyones(world.case(), mia) == [("2023-04-03", "2024-03-31")]


def test_one_agency_silent_while_others_speak_is_a_gap_of_that_agency() -> None:
    world = World()
    mia = a_child(world)
    world.event("school", "2023-01-10", {mia: "child"})
    day = date(2022, 4, 1)
    while day < date(2024, 4, 1):
        world.event("csc", day.isoformat(), {mia: "child"})
        day += timedelta(days=60)
    assert gaps(world.case(), mia) == [("school", "2023-01-11", "2024-03-31")]


def test_where_a_feed_does_not_reach_there_is_a_blank_and_no_gap() -> None:
    world = World(covers=("2023-09-01", "2024-03-31"))
    mia = a_child(world)
    world.event("csc", "2023-10-01", {mia: "child"})
    case = world.case(months=ALL_TIME)
    assert everyones(case, mia) == [("2023-10-02", "2024-03-31")]
    blanks = blanks_before(case, circle_of(case, mia).child)
    assert {(blank.what, blank.kind, blank.since) for blank in blanks} == {
        ("events", BlankKind.NOT_DELIVERED, date(2023, 9, 1))
    }
    assert len(blanks) == len(case.partnership.agencies)


def test_after_a_feed_ends_its_silence_says_nothing() -> None:
    world = World(covers=("2000-01-01", "2023-10-31"))
    mia = a_child(world)
    world.event("csc", "2023-06-01", {mia: "child"})
    assert ("2023-06-02", "2023-10-31") in everyones(world.case(), mia)


def test_only_the_agencies_asked_about_make_a_silence() -> None:
    world = World(feeds_of={"csc": ("events",)}, covers=("2023-09-01", "2024-03-31"))
    mia = a_child(world)
    world.event("csc", "2023-10-01", {mia: "child"})
    assert everyones(world.case(known_to=frozenset({"police"})), mia) == []


def nothing(case: Case, child: str) -> dict[str, BlankKind]:
    groups = groups_in_window(case, circle_of(case, child), (Whose.CHILD,))
    return {blank.agency.id: blank.kind for blank in blanks_of_nothing(groups, Telling(case)) if blank.agency}


def test_an_agency_without_an_entry_is_said_and_one_not_asked_is_not_called_silent() -> None:
    world = World(feeds_of={"csc": ("events",), "police": ("events",), "gp": ("people",)})
    mia = a_child(world)
    world.event("csc", "2023-10-01", {mia: "child"})
    assert nothing(world.case(), mia) == {"police": BlankKind.DELIVERED_NONE}
    assert nothing(world.case(known_to=frozenset({"csc"})), mia) == {"police": BlankKind.NOT_ASKED}
    world.covers = ("2000-01-01", "2023-12-31")
    assert nothing(world.case(), mia) == {}


@given(st.lists(st.dates(date(2022, 3, 1), date(2024, 4, 30)), max_size=8))
def test_no_day_of_a_gap_has_an_entry_and_every_long_silence_is_one(days: list[date]) -> None:
    world = World()
    mia = a_child(world)
    for on in days:
        world.event("csc", on.isoformat(), {mia: "child"})
    found = everyones(world.case(), mia)
    silent = {
        date.fromisoformat(since or "") + timedelta(days=offset)
        for since, until in found
        for offset in range((date.fromisoformat(until or "") - date.fromisoformat(since or "")).days)
    }
    assert silent.isdisjoint(days)
    window = [date(2022, 3, 31) + timedelta(days=offset) for offset in range(731)]
    left = [day for day in window if day not in silent and day not in days and day < date(2024, 3, 31)]
    runs = 0
    for index, day in enumerate(left):
        runs = runs + 1 if index and left[index - 1] == day - timedelta(days=1) else 1
        assert runs < 90


def test_a_sibling_only_another_agency_knows_of_is_none_as_this_one_knew_it() -> None:
    world, mia, kelly, _ = at_home()
    jay = a_child(world, ref="C2", born="2015-02-02")
    world.relates("csc", kelly, "parent", mia)
    world.relates("police", kelly, "parent", jay)
    world.event("csc", "2023-06-01", {jay: "child"}, type="b")
    for known_to, there in ((None, ["b"]), (frozenset({"csc"}), []), (frozenset({"csc", "police"}), ["b"])):
        answer = find_chronology(reading(world.case(known_to=known_to)), mia, (Whose.SIBLINGS,), 100, None)
        assert answer is not None
        assert types(answer.entries) == there


def reading(case: Case) -> Reading:
    """A reading to which every walk is answered with the whole case."""
    decision = decide(CALLER, read_purpose("assessment"), "chronology")
    store: GraphStore = WholeWorld(case)  # type: ignore[assignment]
    return Reading(store, case.partnership, decision, case.dates, case.dates.known_at, frozenset(), lambda _: {})
