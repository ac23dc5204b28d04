"""Signing in by a provider: there and back, who one is then, what a later sign-in changes."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.signin.oidc.accounts import Said, take_up
from api.signin.oidc.provider import Provider
from api.signin.passwords import hash_password
from api.signin.sessions import add_token
from graph.access.accounts import Account, AccountBook, ProvidedAs, ProvidedBook
from graph.access.caller import AccessRole
from graph.errors import SignInRefused
from graph.openid.settings import ClaimNames
from graph.questions.opening import Partnerships
from tests.api.signin.oidc.browser import Site, make_site
from tests.api.signin.oidc.made_up import ISSUER, NEXT_KEY, PRIYA, Clock, settings, sign
from tests.noninterference.worlds import NOW

NAME = "priya@council.example"


def test_there_and_back_makes_an_account_with_the_roles_of_the_token(site: Site, held: Partnerships) -> None:
    assert site.sign_in().headers["location"] == "/purpose"
    assert site.me() == {"name": NAME, "purpose": "assessment", "roles": ["assessment"]}
    account = held.ledger.accounts.find(NAME)
    assert account and (account.agency, account.roles) == ("csc", frozenset({AccessRole.ASSESSMENT}))


def test_the_way_there_says_state_nonce_and_a_challenge_and_none_of_the_secrets(site: Site) -> None:
    asked = parse_qs(urlsplit(site.go()).query)
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    _name, cookie = site.flow_cookie()
    assert not {cookie, *cookie.split(".")} & {value for values in asked.values() for value in values}


def test_over_tls_the_cookies_belong_to_this_host_alone(held: Partnerships, clock: Clock) -> None:
    site = make_site(held, clock)
    site.client.base_url = "https://kithmap.example"
    reply = site.client.get("/signin")
    said = reply.headers["set-cookie"]
    assert said.startswith("__Host-kithmap-signin-")
    for part in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=600"):
        assert part in said
    brought = site.made_up.agree(reply.headers["location"])
    named = [one.partition("=")[0] for one in site.back(brought).headers.get_list("set-cookie")]
    assert named == ["__Host-kithmap", f"__Host-kithmap-signin-{brought['state'][:16]}"]


def test_pages_opened_side_by_side_are_each_let_in(site: Site) -> None:
    first, second = site.made_up.agree(site.go()), site.made_up.agree(site.go())
    assert [site.back(brought).status_code for brought in (first, second)] == [303, 303]
    assert not [name for name in site.client.cookies if name.startswith("kithmap-signin")]


def test_signing_in_is_an_entry_with_the_account(site: Site) -> None:
    site.sign_in()
    assert '"operation":"signin"' in site.newest_entry()
    assert f'"caller":"{NAME}"' in site.newest_entry()
    assert '"outcome":"signed_in"' in site.newest_entry()


def test_the_subject_is_the_account_whatever_it_is_called_later(site: Site, held: Partnerships) -> None:
    site.sign_in()
    site.made_up.claims["preferred_username"] = "priya.married@council.example"
    site.another().sign_in()
    found = held.ledger.provided.find(ProvidedAs(ISSUER, PRIYA))
    assert found and found.name == NAME


def test_who_it_is_can_stand_in_another_claim_and_has_to_stand_there(held: Partnerships, clock: Clock) -> None:
    site = make_site(held, clock, settings(claims=ClaimNames(subject="oid")))
    assert site.sign_in().status_code == 403
    site.made_up.claims["oid"] = "object-1"
    assert site.sign_in().status_code == 303
    assert held.ledger.provided.find(ProvidedAs(ISSUER, "object-1")) is not None


class FirstSeenLate:
    """The book of provided accounts, in which somebody is found only once they were not."""

    def __init__(self, book: ProvidedBook, sees: int) -> None:
        self._book = book
        self._unseen = sees

    def find(self, who: ProvidedAs) -> Account | None:
        self._unseen -= 1
        return None if self._unseen >= 0 else self._book.find(who)

    def add(self, who: ProvidedAs, account: Account) -> None:
        self._book.add(who, account)


@dataclass
class BooksOf:
    """Books with another book of provided accounts."""

    accounts: AccountBook
    provided: FirstSeenLate


def test_two_first_sign_ins_at_once_make_one_account(site: Site, held: Partnerships) -> None:
    site.sign_in()
    said = Said(ProvidedAs(ISSUER, PRIYA), "another", frozenset({AccessRole.AUDITOR}), None, None, None)
    late = BooksOf(held.ledger.accounts, FirstSeenLate(held.ledger.provided, 1))
    account = take_up(late, said, settings(), NOW)  # type: ignore[arg-type]
    assert (account.name, account.roles) == (NAME, frozenset({AccessRole.AUDITOR}))
    later = BooksOf(held.ledger.accounts, FirstSeenLate(held.ledger.provided, 2))
    with pytest.raises(SignInRefused):
        take_up(later, said, settings(), NOW)  # type: ignore[arg-type]


def test_somebody_else_of_the_same_name_is_another_account(site: Site, held: Partnerships) -> None:
    site.sign_in()
    site.made_up.claims["sub"] = "somebody else"
    other = site.another()
    other.sign_in()
    assert other.me()["name"].startswith(f"{NAME}-")


@pytest.mark.parametrize("name", ["Assessment", "operator", "STEWARD"])
def test_no_name_takes_over_a_local_account(name: str, site: Site, held: Partnerships) -> None:
    site.made_up.claims["preferred_username"] = name
    site.sign_in()
    assert site.me()["name"].startswith(f"{name.lower()}-")


@pytest.mark.parametrize("name", ["", "two words", "a" * 65, "\u0430dmin", 7, None])
def test_a_name_that_is_none_becomes_a_mark(name: object, site: Site) -> None:
    site.made_up.claims["preferred_username"] = name
    site.sign_in()
    assert site.me()["name"].startswith("user-")


def test_a_role_taken_away_counts_at_the_next_sign_in_and_on_the_next_request_of_others(site: Site) -> None:
    first = site.another()
    site.made_up.claims["roles"] = ["Kithmap.Assessment", "Kithmap.Auditor"]
    first.sign_in()
    assert first.me()["roles"] == ["assessment", "auditor"]
    site.made_up.claims["roles"] = ["Kithmap.Assessment"]
    site.sign_in()
    assert first.me()["roles"] == ["assessment"]


def test_without_a_role_nobody_is_signed_in_and_the_account_loses_what_it_had(site: Site, held: Partnerships) -> None:
    site.made_up.claims["roles"] = []
    assert site.sign_in().status_code == 403
    assert held.ledger.provided.find(ProvidedAs(ISSUER, PRIYA)) is None
    site.made_up.claims["roles"] = "Kithmap.Assessment"
    assert site.sign_in().status_code == 303
    site.made_up.claims["roles"] = ["Somebody.Else"]
    assert site.another().sign_in().status_code == 403
    account = held.ledger.accounts.find(NAME)
    assert account and account.roles == frozenset()


def test_a_disabled_account_is_out_on_the_next_request_and_stays_out(site: Site, held: Partnerships) -> None:
    site.sign_in()
    held.ledger.accounts.disable(NAME)
    assert site.client.get("/purpose").headers["location"] == "/signin"
    assert site.sign_in().status_code == 403


def test_agency_records_and_teams_come_from_claims_that_are_named(held: Partnerships, clock: Clock) -> None:
    names = ClaimNames(agency="agency", professionals="records", teams="teams")
    site = make_site(held, clock, settings(claims=names))
    site.made_up.claims |= {"agency": "csc", "records": ["csc:CSC-1"], "teams": ["East"]}
    site.sign_in()
    account = held.ledger.accounts.find(NAME)
    assert account and account.agency == "csc"
    assert (account.professionals, account.teams) == (frozenset({"csc:CSC-1"}), frozenset({"East"}))
    site.made_up.claims |= {"records": [], "teams": []}
    site.sign_in()
    account = held.ledger.accounts.find(NAME)
    assert account and (account.professionals, account.teams) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    "claims",
    [
        {"agency": "nowhere"},
        {"agency": "police"},
        {"agency": ["csc", "police"]},
        {"agency": 7},
        {"records": ["CSC-1"]},
        {"roles": {"Kithmap.Assessment": True}},
    ],
    ids=[
        "unknown",
        "another than the role's",
        "two",
        "no text",
        "a record without its agency",
        "roles of another shape",
    ],
)
def test_claims_that_say_no_one_thing_are_refused(claims: dict[str, object], held: Partnerships, clock: Clock) -> None:
    site = make_site(held, clock, settings(claims=ClaimNames(agency="agency", professionals="records")))
    site.made_up.claims |= claims
    assert site.sign_in().status_code == 403


def test_an_agency_no_delivery_came_from_is_refused(held: Partnerships, clock: Clock) -> None:
    elsewhere = {name: replace(given, agency="nowhere") for name, given in settings().roles.items()}
    assert make_site(held, clock, settings(roles=elsewhere)).sign_in().status_code == 403


def test_what_no_claim_says_stays_as_it_was_linked(site: Site, held: Partnerships) -> None:
    site.sign_in()
    account = held.ledger.accounts.find(NAME)
    assert account
    held.ledger.accounts.keep_standing(replace(account, professionals=frozenset({"csc:CSC-1"})))
    site.sign_in()
    account = held.ledger.accounts.find(NAME)
    assert account and account.professionals == frozenset({"csc:CSC-1"})


def test_an_agency_that_was_linked_stays_where_neither_claim_nor_role_names_one(
    held: Partnerships, clock: Clock
) -> None:
    plain = {name: replace(given, agency=None) for name, given in settings().roles.items()}
    site = make_site(held, clock, settings(roles=plain))
    held.ledger.provided.add(
        ProvidedAs(ISSUER, PRIYA), Account("priya", "", frozenset(), NOW, agency="police", teams=frozenset({"East"}))
    )
    site.sign_in()
    account = held.ledger.accounts.find("priya")
    assert account and (account.agency, account.teams) == ("police", frozenset({"East"}))


def test_with_a_provider_no_password_is_taken(site: Site, held: Partnerships) -> None:
    held.ledger.accounts.set_password("assessment", hash_password("words that are long enough"), is_one_time=False)
    right = site.client.post("/signin", data={"name": "assessment", "password": "words that are long enough"})
    wrong = site.client.post("/signin", data={"name": "nobody", "password": "x"})
    assert right.status_code == wrong.status_code == 403
    assert right.content == wrong.content
    assert '"outcome":"refused"' in site.newest_entry()
    site.sign_in()
    assert site.client.get("/password").headers["location"] == "/signin"
    changed = {"current": "", "new": "other words, also long", "csrf": site.form_token()}
    assert site.client.post("/password", data=changed).status_code == 403


def test_an_account_of_a_provider_has_no_password_without_it(site: Site, held: Partnerships) -> None:
    site.sign_in()
    plain = make_plain(site)
    plain = make_plain(site)
    for password in ("", "*", "x"):
        assert plain.client.post("/signin", data={"name": NAME, "password": password}).status_code == 401


def make_plain(site: Site) -> Site:
    """The same partnership without a provider."""
    return replace(site, client=TestClient(create_app(site.held), base_url="http://127.0.0.1", follow_redirects=False))


def test_without_a_provider_its_pages_lead_to_the_form(site: Site) -> None:
    plain = make_plain(site)
    assert plain.client.get("/signin").status_code == 200
    for path in ("/signin/back", "/signed-out"):
        assert plain.client.get(path).headers["location"] == "/signin"


def test_a_provider_that_is_set_ends_the_sessions_of_local_accounts(site: Site, held: Partnerships) -> None:
    site.sign_in()
    plain = make_plain(site)
    held.ledger.accounts.set_password("assessment", hash_password("words that are long enough"), is_one_time=False)
    plain.client.post("/signin", data={"name": "assessment", "password": "words that are long enough"})
    assert plain.client.get("/purpose").status_code == 200
    create_app(site.held, Provider(settings(), site.made_up.transport))
    assert plain.client.get("/purpose").status_code == 303
    assert site.client.get("/purpose").status_code == 200


def test_local_tokens_of_api_clients_still_work(site: Site, held: Partnerships, clock: Clock) -> None:
    token = add_token(held.ledger, "assessment", "nightly", clock.at)
    assert site.api(token).json()["data"]["me"]["name"] == "assessment"


def test_signing_out_ends_the_session_here_first_and_then_shows_the_way_to_do_so_there(site: Site) -> None:
    site.sign_in()
    reply = site.client.post("/signout", data={"csrf": site.form_token()})
    assert reply.headers["location"] == "/signed-out"
    assert site.client.get("/purpose").headers["location"] == "/signin"
    page = site.client.get("/signed-out").text
    assert (
        f'{ISSUER}/logout?client_id=kithmap&amp;post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%2Fsigned-out"' in page
    )


def test_a_provider_without_a_way_out_is_signed_out_of_here_alone(site: Site) -> None:
    site.made_up.says["end_session_endpoint"] = None
    assert "/logout" not in site.client.get("/signed-out").text
    site.clock.forward(timedelta(minutes=2))
    site.made_up.is_down = True
    assert site.client.get("/signed-out").status_code == 200


def test_a_way_out_that_has_a_query_keeps_it(site: Site) -> None:
    site.made_up.says["end_session_endpoint"] = f"{ISSUER}/logout?p=policy"
    assert f"{ISSUER}/logout?p=policy&amp;client_id=" in site.client.get("/signed-out").text


def test_a_provider_that_takes_the_secret_in_the_body_alone_gets_it_there(site: Site) -> None:
    site.made_up.says["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert site.sign_in().status_code == 303


def test_nothing_of_a_refused_token_is_in_the_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.made_up.signer = lambda header, claims: _sign_with_next(header, claims)
    with caplog.at_level(logging.DEBUG, "kithmap"):
        assert site.sign_in().status_code == 403
    assert "a signature that does not hold" in caplog.text
    for secret in (*site.made_up.issued[0].split("."), NAME, PRIYA, "first"):
        assert secret not in caplog.text
        assert secret not in site.newest_entry()


def _sign_with_next(header: dict[str, object], claims: dict[str, object]) -> str:
    return sign(header, claims, NEXT_KEY)
