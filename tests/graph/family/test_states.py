"""The state of each adult, assessments that count, order and the assessing agency (rules.md §3)."""

from __future__ import annotations

import pytest

from graph.family.adults import AdultFound, adults_around, assessing_agency
from graph.model.answers import AdultState
from tests.builders import World, a_child, an_adult

# The window of a case as of 2024-03-31 is 2022-03-31 to 2024-03-31.


def the(
    world: World,
    child: str,
    adult: str,
    agency: str | None = None,
    as_of: str = "2024-03-31",
    known_at: str | None = None,
) -> AdultFound | None:
    found = adults_around(world.case(as_of, known_at), child, agency)
    return next((one for one in found.adults if one.person.id == adult), None)


def state(
    world: World, child: str, adult: str, as_of: str = "2024-03-31", known_at: str | None = None
) -> AdultState | None:
    found = the(world, child, adult, as_of=as_of, known_at=known_at)
    return found.state if found else None


def with_partner(since: str | None = "2023-01-10") -> tuple[World, str, str, str]:
    """Mia, her mother, and the mother's partner whom only police know."""
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    daniel = an_adult(world, "police", "P2")
    world.relates("police", daniel, "partner", kelly, since)
    return world, mia, kelly, daniel


@pytest.mark.parametrize("capacity", ["parent", "partner", "carer", "other_adult"])
def test_named_in_any_capacity_is_assessed(capacity: str) -> None:
    world, mia, _kelly, daniel = with_partner()
    world.assessment("csc", {mia: "child", daniel: capacity}, "2023-06-07")
    assert state(world, mia, daniel) is AdultState.ASSESSED


def test_an_assessment_another_agency_made_assesses_nobody() -> None:
    world, mia, _kelly, daniel = with_partner()
    world.assessment("probation", {mia: "child", daniel: "partner"}, "2023-06-07")
    assert state(world, mia, daniel) is AdultState.HIDDEN


@pytest.mark.parametrize(("completed", "assessed"), [("2023-01-09", False), ("2023-01-10", True)])
def test_completed_on_or_after_the_link_began_is_enough(completed: str, assessed: bool) -> None:
    world, mia, _kelly, daniel = with_partner()
    world.assessment("csc", {mia: "child", daniel: "partner"}, "2022-12-01", completed)
    expected = AdultState.ASSESSED if assessed else AdultState.KNOWN_NOT_ASSESSED
    assert state(world, mia, daniel) is expected


@pytest.mark.parametrize(("started", "assessed"), [("2023-01-09", False), ("2023-01-10", True)])
def test_started_on_or_after_the_link_began_is_enough(started: str, assessed: bool) -> None:
    world, mia, _kelly, daniel = with_partner()
    world.assessment("csc", {mia: "child", daniel: "partner"}, started)
    expected = AdultState.ASSESSED if assessed else AdultState.KNOWN_NOT_ASSESSED
    assert state(world, mia, daniel) is expected


def test_an_unknown_start_counts_as_before_any_assessment() -> None:
    world, mia, _kelly, daniel = with_partner(since=None)
    world.assessment("csc", {mia: "child", daniel: "partner"}, "2022-06-01", "2022-06-30")
    found = the(world, mia, daniel)
    assert found is not None
    assert (found.state, found.since) == (AdultState.ASSESSED, None)


@pytest.mark.parametrize(("started", "assessed"), [("2022-03-30", False), ("2022-03-31", True)])
def test_an_assessment_counts_from_the_first_day_of_the_window(started: str, assessed: bool) -> None:
    world, mia, _kelly, daniel = with_partner("2020-01-01")
    world.assessment("csc", {mia: "child", daniel: "partner"}, started)
    assert (state(world, mia, daniel) is AdultState.ASSESSED) is assessed


@pytest.mark.parametrize(("started", "assessed"), [("2021-01-09", False), ("2021-01-10", True)])
def test_an_assessment_before_the_window_counts_in_the_current_episode(started: str, assessed: bool) -> None:
    world, mia, _kelly, daniel = with_partner("2020-01-01")
    world.episode("csc", mia, "cin", "2021-01-10")
    world.assessment("csc", {mia: "child", daniel: "partner"}, started)
    assert (state(world, mia, daniel) is AdultState.ASSESSED) is assessed


@pytest.mark.parametrize(("end", "assessed"), [("2024-03-31", False), ("2024-04-01", True)])
def test_an_episode_that_ended_by_the_day_is_not_current(end: str, assessed: bool) -> None:
    world, mia, _kelly, daniel = with_partner("2020-01-01")
    world.episode("csc", mia, "cin", "2021-01-10", end)
    world.assessment("csc", {mia: "child", daniel: "partner"}, "2021-02-01")
    assert (state(world, mia, daniel, known_at="2024-04-30") is AdultState.ASSESSED) is assessed


def test_of_several_open_episodes_the_first_begun_is_current() -> None:
    world, mia, _kelly, daniel = with_partner("2020-01-01")
    world.episode("csc", mia, "cin", "2021-01-10")
    world.episode("csc", mia, "child_protection", "2021-06-01")
    world.assessment("csc", {mia: "child", daniel: "partner"}, "2021-02-01")
    assert state(world, mia, daniel) is AdultState.ASSESSED


def test_another_agencys_episode_is_not_the_current_one() -> None:
    world, mia, _kelly, daniel = with_partner("2020-01-01")
    world.episode("hospital", mia, "mental_health", "2021-01-10")
    world.assessment("csc", {mia: "child", daniel: "partner"}, "2021-02-01")
    assert state(world, mia, daniel) is AdultState.KNOWN_NOT_ASSESSED


@pytest.mark.parametrize(("started", "assessed"), [("2024-03-31", True), ("2024-04-01", False)])
def test_an_assessment_begun_after_the_day_assesses_nobody_on_it(started: str, assessed: bool) -> None:
    world, mia, _kelly, daniel = with_partner()
    world.assessment("csc", {mia: "child", daniel: "partner"}, started)
    assert (state(world, mia, daniel, known_at="2024-04-30") is AdultState.ASSESSED) is assessed


@pytest.mark.parametrize(("known_at", "assessed"), [("2023-07-09", False), ("2023-07-10", True)])
def test_an_assessment_counts_once_it_is_recorded(known_at: str, assessed: bool) -> None:
    world, mia, _kelly, daniel = with_partner()
    world.assessment("csc", {mia: "child", daniel: "partner"}, "2023-06-07", recorded="2023-07-10")
    assert (state(world, mia, daniel, as_of="2023-12-01", known_at=known_at) is AdultState.ASSESSED) is assessed


@pytest.mark.parametrize(("left", "assessed"), [("2023-06-07", False), ("2023-06-08", True)])
def test_an_assessment_of_a_sibling_of_the_same_household_at_its_start_counts(left: str, assessed: bool) -> None:
    world, mia, kelly, daniel = with_partner()
    jay, home = a_child(world, ref="C2", born="2015-02-02"), world.household("csc", "H1")
    world.relates("csc", kelly, "parent", jay)
    world.lives("csc", mia, home, "2020-01-01")
    world.lives("csc", jay, home, "2020-01-01", left)
    world.assessment("csc", {jay: "child", daniel: "partner"}, "2023-06-07")
    assert (state(world, mia, daniel) is AdultState.ASSESSED) is assessed


def test_an_assessment_of_a_child_who_is_no_sibling_does_not_count() -> None:
    world, mia, _kelly, daniel = with_partner()
    other = a_child(world, ref="C9", born="2015-02-02")
    world.assessment("csc", {other: "child", daniel: "partner"}, "2023-06-07")
    assert state(world, mia, daniel) is AdultState.HIDDEN


@pytest.mark.parametrize(("with_mother", "assessed"), [(True, True), (False, False)])
def test_before_birth_the_mothers_household_is_the_childs(with_mother: bool, assessed: bool) -> None:
    world = World()
    mia = a_child(world, born="2023-06-03")
    kelly = an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02", sex="F")
    jay, daniel = a_child(world, ref="C2", born="2015-02-02"), an_adult(world, "police", "P2")
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
    world.relates("police", daniel, "partner", kelly, "2022-10-01")
    home, other = world.household("csc", "H1"), world.household("csc", "H2")
    world.lives("csc", kelly, home, "2020-01-01")
    world.lives("csc", jay, home if with_mother else other, "2020-01-01")
    world.assessment("csc", {jay: "child", daniel: "partner"}, "2023-01-15")
    assert (state(world, mia, daniel) is AdultState.ASSESSED) is assessed


def test_whether_seen_and_which_checks_are_with_the_claim_that_assessed() -> None:
    world, mia, _kelly, daniel = with_partner()
    world.assessment("csc", {mia: "child", daniel: "partner"}, "2023-06-07")
    found = the(world, mia, daniel)
    assert found is not None
    assert [part.value("capacity") for part in found.assessed_in] == ["partner"]


def test_who_was_assessed_instead_is_told_without_the_children() -> None:
    world, mia, kelly, _daniel = with_partner()
    jay = a_child(world, ref="C2", born="2015-02-02")
    world.assessment("csc", {mia: "child", jay: "sibling", kelly: "parent"}, "2023-06-07")
    assert adults_around(world.case(), mia).assessed_instead == (kelly,)


def test_the_assessing_agencys_own_link_claim_of_any_date_makes_known() -> None:
    world, mia, kelly, daniel = with_partner()
    csc_daniel = an_adult(world, "csc", "A7")
    person = world.join(daniel, csc_daniel)
    assert state(world, mia, person) is AdultState.HIDDEN
    world.relates("csc", csc_daniel, "friend", kelly, "2001-01-01", "2002-01-01")
    assert state(world, mia, person) is AdultState.KNOWN_NOT_ASSESSED


@pytest.mark.parametrize(("start", "known"), [("2024-03-31", True), ("2024-04-01", False)])
def test_a_link_claim_that_begins_after_the_day_is_none_yet(start: str, known: bool) -> None:
    world, mia, kelly, daniel = with_partner()
    csc_daniel = an_adult(world, "csc", "A7")
    person = world.join(daniel, csc_daniel)
    world.relates("csc", csc_daniel, "friend", kelly, start)
    expected = AdultState.KNOWN_NOT_ASSESSED if known else AdultState.HIDDEN
    assert state(world, mia, person, known_at="2024-04-30") is expected


def test_a_record_of_the_adult_that_links_to_nobody_here_does_not_make_known() -> None:
    world, mia, _kelly, daniel = with_partner()
    csc_daniel = an_adult(world, "csc", "A7")
    person = world.join(daniel, csc_daniel)
    world.lives("csc", csc_daniel, world.household("csc", "H9"), "2020-01-01")
    world.episode("csc", csc_daniel, "adult_care", "2020-01-01")
    assert state(world, mia, person) is AdultState.HIDDEN


def test_a_link_to_any_household_the_child_ever_lived_in_makes_known() -> None:
    world, mia, _kelly, daniel = with_partner()
    csc_daniel, old_home = an_adult(world, "csc", "A7"), world.household("csc", "H1")
    person = world.join(daniel, csc_daniel)
    world.lives("csc", mia, old_home, "2012-05-01", "2014-01-01")
    world.lives("csc", csc_daniel, old_home, "2018-01-01", "2019-01-01")
    assert state(world, mia, person) is AdultState.KNOWN_NOT_ASSESSED


def test_an_event_with_a_sibling_makes_known() -> None:
    world, mia, kelly, daniel = with_partner()
    csc_daniel, jay = an_adult(world, "csc", "A7"), a_child(world, ref="C2", born="2015-02-02")
    person = world.join(daniel, csc_daniel)
    world.relates("csc", kelly, "parent", jay)
    world.event("csc", "2016-01-01", {jay: "subject", csc_daniel: "witness"})
    assert state(world, mia, person) is AdultState.KNOWN_NOT_ASSESSED


def test_a_refuted_link_claim_does_not_make_known() -> None:
    world, mia, kelly, daniel = with_partner()
    csc_daniel = an_adult(world, "csc", "A7")
    person = world.join(daniel, csc_daniel)
    world.relates("csc", csc_daniel, "friend", kelly, status="refuted")
    assert state(world, mia, person) is AdultState.HIDDEN


def test_the_agency_knows_an_adult_even_where_it_does_not_know_the_child_is_there() -> None:
    world = World()
    mia, mia_school = a_child(world), a_child(world, "school", "S1")
    child = world.join(mia, mia_school)
    home, home_school = world.household("csc", "H1"), world.household("school", "K1")
    world.join(home, home_school)
    daniel = an_adult(world, "csc", "A7")
    world.lives("csc", daniel, home, "2022-06-01")
    world.lives("school", mia_school, home_school, "2022-01-01")
    assert state(world, child, daniel) is AdultState.KNOWN_NOT_ASSESSED


def test_known_to_limits_the_evidence_and_not_the_state() -> None:
    world, mia, kelly, daniel = with_partner()
    csc_daniel = an_adult(world, "csc", "A7")
    person = world.join(daniel, csc_daniel)
    world.relates("csc", csc_daniel, "friend", kelly)
    world.relates("police", kelly, "parent", mia)
    found = adults_around(world.case(known_to=frozenset({"police"})), mia)
    assert {one.person.id: one.state for one in found.adults}[person] is AdultState.KNOWN_NOT_ASSESSED
    assert not found.agency_asks_itself


@pytest.mark.parametrize("missing", ["assessments", "assessment_people"])
def test_without_one_of_the_assessment_feeds_the_grounds_are_still_shown(missing: str) -> None:
    tables = {"people", "relationships", "assessments", "assessment_people"} - {missing}
    world, mia, _kelly, daniel = with_partner()
    world.feeds_of = {"csc": tuple(tables)}
    found = the(world, mia, daniel)
    assert found is not None
    assert found.state is AdultState.CANNOT_BE_DETERMINED
    assert [ground.kind for ground in found.grounds] == ["partner_of_carer"]


@pytest.mark.parametrize(("covers_to", "told"), [("2024-02-28", False), ("2024-02-29", True)])
def test_assessments_older_than_31_days_cannot_tell(covers_to: str, told: bool) -> None:
    world, mia, _kelly, daniel = with_partner()
    world.covers = ("2000-01-01", covers_to)
    expected = AdultState.HIDDEN if told else AdultState.CANNOT_BE_DETERMINED
    assert state(world, mia, daniel) is expected


def test_unidentified_comes_before_every_other_state() -> None:
    world = World(feeds_of={})
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    daz = world.person("csc", "A2", given_name="Daz", identified="n")
    world.relates("csc", daz, "partner", kelly)
    world.assessment("csc", {mia: "child", daz: "partner"}, "2023-06-07")
    assert state(world, mia, daz) is AdultState.UNIDENTIFIED


@pytest.mark.parametrize(("died", "listed"), [("2024-03-30", False), ("2024-03-31", True)])
def test_one_who_died_on_the_day_is_still_listed(died: str, listed: bool) -> None:
    world = World()
    mia, roy = a_child(world), an_adult(world, "csc", "A1", "Roy Tranter", "1955-01-19", date_of_death=died)
    world.relates("csc", roy, "parent", mia)
    assert (state(world, mia, roy) is not None) is listed


def test_a_partner_under_eighteen_is_listed_and_marked_and_another_child_is_not() -> None:
    world, mia, kelly, _daniel = with_partner()
    lee, jay = an_adult(world, "police", "P7", "Lee Marsh", "2007-01-01"), a_child(world, ref="C2", born="2015-02-02")
    world.relates("police", lee, "partner", kelly)
    world.event("police", "2023-07-15", {mia: "child", jay: "present"})
    found = the(world, mia, lee)
    assert found is not None
    assert found.under_eighteen
    assert state(world, mia, jay) is None


def test_adults_come_in_order_of_first_evidence_and_those_without_last() -> None:
    world = World()
    mia = a_child(world)
    late, early, undated = (an_adult(world, "police", ref, ref) for ref in ("P1", "P2", "P3"))
    world.event("police", "2023-07-15", {mia: "child", late: "suspect"})
    world.event("police", "2022-07-15", {mia: "child", early: "suspect"})
    world.relates("csc", undated, "parent", mia)
    assert [one.person.id for one in adults_around(world.case(), mia).adults] == [early, late, undated]


@pytest.mark.parametrize(("named", "expected"), [(None, "csc"), ("police", "police"), ("nobody", None)])
def test_the_agency_named_assesses_else_the_first_childrens_services(named: str | None, expected: str | None) -> None:
    world = World()
    agency = assessing_agency(world.case(), a_child(world), named)
    assert (agency.id if agency else None) == expected


def test_relative_to_another_agency_the_state_is_another() -> None:
    world, mia, _kelly, daniel = with_partner()
    found = the(world, mia, daniel, "police")
    assert found is not None
    assert found.state is AdultState.KNOWN_NOT_ASSESSED


def test_known_to_does_not_limit_whose_household_an_assessment_was_of() -> None:
    world, mia, kelly, daniel = with_partner()
    jay, home = a_child(world, ref="C2", born="2015-02-02"), world.household("csc", "H1")
    world.relates("csc", kelly, "parent", jay)
    world.relates("police", kelly, "parent", mia)
    for child in (mia, jay):
        world.lives("csc", child, home, "2020-01-01")
    world.assessment("csc", {jay: "child", daniel: "partner"}, "2023-06-07")
    found = adults_around(world.case(known_to=frozenset({"police"})), mia)
    assert {one.person.id: one.state for one in found.adults}[daniel] is AdultState.ASSESSED


def test_known_to_does_not_limit_the_siblings_a_link_claim_may_be_about() -> None:
    world, mia, kelly, daniel = with_partner()
    dan, jay = an_adult(world, "csc", "A8", "Dan Cole"), a_child(world, ref="C2", born="2015-02-02")
    csc_daniel = an_adult(world, "csc", "A7")
    person = world.join(daniel, csc_daniel)
    world.relates("police", kelly, "parent", mia)
    world.relates("csc", dan, "partner", kelly)
    world.relates("csc", dan, "parent", jay)
    world.relates("csc", csc_daniel, "friend", jay)
    found = adults_around(world.case(known_to=frozenset({"police"})), mia)
    assert {one.person.id: one.state for one in found.adults}[person] is AdultState.KNOWN_NOT_ASSESSED
