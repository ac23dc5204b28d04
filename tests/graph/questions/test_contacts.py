"""Professional contacts: who worked with whom after whom, when nobody did, who saw the child, who is silent (rules.md §5)."""

from __future__ import annotations

from datetime import date

import pytest

from graph.model.answers import BlankKind
from graph.model.case import Case
from graph.model.claims import Claim, End, Role
from graph.model.histories import ProfessionalContacts
from graph.model.period import working_days
from graph.questions.contacts import tell_contacts
from graph.questions.seen import times_seen
from graph.questions.telling import Telling
from graph.questions.workers import involvements_of, unallocated
from tests.builders import World, a_child, an_adult, period, record_id


def gaps(case: Case, person: str) -> list[tuple[str | None, str | None]]:
    return [(gap.valid.from_, gap.valid.to) for gap in unallocated(Telling(case), person)]


def contacts(world: World, person: str) -> ProfessionalContacts:
    return tell_contacts(Telling(world.case()), person)


def changes(world: World, person: str) -> list[tuple[str | None, str | None, int]]:
    """Each hand-over: when the one ended, when the other began, working days between."""
    told = contacts(world, person).handovers
    return [
        (change.from_.valid.to if change.from_ else None, change.to.valid.from_, change.gap_working_days)
        for change in told
    ]


def named_worker(world: World, worker: str, name: str) -> str:
    record = record_id("csc", "professionals", worker)
    world.say("csc", "professionals", worker, (End(record, Role.PROFESSIONAL),), name=name)
    return record


def attends(world: World, professional: str, event: str) -> None:
    ends = (End(event, Role.EVENT), End(professional, Role.PROFESSIONAL))
    world.say("csc", "event_professionals", f"{event}-{professional}", ends)


def works_with(
    world: World, child: str, worker: str, start: str | None, end: str | None = None, **values: str
) -> Claim:
    """An involvement of a worker of children's services."""
    professional = record_id("csc", "professionals", worker)
    ends = (End(child, Role.PERSON), End(professional, Role.PROFESSIONAL))
    values.setdefault("role", "allocated")
    return world.say("csc", "involvements", f"iv-{worker}", ends, period(start, end), **values)


@pytest.mark.parametrize(("end", "there"), [("2022-03-31", False), ("2022-04-01", True)])
def test_an_involvement_counts_when_it_reaches_into_the_window(end: str, there: bool) -> None:
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W1", "2020-01-01", end)
    assert bool(involvements_of(world.case(), mia)) is there


@pytest.mark.parametrize(
    ("second", "gap"),
    [
        ("2023-06-02", None),
        ("2023-06-03", ("2023-06-02", "2023-06-03")),
        ("2023-06-12", ("2023-06-02", "2023-06-12")),
    ],
)
def test_days_with_no_worker_between_two_are_a_gap(second: str, gap: tuple[str, str] | None) -> None:
    """2 June 2023 was a Friday."""
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W1", "2023-01-01", "2023-06-02")
    works_with(world, mia, "W2", second)
    told = gaps(world.case(), mia)
    assert told == ([gap] if gap else [])


def test_another_role_does_not_fill_a_gap_between_workers() -> None:
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W1", "2023-01-01", "2023-06-02")
    works_with(world, mia, "W9", "2023-01-01", role="teacher")
    works_with(world, mia, "W2", "2023-09-01")
    assert gaps(world.case(), mia) == [("2023-06-02", "2023-09-01")]


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2023-06-02", "2023-06-02", 0),
        ("2023-06-02", "2023-06-05", 1),
        ("2023-06-03", "2023-06-05", 0),
        ("2023-06-02", "2023-06-09", 5),
        ("2023-06-09", "2023-06-02", 0),
    ],
)
def test_working_days_are_mondays_to_fridays_half_open(since: str, until: str, days: int) -> None:
    assert working_days(date.fromisoformat(since), date.fromisoformat(until)) == days


def test_who_last_saw_the_child_and_alone_comes_latest_first() -> None:
    world = World()
    mia = a_child(world)
    world.event("csc", "2023-05-01", {mia: "child"}, child_seen="y", child_seen_alone="y")
    world.event("csc", "2023-07-01", {mia: "child"}, child_seen="y", child_seen_alone="n")
    world.event("csc", "2023-08-01", {mia: "child"}, child_seen="n")
    world.event("csc", "2023-09-01", {mia: "child"})
    told = [(seen.on.text, seen.alone) for seen in times_seen(world.case(), mia)]
    assert told == [("2023-07-01", False), ("2023-05-01", True)]


@pytest.mark.parametrize(("on", "seen"), [("2024-03-31", True), ("2024-04-01", False)])
def test_a_visit_after_the_day_has_not_seen_the_child_by_it(on: str, seen: bool) -> None:
    world = World()
    mia = a_child(world)
    world.event("csc", on, {mia: "child"}, child_seen="y", recorded="2024-01-01")
    assert bool(times_seen(world.case(known_at="2024-04-30"), mia)) is seen


@pytest.mark.parametrize(
    ("ended", "began", "days"),
    [("2023-06-02", "2023-06-02", 0), ("2023-06-02", "2023-06-05", 1), ("2023-06-05", "2023-06-02", 0)],
)
def test_a_hand_over_tells_the_working_days_between(ended: str, began: str, days: int) -> None:
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W1", "2023-01-01", ended)
    works_with(world, mia, "W2", began)
    assert changes(world, mia) == [(ended, began, days)]


def test_somebody_who_stays_on_beside_the_new_one_hands_nothing_over() -> None:
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W1", "2023-01-01", "2023-06-30")
    works_with(world, mia, "W2", "2023-02-01", "2023-03-01")
    works_with(world, mia, "W3", "2023-07-03")
    assert changes(world, mia) == [("2023-06-30", "2023-07-03", 1)]
    works_with(world, mia, "W4", "2023-08-01")
    assert len(changes(world, mia)) == 1


def test_the_same_worker_again_is_no_hand_over_though_days_are_missing() -> None:
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W1", "2023-01-01", "2023-06-02")
    world.say(
        "csc",
        "involvements",
        "iv-again",
        (End(mia, Role.PERSON), End(record_id("csc", "professionals", "W1"), Role.PROFESSIONAL)),
        period("2023-09-01", None),
        role="allocated",
    )
    assert changes(world, mia) == []
    assert gaps(world.case(), mia) == [("2023-06-02", "2023-09-01")]
    assert contacts(world, mia).workers_in_window == 1


def test_each_role_of_each_agency_has_its_own_hand_overs() -> None:
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W1", "2023-01-01", "2023-06-02")
    works_with(world, mia, "W2", "2023-06-02", role="teacher")
    assert changes(world, mia) == []


def test_partial_dates_leave_only_the_days_certainly_between() -> None:
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W1", "2023-01-01", "2023-05")
    works_with(world, mia, "W2", "2023-06-12")
    assert changes(world, mia) == [("2023-05", "2023-06-12", 8)]


@pytest.mark.parametrize(
    ("ended", "gap"),
    [
        ("2023-06-02", [("2023-06-02", "2023-09-01")]),
        ("2023-08-31", [("2023-08-31", "2023-09-01")]),
        ("2023-09-01", []),
    ],
)
def test_a_case_left_open_without_a_worker_is_a_gap_until_it_closes(ended: str, gap: list[tuple[str, str]]) -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2023-01-01", "2023-09-01")
    works_with(world, mia, "W1", "2023-01-01", ended)
    assert gaps(world.case(), mia) == gap


def test_a_gap_that_lasts_has_no_end() -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2023-01-01")
    works_with(world, mia, "W1", "2023-01-01", "2024-03-04")
    (gap,) = contacts(world, mia).unallocated
    assert (gap.agency and gap.agency.id, gap.valid.from_, gap.valid.to) == ("csc", "2024-03-04", None)
    assert gap.valid.open


def test_a_closed_case_needs_nobody() -> None:
    world = World()
    mia = a_child(world)
    for start, end in (("2023-01-01", "2023-03-01"), ("2023-09-01", "2023-11-01")):
        world.episode("csc", mia, "cin", start, end)
        works_with(world, mia, f"W{start}", start, end)
    assert gaps(world.case(), mia) == []


def test_a_case_to_which_nobody_was_ever_allocated_is_a_gap_of_childrens_services_alone() -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "section47", "2023-06-05", "2023-06-12")
    world.episode("csc", mia, "contact", "2023-05-01", "2023-05-12")
    world.episode("school", mia, "school_roll", "2022-09-01")
    world.episode("probation", mia, "probation", "2023-01-01")
    assert gaps(world.case(), mia) == [("2023-06-05", "2023-06-12")]


def test_where_who_works_with_whom_was_not_delivered_nobody_is_missing() -> None:
    world = World(feeds_of={"csc": ("people", "episodes")})
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2023-01-01")
    assert gaps(world.case(), mia) == []


def test_a_gap_ends_where_the_feed_does() -> None:
    world = World(covers=("2000-01-01", "2023-10-31"))
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2023-01-01")
    works_with(world, mia, "W1", "2023-01-01", "2023-09-01")
    assert gaps(world.case(), mia) == [("2023-09-01", "2023-11-01")]


def test_of_an_agency_not_asked_no_gap_is_told() -> None:
    world = World()
    mia = a_child(world)
    world.episode("csc", mia, "cin", "2023-01-01")
    assert gaps(world.case(known_to=frozenset({"police"})), mia) == []


def test_turnover_counts_lead_and_allocated_workers_of_the_window_once() -> None:
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W0", "2019-01-01", "2020-01-01")
    works_with(world, mia, "W1", "2023-01-01", "2023-06-02")
    works_with(world, mia, "W2", "2023-06-02", "2023-09-02", role="lead")
    works_with(world, mia, "W3", "2023-06-02", role="teacher")
    assert contacts(world, mia).workers_in_window == 2


def test_last_seen_names_who_saw_the_child_and_who_saw_it_alone() -> None:
    world = World()
    mia = a_child(world)
    priya, owen = named_worker(world, "W1", "Priya Nair"), named_worker(world, "W2", "Owen Bell")
    alone = world.event("csc", "2023-05-01", {mia: "child"}, child_seen="y", child_seen_alone="y")
    visit = world.event("csc", "2023-07-01", {mia: "child"}, child_seen="y", child_seen_alone="n")
    world.event("school", "2023-06-01", {mia: "child"}, child_seen="y", recorded_by="A. Hart")
    attends(world, priya, alone)
    attends(world, owen, visit)
    works_with(world, mia, "W1", "2023-01-01")
    told = contacts(world, mia)
    assert [(seen.agency.id, seen.on, seen.by, seen.alone, seen.alone_by) for seen in told.last_seen] == [
        ("csc", date(2023, 7, 1), "Owen Bell", date(2023, 5, 1), "Priya Nair"),
        ("school", date(2023, 6, 1), "A. Hart", None, None),
    ]
    (worker,) = told.involvements
    assert (worker.professional, worker.last_seen, worker.last_seen_alone) == (
        "Priya Nair",
        date(2023, 5, 1),
        date(2023, 5, 1),
    )


@pytest.mark.parametrize(
    ("type_", "cells", "seen"),
    [
        ("seen", {}, (True, False)),
        ("seen_alone", {}, (True, True)),
        ("spoken_to", {}, (True, False)),
        ("views_recorded", {}, None),
        ("seen", {"child_seen": "n"}, None),
        ("seen_alone", {"child_seen_alone": "n"}, (True, False)),
    ],
)
def test_an_event_of_seeing_the_child_is_that_unless_its_cells_say_no(
    type_: str, cells: dict[str, str], seen: tuple[bool, bool] | None
) -> None:
    world = World()
    mia = a_child(world)
    world.event("csc", "2023-05-01", {mia: "child"}, "child_voice", type=type_, **cells)
    told = [(True, one.alone) for one in times_seen(world.case(), mia)]
    assert told == ([seen] if seen else [])


@pytest.mark.parametrize("role", ["mentioned", "reporter", "present"])
def test_a_child_that_an_event_is_not_about_was_not_seen_by_it(role: str) -> None:
    world = World()
    mia, jay = a_child(world), a_child(world, ref="C2")
    world.event("csc", "2023-05-01", {jay: "child", mia: role}, child_seen="y")
    assert times_seen(world.case(), mia) == []


def test_a_parent_at_a_visit_is_not_the_child_seen() -> None:
    world = World()
    kelly = an_adult(world, "csc", "A1")
    world.event("csc", "2023-05-01", {kelly: "subject"}, child_seen="y")
    assert times_seen(world.case(), kelly) == []


def test_a_month_alone_is_no_day_on_which_the_child_was_seen() -> None:
    world = World()
    mia = a_child(world)
    world.event("csc", "2023-05-20", {mia: "child"}, child_seen="y")
    world.event("csc", "2023-05", {mia: "child"}, child_seen="y", child_seen_alone="y")
    world.event("csc", "2023-04", {mia: "child"}, child_seen="y")
    world.event("school", "2023", {mia: "child"}, child_seen="y")
    csc, school = contacts(world, mia).last_seen
    assert (csc.on, csc.possibly_on, csc.alone, csc.possibly_alone) == (date(2023, 5, 20), "2023-05", None, "2023-05")
    assert (school.on, school.possibly_on) == (None, "2023")
    assert len(csc.claims) == 4


def test_a_feed_that_contacts_need_and_is_not_here_is_said() -> None:
    world = World(feeds_of={"csc": ("people", "events"), "gp": ("people",), "school": ("people",)})
    mia = a_child(world)
    told = contacts(world, mia)
    assert {(blank.what, blank.kind) for blank in told.blanks} == {
        ("involvements", BlankKind.NOT_DELIVERED),
        ("episodes", BlankKind.NOT_DELIVERED),
    }
    assert {"csc/involvements", "csc/episodes"} <= set(told.asked.feeds_missing)


def test_from_an_allocated_worker_to_a_lead_is_a_hand_over_of_the_case() -> None:
    world = World()
    mia = a_child(world)
    works_with(world, mia, "W1", "2023-06-05", "2024-02-19")
    works_with(world, mia, "W2", "2024-02-19", role="lead")
    works_with(world, mia, "W3", "2024-02-19", role="reviewing_officer")
    assert changes(world, mia) == [("2024-02-19", "2024-02-19", 0)]
