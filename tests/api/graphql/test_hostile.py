"""Requests nobody means well with: each is refused or answered, in one shape, and none breaks anything (access.md §7)."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from tools.proving.documents import OPERATIONS, WIRES, Sent, made_up
from tools.proving.hostile import Got, ask, asked_of_a_family, conclude, is_of_the_shape, main

EVERY_KIND = len(OPERATIONS) + len(WIRES)
ROUNDS = 3
DIGITS = "9" * 5_000


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    with asked_of_a_family(tmp_path_factory.mktemp("hostile")) as opened:
        yield opened


def got(app: FastAPI, *texts: str) -> list[Got]:
    return asyncio.run(ask(app, [Sent("written", json.dumps({"query": text}).encode()) for text in texts]))


def test_made_up_requests_are_refused_or_answered_in_one_shape(app: FastAPI) -> None:
    """Three of every kind; `make prove-documents` makes as many as one likes, and says what each took."""
    some = list(made_up(seed=1, count=ROUNDS * EVERY_KIND))
    assert len({one.kind for one in some}) == EVERY_KIND
    found = asyncio.run(ask(app, some))
    assert {number: fault for number, one in enumerate(found) if (fault := one.fault())} == {}
    assert any(one.is_answered for one in found)


@pytest.mark.parametrize(
    "text",
    [
        f'{{ network(around: "r0", hops: {DIGITS}) {{ truncated }} }}',
        f"{{ identityQueue(first: {DIGITS}) {{ total }} }}",
        f'{{ person(id: "r0", at: {{ asOf: {DIGITS} }}) {{ id }} }}',
        f"query($first: Int = {DIGITS}) {{ me {{ name }} }}",
    ],
)
def test_a_number_python_does_not_read_is_the_senders_fault(app: FastAPI, text: str) -> None:
    (one,) = got(app, text)
    assert (one.status, one.fault()) == (400, None)


@pytest.mark.parametrize("text", ["[" * 490 + "1" + "]" * 490, "{a:" * 320 + "1" + "}" * 320])
def test_values_in_values_are_refused_however_deep(app: FastAPI, text: str) -> None:
    (one,) = got(app, f"{{ person(id: {text}) {{ id }} }}")
    assert (one.status, one.fault()) == (400, None)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_another_method_is_refused_in_the_same_shape_and_told_which_there_is(app: FastAPI, method: str) -> None:
    (one,) = asyncio.run(ask(app, [Sent("method", b"", method, "/graphql?query=%7Bme%7Bname%7D%7D", {})]))
    assert (one.status, one.fault()) == (405, None)


def test_the_same_seed_makes_the_same_requests() -> None:
    assert list(made_up(7, EVERY_KIND)) == list(made_up(7, EVERY_KIND))
    assert list(made_up(7, EVERY_KIND)) != list(made_up(8, EVERY_KIND))


def test_doubling_fragments_are_as_long_as_what_is_made_of_them() -> None:
    dice = random.Random(3)
    texts = [kind(dice)[0] for kind in OPERATIONS if "fragments" in kind.__name__]
    assert all("fragment F" in text or "fragment " in text for text in texts)


@pytest.mark.parametrize(
    ("body", "is_answered", "expected"),
    [
        (b'{"data":{"me":null}}', True, True),
        (b'{"data":null}', True, False),
        (b'{"data":{},"errors":[]}', True, False),
        (b'{"data":null,"errors":[{"message":"x","extensions":{"code":"BAD_INPUT"}}]}', False, True),
        (b'{"data":null,"errors":[{"message":"x","extensions":{"code":"INTERNAL"}}]}', False, False),
        (b'{"data":null,"errors":[{"message":"x","path":[],"extensions":{"code":"BAD_INPUT"}}]}', False, False),
        (b'{"errors":[{"message":"x","extensions":{"code":"BAD_INPUT"}}]}', False, False),
        (b"<html>", False, False),
    ],
)
def test_there_is_one_shape(body: bytes, is_answered: bool, expected: bool) -> None:
    assert is_of_the_shape(body, is_answered=is_answered) is expected


def test_what_came_of_them_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    right = Got(Sent("a", b""), 200, b'{"data":{}}', 5.0)
    slow = Got(Sent("b", b""), 200, b'{"data":{}}', 500.0)
    broken = Got(Sent("c", b""), 500, b"", 5.0)
    telling = Got(Sent("d", b""), 400, b"Zuleikha", 500.0)
    assert conclude([right]) == 0
    assert conclude([right, slow]) == conclude([broken]) == conclude([telling]) == 1
    told = capsys.readouterr().out
    assert "1 requests, 0 at fault, 0 answered and 0 refused" in told
    assert "request 1, b: answered in 500 ms of CPU" in told
    assert "request 0, c: status 500" in told
    assert "request 0, d: says again what was sent" in told


def test_as_many_as_one_likes_on_demand(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--documents", "4", "--seed", "5"])
    assert "4 requests, 0 at fault" in capsys.readouterr().out
