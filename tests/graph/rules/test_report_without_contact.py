"""`report_without_contact`: an event of concern and, within 7 days, nothing that reached children's services."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.model.claims import KIND_OF_TABLE, ClaimStatus
from tests.builders import World, a_child, an_adult
from tests.graph.rules.asking import CANNOT, FOUND, NOT_FOUND, ask, found, state

RULE = "report_without_contact"
DAY = "2023-05-20"


def reported(on: str = DAY, agency: str = "police", **values: str) -> tuple[World, str, str]:
    """A child and a police concern report about it."""
    world = World()
    mia = a_child(world)
    event = world.event(agency, on, {mia: "subject"}, **{"type": "child_concern_report", **values})
    return world, mia, event


def test_a_police_concern_report_that_went_nowhere_is_found() -> None:
    world, mia, _ = reported()
    told = found(world, RULE, mia)
    assert told.details == (
        (
            "2023-05-20 child concern report, Vale Police",
            "about Mia Hobbs; searched 2023-05-20 to 2023-05-27; no contact from that agency on record",
        ),
    )
    assert told.since is not None
    assert told.since.text == DAY


def test_an_incident_without_a_child_of_the_household_is_no_report() -> None:
    world, mia, _ = reported(type="incident")
    assert state(world, RULE, mia) is NOT_FOUND


@pytest.mark.parametrize("kind", ["contact", "referral"])
@pytest.mark.parametrize(("on", "is_found"), [
    ("2023-05-19", True), ("2023-05-20", False), ("2023-05-26", False), ("2023-05-27", False), ("2023-05-28", True),
])  # fmt: skip
def test_a_contact_or_referral_within_seven_days_answers_it(kind: str, on: str, is_found: bool) -> None:
    world, mia, _ = reported()
    world.episode("csc", mia, kind, on, source_agency="police")
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_the_nearest_contact_is_told() -> None:
    world, mia, _ = reported()
    world.episode("csc", mia, "contact", "2023-04-01", source_agency="police")
    world.episode("csc", mia, "contact", "2023-06-01", source_agency="police")
    assert found(world, RULE, mia).details[0][1].endswith("nearest contact from that agency 2023-06-01")


def test_a_contact_from_somebody_else_is_no_answer() -> None:
    world, mia, _ = reported()
    world.episode("csc", mia, "contact", "2023-05-21", source_agency="school")
    assert state(world, RULE, mia) is FOUND
    world.episode("csc", mia, "contact", "2023-05-21", source_code="2A")
    assert state(world, RULE, mia) is FOUND
    world.episode("csc", mia, "contact", "2023-05-21", source_code="6")
    assert state(world, RULE, mia) is NOT_FOUND


def test_a_referral_held_as_event_is_an_answer() -> None:
    world, mia, _ = reported()
    world.event("csc", "2023-05-22", {mia: "subject"}, "concern", type="referral", source_agency="police")
    assert state(world, RULE, mia) is NOT_FOUND


@pytest.mark.parametrize(("on", "is_found"), [("2023-05-27", False), ("2023-05-28", True)])
def test_a_share_of_it_or_about_the_child_is_an_answer(on: str, is_found: bool) -> None:
    for about_event in (True, False):
        world, mia, event = reported()
        world.share("police", "csc", on, **({"about": event} if about_event else {"person": mia}))
        assert (state(world, RULE, mia) is FOUND) is is_found


def test_a_share_to_others_or_refused_or_of_others_is_none() -> None:
    world, mia, event = reported()
    world.share("police", "school", DAY, about=event)
    world.share("police", "csc", DAY, about=event, outcome="not_answered")
    world.share("gp", "csc", DAY, person=mia)
    assert state(world, RULE, mia) is FOUND


@pytest.mark.parametrize(("as_of", "is_found"), [("2023-05-26", False), ("2023-05-27", False), ("2023-05-28", True)])
def test_within_the_seven_days_it_is_still_open(as_of: str, is_found: bool) -> None:
    world, mia, _ = reported()
    assert (state(world, RULE, mia, as_of) is FOUND) is is_found
    said = "" if is_found else "Still open: child concern report of 2023-05-20 (Vale Police), until 2023-05-27."
    assert ask(world, RULE, mia, as_of).still_open == said


def test_what_is_answered_already_is_not_still_open() -> None:
    world, mia, _ = reported()
    world.episode("csc", mia, "contact", "2023-05-21", source_agency="police")
    assert ask(world, RULE, mia, "2023-05-22").still_open == ""


def test_what_is_still_open_is_said_beside_what_is_found() -> None:
    world, mia, _ = reported()
    world.event("police", "2023-06-20", {mia: "subject"}, type="child_concern_report")
    says = found(world, RULE, mia, "2023-06-22").says
    assert says.endswith("in 7 days. Still open: child concern report of 2023-06-20 (Vale Police), until 2023-06-27.")


@pytest.mark.parametrize(("on", "is_found"), [("2022-03-30", False), ("2022-03-31", True), ("2022-04-01", True)])
def test_only_reports_of_the_window_count(on: str, is_found: bool) -> None:
    world, mia, _ = reported(on)
    assert (state(world, RULE, mia) is FOUND) is is_found


def test_a_contact_for_a_household_sibling_answers_it_and_for_one_elsewhere_does_not() -> None:
    for together in (True, False):
        world, mia, _ = reported()
        otis = world.person("csc", "C2", given_name="Otis", family_name="Hobbs", date_of_birth="2015-02-02")
        world.relates("csc", otis, "sibling", mia)
        world.lives("csc", mia, world.household("csc", "H1", address="1 Mill Row"), "2020-01-01")
        world.lives("csc", otis, world.household("csc", "H1" if together else "H2"), "2020-01-01")
        world.episode("csc", otis, "contact", "2023-05-21", source_agency="police")
        assert (state(world, RULE, mia) is NOT_FOUND) is together


def test_a_report_about_a_child_of_the_household_counts_for_c() -> None:
    world = World()
    mia, home = a_child(world), world.household("csc", "H1")
    otis = world.person("csc", "C2", given_name="Otis", family_name="Hobbs", date_of_birth="2015-02-02")
    world.lives("csc", mia, home, "2020-01-01")
    world.lives("csc", otis, home, "2020-01-01", "2023-05-20")
    world.event("police", "2023-05-19", {otis: "subject"}, type="child_concern_report")
    assert state(world, RULE, mia) is FOUND
    assert state(world, RULE, otis) is FOUND
    other = World(claims=[claim for claim in world.claims if claim.source.table not in {"events", "event_people"}])
    other.event("police", "2023-05-20", {otis: "subject"}, type="child_concern_report")
    assert state(other, RULE, mia) is NOT_FOUND


def domestic_abuse(with_household: bool) -> tuple[World, str, str]:
    world = World()
    mia, home = a_child(world), world.household("csc", "H1")
    kelly = an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.lives("csc", mia, home, "2020-01-01")
    world.lives("csc", kelly, home, "2020-01-01")
    there = {"household": home} if with_household else {}
    world.event("police", DAY, {kelly: "victim"}, type="domestic_abuse", **there)
    return world, mia, kelly


@pytest.mark.parametrize("with_household", [True, False])
def test_domestic_abuse_in_the_childs_home_is_a_report(with_household: bool) -> None:
    world, mia, _ = domestic_abuse(with_household)
    assert state(world, RULE, mia) is FOUND


def test_domestic_abuse_with_the_child_in_it_is_a_report_and_elsewhere_is_none() -> None:
    world = World()
    mia = a_child(world)
    world.event("police", DAY, {mia: "witness"}, type="domestic_abuse")
    assert state(world, RULE, mia) is FOUND
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.lives("csc", mia, world.household("csc", "H1"), "2020-01-01")
    world.lives("csc", kelly, world.household("csc", "H2"), "2020-01-01")
    world.event("police", DAY, {kelly: "victim"}, type="domestic_abuse")
    assert state(world, RULE, mia) is NOT_FOUND


def test_a_concern_of_another_agency_and_an_explanation_not_accepted_are_reports() -> None:
    world, mia, _ = reported(agency="school", category="concern", type="concern_raised")
    assert state(world, RULE, mia) is FOUND
    world, mia, _ = reported(
        agency="hospital", category="child_health", type="injury_attendance", explanation_accepted="n"
    )
    assert state(world, RULE, mia) is FOUND
    world, mia, _ = reported(
        agency="hospital", category="child_health", type="injury_attendance", explanation_accepted="y"
    )
    assert state(world, RULE, mia) is NOT_FOUND
    world, mia, _ = reported(agency="csc", category="concern", type="referral")
    assert state(world, RULE, mia) is NOT_FOUND


def test_without_the_feeds_it_cannot_be_determined() -> None:
    tables = tuple(sorted(KIND_OF_TABLE))
    for agency, lacking in (("csc", "episodes"), ("police", "shares")):
        world, mia, _ = reported()
        every = dict.fromkeys(("csc", "police", "hospital"), tables)
        world.feeds_of = {**every, agency: tuple(table for table in tables if table != lacking)}
        result = ask(world, RULE, mia)
        assert result.state is CANNOT
        assert [blank.what for blank in result.blanks] == [lacking]


def test_what_was_recorded_later_was_not_known() -> None:
    world, mia, _ = reported(recorded="2023-05-25")
    assert state(world, RULE, mia, "2023-06-30", known_at="2023-05-24") is NOT_FOUND
    assert state(world, RULE, mia, "2023-06-30", known_at="2023-05-25") is FOUND
    world.episode("csc", mia, "contact", "2023-05-21", source_agency="police", recorded="2023-06-10")
    assert state(world, RULE, mia, "2023-06-30", known_at="2023-06-09") is FOUND
    assert state(world, RULE, mia, "2023-06-30", known_at="2023-06-10") is NOT_FOUND


def test_only_what_those_asked_about_know_is_evidence_but_an_answer_is_one_whoever_knows_it() -> None:
    world, mia, _ = reported()
    assert ask(world, RULE, mia, known_to=frozenset({"school"})).state is NOT_FOUND
    assert ask(world, RULE, mia, known_to=frozenset({"police"})).state is FOUND
    world.episode("csc", mia, "contact", "2023-05-21", source_agency="police")
    assert ask(world, RULE, mia, known_to=frozenset({"police"})).state is NOT_FOUND


def test_a_refuted_event_supports_nothing() -> None:
    world, mia, _ = reported()
    world.claims = [
        replace(one, status=ClaimStatus.REFUTED) if one.source.table == "events" else one for one in world.claims
    ]
    assert state(world, RULE, mia) is NOT_FOUND


def test_partial_dates_make_it_only_possible() -> None:
    world, mia, _ = reported("2023-05")
    assert not found(world, RULE, mia).possible
    world.episode("csc", mia, "contact", "2023-05-21", source_agency="police")
    assert found(world, RULE, mia).possible
    world, mia, _ = reported("2023-05")
    assert found(world, RULE, mia, "2023-05-20").possible
    assert state(world, RULE, mia, "2023-05-08") is NOT_FOUND


def test_a_contact_that_was_shown_to_be_wrong_or_lies_ahead_is_no_answer() -> None:
    world, mia, _ = reported()
    world.episode("csc", mia, "contact", "2023-05-21", source_agency="police")
    world.claims[-1] = replace(world.claims[-1], status=ClaimStatus.REFUTED)
    assert state(world, RULE, mia) is FOUND


def test_at_another_household_than_the_one_named_a_child_is_not_exposed() -> None:
    world = World()
    mia, home = a_child(world), world.household("csc", "H1")
    kelly = an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.lives("csc", mia, home, "2020-01-01")
    world.lives("csc", kelly, home, "2020-01-01")
    world.event("police", DAY, {kelly: "victim"}, type="domestic_abuse", household=world.household("police", "K1"))
    assert state(world, RULE, mia) is NOT_FOUND
