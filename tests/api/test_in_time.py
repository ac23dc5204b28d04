"""A store that does not answer, or a disk that does not finish, is one refusal: in time, on pages and in the API."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.door import PLAIN_COOKIE
from api.signin.sessions import hash_token, start_session
from graph.audit.log import AuditEntry
from graph.errors import StoreUnavailable
from graph.questions.opening import Partnerships
from graph.store.ledger.accounts import Sessions
from graph.store.ledger.audit import AuditChain
from tests.noninterference.families import a_family
from tests.noninterference.worlds import NOW, open_world

ME = {"query": "{ me { name } }"}
AS_HUB = {"X-Purpose": "assessment"}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    opened = open_world(a_family(), tmp_path_factory.mktemp("late"))
    yield opened
    opened.graph.close()
    opened.ledger.close()


def client(held: Partnerships, longest: float) -> TestClient:
    account = held.ledger.accounts.find("assessment")
    assert account
    token = start_session(held.ledger, account, NOW)
    held.ledger.sessions.set_purpose(hash_token(token), "assessment")
    return TestClient(create_app(held, longest=longest), base_url="http://127.0.0.1", cookies={PLAIN_COOKIE: token})


def gone(*_arguments: object) -> None:
    raise StoreUnavailable("the ledger does not answer")


@pytest.fixture
def unavailable(held: Partnerships, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, bytes]:
    """What the API and a page say where the ledger can't be asked who it is."""
    with monkeypatch.context() as patched:
        patched.setattr(Sessions, "find", gone)
        browser = client(held, 60.0)
        api, page = browser.post("/graphql", json=ME, headers=AS_HUB), browser.get("/people/rx")
    assert (api.status_code, page.status_code) == (503, 503)
    assert api.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert "answer just now" in page.text
    return api.content, page.content


def test_where_nobody_can_say_who_asks_the_page_is_the_one_refusal_and_the_service_s_log_says_why(
    unavailable: tuple[bytes, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    assert all(unavailable)
    said = [record.getMessage() for record in caplog.get_records("setup")]
    assert any(line.startswith("unavailable: the ledger does not answer") for line in said)
    assert b"ledger" not in unavailable[0] + unavailable[1]


def test_an_entry_that_a_disk_does_not_finish_is_the_same_refusal_in_time(
    held: Partnerships, unavailable: tuple[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()

    def stands_still(_chain: AuditChain, *_arguments: object) -> AuditEntry:
        goes_on.wait()
        raise StoreUnavailable("the disk was slow")

    monkeypatch.setattr(AuditChain, "append", stands_still)
    with client(held, 0.5) as browser:
        try:
            api, page = browser.post("/graphql", json=ME, headers=AS_HUB), browser.get("/people/rx")
        finally:
            goes_on.set()
    assert (api.status_code, page.status_code) == (503, 503)
    assert api.content == unavailable[0]
    assert page.headers["content-security-policy"]


def test_what_is_answered_in_time_is_whole(held: Partnerships) -> None:
    reply = client(held, 60.0).post("/graphql", json=ME, headers=AS_HUB)
    assert reply.json() == {"data": {"me": {"name": "assessment"}}}
