"""`known_elsewhere_not_shared`: an adult around C is open to a service that told the assessing agency nothing (rules.md §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph.model.claims import KIND_OF_TABLE, ClaimStatus, End, Role
from graph.model.findings import SetAside
from graph.rules.casework import assessments_of, episodes_of
from graph.rules.registry import every_rule
from graph.rules.states import result_of
from graph.rules.subject import Subject
from tests.builders import World, a_child, an_adult, period
from tests.graph.rules.asking import CANNOT, FOUND, NOT_FOUND, ask, found, state

RULE = "known_elsewhere_not_shared"


def involved(world: World, agency: str, person: str, start: str | None, end: str | None = None, **values: str) -> None:
    recorded = values.pop("recorded", "2000-01-01")
    ends = (End(person, Role.PERSON),)
    ref = f"iv{len(world.claims)}"
    world.say(agency, "involvements", ref, ends, period(start, end), recorded, **{"role": "officer", **values})


def a_partner(since: str = "2023-02-01") -> tuple[World, str, str]:
    """A child, its mother, and her partner, whom probation knows as such since a day."""
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")
    world.relates("csc", kelly, "parent", mia)
    daniel = an_adult(world, "probation", "P1")
    world.relates("probation", daniel, "partner", kelly, start=since)
    return world, mia, daniel


def test_work_of_which_no_more_is_told_is_said_to_be_that() -> None:
    world, mia, daniel = a_partner()
    involved(world, "probation", daniel, "2023-06-01", service="other")
    ((_, says),) = found(world, RULE, mia).details
    assert says.startswith("officer since 2023-06-01")
    involved(world, "probation", daniel, "2023-06-02", service="other", role="other")
    ((_, says),) = found(world, RULE, mia).details
    assert "involved since 2023-06-02" in says
    assert "other" not in says


def test_a_partner_on_probation_of_whom_nothing_was_shared_is_found() -> None:
    world, mia, daniel = a_partner()
    involved(world, "probation", daniel, "2023-06-01")
    told = found(world, RULE, mia)
    assert told.since is not None
    assert told.since.text == "2023-06-01"
    assert "Daniel Mercer" in told.says
    (line,) = told.details
    assert line[0] == "Daniel Mercer: Vale Probation"
    assert "nothing shared" in line[1]
    assert {claim.kind.value for claim in told.evidence} == {"involvement", "relationship"}


def test_nobody_whom_no_service_works_with_is_found() -> None:
    world, mia, _ = a_partner()
    assert state(world, RULE, mia) is NOT_FOUND


@pytest.mark.parametrize(("shared", "is_found"), [("2023-01-31", True), ("2023-02-01", False), ("2023-02-02", False)])
def test_only_a_share_since_the_link_began_counts(shared: str, is_found: bool) -> None:
    world, mia, daniel = a_partner("2023-02-01")
    involved(world, "probation", daniel, "2023-01-01")
    world.share("probation", "csc", shared, daniel)
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize(("end", "is_found"), [("2023-01-31", False), ("2023-02-01", False), ("2023-02-02", True)])
def test_only_work_on_some_day_since_the_link_began_counts(end: str, is_found: bool) -> None:
    world, mia, daniel = a_partner("2023-02-01")
    involved(world, "probation", daniel, "2022-06-01", end)
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize(("end", "is_found"), [("2022-03-31", False), ("2022-04-01", True), ("2022-04-02", True)])
def test_only_work_in_the_window_counts(end: str, is_found: bool) -> None:
    world, mia, daniel = a_partner("2019-01-01")
    involved(world, "probation", daniel, "2020-06-01", end)
    assert (state(world, RULE, mia) is FOUND) is is_found


@pytest.mark.parametrize("what", ["to another agency", "by another agency", "refused", "about somebody else"])
def test_only_that_services_share_about_them_with_the_assessing_agency_counts(what: str) -> None:
    world, mia, daniel = a_partner()
    involved(world, "probation", daniel, "2023-06-01")
    match what:
        case "to another agency":
            world.share("probation", "school", "2023-07-01", daniel)
        case "by another agency":
            world.share("police", "csc", "2023-07-01", daniel)
        case "refused":
            world.share("probation", "csc", "2023-07-01", daniel, outcome="refused")
        case _:
            world.share("probation", "csc", "2023-07-01", an_adult(world, "probation", "P9", "Ingrid Lund"))
    assert state(world, RULE, mia) is FOUND


def test_a_share_of_one_of_their_records_counts() -> None:
    world, mia, daniel = a_partner()
    episode = world.episode("probation", daniel, "probation", "2023-06-01")
    assert state(world, RULE, mia) is FOUND
    world.share("probation", "csc", "2023-07-01", about=episode)
    assert state(world, RULE, mia) is NOT_FOUND


def test_an_episode_of_such_a_kind_counts_whoever_holds_it_and_others_do_not() -> None:
    world, mia, daniel = a_partner()
    world.episode("gp", daniel, "tenancy", "2023-06-01")
    assert state(world, RULE, mia) is NOT_FOUND
    world.episode("gp", daniel, "mental_health", "2023-06-01")
    assert state(world, RULE, mia) is FOUND


def test_the_assessing_agency_itself_has_nothing_to_be_told() -> None:
    world, mia, daniel = a_partner()
    world.episode("csc", daniel, "adult_care", "2023-06-01")
    assert state(world, RULE, mia) is NOT_FOUND


def test_a_service_whose_shares_are_not_delivered_cannot_be_said_to_have_shared_nothing() -> None:
    world, mia, daniel = a_partner()
    involved(world, "probation", daniel, "2023-06-01")
    tables = tuple(sorted(KIND_OF_TABLE))
    every = dict.fromkeys(("csc", "police", "probation"), tables)
    world.feeds_of = {**every, "probation": tuple(table for table in tables if table != "shares")}
    result = ask(world, RULE, mia)
    assert result.state is CANNOT
    assert ("probation", "shares") in {(blank.agency.id, blank.what) for blank in result.blanks if blank.agency}


def test_what_was_recorded_later_was_not_known() -> None:
    world, mia, daniel = a_partner()
    involved(world, "probation", daniel, "2023-06-01", recorded="2023-06-05")
    assert state(world, RULE, mia, "2023-06-10", known_at="2023-06-04") is NOT_FOUND
    assert state(world, RULE, mia, "2023-06-10", known_at="2023-06-05") is FOUND


def test_only_what_those_asked_about_know_is_evidence() -> None:
    world, mia, daniel = a_partner()
    involved(world, "probation", daniel, "2023-06-01")
    assert ask(world, RULE, mia, known_to=frozenset({"csc"})).state is NOT_FOUND
    assert ask(world, RULE, mia, known_to=frozenset({"csc", "probation"})).state is FOUND


def test_a_refuted_claim_supports_nothing() -> None:
    world, mia, daniel = a_partner()
    involved(world, "probation", daniel, "2023-06-01")
    world.claims[-1] = replace(world.claims[-1], status=ClaimStatus.REFUTED)
    assert state(world, RULE, mia) is NOT_FOUND


def test_a_partial_date_makes_it_only_possible() -> None:
    world, mia, daniel = a_partner("2023-02")
    involved(world, "probation", daniel, "2022-06-01")
    assert not found(world, RULE, mia).possible
    world.share("probation", "csc", "2023-02-10", daniel)
    assert found(world, RULE, mia).possible
    world.share("probation", "csc", "2023-02-28", daniel)
    assert state(world, RULE, mia) is NOT_FOUND


def test_an_adult_set_aside_leaves_the_others_found() -> None:
    world, mia, daniel = a_partner()
    involved(world, "probation", daniel, "2023-06-01")
    made, until = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC).date()
    aside = SetAside(mia, RULE, daniel, "ana", "told by telephone", made, until)
    assert ask(world, RULE, mia, asides=(aside,)).state.value == "SET_ASIDE"
    other = an_adult(world, "police", "P2", "Lee Hobbs", "1981-06-20")
    world.relates("csc", other, "parent", mia)
    involved(world, "police", other, "2023-09-01")
    result = ask(world, RULE, mia, asides=(aside,))
    assert result.state is FOUND
    assert result.found is not None
    assert [name for name, _ in result.found.details] == ["Lee Hobbs: Vale Police"]
    assert result.set_aside == aside


def test_without_an_assessing_agency_nobody_was_not_told() -> None:
    world, mia, daniel = a_partner()
    involved(world, "probation", daniel, "2023-06-01")
    case = world.case()
    others = {name: one for name, one in case.partnership.agencies.items() if one.kind != "children_social_care"}
    subject = Subject(replace(case, partnership=replace(case.partnership, agencies=others)), mia)
    assert result_of(every_rule()[RULE], subject).state is CANNOT
    assert assessments_of(subject) == episodes_of(subject) == ()
