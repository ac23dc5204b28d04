"""One's own sessions: listed for their owner, ended after signing in again, with an entry of the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.signin.own_sessions import JUST_SIGNED_IN
from api.signin.passwords import hash_password
from graph.errors import StoreUnavailable
from graph.questions.opening import Partnerships
from graph.steady import SteadyClock
from graph.store.ledger.audit import AuditChain
from tests.api.pages.reading import words_of
from tests.graph.questions.closed_world import Clock
from tests.noninterference.families import a_family
from tests.noninterference.worlds import NOW, open_world

PASSWORD = "words that are long enough"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    opened = open_world(a_family(), tmp_path_factory.mktemp("sessions"))
    for name in ("assessment", "auditor"):
        opened.ledger.accounts.set_password(name, hash_password(PASSWORD), is_one_time=False)
    yield opened
    opened.graph.close()
    opened.ledger.close()


@pytest.fixture
def clock(loaded: Partnerships) -> Clock:
    return Clock(max(NOW, loaded.ledger.moments.latest()) + timedelta(days=1))


@pytest.fixture
def held(loaded: Partnerships, clock: Clock) -> Partnerships:
    return replace(loaded, now=clock, steady=SteadyClock())


def browser(held: Partnerships, name: str = "assessment") -> TestClient:
    client = TestClient(create_app(held), base_url="https://kithmap.example", follow_redirects=False)
    assert client.post("/signin", data={"name": name, "password": PASSWORD}).status_code == 303
    return client


def ids(client: TestClient) -> list[str]:
    return [part.partition('"')[0] for part in client.get("/sessions").text.split('name="session" value="')[1:]]


def form(client: TestClient) -> dict[str, str]:
    return {"csrf": client.get("/sessions").text.partition('name="csrf" value="')[2].partition('"')[0]}


def test_one_s_sessions_are_listed_and_no_cookie_or_hash_of_one(held: Partnerships) -> None:
    first, here, _other = browser(held), browser(held), browser(held, "auditor")
    page = here.get("/sessions").text
    assert words_of(page).count("This browser") == 1
    assert len(ids(here)) == 1
    for one in held.ledger.sessions.of("assessment"):
        assert one.token_hash not in page
    assert first.cookies["__Host-kithmap"] not in page


def test_this_browser_is_told_from_the_others_after_a_while_too(held: Partnerships, clock: Clock) -> None:
    _other, here = browser(held), browser(held)
    clock.at += JUST_SIGNED_IN + timedelta(minutes=1)
    told = words_of(here.get("/sessions").text)
    assert (told.count("This browser"), told.count("Another browser")) == (1, 1)


def test_one_that_is_ended_is_over_and_the_log_says_so(held: Partnerships) -> None:
    lost, here = browser(held), browser(held)
    (ended,) = ids(here)
    assert here.post("/sessions", data={"session": ended, **form(here)}).headers["location"] == "/sessions"
    assert lost.get("/purpose").headers["location"] == "/signin"
    assert here.get("/purpose").status_code == 200
    newest = [*held.ledger.audit.entries()][-1].content
    assert '"operation":"signout"' in newest
    assert '"caller":"assessment"' in newest


def test_none_can_be_ended_long_after_signing_in(held: Partnerships, clock: Clock) -> None:
    lost, here = browser(held), browser(held)
    (other,) = ids(here)
    clock.at += JUST_SIGNED_IN + timedelta(seconds=1)
    assert ids(here) == []
    assert here.post("/sessions", data={"session": other, **form(here)}).status_code == 403
    assert lost.get("/purpose").status_code == 200


def test_signing_in_again_leads_back_to_the_page(held: Partnerships, clock: Clock) -> None:
    _lost, here = browser(held), browser(held)
    clock.at += JUST_SIGNED_IN + timedelta(seconds=1)
    assert here.post("/sessions/again", data=form(here)).headers["location"] == "/signin"
    here.post("/signin", data={"name": "assessment", "password": PASSWORD})
    csrf = here.get("/purpose").text.partition('name="csrf" value="')[2].partition('"')[0]
    said = here.post("/purpose", data={"purpose": "assessment", "csrf": csrf})
    assert said.headers["location"] == "/sessions"
    assert len(ids(here)) == 1


def test_nobody_ends_a_session_of_somebody_else(held: Partnerships) -> None:
    _first, owner, stranger = browser(held), browser(held), browser(held, "auditor")
    (one,) = ids(owner)
    assert stranger.post("/sessions", data={"session": one, **form(stranger)}).status_code == 400
    assert len(ids(owner)) == 1


def test_without_its_token_a_form_ends_nothing(held: Partnerships) -> None:
    _lost, here = browser(held), browser(held)
    assert here.post("/sessions", data={"session": ids(here)[0], "csrf": "x"}).status_code == 403
    assert len(ids(here)) == 1


def test_without_an_entry_none_is_ended(held: Partnerships, monkeypatch: pytest.MonkeyPatch) -> None:
    _lost, here = browser(held), browser(held)
    sent = {"session": ids(here)[0], **form(here)}

    def full(*_arguments: object) -> None:
        raise StoreUnavailable("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(AuditChain, "append", full)
        assert here.post("/sessions", data=sent).status_code == 503
    assert len(ids(here)) == 1


def test_whoever_is_not_signed_in_is_sent_to_do_so_and_back(held: Partnerships) -> None:
    client = TestClient(create_app(held), base_url="https://kithmap.example", follow_redirects=False)
    reply = client.get("/sessions")
    assert reply.headers["location"] == "/signin"
    assert "kithmap-next=/sessions" in reply.headers["set-cookie"]


def test_the_page_leads_to_a_new_password(held: Partnerships) -> None:
    here = browser(held)
    assert 'href="/password"' in here.get("/sessions").text
    assert here.get("/password").status_code == 200
