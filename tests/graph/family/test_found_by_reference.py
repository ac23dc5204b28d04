"""Cases a brute-force reading of rules.md told apart from the product on random families, each as small as it gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from graph.family.adults import AdultFound, adults_around
from graph.family.circle import circle_of
from graph.family.grounds import grounds_around
from graph.family.siblings import siblings_of
from graph.model.answers import AdultState
from graph.model.case import Case, build_case
from graph.model.people import EntityKind, Member
from graph.model.vocabulary import SiblingKind
from tests.builders import KEY, World, a_child, an_adult


def adults(case: Case, child: str) -> dict[str, AdultFound]:
    return {one.person.id: one for one in adults_around(case, child).adults}


def kinds(case: Case, child: str, adult: str) -> dict[str, bool]:
    """The grounds of an adult, and whether each is only possible."""
    return {one.kind: one.is_possible for one in grounds_around(case, circle_of(case, child)).get(adult, ())}


def until(case: Case, day: str) -> Case:
    """The case with a window that ends after `day`, before the day asked about."""
    return replace(case, dates=replace(case.dates, until=date.fromordinal(date.fromisoformat(day).toordinal() + 1)))


def with_mother(**born: str) -> tuple[World, str, str, str]:
    world = World()
    mia, kelly = a_child(world, **born), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    return world, mia, kelly, an_adult(world, "police", "P2")


@pytest.mark.parametrize("said", ["sibling", "half_sibling"])
def test_living_together_wins_over_an_asserted_sibling_and_both_are_shown(said: str) -> None:
    world = World()
    mia, jay = a_child(world), a_child(world, ref="C2", born="2015-02-02")
    home = world.household("csc", "H1")
    for child in (mia, jay):
        world.lives("csc", child, home, "2020-01-01")
    claim = world.relates("school", mia, said, jay)
    (path,) = siblings_of(world.case(), mia)
    assert (path.kind, path.asserted_only) == (SiblingKind.LIVES_WITH, False)
    assert claim.id in {one.id for one in path.claims}


def test_care_at_an_event_ends_on_the_date_of_the_event() -> None:
    world = World()
    mia, daniel = a_child(world), an_adult(world, "hospital", "N2")
    world.event("hospital", "2023-08-26", {mia: "child", daniel: "carer"})
    found = {ground.kind: str(ground.last) for ground in adults(world.case(), mia)[daniel].grounds}
    assert found == {"carer": "2023-08-26", "at_event": "2023-08-26"}


@pytest.mark.parametrize("kind", ["partner", "ex_partner"])
def test_the_partner_of_a_foster_carer_is_listed_and_another_approved_carer_is_not(kind: str) -> None:
    world = World()
    mia, fran = a_child(world), an_adult(world, "csc", "F1", "Fran Cole")
    daniel, sam = an_adult(world, "police", "P2"), an_adult(world, "csc", "F2", "Sam Cole")
    for carer in (fran, sam):
        world.relates("csc", carer, "foster_carer", mia, "2023-01-01")
    for partner in (daniel, sam):
        world.relates("police", partner, kind, fran, "2023-03-01")
    assert adults(world.case(), mia).keys() == {daniel}


@pytest.mark.parametrize(("started", "assessed"), [("2023-01-10", False), ("2023-01-30", False), ("2023-01-31", True)])
def test_a_partial_beginning_is_never_taken_as_its_first_day(started: str, assessed: bool) -> None:
    world, mia, kelly, daniel = with_mother()
    world.relates("police", daniel, "partner", kelly, "2023-01")
    world.assessment("csc", {mia: "child", daniel: "partner"}, started)
    assert (adults(world.case(), mia)[daniel].state is AdultState.ASSESSED) is assessed


@pytest.mark.parametrize(("started", "known"), [("2023-07-01", True), ("2023-07-02", False)])
def test_an_assessment_begun_after_the_day_is_no_link_claim_of_it(started: str, known: bool) -> None:
    world, mia, kelly, daniel = with_mother()
    world.relates("police", daniel, "partner", kelly, "2023-01-10")
    world.assessment("csc", {mia: "child", daniel: "partner"}, started, recorded="2023-07-05")
    state = adults(world.case("2023-07-01", "2023-12-31"), mia)[daniel].state
    assert state is (AdultState.ASSESSED if known else AdultState.HIDDEN)


@pytest.mark.parametrize(("started", "assessed"), [("2023-12-31", True), ("2024-01-01", False)])
def test_an_assessment_after_the_last_day_of_the_window_is_not_in_it(started: str, assessed: bool) -> None:
    world, mia, kelly, daniel = with_mother()
    world.relates("police", daniel, "partner", kelly, "2023-01-10")
    world.assessment("csc", {mia: "child", daniel: "partner"}, started)
    state = adults(until(world.case(), "2023-12-31"), mia)[daniel].state
    assert (state is AdultState.ASSESSED) is assessed


@pytest.mark.parametrize(("since", "listed"), [("2023-12-31", True), ("2024-01-01", False)])
def test_a_partner_of_a_resident_since_after_the_window_is_not_in_it(since: str, listed: bool) -> None:
    world = World()
    mia, lodger = a_child(world), an_adult(world, "housing", "T2", "Lee Marsh")
    daniel, home = an_adult(world, "police", "P2"), world.household("housing", "L1")
    for person in (mia, lodger):
        world.lives("housing", person, home, "2020-01-01")
    world.relates("police", daniel, "partner", lodger, since)
    assert (daniel in adults(until(world.case(), "2023-12-31"), mia)) is listed


@pytest.mark.parametrize(("on", "possible"), [("2022", True), ("2022-09", False)])
def test_an_event_that_may_lie_before_the_childs_time_is_only_possible(on: str, possible: bool) -> None:
    """Born on 2023-06-03: the child's time begins on 2022-08-27."""
    world, mia, kelly, daniel = with_mother(born="2023-06-03")
    world.event("police", on, {kelly: "victim", daniel: "suspect"})
    assert kinds(world.case(), mia, daniel) == {"at_event": possible}


@pytest.mark.parametrize(("as_of", "holds"), [("2022-08-26", False), ("2022-08-27", True)])
def test_nobody_is_around_a_child_before_its_time(as_of: str, holds: bool) -> None:
    world, mia, kelly, daniel = with_mother(born="2023-06-03")
    world.relates("police", daniel, "partner", kelly, "2019-01-01")
    assert (daniel in adults(world.case(as_of, "2024-03-31"), mia)) is holds


def test_which_agencies_know_an_adult_is_told_from_what_those_asked_for_know() -> None:
    world, mia, kelly, daniel = with_mother()
    world.relates("police", daniel, "partner", kelly, "2023-01-10")
    csc_daniel, gp_daniel = an_adult(world, "csc", "A7"), an_adult(world, "gp", "G7")
    person = world.join(daniel, csc_daniel, gp_daniel)
    world.relates("csc", csc_daniel, "partner", kelly, "2023-01-10")
    told = world.relates("gp", gp_daniel, "friend", kelly)
    world.share("gp", "csc", "2023-06-01", about=told.record_id)
    everyone = adults(world.case(), mia)[person]
    social_care = adults(world.case(known_to=frozenset({"csc"})), mia)[person]
    assert everyone.knowing.keys() == {"csc", "gp", "police"}
    assert social_care.knowing.keys() == {"csc", "gp"}


def test_a_detail_nobody_is_reached_through_is_shared_by_nobody() -> None:
    """A phone of a hostel, or one more than four people hold of whom a case has two."""
    world = World()
    mia = a_child(world)
    kelly = an_adult(world, "csc", "A1", "Kelly Tranter", phones="0700900001")
    daniel = an_adult(world, "police", "P1", phones="0700900001")
    world.relates("csc", kelly, "parent", mia)
    phone = KEY.detail_id("phones", "0700900001")
    case = world.case()
    shut = build_case(case.claims, (Member(phone, phone, EntityKind.DETAIL),), case.partnership, case.dates)
    assert kinds(case, mia, daniel) == {"shared_contact": False}
    assert kinds(shut, mia, daniel) == {}


@pytest.mark.parametrize(("told", "known"), [("2023-07-14", False), ("2023-07-15", True)])
def test_what_is_told_of_a_person_has_the_events_they_had_a_part_in(told: str, known: bool) -> None:
    world = World()
    mia = a_child(world, "hospital", "N1")
    event = world.event("hospital", "2023-07-10", {mia: "child"}, recorded="2023-07-15")
    world.share("hospital", "gp", told, person=mia)
    case = world.case()
    (described,) = [claim for claim in case.claims if claim.record_id == event]
    assert case.knows("gp", described) is known
