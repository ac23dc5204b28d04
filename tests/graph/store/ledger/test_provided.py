"""Accounts that a provider vouches for, and sign-ins used up, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from graph.access.accounts import Account, ProvidedAs, Session
from graph.access.caller import AccessRole
from graph.errors import BadInput
from graph.store.ledger import Ledger
from tests.graph.store.test_ledger import NOW

PRIYA = ProvidedAs("https://login.council.example", "s1")
ACCOUNT = Account("priya", "", frozenset({AccessRole.ASSESSMENT}), NOW, "csc")


def test_an_account_is_found_by_issuer_and_subject_together(ledger: Ledger) -> None:
    ledger.provided.add(PRIYA, ACCOUNT)
    assert ledger.provided.find(PRIYA) == ACCOUNT
    for other in (replace(PRIYA, issuer="https://login.other.example"), replace(PRIYA, subject="S1")):
        assert ledger.provided.find(other) is None


def test_a_name_or_a_subject_that_is_taken_leaves_nothing_behind(ledger: Ledger) -> None:
    ledger.provided.add(PRIYA, ACCOUNT)
    for who, account in ((replace(PRIYA, subject="s2"), ACCOUNT), (PRIYA, replace(ACCOUNT, name="other"))):
        with pytest.raises(BadInput, match="taken"):
            ledger.provided.add(who, account)
    assert ledger.provided.find(replace(PRIYA, subject="s2")) is None
    assert [account.name for account in ledger.accounts.every()] == ["priya"]


def test_a_subject_is_linked_to_one_account_that_there_is(ledger: Ledger) -> None:
    ledger.accounts.add(ACCOUNT)
    ledger.provided.link(PRIYA, "priya", NOW)
    assert ledger.provided.find(PRIYA) == ACCOUNT
    for who, name in ((PRIYA, "priya"), (replace(PRIYA, subject="s2"), "nobody")):
        with pytest.raises(BadInput, match="linked"):
            ledger.provided.link(who, name, NOW)


def test_what_an_account_may_be_is_replaced_and_the_rest_stays(ledger: Ledger) -> None:
    ledger.accounts.add(replace(ACCOUNT, password_hash="kept", is_disabled=True))
    changed = replace(
        ACCOUNT, roles=frozenset(), agency=None, professionals=frozenset({"csc:1"}), teams=frozenset({"E"})
    )
    ledger.accounts.keep_standing(changed)
    assert ledger.accounts.find("priya") == replace(changed, password_hash="kept", is_disabled=True)


def test_sessions_of_others_than_the_issuers_end(ledger: Ledger) -> None:
    ledger.provided.add(PRIYA, ACCOUNT)
    ledger.accounts.add(replace(ACCOUNT, name="local"))
    for name in ("priya", "local"):
        ledger.sessions.add(Session(f"hash of {name}", name, "form", NOW, NOW))
    assert ledger.provided.end_other_sessions(PRIYA.issuer) == 1
    assert ledger.sessions.find("hash of priya") is not None
    assert ledger.provided.end_other_sessions("https://login.other.example") == 1


def test_a_sign_in_is_spent_once_and_forgotten_when_it_is_old(ledger: Ledger) -> None:
    ten = timedelta(minutes=10)
    assert ledger.spent.spend("h", NOW, NOW - ten)
    assert not ledger.spent.spend("h", NOW + ten, NOW)
    assert ledger.spent.spend("h", NOW + 2 * ten, NOW + timedelta(seconds=1))


def test_of_many_at_once_one_spends_it(ledger: Ledger) -> None:
    with ThreadPoolExecutor(4) as pool:
        spent = list(pool.map(lambda _: ledger.spent.spend("h", NOW, NOW), range(12)))
    assert sum(spent) == 1
