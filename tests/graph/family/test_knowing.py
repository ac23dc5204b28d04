"""Which agency knows a claim, since when, and what of it was known on a day (rules.md §1)."""

from __future__ import annotations

from datetime import date

import pytest

from graph.model.case import Case, build_case
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import end_of_day, london_day
from tests.builders import World, a_child, an_adult, record_id


def held(case: Case, claim: Claim) -> Claim | None:
    return next((one for one in case.claims if one.id == claim.id), None)


def who_knows(case: Case, claim: Claim) -> dict[str, date]:
    """Agencies that know the claim, with the day they came to."""
    return {knowing.agency: london_day(knowing.since) for knowing in case.knowing(claim)}


@pytest.mark.parametrize(("known_at", "is_known"), [("2023-05-09", False), ("2023-05-10", True), ("2023-05-11", True)])
def test_a_claim_is_known_from_the_end_of_the_day_it_was_recorded(known_at: str, is_known: bool) -> None:
    world = World()
    mia = a_child(world)
    stay = world.lives("csc", mia, world.household("csc", "H1"), "2020-01-01", recorded="2023-05-10")
    assert (held(world.case(known_at=known_at), stay) is not None) is is_known


@pytest.mark.parametrize(("known_at", "is_known"), [("2023-05-09", True), ("2023-05-10", False), ("2023-05-11", False)])
def test_a_version_is_known_until_its_successor_is_recorded(known_at: str, is_known: bool) -> None:
    world = World()
    a_child(world)
    world.person("police", "P1", given_name="Dan", until="2023-05-10")
    first = world.claims[-1]
    assert (held(world.case(known_at=known_at), first) is not None) is is_known


@pytest.mark.parametrize(
    ("known_at", "end"), [("2023-06-29", None), ("2023-06-30", "2023-06-30"), ("2023-07-01", "2023-06-30")]
)
def test_an_end_dated_after_known_at_is_not_known(known_at: str, end: str | None) -> None:
    world = World()
    stay = world.lives("csc", a_child(world), world.household("csc", "H1"), "2020-01-01", "2023-06-30")
    known = held(world.case(known_at=known_at), stay)
    assert known is not None
    assert (known.valid.end.text if known.valid.end else None) == end


@pytest.mark.parametrize(("known_at", "outcome"), [("2023-06-29", None), ("2023-06-30", "no_action")])
def test_an_outcome_is_not_known_before_the_episode_ends(known_at: str, outcome: str | None) -> None:
    world = World()
    world.episode("csc", a_child(world), "referral", "2023-06-01", "2023-06-30", outcome="no_action")
    (episode,) = [claim for claim in world.case(known_at=known_at).claims if claim.kind is ClaimKind.EPISODE]
    assert episode.value("outcome") == outcome


@pytest.mark.parametrize(
    ("known_at", "completed"), [("2023-08-30", None), ("2023-08-31", "2023-08-31"), ("2023-09-01", "2023-08-31")]
)
def test_a_completion_is_not_known_before_its_day(known_at: str, completed: str | None) -> None:
    world = World()
    world.assessment("csc", {a_child(world): "child"}, "2023-06-07", "2023-08-31", outcome="plan")
    case = world.case(known_at=known_at)
    (assessment,) = [claim for claim in case.claims if claim.kind is ClaimKind.ASSESSMENT]
    assert assessment.value("completed") == completed
    assert (assessment.value("outcome") is None) is (completed is None)


@pytest.mark.parametrize(("known_at", "is_known"), [("2023-06-30", False), ("2023-07-01", True)])
def test_what_is_dated_ahead_is_not_known_before_it_begins(known_at: str, is_known: bool) -> None:
    world = World()
    stay = world.lives("csc", a_child(world), world.household("csc", "H1"), "2023-07-01")
    assert (held(world.case(known_at=known_at), stay) is not None) is is_known


def test_the_agency_that_made_a_claim_knows_it_in_every_system_of_its_own() -> None:
    world = World()
    stay = world.lives("housing", an_adult(world, "housing", "T1"), world.household("housing", "L1"), "2022-01-01")
    case = world.case()
    assert case.knows("housing", stay)
    assert not case.knows("csc", stay)


@pytest.mark.parametrize(("known_at", "knows"), [("2024-02-19", False), ("2024-02-20", True), ("2024-02-21", True)])
def test_a_share_about_a_record_tells_it_from_the_day_of_the_share(known_at: str, knows: bool) -> None:
    world = World()
    stay = world.lives("housing", an_adult(world, "housing", "T1"), world.household("housing", "L1"), "2022-01-01")
    world.share("housing", "csc", "2024-02-20", about=stay.record_id)
    assert world.case(known_at=known_at).knows("csc", stay) is knows


@pytest.mark.parametrize("outcome", ["refused", "not_answered"])
def test_a_share_that_was_refused_or_not_answered_tells_nothing(outcome: str) -> None:
    world = World()
    stay = world.lives("housing", an_adult(world, "housing", "T1"), world.household("housing", "L1"), "2022-01-01")
    world.share("housing", "csc", "2024-02-20", about=stay.record_id, outcome=outcome)
    assert not world.case().knows("csc", stay)


def test_a_share_of_a_record_tells_nothing_of_the_persons_other_records() -> None:
    world = World()
    daniel = an_adult(world, "housing", "T1")
    told = world.lives("housing", daniel, world.household("housing", "L1"), "2022-01-01")
    other = world.lives("housing", daniel, world.household("housing", "L2"), "2019-01-01", "2021-12-01")
    world.share("housing", "csc", "2024-02-20", person=daniel, about=told.record_id)
    case = world.case()
    assert case.knows("csc", told)
    assert not case.knows("csc", other)


def test_a_shared_event_goes_with_all_its_people() -> None:
    world = World()
    mia, daniel, roy = a_child(world, "police"), an_adult(world, "police", "P1"), an_adult(world, "police", "P2", "Roy")
    event = world.event("police", "2023-07-15", {mia: "present", daniel: "suspect", roy: "witness"})
    world.share("police", "csc", "2023-08-01", about=event)
    case = world.case()
    parts = [claim for claim in case.claims if claim.end(Role.EVENT) == event]
    assert len(parts) == 4
    assert all(who_knows(case, part)["csc"] == date(2023, 8, 1) for part in parts)


def test_a_shared_relationship_goes_whole() -> None:
    world = World()
    kelly, daniel = an_adult(world, "police", "P1", "Kelly Tranter"), an_adult(world, "police", "P2")
    partner = world.relates("police", daniel, "partner", kelly)
    world.share("police", "csc", "2023-08-01", about=partner.record_id)
    (told,) = world.case().about(daniel, ClaimKind.RELATIONSHIP)
    assert {end.record_id for end in told.ends} == {kelly, daniel}
    assert world.case().knows("csc", told)


@pytest.mark.parametrize(("recorded", "knows"), [("2024-02-19", True), ("2024-02-20", True), ("2024-02-21", False)])
def test_a_share_about_a_person_tells_what_was_recorded_up_to_it(recorded: str, knows: bool) -> None:
    world = World()
    daniel = an_adult(world, "housing", "T1")
    stay = world.lives("housing", daniel, world.household("housing", "L1"), "2022-01-01", recorded=recorded)
    world.share("housing", "csc", "2024-02-20", person=daniel)
    assert world.case().knows("csc", stay) is knows


def test_a_share_about_a_person_tells_only_what_the_sharing_agency_holds() -> None:
    world = World()
    daniel, daniel_police = an_adult(world, "housing", "T1"), an_adult(world, "police", "P1")
    world.join(daniel, daniel_police)
    theirs = world.lives("police", daniel_police, world.household("police", "H9"), "2022-01-01")
    world.share("housing", "csc", "2024-02-20", person=daniel)
    assert not world.case().knows("csc", theirs)


def test_a_share_about_a_person_tells_nothing_of_others() -> None:
    world = World()
    daniel, roy = an_adult(world, "housing", "T1"), an_adult(world, "housing", "T2", "Roy Tranter")
    home = world.household("housing", "L1")
    world.lives("housing", daniel, home, "2022-01-01")
    other = world.lives("housing", roy, home, "2022-01-01")
    world.share("housing", "csc", "2024-02-20", person=daniel)
    assert not world.case().knows("csc", other)


def test_a_share_counts_by_its_own_day_however_late_the_sender_wrote_it_down() -> None:
    world = World()
    stay = world.lives("housing", an_adult(world, "housing", "T1"), world.household("housing", "L1"), "2022-01-01")
    world.share("housing", "csc", "2023-02-20", about=stay.record_id, recorded="2024-03-01")
    assert world.case(known_at="2023-02-20").knows("csc", stay)


def test_a_later_version_of_a_shared_record_is_known_once_it_is_recorded() -> None:
    world = World()
    stay = world.lives(
        "housing",
        an_adult(world, "housing", "T1"),
        world.household("housing", "L1"),
        "2022-01-01",
        recorded="2023-06-01",
    )
    world.share("housing", "csc", "2023-02-20", about=stay.record_id)
    assert who_knows(world.case(), stay)["csc"] == date(2023, 6, 1)


def test_known_to_leaves_only_what_one_of_those_agencies_knows() -> None:
    world = World()
    daniel, home = an_adult(world, "housing", "T1"), world.household("housing", "L1")
    told = world.lives("housing", daniel, home, "2022-01-01")
    kept = world.lives("housing", daniel, world.household("housing", "L2"), "2020-01-01", "2021-01-01")
    world.share("housing", "csc", "2024-02-20", about=told.record_id)
    evidence = {claim.id for claim in world.case(known_to=frozenset({"csc"})).evidence}
    assert told.id in evidence
    assert kept.id not in evidence
    assert {told.id, kept.id} <= {claim.id for claim in world.case(known_to=frozenset({"csc", "housing"})).evidence}


def test_known_to_limits_claims_and_never_joins() -> None:
    world = World()
    mia, mia_police = a_child(world), a_child(world, "police", "P1")
    joined = world.join(mia, mia_police)
    case = world.case(known_to=frozenset({"csc"}))
    assert case.entity(mia_police) == case.entity(mia) == joined


@pytest.mark.parametrize(("known_at", "apart"), [("2024-03-03", True), ("2024-03-04", False), ("2024-03-05", False)])
def test_a_judged_join_holds_from_the_day_given_with_it(known_at: str, apart: bool) -> None:
    world = World()
    daz, darren = world.person("police", "P1", given_name="Daz", identified="n"), an_adult(world, "police", "P2")
    world.joined[daz] = (darren, end_of_day(date(2024, 3, 4)))
    case = world.case(known_at=known_at)
    assert (case.entity(daz) == daz) is apart


def test_an_open_end_is_unconfirmed_after_the_day_of_its_delivery() -> None:
    world = World()
    stay = world.lives("csc", a_child(world), world.household("csc", "H1"), "2020-01-01")
    ended = world.lives("csc", record_id("csc", "people", "C1"), record_id("csc", "households", "H1"), "2018", "2019")
    assert world.case("2024-03-30").unconfirmed_since(stay) is None
    assert world.case("2024-03-31").unconfirmed_since(stay) is None
    assert world.case("2024-04-01").unconfirmed_since(stay) == world.extracted
    assert world.case("2024-04-01").unconfirmed_since(ended) is None


def test_a_case_is_the_same_in_whatever_order_its_claims_come() -> None:
    world = World()
    mia = a_child(world)
    world.lives("csc", mia, world.household("csc", "H1"), "2020-01-01")
    case = world.case()
    assert build_case(tuple(reversed(world.claims)), (), world.partnership(), case.dates).claims == case.claims
