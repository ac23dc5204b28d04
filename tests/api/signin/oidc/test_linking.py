"""`kithmap users link`: what it says of an account counts, and a subject is let in as it."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import kithmap
from graph.access.accounts import Account, ProvidedAs
from graph.access.caller import AccessRole
from graph.questions.opening import Partnerships
from tests.api.signin.oidc.browser import Site, make_site
from tests.api.signin.oidc.made_up import ISSUER, PRIYA, Clock, settings
from tests.noninterference.worlds import NOW

PROVIDER = {
    "KITHMAP_ADDRESS": "https://kithmap.council.example",
    "KITHMAP_OIDC_ISSUER": ISSUER,
    "KITHMAP_OIDC_CLIENT_ID": "kithmap",
    "KITHMAP_OIDC_CLIENT_SECRET": "a secret",
    "KITHMAP_OIDC_ROLES": "Kithmap.Assessment=assessment",
}


@pytest.fixture
def linked(held: Partnerships, monkeypatch: pytest.MonkeyPatch) -> Partnerships:
    """A partnership with a provider set, and an account to link."""
    for name, value in PROVIDER.items():
        monkeypatch.setenv(name, value)
    held.ledger.accounts.add(Account("robin", "*", frozenset({AccessRole.ASSESSMENT}), NOW, is_one_time=True))
    held.ledger.provided.link(ProvidedAs("https://login.earlier.example", "robin"), "robin", NOW)
    held.ledger.accounts.set_password("robin", "", is_one_time=True)
    return held


def link(held: Partnerships, *arguments: str) -> int:
    return kithmap.run(["users", "link", *arguments, "--data", str(held.data)])


def test_agency_records_and_teams_are_linked_and_what_is_not_named_stays(linked: Partnerships) -> None:
    more = ("--professional", "csc:SW1", "--professional", "csc:SW2", "--team", "East")
    assert link(linked, "robin", "--agency", "csc", *more) == 0
    assert link(linked, "robin", "--team", "West") == 0
    account = linked.ledger.accounts.find("robin")
    assert account and (account.agency, account.teams) == ("csc", frozenset({"West"}))
    assert account.professionals == frozenset({"csc:SW1", "csc:SW2"})
    assert account.is_one_time
    last = json.loads(list(linked.ledger.audit.entries())[-1].content)
    assert (last["operation"], last["reference"], last["is_operator"]) == ("users:link", "robin", True)


def test_a_subject_that_is_linked_signs_in_as_the_account(linked: Partnerships, clock: Clock) -> None:
    assert link(linked, "robin", "--subject", PRIYA) == 0
    site: Site = make_site(linked, clock, settings())
    site.sign_in()
    assert site.me()["name"] == "robin"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody", "--agency", "csc"),
        ("robin", "--agency", "nowhere"),
        ("robin", "--professional", "SW1"),
        ("robin", "--team", "East"),
        ("robin", "--subject", ""),
        ("robin", "--subject", "two\nlines"),
        ("nobody", "--subject", "s"),
    ],
    ids=range(7),
)
def test_what_can_not_be_linked_is_said_and_nothing_is_written(
    arguments: tuple[str, ...], linked: Partnerships
) -> None:
    before = linked.ledger.accounts.find("robin")
    assert link(linked, *arguments) == 1
    assert linked.ledger.accounts.find("robin") == before


def test_a_subject_is_linked_once(linked: Partnerships) -> None:
    assert link(linked, "robin", "--subject", PRIYA) == 0
    assert link(linked, "assessment", "--subject", PRIYA) == 1


def test_without_a_provider_there_are_no_subjects(linked: Partnerships, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROVIDER:
        monkeypatch.delenv(name)
    assert link(linked, "robin", "--subject", PRIYA) == 2


def test_the_command_says_what_it_does() -> None:
    said = CliRunner().invoke(kithmap.app, ["users", "link", "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"}).output
    assert "--subject" in said
