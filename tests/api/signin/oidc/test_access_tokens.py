"""Access tokens of the provider: what an API client is let in with, and what it is not."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from graph.access.accounts import Account, ProvidedAs
from graph.access.caller import AccessRole
from graph.openid.settings import AccessTokens
from graph.questions.opening import Partnerships
from tests.api.signin.oidc.browser import Site, make_site
from tests.api.signin.oidc.made_up import (
    AUDIENCE,
    CLIENT,
    EC_KEY,
    ISSUER,
    NEXT_KEY,
    PRIYA,
    Clock,
    access_token,
    settings,
)
from tests.noninterference.worlds import NOW

ROBOT = "subject-of-a-robot"


@pytest.fixture
def client(held: Partnerships, site: Site) -> Site:
    """A site that knows an API client."""
    roles = frozenset({AccessRole.ASSESSMENT})
    held.ledger.provided.add(ProvidedAs(ISSUER, ROBOT), Account("nightly", "", roles, NOW, agency="csc"))
    return site


def robot(clock: Clock, **claims: Any) -> str:  # noqa: ANN401 - claims of any kind
    return access_token(clock, **{"sub": ROBOT} | claims)


def is_refused(site: Site, reply: httpx2.Response) -> bool:
    """Whether a reply is the one of every token that does not hold, and the log says so."""
    entry = json.loads(site.newest_entry())
    assert reply.status_code == 403
    assert reply.content == site.api("never given").content
    assert (entry["operation"], entry["outcome"], entry["caller"]) == ("signin", "refused", "")
    return True


def test_a_client_with_an_account_asks_as_it(client: Site, clock: Clock) -> None:
    me = client.api(robot(clock)).json()["data"]["me"]
    assert me == {"name": "nightly", "purpose": "assessment", "roles": ["assessment"]}


def test_somebody_who_signed_in_asks_with_a_token_of_theirs(site: Site, clock: Clock) -> None:
    site.sign_in()
    assert site.api(access_token(clock)).json()["data"]["me"]["name"] == "priya@council.example"


def test_a_subject_without_an_account_is_refused(site: Site, clock: Clock) -> None:
    assert is_refused(site, site.api(access_token(clock, sub="somebody")))


def test_a_disabled_account_is_refused(client: Site, held: Partnerships, clock: Clock) -> None:
    held.ledger.accounts.disable("nightly")
    assert is_refused(client, client.api(robot(clock)))


def test_only_roles_that_both_token_and_account_have_count(client: Site, clock: Clock) -> None:
    both = robot(clock, roles=["Kithmap.Assessment", "Kithmap.Auditor"])
    assert client.api(both).json()["data"]["me"]["roles"] == ["assessment"]
    for roles in (["Kithmap.Auditor"], [], "none", {"a": 1}):
        assert is_refused(client, client.api(robot(clock, roles=roles)))


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://login.other.example"},
        {"aud": CLIENT},
        {"aud": [AUDIENCE, "another"]},
        {"client_id": "another"},
        {"azp": "another"},
        {"appid": 7},
        {"exp": -60},
        {"nbf": 61},
        {"iat": 61},
        {"sub": ""},
        {"nonce": "of an id token"},
        {"at_hash": "of an id token"},
        {"hasgroups": True},
    ],
    ids=lambda claims: next(iter(claims)) + str(len(str(claims))),
)
def test_claims_that_do_not_hold(claims: dict[str, Any], client: Site, clock: Clock) -> None:
    now = int(clock.at.timestamp())  # times are said as seconds from now
    said = {name: now + value if name in {"exp", "nbf", "iat"} else value for name, value in claims.items()}
    assert is_refused(client, client.api(robot(clock, **said)))


def test_no_client_named(client: Site, clock: Clock) -> None:
    token = robot(clock)
    assert client.api(token).status_code == 200
    assert is_refused(client, client.api(robot(clock, client_id=None)))


@pytest.mark.parametrize("type_", ["JWT", "", "logout+jwt"])
def test_another_type_than_an_access_token(type_: str, client: Site, clock: Clock) -> None:
    assert is_refused(client, client.api(robot(clock, header={"typ": type_})))


def test_both_spellings_of_the_type(client: Site, clock: Clock) -> None:
    for said in ("at+jwt", "application/at+jwt", "AT+JWT"):
        assert client.api(robot(clock, header={"typ": said})).status_code == 200


def test_an_id_token_as_an_access_token(client: Site) -> None:
    client.sign_in()
    assert is_refused(client, client.api(client.made_up.issued[-1]))


def test_an_id_token_as_an_access_token_where_both_are_called_jwt(held: Partnerships, clock: Clock) -> None:
    site = make_site(held, clock, settings(api=AccessTokens(AUDIENCE, "jwt", frozenset({CLIENT}))))
    site.sign_in()
    assert is_refused(site, site.api(site.made_up.issued[-1]))
    plain = access_token(clock, header={"typ": "JWT"}, azp=CLIENT)
    assert site.api(plain).status_code == 200
    assert is_refused(site, site.api(access_token(clock, header={"typ": "JWT"}, nonce="x")))
    assert is_refused(site, site.api(access_token(clock, header={"typ": "logout+jwt"})))


def test_an_access_token_as_an_id_token(site: Site, clock: Clock) -> None:
    site.made_up.signer = lambda _header, claims: access_token(clock, aud=CLIENT, nonce=claims["nonce"])
    assert site.sign_in().status_code == 403


def test_signed_by_a_stranger_or_with_another_algorithm(client: Site, clock: Clock) -> None:
    assert is_refused(client, client.api(robot(clock, key=NEXT_KEY)))
    client.made_up.keys.append(EC_KEY)
    client.clock.forward(timedelta(minutes=2))
    assert is_refused(client, client.api(robot(clock, key=EC_KEY, header={"alg": "ES256", "kid": "curve"})))


def test_where_no_audience_is_set_none_is_taken(held: Partnerships, clock: Clock) -> None:
    site = make_site(held, clock, settings(api=None))
    site.sign_in()
    assert is_refused(site, site.api(access_token(clock, sub=PRIYA)))


def test_without_keys_nobody_can_say_and_the_reply_says_so(client: Site, clock: Clock) -> None:
    client.made_up.is_down = True
    reply = client.api(robot(clock))
    assert reply.status_code == 503
    assert reply.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"


def test_a_token_is_no_session(client: Site, clock: Clock) -> None:
    page = client.client.get("/purpose", headers={"Authorization": f"Bearer {robot(clock)}"})
    assert "set-cookie" not in page.headers


def test_nothing_of_a_refused_token_is_in_the_log(client: Site, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    token = robot(clock, aud="the wrong audience")
    with caplog.at_level(logging.DEBUG, "kithmap"):
        client.api(token)
    assert "an access token was refused: another audience" in caplog.text
    for secret in (*token.split("."), ROBOT, "the wrong audience"):
        assert secret not in caplog.text
        assert secret not in client.newest_entry()
