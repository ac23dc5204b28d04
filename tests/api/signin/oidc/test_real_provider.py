"""Signing in by a certified provider, through its own pages: there and back, keys that roll over, down and back again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from api.app import create_app
from api.signin.oidc.provider import Provider
from graph.access.accounts import Account, ProvidedAs
from graph.access.caller import AccessRole
from graph.openid.settings import AccessTokens
from graph.questions.opening import Partnerships
from tests.api.signin.oidc.browser import Site, make_client
from tests.api.signin.oidc.made_up import ADDRESS, Clock, MadeUp, settings
from tests.api.signin.oidc.real import AUDIENCE, CLIENT, SECRET, Real, free_port

pytestmark = pytest.mark.oidc


@pytest.fixture(scope="module")
def real() -> Iterator[Real]:
    started = Real(free_port(), ADDRESS)
    started.start()
    yield started
    started.stop()


@pytest.fixture
def clock() -> Clock:
    """The real one: the provider has no other."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def site(held: Partnerships, clock: Clock, real: Real) -> Site:
    openid = settings(
        issuer=real.issuer, client_secret=SECRET, api=AccessTokens(AUDIENCE, "at+jwt", frozenset({CLIENT}))
    )
    partnership = replace(held, now=clock)
    return Site(partnership, MadeUp(clock), clock, make_client(create_app(partnership, Provider(openid))))


def sign_in(site: Site, real: Real, name: str = "priya") -> int:
    brought = urlsplit(real.agree(site.go(), name))
    assert brought.path == "/signin/back"
    return site.client.get(f"{brought.path}?{brought.query}").status_code


def test_there_and_back_through_the_pages_of_the_provider(site: Site, real: Real) -> None:
    assert sign_in(site, real) == 303
    assert site.me() == {"name": "priya@council.example", "purpose": "assessment", "roles": ["assessment"]}


def test_somebody_without_a_role_is_refused(site: Site, real: Real) -> None:
    assert sign_in(site, real, "visitor") == 403


def test_a_reply_opens_nothing_twice(site: Site, real: Real) -> None:
    brought = urlsplit(real.agree(site.go(), "priya"))
    other = site.another()
    other.client.cookies.update(site.client.cookies)
    assert site.client.get(f"{brought.path}?{brought.query}").status_code == 303
    assert other.client.get(f"{brought.path}?{brought.query}").status_code == 403


def test_a_key_that_rolled_over_and_a_provider_that_was_down(site: Site, real: Real) -> None:
    assert sign_in(site, real) == 303
    real.stop()
    site.clock.forward(timedelta(minutes=1))
    reply = site.another().client.get("/signin")
    assert (reply.status_code, "Nobody can sign in just now" in reply.text) == (503, True)
    assert site.me()["roles"] == ["assessment"]
    real.roll_over()
    site.clock.forward(timedelta(seconds=15))
    other = site.another()
    assert sign_in(other, real) == 303
    assert other.me()["roles"] == ["assessment"]


def test_an_access_token_of_an_api_client(site: Site, real: Real, held: Partnerships) -> None:
    token = real.client_token()
    assert site.api(token).status_code == 403
    account = Account("nightly", "", frozenset({AccessRole.ASSESSMENT}), site.clock(), agency="csc")
    held.ledger.provided.add(ProvidedAs(real.issuer, CLIENT), account)
    assert site.api(token).json()["data"]["me"]["name"] == "nightly"


def test_the_way_out_leads_to_the_page_of_the_provider(site: Site, real: Real) -> None:
    sign_in(site, real)
    site.client.post("/signout", data={"csrf": site.form_token()})
    assert f'href="{real.issuer}/session/end?client_id=kithmap&amp;post_logout_redirect_uri=' in (
        site.client.get("/signed-out").text
    )
