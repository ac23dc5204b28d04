"""Chronologies and professional contacts: what is one happening, who was involved, who saw the child (rules.md §5)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from graph.family.circle import circle_of
from graph.model.claims import ClaimKind
from graph.questions.chronology import Whose, all_entries
from graph.questions.entries import group_same, happenings, tell_entry
from graph.questions.telling import Telling
from tests.builders import World, a_child, an_adult


def groups(world: World, child: str) -> list[set[str]]:
    """The agencies of each happening of the child."""
    case = world.case()
    return [{one.claim.agency for one in group} for group in group_same(case, happenings(case, child))]


def entries(world: World, child: str, *whose: Whose, as_of: str = "2024-03-31") -> list[tuple[str | None, str]]:
    case = world.case(as_of)
    told = all_entries(Telling(case), circle_of(case, child), whose or (Whose.CHILD,))
    return [(entry.happened.from_, entry.type) for entry in told]


def two_records(
    provider: str, other: str, on: str = "2023-07-15", type_: str = "injury_attendance"
) -> tuple[World, str]:
    """One child seen as two agencies record it; the second as given."""
    world = World()
    mia, mia_gp = a_child(world, "hospital", "N1"), a_child(world, "gp", "G1")
    child = world.join(mia, mia_gp)
    world.event("hospital", "2023-07-15", {mia: "child"}, "child_health", type="injury_attendance", provider=provider)
    world.event("gp", on, {mia_gp: "child"}, "child_health", type=type_, provider=other)
    return world, child


def test_two_agencies_records_with_one_provider_are_one_happening() -> None:
    assert groups(*two_records("Northgate", "northgate ")) == [{"hospital", "gp"}]


@pytest.mark.parametrize(
    ("provider", "on", "type_"),
    [
        ("Eastfield", "2023-07-15", "injury_attendance"),
        ("", "2023-07-15", "injury_attendance"),
        ("Northgate", "2023-07-16", "injury_attendance"),
        ("Northgate", "2023-07", "injury_attendance"),
        ("Northgate", "2023-07-15", "ingestion"),
    ],
)
def test_another_provider_day_or_type_is_another_happening(provider: str, on: str, type_: str) -> None:
    assert len(groups(*two_records("Northgate", provider, on, type_))) == 2


def test_a_share_between_the_agencies_makes_one_happening() -> None:
    world, child = two_records("Northgate", "")
    (event,) = [claim for claim in world.claims if claim.kind is ClaimKind.EVENT and claim.agency == "hospital"]
    world.share("hospital", "gp", "2023-07-20", about=event.record_id)
    assert {"hospital", "gp"} in groups(world, child)


def test_grouped_records_are_all_kept_and_who_else_recorded_is_told() -> None:
    world, child = two_records("Northgate", "Northgate")
    case = world.case()
    (entry,) = all_entries(Telling(case), circle_of(case, child), (Whose.CHILD,))
    assert {claim.record.agency.id for claim in entry.claims} == {"hospital", "gp"}
    assert len(entry.also_recorded_by) == 1


def test_the_day_it_happened_and_the_day_it_was_known_are_both_shown() -> None:
    world = World()
    mia = a_child(world)
    world.event("csc", "2023-07-15", {mia: "child"}, recorded="2023-09-01")
    case = world.case()
    (entry,) = all_entries(Telling(case), circle_of(case, mia), (Whose.CHILD,))
    assert entry.happened.from_ == "2023-07-15"
    assert entry.known.date() == date(2023, 9, 1)


@pytest.mark.parametrize(("action", "said"), [("", True), ("strategy meeting", False)])
def test_no_action_recorded_is_said(action: str, said: bool) -> None:
    world = World()
    mia = a_child(world)
    world.event("csc", "2023-07-15", {mia: "child"}, action_taken=action)
    case = world.case()
    (entry,) = all_entries(Telling(case), circle_of(case, mia), (Whose.CHILD,))
    assert entry.no_action_recorded is said


def test_episodes_assessments_shares_and_moves_are_in_it() -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2023-01-01", "2023-02-01")
    world.assessment("csc", {mia: "child"}, "2023-03-01", "2023-04-01")
    world.lives("csc", mia, world.household("csc", "H1"), "2023-05-01", "2023-06-01")
    world.share("csc", "police", "2023-07-01", person=mia)
    assert entries(world, mia) == [
        ("2023-01-01", "cin_start"),
        ("2023-02-01", "cin_end"),
        ("2023-03-01", "assessment_started"),
        ("2023-04-01", "assessment_completed"),
        ("2023-05-01", "moved_in"),
        ("2023-06-01", "moved_out"),
        ("2023-07-01", "shared"),
    ]


@pytest.mark.parametrize(
    ("on", "there"), [("2022-03-30", False), ("2022-03-31", True), ("2024-03-31", True), ("2024-04-01", False)]
)
def test_a_chronology_holds_the_first_and_last_day_of_its_window(on: str, there: bool) -> None:
    world = World()
    mia = a_child(world)
    world.event("csc", on, {mia: "child"}, recorded="2022-01-01")
    assert bool(entries(world, mia)) is there


def test_siblings_and_household_are_told_only_on_request() -> None:
    world = World()
    mia, jay, kelly = a_child(world), a_child(world, ref="C2", born="2015-02-02"), an_adult(world, "csc", "A1", "Kelly")
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
    world.event("csc", "2023-07-15", {jay: "child"}, type="seen")
    home = world.household("csc", "H1")
    for person in (mia, kelly):
        world.lives("csc", person, home, "2020-01-01")
    world.event("csc", "2023-08-15", {kelly: "subject"}, type="arrest")
    assert entries(world, mia) == []
    assert entries(world, mia, Whose.SIBLINGS) == [("2023-07-15", "seen")]
    assert entries(world, mia, Whose.HOUSEHOLD) == [("2023-08-15", "arrest")]


def test_an_end_is_known_no_sooner_than_it_came() -> None:
    world = World()
    mia = a_child(world)
    home = world.household("csc", "H1")
    world.lives("csc", mia, home, "2022-01-01", "2024-03-20", recorded="2023-09-28")
    case = world.case("2024-03-31")
    (left,) = [one for one in happenings(case, mia) if one.type == "moved_out"]
    assert tell_entry(Telling(case), [left], mia).known == datetime(2024, 3, 21, tzinfo=UTC)
