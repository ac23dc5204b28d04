"""What holds in every small world: order is nothing, the refuted is nothing, and days are counted right (rules.md §1-§3)."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from graph.family.adults import adults_around
from graph.family.households import residents_on
from graph.family.siblings import siblings_of
from graph.model.answers import AdultState
from graph.model.case import Case
from graph.model.claims import ClaimStatus
from tests.builders import World, a_child, an_adult

FIRST = date(2022, 1, 1)
AS_OF = date(2024, 3, 31)
DAYS = st.integers(0, (AS_OF - FIRST).days).map(lambda day: (FIRST + timedelta(days=day)).isoformat())
ROLES = st.sampled_from(["resident", "part_time", "overnight", "frequent_visitor", "contact_only"])
AGENCIES = st.sampled_from(["csc", "police", "housing"])
PEOPLE = 4


@dataclass(frozen=True, slots=True)
class Said:
    """One residence, partnership or event of a random world: by whom, of whom, when."""

    agency: str
    person: int
    start: str | None
    end: str | None
    role: str


@st.composite
def said(draw: st.DrawFn) -> Said:
    days = sorted([draw(DAYS), draw(DAYS)])
    start = draw(st.sampled_from([days[0], None]))
    end = draw(st.sampled_from([days[1], None]))
    if start and start == end:
        end = None
    return Said(draw(AGENCIES), draw(st.integers(0, PEOPLE - 1)), start, end, draw(ROLES))


WORLDS = st.lists(said(), min_size=1, max_size=8)


def build(stays: list[Said], events: list[Said]) -> tuple[World, str, list[str], str]:
    """Mia at home with her mother; the adults live, visit and turn up at events as drawn."""
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    home = world.household("csc", "H1")
    world.lives("csc", mia, home, "2021-01-01")
    adults = [an_adult(world, "police", f"P{number}", f"Adult {number}") for number in range(PEOPLE)]
    for one in stays:
        world.lives(one.agency, adults[one.person], home, one.start, one.end, role=one.role)
    for one in events:
        world.event(one.agency, one.start or "2023-01-01", {mia: "child", adults[one.person]: "present"})
    return world, mia, adults, home


def answer(case: Case, child: str) -> object:
    found = adults_around(case, child)
    return (
        [(one.person.id, one.state, one.since, one.grounds, one.assessed_in) for one in found.adults],
        found.circle,
        found.assessed_instead,
    )


@given(WORLDS, WORLDS, st.integers(0, 99))
def test_the_order_of_claims_changes_nothing(stays: list[Said], events: list[Said], seed: int) -> None:
    world, mia, _adults, _home = build(stays, events)
    before = answer(world.case(), mia)
    random.Random(seed).shuffle(world.claims)
    assert answer(world.case(), mia) == before


@given(WORLDS, WORLDS, said())
def test_a_refuted_claim_changes_nothing(stays: list[Said], events: list[Said], more: Said) -> None:
    world, mia, adults, home = build(stays, events)
    before = answer(world.case(), mia)
    world.lives(more.agency, adults[more.person], home, more.start, more.end, role=more.role, status="refuted")
    world.relates(more.agency, adults[more.person], "partner", mia, more.start, more.end, status="refuted")
    assert answer(world.case(), mia) == before


@given(WORLDS, WORLDS)
def test_a_disputed_claim_counts_as_an_asserted_one(stays: list[Said], events: list[Said]) -> None:
    world, mia, _adults, _home = build(stays, events)
    before = [(one.person.id, one.state) for one in adults_around(world.case(), mia).adults]
    world.claims[:] = [replace(claim, status=ClaimStatus.DISPUTED) for claim in world.claims]
    assert [(one.person.id, one.state) for one in adults_around(world.case(), mia).adults] == before


@given(WORLDS, WORLDS, st.integers(0, PEOPLE - 1), DAYS, DAYS)
def test_knowing_later_never_hides_who_was_assessed(
    stays: list[Said], events: list[Said], person: int, started: str, known: str
) -> None:
    world, mia, adults, _home = build(stays, events)
    world.assessment("csc", {mia: "child", adults[person]: "other_adult"}, started, recorded=started)

    def states(known_at: str) -> dict[str, AdultState]:
        return {one.person.id: one.state for one in adults_around(world.case(known_at=known_at), mia).adults}

    earlier, later = states(known), states(AS_OF.isoformat())
    for adult, state in earlier.items():
        if state is AdultState.ASSESSED and adult in later:
            assert later[adult] is not AdultState.HIDDEN


@given(WORLDS)
def test_who_lives_there_each_day_is_what_counting_day_by_day_finds(stays: list[Said]) -> None:
    """Day by day: in a living role, begun by then and not ended; an unknown start begun whenever."""
    world, _mia, adults, home = build(stays, [])
    case = world.case()
    living = [one for one in stays if one.role in {"resident", "part_time", "overnight"}]
    days = {FIRST, AS_OF}
    for one in living:
        for text in (one.start, one.end):
            day = date.fromisoformat(text) if text else FIRST
            days |= {day - timedelta(days=1), day, day + timedelta(days=1)}
    for day in sorted(days):
        counted = {
            adults[one.person]
            for one in living
            if one.start and one.start <= day.isoformat() and (one.end is None or day.isoformat() < one.end)
        }
        present = set(residents_on(case, home, day))
        assert counted <= present
        dated_only = {adults[n] for n in range(PEOPLE)} - {adults[one.person] for one in living if not one.start}
        assert present & dated_only == counted & dated_only


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["parent", "adoptive_parent"]))))
def test_being_siblings_goes_both_ways_and_never_to_oneself(parents: list[tuple[int, int, str]]) -> None:
    world = World()
    children = [a_child(world, ref=f"C{number}") for number in range(5)]
    adults = [an_adult(world, "csc", f"A{number}", f"Adult {number}") for number in range(5)]
    for adult, child, kind in parents:
        world.relates("csc", adults[adult], kind, children[child])
    case = world.case()
    found = {(child, path.person): path.kind for child in children for path in siblings_of(case, child)}
    assert all(one != other for one, other in found)
    assert {(other, one): kind for (one, other), kind in found.items()} == found
