"""The door over HTTP: signing in, why one asks, tokens, limits, what every response carries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from api.app import create_app
from api.middleware import CONTENT_POLICY
from api.signin.passwords import hash_password
from api.signin.sessions import add_token
from api.turns import MOST_AT_ONCE, Turns
from graph.audit.log import AuditEntry, LooksWanted
from graph.errors import StoreUnavailable, TooCostly
from graph.questions.opening import Partnerships
from graph.store.ledger.audit import AuditChain
from graph.store.ledger.tables import SCHEMA, SCHEMA_VERSION
from tests.noninterference.families import a_family
from tests.noninterference.worlds import NOW, open_world

PASSWORD = "words that are long enough"
ME = {"query": "{ me { name purpose } }"}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    opened = open_world(a_family(), tmp_path_factory.mktemp("http"))
    opened.ledger.accounts.set_password("assessment", hash_password(PASSWORD), is_one_time=False)
    yield opened
    opened.graph.close()
    opened.ledger.close()


@pytest.fixture
def client(held: Partnerships) -> TestClient:
    return TestClient(create_app(held), base_url="http://127.0.0.1", follow_redirects=False)


def sign_in(client: TestClient, name: str = "assessment", password: str = PASSWORD) -> int:
    return client.post("/signin", data={"name": name, "password": password}).status_code


def token(client: TestClient, page: str = "/purpose") -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get(page).text)
    assert found
    return found.group(1)


def test_pages_send_strangers_to_sign_in_and_bring_them_back(client: TestClient) -> None:
    reply = client.get("/people/rx/adults?as_of=2024-01-01")
    assert (reply.status_code, reply.headers["location"]) == (303, "/signin")
    assert sign_in(client) == 303
    chosen = client.post("/purpose", data={"purpose": "assessment", "csrf": token(client)})
    assert chosen.headers["location"] == "/people/rx/adults?as_of=2024-01-01"


def test_wrong_unknown_and_disabled_are_one_answer(client: TestClient, held: Partnerships) -> None:
    held.ledger.accounts.set_password("analyst", hash_password(PASSWORD), is_one_time=False)
    held.ledger.accounts.disable("analyst")
    texts = {
        client.post("/signin", data={"name": name, "password": password}).text
        for name, password in (("assessment", "wrong"), ("nobody", PASSWORD), ("analyst", PASSWORD))
    }
    assert len(texts) == 1


def test_after_ten_tries_even_the_right_password_waits(client: TestClient, held: Partnerships) -> None:
    held.ledger.accounts.set_password("steward", hash_password(PASSWORD), is_one_time=False)
    assert [sign_in(client, "steward", "wrong") for _ in range(10)] == [401] * 10
    assert sign_in(client, "steward") == 401


def test_a_one_time_password_must_be_changed_first(client: TestClient, held: Partnerships) -> None:
    held.ledger.accounts.set_password("practitioner", hash_password(PASSWORD), is_one_time=True)
    assert sign_in(client, "practitioner") == 303
    assert client.get("/purpose").headers["location"] == "/password"
    assert client.post("/graphql", json=ME, headers={"X-Purpose": "court"}).status_code == 403
    new = "other words, also long"
    wrong = client.post("/password", data={"current": "no", "new": new, "csrf": token(client, "/password")})
    assert wrong.status_code == 400
    short = client.post("/password", data={"current": PASSWORD, "new": "short", "csrf": token(client, "/password")})
    assert short.status_code == 400
    done = client.post("/password", data={"current": PASSWORD, "new": new, "csrf": token(client, "/password")})
    assert done.headers["location"] == "/signin"
    assert sign_in(client, "practitioner", new) == 303


def test_forms_need_their_token_and_their_own_site(client: TestClient) -> None:
    sign_in(client)
    assert client.post("/purpose", data={"purpose": "assessment", "csrf": "x"}).status_code == 403
    right = {"purpose": "assessment", "csrf": token(client)}
    assert client.post("/purpose", data=right, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    assert client.post("/purpose", data=right, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    assert client.post("/purpose", data=right, headers=own).status_code == 303


def test_a_purpose_that_is_not_open_is_asked_for_again(client: TestClient) -> None:
    sign_in(client)
    assert client.post("/purpose", data={"purpose": "administration", "csrf": token(client)}).status_code == 400


def test_signing_out_ends_the_session(client: TestClient) -> None:
    sign_in(client)
    assert client.post("/signout", data={"csrf": token(client)}).headers["location"] == "/signin"
    assert client.get("/purpose").headers["location"] == "/signin"


def test_a_bearer_token_asks_with_a_purpose_and_not_without(client: TestClient, held: Partnerships) -> None:
    bearer = {"Authorization": f"Bearer {add_token(held.ledger, 'assessment', 'test', NOW)}"}
    assert (
        client.post("/graphql", json=ME, headers=bearer).json()["errors"][0]["extensions"]["code"] == "PURPOSE_REQUIRED"
    )
    reply = client.post("/graphql", json=ME, headers=bearer | {"X-Purpose": "assessment; CSC-1042"})
    assert reply.json() == {"data": {"me": {"name": "assessment", "purpose": "assessment"}}}
    assert held.ledger.tokens.end("assessment", "test", NOW) == 1
    assert client.post("/graphql", json=ME, headers=bearer | {"X-Purpose": "assessment"}).status_code == 403


def entries(held: Partnerships, first: int) -> list[tuple[str, list[str], str, str]]:
    said = [json.loads(one.content) for one in held.ledger.audit.newest(LooksWanted(first=first))]
    return [(one["caller"], one["roles"], one["operation"], one["outcome"]) for one in said]


def test_a_request_without_a_purpose_is_an_entry_of_the_log(client: TestClient, held: Partnerships) -> None:
    bearer = {"Authorization": f"Bearer {add_token(held.ledger, 'assessment', 'no purpose', NOW)}"}
    assert client.post("/graphql", json=ME, headers=bearer).status_code == 403
    assert client.post("/graphql", json=ME, headers=bearer | {"X-Purpose": "curiosity"}).status_code == 403
    assert entries(held, 2) == [("assessment", ["assessment"], "request", "PurposeRequired")] * 2


def test_a_token_that_ended_is_an_entry_of_its_account_ten_times_in_fifteen_minutes(
    client: TestClient, held: Partnerships
) -> None:
    said = {"Authorization": f"Bearer {add_token(held.ledger, 'manager', 'ended', NOW)}", "X-Purpose": "assessment"}
    none = said | {"Authorization": "Bearer " + "x" * 43}
    assert held.ledger.tokens.end("manager", "ended", NOW) == 1
    before = len(entries(held, 1_000))
    replies = {client.post("/graphql", json=ME, headers=headers).content for headers in (*[said] * 12, none)}
    assert len(replies) == 1
    assert entries(held, 1_000)[:10] == [("manager", [], "signin", "refused")] * 10
    assert len(entries(held, 1_000)) == before + 10


def test_only_small_json_is_taken(client: TestClient) -> None:
    sign_in(client)
    client.post("/purpose", data={"purpose": "assessment", "csrf": token(client)})
    assert client.post("/graphql", content="{ me { name } }", headers={"Content-Type": "text/plain"}).status_code == 400
    for body in ({"query": 1}, {"query": "{ me { name } }", "variables": []}, [ME]):
        assert client.post("/graphql", json=body).status_code == 400
    assert client.post("/graphql", content="{", headers={"Content-Type": "application/json"}).status_code == 400
    assert client.post("/graphql", json={"query": "x" * 70_000}).status_code == 413
    assert client.get("/graphql").status_code in {404, 405}


def test_a_message_that_says_its_length_in_two_ways_is_refused(client: TestClient) -> None:
    said = {"Content-Type": "application/json", "Content-Length": "2", "Transfer-Encoding": "chunked"}
    reply = client.post("/graphql", content=b"{}", headers=said)
    assert (reply.status_code, reply.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_INPUT")


def test_every_picture_and_text_says_its_letters(client: TestClient) -> None:
    for path in ("/static/kithmap.svg", "/static/kithmap.css", "/static/js/enhance.js", "/signin"):
        assert client.get(path).headers["content-type"].endswith("charset=utf-8"), path


def test_a_password_counts_to_its_last_letter(client: TestClient, held: Partnerships) -> None:
    long = "words that are long enough " * 50
    held.ledger.accounts.set_password("manager", hash_password(f"{long}a"), is_one_time=False)
    assert sign_in(client, "manager", f"{long}b") == 401
    assert sign_in(client, "manager", f"{long}a") == 303


@pytest.mark.parametrize("path", ["/healthz", "/signin", "/nothing", "/people/rx", "/static/kithmap.css"])
def test_every_response_carries_the_policy(path: str, client: TestClient) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert ("cache-control" in headers) == (not path.startswith(("/static", "/healthz")) or "cache-control" in headers)


def test_health_says_alive_and_ready(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_ledger_upgraded_under_a_process_makes_it_not_ready(client: TestClient, held: Partnerships) -> None:
    for version, status in ((SCHEMA_VERSION + 1, 503), (SCHEMA_VERSION, 200)):
        with held.ledger.database.writing() as connection:
            connection.execute(update(SCHEMA).values(version=version))
        assert client.get("/readyz").status_code == status


def test_a_caller_has_four_operations_under_way_at_most_over_all_processes(tmp_path: Path) -> None:
    turns, of_another = Turns(tmp_path), Turns(tmp_path)
    taken = [(turns, of_another)[number % 2].take("mo") for number in range(MOST_AT_ONCE)]
    for turn in taken:
        turn.__enter__()
    with pytest.raises(TooCostly), turns.take("mo"):
        pass
    with turns.take("jo"):
        pass
    taken[0].__exit__(None, None, None)
    with turns.take("mo"):
        pass


def test_an_audit_that_cannot_be_written_answers_nothing(
    client: TestClient, held: Partnerships, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client)
    client.post("/purpose", data={"purpose": "assessment", "csrf": token(client)})

    def full(_chain: AuditChain, *_arguments: object) -> AuditEntry:
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr(AuditChain, "append", full)
    reply = client.post("/graphql", json=ME)
    assert reply.status_code == 503
    assert reply.json()["data"] is None
    assert reply.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
