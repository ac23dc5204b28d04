"""The history of a child's siblings: who they are and why, eldest first, each with a lane of its own age (rules.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.policy import decide
from graph.access.purpose import read_purpose
from graph.model.case import Case
from graph.model.histories import Sibling, SiblingHistory
from graph.model.vocabulary import SiblingKind
from graph.questions.reading import Reading
from graph.questions.siblings import find_sibling_history
from graph.store.port import Fetched, GraphStore, Step
from tests.builders import World, a_child, an_adult

CALLER = Caller("someone", frozenset({AccessRole.ASSESSMENT}), "csc")


class WholeWorld:
    """Answers every walk with the whole world: what a walk reaches is tested with the stores."""

    def __init__(self, case: Case) -> None:
        self._case = case

    def claims_around(self, _seeds: Sequence[str], _steps: Sequence[Step], *_: object, **__: object) -> Fetched:
        return Fetched(self._case.claims, ())


def history(world: World, child: str, as_of: str = "2024-03-31") -> SiblingHistory:
    case = world.case(as_of)
    decision = decide(CALLER, read_purpose("assessment"), "siblingHistory")
    store: GraphStore = WholeWorld(case)  # type: ignore[assignment]
    found = find_sibling_history(
        Reading(store, case.partnership, decision, case.dates, case.dates.known_at, frozenset(), lambda _: {}), child
    )
    assert found is not None
    return found


def family() -> tuple[World, str, dict[str, str]]:
    """A child of two parents; the father lives elsewhere, the mother has a partner."""
    world = World()
    mia = a_child(world)
    names = ("Kelly Hobbs", "Tom Winter", "Eve Frost", "Rob Marsh")
    people = {name.split()[0]: an_adult(world, "csc", f"A{name[0]}", name) for name in names}
    for parent in ("Kelly", "Tom"):
        world.relates("csc", people[parent], "parent", mia)
    home = world.household("csc", "H1")
    for person in (mia, people["Kelly"]):
        world.lives("csc", person, home, "2018-01-01")
    return world, mia, people


def born(world: World, name: str, on: str, *parents: str) -> str:
    child = world.person("csc", name, given_name=name, family_name="Winter", date_of_birth=on)
    for parent in parents:
        world.relates("csc", parent, "parent", child)
    return child


def only(found: SiblingHistory) -> Sibling:
    (sibling,) = found.siblings
    return sibling


def test_an_earlier_child_of_either_parent_is_told_though_the_parent_left() -> None:
    world, mia, people = family()
    jay = born(world, "Jay", "2005-01-01", people["Tom"], people["Eve"])
    ash = born(world, "Ash", "2003-01-01", people["Kelly"])
    told = history(world, mia)
    assert [(one.person.id, one.kind) for one in told.siblings] == [
        (ash, SiblingKind.SHARES_A_PARENT),
        (jay, SiblingKind.HALF),
    ]
    assert [one.says for one in told.siblings] == [
        "Shares a parent; the other parent is not on record for both (Kelly Hobbs)",
        "Half sibling: one shared parent (Tom Winter)",
    ]


@pytest.mark.parametrize("asserted", ["sibling", "half_sibling", "step_sibling"])
def test_a_derived_kind_wins_over_an_asserted_one_and_both_are_shown(asserted: str) -> None:
    world, mia, people = family()
    jay = born(world, "Jay", "2005-01-01", people["Tom"], people["Kelly"])
    claim = world.relates("police", jay, asserted, mia)
    told = only(history(world, mia))
    assert (told.kind, told.asserted_only) == (SiblingKind.FULL, False)
    assert told.says.endswith(f"; also recorded as {asserted.replace('_', ' ')} by Vale Police")
    assert claim.id in {one.id for one in told.through}
    assert len(told.through) == 5


@pytest.mark.parametrize(
    ("asserted", "kind", "which"),
    [("half_sibling", SiblingKind.HALF, "half sibling"), ("sibling", SiblingKind.SHARES_A_PARENT, "sibling")],
)
def test_an_asserted_sibling_alone_is_said_to_be_that(asserted: str, kind: SiblingKind, which: str) -> None:
    world, mia, _ = family()
    jay = born(world, "Jay", "2005-01-01")
    world.relates("police", mia, asserted, jay)
    told = only(history(world, mia))
    assert (told.kind, told.asserted_only) == (kind, True)
    assert told.says == f"Recorded as a {which} only; no shared parent is on record"


@pytest.mark.parametrize(("ended", "kind"), [("2024-03-31", None), ("2024-04-01", SiblingKind.STEP)])
def test_a_child_of_a_parents_partner_is_one_while_the_partnership_holds(ended: str, kind: SiblingKind | None) -> None:
    world, mia, people = family()
    born(world, "Jay", "2005-01-01", people["Rob"])
    world.relates("csc", people["Rob"], "partner", people["Kelly"], "2020-01-01", ended)
    assert [one.kind for one in history(world, mia).siblings] == ([kind] if kind else [])


def test_each_lane_has_the_age_of_whose_it_is() -> None:
    world, mia, people = family()
    jay = born(world, "Jay", "2006-01-01", people["Kelly"])
    world.event("csc", "2016-05-01", {mia: "child", jay: "child"}, type="incident")
    world.episode("csc", jay, "child_protection", "2005-11-20", "2007-03-01")
    told = history(world, mia)
    assert [(entry.age, entry.age_in_months) for entry in only(told).events] == [("10 years 4 months", 124)]
    assert [(entry.age, entry.age_in_months) for entry in told.child_events] == [("4 years", 48)]
    assert [(entry.type, entry.age) for entry in only(told).episodes] == [
        ("child_protection_start", "before birth"),
        ("child_protection_end", "14 months"),
    ]


@pytest.mark.parametrize(("on", "there"), [("2024-03-31", True), ("2024-04-01", False)])
def test_a_lane_ends_on_the_day_asked_about(on: str, there: bool) -> None:
    world, mia, people = family()
    jay = born(world, "Jay", "2006-01-01", people["Kelly"])
    world.event("csc", on, {jay: "child", mia: "child"}, recorded="2024-01-01")
    told = history(world, mia)
    assert (bool(only(told).events), bool(told.child_events)) == (there, there)


def test_records_of_one_happening_are_one_entry_of_a_lane() -> None:
    world, mia, people = family()
    jay = born(world, "Jay", "2006-01-01", people["Kelly"])
    for agency in ("hospital", "csc"):
        world.event(agency, "2016-05-01", {jay: "child"}, type="ingestion", provider="Northgate")
    (entry,) = only(history(world, mia)).events
    assert {entry.agency.id, *(agency.id for agency in entry.also_recorded_by)} == {"hospital", "csc"}


def test_siblings_come_eldest_first_and_those_without_a_birth_date_last() -> None:
    world, mia, people = family()
    named = {
        name: born(world, name, on, people["Kelly"]) for name, on in (("Ash", "2014"), ("Bea", "2003-05"), ("Cal", ""))
    }
    unborn = world.person("csc", "U1", expected_birth="2024-07-01")
    world.relates("csc", people["Kelly"], "parent", unborn)
    assert [one.person.id for one in history(world, mia).siblings] == [named["Bea"], named["Ash"], unborn, named["Cal"]]


def test_households_of_a_sibling_are_told_wherever_they_were() -> None:
    world, mia, people = family()
    jay = born(world, "Jay", "2005-01-01", people["Tom"])
    for ref, start, end in (("H8", "2005-01-01", "2010-01-01"), ("H9", "2010-01-01", None)):
        world.lives("housing", jay, world.household("housing", ref, address=f"{ref} Larch Close"), start, end)
    assert [stay.household.label for stay in only(history(world, mia)).households] == [
        "H8 Larch Close",
        "H9 Larch Close",
    ]


def test_a_role_in_an_event_is_never_parenthood() -> None:
    world, mia, people = family()
    jay = born(world, "Jay", "2005-01-01")
    world.event("csc", "2016-05-01", {jay: "child", people["Kelly"]: "parent"})
    assert history(world, mia).siblings == ()


def test_what_is_missing_is_said() -> None:
    world, mia, _ = family()
    world.feeds_of = {"csc": ("people", "episodes")}
    told = history(replace(world), mia)
    assert "csc/relationships" in told.asked.feeds_missing
