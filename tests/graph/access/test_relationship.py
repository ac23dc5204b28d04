"""Whose people a practitioner or manager works with: own involvements and the team's, by the newest delivery."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.relationship import people_worked_with, team_name, team_record, team_records
from graph.model.claims import Claim, ClaimKind, ClaimStatus
from graph.model.ids import IdKey
from graph.model.period import Period, parse_partial
from tests.graph.store.builders import a_claim, but

DAY = date(2024, 3, 31)
KEY = IdKey(b"k" * 32)
ME = Caller("me", frozenset({AccessRole.PRACTITIONER}), "csc", frozenset({"csc:ref-me"}))
TEAM_LEAD = Caller("lead", frozenset({AccessRole.MANAGER}), "csc", teams=frozenset({"East"}))


def a_professional(record: str, team: str = "", agency: str = "csc") -> Claim:
    claim = but(a_claim(ClaimKind.PROFESSIONAL, f"p-{record}", record, agency), values={"team": team} if team else {})
    return claim.claim


def an_involvement(child: str, professional: str, start: str | None = "2024-01-01", end: str | None = None) -> Claim:
    valid = Period(parse_partial(start) if start else None, parse_partial(end) if end else None)
    stored = a_claim(ClaimKind.INVOLVEMENT, f"i-{child}", agency="csc", person=child, professional=professional)
    return but(stored, valid=valid).claim


def worked_with(*claims: Claim, caller: Caller = ME, day: date | None = DAY, today: date = DAY) -> frozenset[str]:
    return people_worked_with(claims, caller, day, today)


def test_ones_own_children_are_those_of_the_own_record() -> None:
    claims = (a_professional("me"), an_involvement("mia", "me"), an_involvement("leo", "another"))
    assert worked_with(*claims) == {"mia"}


def test_the_children_of_the_own_records_team_are_worked_with_too() -> None:
    claims = (a_professional("me", "East"), a_professional("colleague", " east "), an_involvement("mia", "colleague"))
    assert worked_with(*claims) == {"mia"}


def test_a_manager_works_with_the_children_of_the_accounts_team() -> None:
    claims = (a_professional("one", "East"), an_involvement("mia", "one"), an_involvement("leo", "two"))
    assert worked_with(*claims, a_professional("two", "West"), caller=TEAM_LEAD) == {"mia"}


def test_a_team_of_the_same_name_at_another_agency_is_another_team() -> None:
    claims = (a_professional("me", "East"), a_professional("nurse", "East", "gp"), an_involvement("mia", "nurse"))
    assert worked_with(*claims) == frozenset()


def test_nobody_is_of_the_team_of_those_without_one() -> None:
    claims = (a_professional("me"), a_professional("another"), an_involvement("mia", "another"))
    assert worked_with(*claims) == frozenset()


def test_a_professional_who_moved_on_is_of_the_new_team_only() -> None:
    before = but(
        a_claim(ClaimKind.PROFESSIONAL, "p-old", "another", "csc"),
        values={"team": "East"},
        superseded_at=datetime(2024, 2, 1, tzinfo=UTC),
    ).claim
    claims = (a_professional("me", "East"), before, a_professional("another", "West"), an_involvement("mia", "another"))
    assert worked_with(*claims) == frozenset()


@pytest.mark.parametrize("professional", ["me", "colleague"])
@pytest.mark.parametrize(
    ("start", "end", "is_open"),
    [
        ("2024-03-30", None, True),
        ("2024-03-31", None, True),
        ("2024-04-01", None, False),
        (None, None, True),
        ("2024-03", None, True),
        ("2024-01-01", "2024-03-30", False),
        ("2024-01-01", "2024-03-31", False),
        ("2024-01-01", "2024-04-01", True),
        ("2024-01-01", "2024-03", False),
        ("2024-01-01", "2024-04", True),
    ],
)
def test_a_relationship_begins_on_its_first_day_and_is_over_on_its_last(
    professional: str, start: str | None, end: str | None, is_open: bool
) -> None:
    staff = (a_professional("me", "East"), a_professional("colleague", "East"))
    found = worked_with(*staff, an_involvement("mia", professional, start, end))
    assert found == (frozenset({"mia"}) if is_open else frozenset())


@pytest.mark.parametrize(
    ("end", "today", "is_open"),
    [
        ("2024-04-10", date(2024, 4, 9), True),
        ("2024-04-10", date(2024, 4, 10), False),
        ("2024-04-10", date(2024, 4, 11), False),
        ("2024-04", date(2024, 3, 31), True),
        ("2024-04", date(2024, 4, 1), False),
        (None, date(2024, 5, 1), True),
    ],
)
def test_an_end_after_the_newest_delivery_ends_access_on_its_own_day(
    end: str | None, today: date, is_open: bool
) -> None:
    found = worked_with(a_professional("me"), an_involvement("mia", "me", end=end), today=today)
    assert found == (frozenset({"mia"}) if is_open else frozenset())


@pytest.mark.parametrize(
    "changes",
    [
        {"status": ClaimStatus.REFUTED},
        {"superseded_at": datetime(2024, 3, 1, tzinfo=UTC)},
        {"confirmed_at": datetime(2024, 3, 1, tzinfo=UTC)},
    ],
)
def test_what_is_refuted_replaced_or_no_longer_confirmed_makes_none(changes: dict[str, object]) -> None:
    involvement = a_claim(ClaimKind.INVOLVEMENT, "i", agency="csc", person="mia", professional="me")
    assert worked_with(a_professional("me"), but(involvement).claim) == {"mia"}
    assert worked_with(a_professional("me"), but(involvement, **changes).claim) == frozenset()


def test_nothing_is_open_before_anything_is_delivered() -> None:
    assert worked_with(a_professional("me"), an_involvement("mia", "me"), day=None) == frozenset()


def test_a_teams_record_is_the_same_however_its_name_is_typed() -> None:
    assert team_name("  Duty   TEAM ") == "duty team"
    assert team_record("csc", "Duty team", KEY) == team_record("csc", " duty TEAM", KEY)
    assert team_record("csc", "Duty team", KEY) != team_record("gp", "Duty team", KEY)
    assert team_records(TEAM_LEAD, KEY) == (team_record("csc", "East", KEY),)
    assert team_records(Caller("x", frozenset(), None, teams=frozenset({"East"})), KEY) == ()


def test_an_account_without_an_agency_has_the_team_of_its_record_only() -> None:
    caller = Caller("me", frozenset({AccessRole.PRACTITIONER}), None, ME.professionals, frozenset({"West"}))
    staff = (a_professional("me", "East"), a_professional("one", "East"), a_professional("two", "West"))
    found = worked_with(*staff, an_involvement("mia", "one"), an_involvement("leo", "two"), caller=caller)
    assert found == {"mia"}
