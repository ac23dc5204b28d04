"""What is asked wrongly is bad input, said in words and without the value; never a fault of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.signin.passwords import hash_password
from api.signin.sessions import add_token
from graph.errors import WrongUse
from graph.questions.opening import Partnerships
from tests.noninterference.families import a_family
from tests.noninterference.worlds import NOW, open_world

PERSON = "query($c: ID!, $at: At) { person(id: $c, at: $at) { id } }"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    opened = open_world(a_family(), tmp_path_factory.mktemp("bad-input"))
    for name in ("assessment", "steward"):
        opened.ledger.accounts.set_password(name, hash_password("words that are long enough"), is_one_time=False)
    yield opened
    opened.graph.close()
    opened.ledger.close()


@pytest.fixture(scope="module")
def client(held: Partnerships) -> TestClient:
    return TestClient(create_app(held), base_url="http://127.0.0.1", follow_redirects=False)


def ask(client: TestClient, held: Partnerships, query: str, name: str = "assessment", **variables: Any) -> Any:  # noqa: ANN401 - JSON
    purpose = {"assessment": "assessment", "steward": "data_quality"}[name]
    headers = {"Authorization": f"Bearer {add_token(held.ledger, name, 'test', NOW)}", "X-Purpose": purpose}
    return client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"c": {"a": 1}},
        {"c": "x", "at": {"foo": 1}},
        *({"c": "x", "at": {"asOf": day}} for day in ("2023", "2023-02-30", "2023-01-01T00:00:00", "9999-12-31")),
        *({"c": "x", "at": {"asOf": day}} for day in ("0001-01-01", "soon", 5)),
        *({"c": "x", "at": {"knownAt": moment}} for moment in ("x", "20230101", "9999-12-31T23:59:59Z", 7)),
    ],
    ids=str,
)
def test_variables_that_do_not_fit_are_bad_input(
    client: TestClient, held: Partnerships, variables: dict[str, Any]
) -> None:
    reply = ask(client, held, PERSON, **variables)
    (error,) = reply.json()["errors"]
    assert (reply.status_code, error["extensions"]["code"]) == (400, "BAD_INPUT")
    assert not any(text in error["message"] for text in ("foo", "soon", "9999-12-31", "2023-02-30"))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2023-02-30"])
def test_a_day_no_record_is_about_is_a_page_that_says_so(client: TestClient, held: Partnerships, day: str) -> None:
    client.post("/signin", data={"name": "assessment", "password": "words that are long enough"})
    reply = client.get(f"/people/x/adults?as_of={day}")
    assert reply.status_code < 500
    client.cookies.clear()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("assessment", '{ findPeople(text: "Mia", after: "zzz") { nodes { id } } }'),
        ("steward", '{ deliveries(after: "zzz") { nodes { id } } }'),
    ],
)
def test_a_cursor_of_no_page_is_not_read_as_nobody(
    client: TestClient, held: Partnerships, name: str, query: str
) -> None:
    (error,) = ask(client, held, query, name).json()["errors"]
    assert error["extensions"]["code"] == "BAD_INPUT"


def test_what_is_too_large_says_so(client: TestClient, held: Partnerships) -> None:
    (words,) = ask(client, held, "{ " + "a " * 1_500 + "}").json()["errors"]
    assert words["extensions"]["code"] == "TOO_COSTLY"
    reply = ask(client, held, "{ me { name } }" + " " * 70_000)
    assert reply.status_code == 413
    assert reply.json()["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


def test_no_token_is_made_for_an_account_whose_one_time_password_stands(held: Partnerships) -> None:
    held.ledger.accounts.set_password("admin", hash_password("given by an operator"), is_one_time=True)
    with pytest.raises(WrongUse, match="one-time password"):
        add_token(held.ledger, "admin", "test", NOW)
