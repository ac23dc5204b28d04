"""The provider over time: keys that roll over, one that is down and comes back, one that says what it should not."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.signin.oidc.keys import KeyCache
from graph.errors import ProviderUnavailable
from graph.openid.metadata import MOST_BYTES, fetch
from tests.api.signin.oidc.browser import Site
from tests.api.signin.oidc.made_up import EC_KEY, ISSUER, KEY, NEXT_KEY, Clock, sign
from tests.noninterference.worlds import NOW

MINUTE = timedelta(minutes=1)


def roll_over(site: Site) -> None:
    site.made_up.keys = [NEXT_KEY]
    site.made_up.header["kid"] = "second"
    site.made_up.signer = lambda header, claims: sign(header, claims, NEXT_KEY)


def test_keys_are_kept_and_fetched_once(site: Site) -> None:
    for _ in range(3):
        site.another().sign_in()
    assert site.made_up.fetched.count("keys") == 1


def test_a_key_that_rolled_over_is_fetched(site: Site) -> None:
    site.sign_in()
    site.clock.forward(MINUTE)
    roll_over(site)
    assert site.another().sign_in().status_code == 303
    assert site.made_up.fetched.count("keys") == 2


def test_the_key_before_opens_nothing_once_the_new_ones_are_fetched(site: Site) -> None:
    site.sign_in()
    site.clock.forward(timedelta(hours=1))
    site.made_up.keys = [NEXT_KEY]
    assert site.another().sign_in().status_code == 403


def test_unknown_keys_make_it_fetch_at_most_once_a_minute(site: Site) -> None:
    site.sign_in()
    site.made_up.header["kid"] = "never"
    for _ in range(5):
        assert site.another().sign_in().status_code == 403
    assert site.made_up.fetched.count("keys") == 1
    site.clock.forward(MINUTE)
    for _ in range(5):
        site.another().sign_in()
    assert site.made_up.fetched.count("keys") == 2


def test_a_provider_that_is_down_is_said_plainly_and_sessions_live_on(site: Site) -> None:
    site.sign_in()
    site.clock.forward(MINUTE)
    site.made_up.is_down = True
    reply = site.another().client.get("/signin")
    assert reply.status_code == 503
    assert "Nobody can sign in just now" in reply.text
    assert site.me()["roles"] == ["assessment"]
    site.clock.forward(timedelta(seconds=10))
    site.made_up.is_down = False
    assert site.another().sign_in().status_code == 303


def test_a_provider_that_goes_down_on_the_way_is_said_plainly_and_the_way_begins_anew(site: Site) -> None:
    brought = site.made_up.agree(site.go())
    site.made_up.is_down = True
    reply = site.back(brought)
    assert (reply.status_code, "Nobody can sign in just now" in reply.text) == (503, True)
    site.made_up.is_down = False
    assert site.back(brought).status_code == 403
    assert site.sign_in().status_code == 303


def test_a_key_set_that_is_not_there_is_none(site: Site) -> None:
    site.made_up.says["jwks_uri"] = f"{ISSUER}/elsewhere"
    assert site.sign_in().status_code == 503


@pytest.mark.parametrize("status", [500, 503, 302])
def test_a_provider_that_answers_with_a_fault_or_leads_elsewhere_is_down(status: int, site: Site) -> None:
    site.made_up.fault = status
    assert site.client.get("/signin").status_code == 503


def test_those_who_come_while_it_is_down_do_not_wait_for_it_one_by_one(site: Site) -> None:
    site.made_up.is_down = True
    for _ in range(4):
        assert site.client.get("/signin").status_code == 503
    assert len(site.made_up.fetched) == 1


@pytest.mark.parametrize(
    "says",
    [
        {"issuer": "https://login.other.example"},
        {"issuer": ISSUER + "/"},
        {"token_endpoint": "http://login.council.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
        {"jwks_uri": "https://name:word@login.council.example/keys"},
        {"token_endpoint": "https://login.council.example/token#here"},
        {"end_session_endpoint": "http://login.council.example/logout"},
        {"token_endpoint": "https://[::1/token"},
    ],
    ids=range(9),
)
def test_a_provider_that_speaks_for_another_or_in_the_clear_is_none(says: dict[str, Any], site: Site) -> None:
    site.made_up.says |= says
    assert site.client.get("/signin").status_code == 503


@pytest.mark.parametrize("keys", [{}, {"keys": 7}, {"keys": [{}] * 51}])
def test_a_key_set_that_is_none_leaves_the_keys_as_they_were(keys: dict[str, Any]) -> None:
    sent: dict[str, Any] = {"keys": [KEY.as_dict(private=False)]}
    cache = KeyCache(lambda _now: sent)
    assert cache.find("first", NOW) is not None
    sent = keys
    assert cache.find("first", NOW + timedelta(hours=23)) is not None
    with pytest.raises(ProviderUnavailable):
        cache.find("first", NOW + timedelta(hours=24))


def test_keys_nobody_can_use_are_left_out_and_the_others_count() -> None:
    others: list[Any] = [
        7,
        {"kty": "RSA"},
        {"kty": "RSA", "kid": "broken", "n": "?" * 342, "e": "AQAB"},
        {"kty": "AKP", "kid": "unheard of"},
        NEXT_KEY.as_dict(private=True),
        KEY.as_dict(private=False) | {"kid": "short", "n": EC_KEY.as_dict()["x"]},
    ]
    cache = KeyCache(lambda _now: {"keys": [KEY.as_dict(private=False), *others]})
    found = cache.find("first", NOW)
    assert found and found.as_dict(private=False) == KEY.as_dict(private=False)
    for kid in ("broken", "unheard of", "second", "short"):
        assert cache.find(kid, NOW) is None


def test_keys_as_entra_sends_them_are_keys() -> None:
    said = {
        **{name: value for name, value in KEY.as_dict(private=False).items() if name in {"kty", "n", "e"}},
        "use": "sig",
        "kid": "Mc7l3Iz93g7uwgNeEmmw_WYGPko",
        "x5t": "Mc7l3Iz93g7uwgNeEmmw_WYGPko",
        "x5c": ["MIIC/jCCAeagAwIBAgIJAJ"],
        "cloud_instance_name": "login.council.example",
        "issuer": ISSUER,
    }
    found = KeyCache(lambda _now: {"keys": [said]}).find("Mc7l3Iz93g7uwgNeEmmw_WYGPko", NOW)
    assert found is not None


def test_whose_key_is_known_does_not_wait_while_another_is_asked_for() -> None:
    asked, may_answer = threading.Event(), threading.Event()
    may_answer.set()

    def slow(_now: object) -> dict[str, Any]:
        asked.set()
        assert may_answer.wait(30)
        return {"keys": [KEY.as_dict(private=False)]}

    cache = KeyCache(slow)
    cache.find("first", NOW)
    asked.clear()
    may_answer.clear()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(cache.find, "never", NOW + MINUTE)
        assert asked.wait(30)
        assert cache.find("first", NOW + MINUTE) is not None
        may_answer.set()
        assert other.result() is None


def test_a_clock_that_was_set_back_fetches_again() -> None:
    asked: list[object] = []

    def fetched(now: object) -> dict[str, Any]:
        asked.append(now)
        return {"keys": [KEY.as_dict(private=False)]}

    cache = KeyCache(fetched)
    for now in (NOW, NOW - timedelta(days=1), NOW - timedelta(days=1)):
        assert cache.find("first", now) is not None
    assert len(asked) == 2


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b"[" * 100_000, b"{" + b" " * MOST_BYTES + b"}"], ids=range(5))
def test_a_reply_that_is_no_object_or_too_long_is_no_reply(body: bytes) -> None:
    wire = httpx.MockTransport(lambda _request: httpx.Response(200, content=body))
    with pytest.raises(ProviderUnavailable):
        fetch(httpx.Request("GET", ISSUER), wire)


def test_the_clock_of_a_reply_is_told_where_there_is_one() -> None:
    for said, at in (
        ("Sat, 01 Jun 2024 12:00:00 GMT", NOW),
        ("yesterday", None),
        ("Sat, 01 Jun 2024 12:00:00 -0000", None),
    ):
        wire = httpx.MockTransport(lambda _request, date=said: httpx.Response(200, json={}, headers={"Date": date}))
        assert fetch(httpx.Request("GET", ISSUER), wire).at == at


def test_the_made_up_clock_goes_forward(clock: Clock) -> None:
    before = clock()
    clock.forward(MINUTE)
    assert clock() == before + MINUTE
