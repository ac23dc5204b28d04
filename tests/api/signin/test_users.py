"""`kithmap users`: a new password, everything ended, and each act an entry of the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import kithmap
from api.signin.passwords import hash_password
from api.signin.sessions import add_token, find_bearer, find_session
from graph.errors import StoreUnavailable
from graph.store.ledger import Ledger, open_ledger
from graph.store.ledger.accounts import Tokens
from graph.store.ledger.audit import AuditChain
from graph.store.ledger.tables import ACCOUNTS
from tests.api.signin.signing import sign_in
from tests.ingest.site import NOW

PASSWORD = "words that are long enough"
FAULT, WRONG, UNAVAILABLE = 1, 2, 3


@pytest.fixture
def data(tmp_path: Path) -> Path:
    open_ledger(tmp_path).close()
    assert users(tmp_path, "add", "sam", "--role", "steward") == 0
    return tmp_path


@pytest.fixture
def ledger(data: Path) -> Iterator[Ledger]:
    opened = open_ledger(data)
    opened.accounts.set_password("sam", hash_password(PASSWORD), is_one_time=False)
    yield opened
    opened.close()


def users(data: Path, *arguments: str) -> int:
    return kithmap.run(["users", *arguments, "--data", str(data)])


def entries(ledger: Ledger) -> list[tuple[str, str, str]]:
    said = [json.loads(entry.content) for entry in ledger.audit.entries()]
    return [(one["operation"], one["reference"], one["outcome"]) for one in said]


def test_a_forgotten_password_is_replaced_and_its_sessions_are_over(
    data: Path, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    token = sign_in(ledger, "sam", PASSWORD, NOW)
    capsys.readouterr()
    assert users(data, "password", "sam") == 0
    given = capsys.readouterr().out.split()[-1]
    assert token and find_session(ledger, token, NOW) is None
    assert sign_in(ledger, "sam", PASSWORD, NOW) is None
    assert sign_in(ledger, "sam", given, NOW)
    account = ledger.accounts.find("sam")
    assert account and account.is_one_time


def test_an_account_of_a_provider_has_no_password_to_replace(data: Path, ledger: Ledger) -> None:
    with ledger.database.writing() as connection:
        connection.execute(ACCOUNTS.update().values(password_hash=""))
    assert users(data, "password", "sam") == WRONG
    assert entries(ledger)[-1] == ("users:password", "", "refused")


def test_what_was_lost_is_ended_and_the_account_may_sign_in_again(
    data: Path, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    session, bearer = sign_in(ledger, "sam", PASSWORD, NOW), add_token(ledger, "sam", "api", NOW)
    capsys.readouterr()
    assert users(data, "sign-out", "sam") == 0
    assert capsys.readouterr().out == "sam: 1 sessions and 1 bearer tokens ended\n"
    assert session and find_session(ledger, session, NOW) is None
    assert find_bearer(ledger, bearer, NOW) is None
    assert sign_in(ledger, "sam", PASSWORD, NOW)


def test_each_act_is_an_entry_that_names_the_account(data: Path, ledger: Ledger) -> None:
    for act in ("token", "sign-out", "password", "disable"):
        assert users(data, act, "sam") == 0
    told = [("users:" + act, "sam", "answered") for act in ("add", "token", "sign-out", "password", "disable")]
    assert entries(ledger) == told


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (("add", "ida", "--role", "analyst"), {"name", "one_time_password"}),
        (("token", "sam"), {"name", "token"}),
        (("password", "sam"), {"name", "one_time_password"}),
        (("sign-out", "sam"), {"name", "sessions_ended", "tokens_ended"}),
        (("link", "sam"), {"name", "linked"}),
        (("disable", "sam"), {"name", "disabled"}),
    ],
)
def test_each_act_is_told_as_one_document_too(
    act: tuple[str, ...], told: set[str], data: Path, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert kithmap.run(["--json", "users", *act, "--data", str(data)]) == 0
    assert json.loads(capsys.readouterr().out).keys() == told


@pytest.mark.parametrize("act", ["add", "token", "sign-out", "password", "disable"])
def test_what_no_entry_can_be_written_of_is_not_done(
    act: str, data: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, bearer = sign_in(ledger, "sam", PASSWORD, NOW), add_token(ledger, "sam", "api", NOW)
    before = ledger.accounts.every()

    def full(*_arguments: object) -> None:
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr(AuditChain, "append", full)
    assert users(data, act, *(["eve", "--role", "auditor"] if act == "add" else ["sam"])) == UNAVAILABLE
    assert ledger.accounts.every() == before
    assert session and find_session(ledger, session, NOW)
    assert find_bearer(ledger, bearer, NOW)


def test_an_act_that_fails_half_way_is_undone_with_its_entry(
    data: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_arguments: object) -> None:
        raise StoreUnavailable("the ledger does not answer")

    written = entries(ledger)
    monkeypatch.setattr(Tokens, "end_of", gone)
    session = sign_in(ledger, "sam", PASSWORD, NOW)
    assert users(data, "sign-out", "sam") == UNAVAILABLE
    assert session and find_session(ledger, session, NOW)
    assert entries(ledger) == written


@pytest.mark.parametrize("act", ["token", "sign-out", "password", "disable"])
def test_what_is_refused_is_one_too(act: str, data: Path, ledger: Ledger) -> None:
    assert users(data, act, "nobody") == FAULT
    assert entries(ledger)[-1] == (f"users:{act}", "", "refused")


def test_no_entry_holds_a_password_or_a_token(data: Path, ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert users(data, "token", "sam") == users(data, "password", "sam") == 0
    token, password = capsys.readouterr().out.split()[0], entries(ledger)[-1]
    assert not any(token in entry.content for entry in ledger.audit.entries())
    assert password == ("users:password", "sam", "answered")
