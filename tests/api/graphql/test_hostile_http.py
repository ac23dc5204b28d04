"""GraphQL over HTTP as the specification's audits put it, and what of it is refused on purpose (docs/access.md)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import orjson
import pytest
from fastapi import FastAPI

from tools.proving.documents import Sent
from tools.proving.hostile import Got, ask, asked_of_a_family

JSON = "application/json"
OWN = "application/graphql-response+json"
TYPENAME = {"query": "{ __typename }"}
NAMED = {
    "query": "query Q($told: ToldHousehold!) { unknownPartnerCheck(told: $told) { told { told } } }",
    "operationName": "Q",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    with asked_of_a_family(tmp_path_factory.mktemp("over-http")) as opened:
        yield opened


def got(app: FastAPI, body: object, accept: str | None = JSON, content: str = f"{JSON}; charset=utf-8") -> Got:
    sent = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": content} if content else {}
    return asyncio.run(ask(app, [Sent("audit", sent, headers=headers | ({"Accept": accept} if accept else {}))]))[0]


@pytest.mark.parametrize("accept", [JSON, "*/*", None, OWN])
@pytest.mark.parametrize("content", [JSON, f"{JSON}; charset=utf-8"])
def test_a_post_of_json_is_answered_in_json_whatever_is_accepted(
    app: FastAPI, accept: str | None, content: str
) -> None:
    one = got(app, TYPENAME, accept, content)
    assert (one.status, orjson.loads(one.body)) == (200, {"data": {"__typename": "Query"}})


@pytest.mark.parametrize(
    "more", [{}, {"variables": None}, {"operationName": None}, {"extensions": None}, {"extensions": {"a": 1}}]
)
def test_what_may_be_left_out_may_be_null(app: FastAPI, more: dict[str, object]) -> None:
    assert got(app, TYPENAME | more).status == 200


def test_variables_are_a_map_read_as_utf_8(app: FastAPI) -> None:
    one = got(app, NAMED | {"variables": {"told": {"people": [{"name": "Łucja Ñandú"}]}}})
    assert one.status == 200
    assert "Łucja Ñandú" in one.body.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", {}, {"notquery": 1},
        *({"query": value} for value in ({}, 0, False, [])),
        *(TYPENAME | {"operationName": value} for value in ({}, 0, False, [])),
        *(TYPENAME | {"variables": value} for value in ("", 0, False, [])),
        {"query": "{"}, {"query": "{ notAField }"}, {"query": "query ($id: ID!) { person(id: $id) { id } }", "variables": {}},
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", [JSON, OWN])
def test_what_cannot_be_read_or_run_is_400(app: FastAPI, body: object, accept: str) -> None:
    one = got(app, body, accept)
    assert (one.status, one.fault()) == (400, None)


@pytest.mark.parametrize("content", ["", "text/plain", "application/graphql", "application/x-www-form-urlencoded"])
def test_another_kind_of_body_is_4xx(app: FastAPI, content: str) -> None:
    one = got(app, TYPENAME, JSON, content)
    assert (one.status, one.fault()) == (400, None)


@pytest.mark.parametrize("query", ["{ __typename }", "mutation { __typename }"])
def test_nothing_is_answered_by_get(app: FastAPI, query: str) -> None:
    (one,) = asyncio.run(ask(app, [Sent("audit", b"", "GET", f"/graphql?query={query}", {"Accept": JSON})]))
    assert (one.status, one.fault()) == (405, None)


def test_the_schema_is_not_asked_about_in_any_letters(app: FastAPI) -> None:
    assert got(app, {"query": '{ __type(name: "Run🏃Swim🏊") { name } }'}).status == 400
