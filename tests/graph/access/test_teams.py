"""Whose doings a manager reads of: accounts with a professional record or a team in common (access.md §1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole, Caller
from graph.access.opened import Category, read_category, read_note, read_reason
from graph.access.relationship import accounts_of_no_manager, accounts_worked_with
from graph.errors import BadInput
from graph.model.claims import Claim, ClaimKind
from tests.graph.store.builders import a_claim, but

DAY = datetime(2024, 1, 1, tzinfo=UTC)


def an_account(
    name: str, agency: str | None = "csc", refs: tuple[str, ...] = (), teams: tuple[str, ...] = ()
) -> Account:
    return Account(name, "*", frozenset({AccessRole.PRACTITIONER}), DAY, agency, frozenset(refs), frozenset(teams))


def a_professional(ref: str, team: str = "", agency: str = "csc") -> Claim:
    claim = but(a_claim(ClaimKind.PROFESSIONAL, f"p-{ref}", ref, agency), values={"team": team} if team else {}).claim
    assert f"{claim.agency}:{claim.source.record_ref}" == f"{agency}:ref-{ref}"
    return claim


def team_of(caller: Caller, *claims: Claim, accounts: tuple[Account, ...]) -> set[str]:
    return set(accounts_worked_with(claims, caller, accounts))


def a_manager(refs: tuple[str, ...] = (), teams: tuple[str, ...] = (), agency: str | None = "csc") -> Caller:
    return Caller("mo", frozenset({AccessRole.MANAGER}), agency, frozenset(refs), frozenset(teams))


def test_a_team_the_account_names_is_of_its_agency_alone() -> None:
    accounts = (
        an_account("fay", teams=(" WEST ",)),
        an_account("gp", "gp", teams=("West",)),
        an_account("ed", teams=("East",)),
    )
    assert team_of(a_manager(teams=("West",)), accounts=accounts) == {"mo", "fay"}


def test_accounts_of_professionals_of_the_team_are_of_it() -> None:
    claims = (a_professional("tm", "West"), a_professional("fay", "west"), a_professional("ed", "East"))
    accounts = (an_account("fay", refs=("csc:ref-fay",)), an_account("ed", refs=("csc:ref-ed",)))
    for manager in (a_manager(refs=("csc:ref-tm",)), a_manager(teams=("West",))):
        assert team_of(manager, *claims, accounts=accounts) == {"mo", "fay"}


def test_an_account_that_names_the_team_of_the_manager_s_own_record_is_of_it() -> None:
    claims = (a_professional("tm", "West"),)
    accounts = (an_account("fay", teams=("west",)), an_account("ed", teams=("East",)))
    assert team_of(a_manager(refs=("csc:ref-tm",)), *claims, accounts=accounts) == {"mo", "fay"}


def test_one_professional_record_in_common_is_enough() -> None:
    accounts = (an_account("fay", refs=("csc:duty",)), an_account("ed", teams=("East",)))
    assert team_of(a_manager(refs=("csc:duty",)), accounts=accounts) == {"mo", "fay"}


def test_whoever_has_no_team_is_alone() -> None:
    accounts = (an_account("fay"), an_account("ed", None, teams=("West",)))
    assert team_of(a_manager(agency=None, teams=("West",)), accounts=accounts) == {"mo"}


def test_whoever_is_in_no_manager_s_team_is_reviewed_by_the_agency_s_managers() -> None:
    boss = replace(an_account("boss", teams=("East",)), roles=frozenset({AccessRole.MANAGER}))
    accounts = (
        boss,
        an_account("hub"),
        an_account("gp", "gp"),
        an_account("nobody", None),
        an_account("ed", teams=("East",)),
    )
    for manager in (a_manager(), a_manager(teams=("West",)), a_manager(refs=("csc:tm",))):
        assert accounts_of_no_manager(manager, accounts) == {"boss", "hub"}
    assert accounts_of_no_manager(a_manager(agency=None), accounts) == frozenset()


def test_a_professional_who_left_the_team_is_no_longer_of_it() -> None:
    left = but(a_claim(ClaimKind.PROFESSIONAL, "p-old", "fay", "csc"), values={"team": "West"}, superseded_at=DAY).claim
    accounts = (an_account("fay", refs=("csc:ref-fay",)),)
    assert team_of(a_manager(teams=("West",)), left, accounts=accounts) == {"mo"}


def test_a_reason_is_kept_with_its_spaces_counted_once() -> None:
    assert read_reason("  the child   is  missing ") == "the child is missing"
    for text in ("x" * 14, "-" * 30, "a             b", "x" * 2_001):
        with pytest.raises(BadInput) as refused:
            read_reason(text)
        assert refused.value.argument == "reason"


def test_a_category_is_read_however_it_is_typed() -> None:
    assert read_category(" Missing_Child ") is read_category("missing child") is Category.MISSING_CHILD
    with pytest.raises(BadInput, match="immediate_risk"):
        read_category("curious")


def test_a_word_of_a_sign_off_says_something() -> None:
    assert read_note(" right  so ") == "right so"
    for text in ("", "?!", "x" * 2_001):
        with pytest.raises(BadInput):
            read_note(text)
