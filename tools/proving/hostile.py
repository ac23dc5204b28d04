"""`python -m tools.proving.hostile [--documents N] [--seed S]`: made-up requests to `/graphql`, and what each cost and got."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import orjson
from fastapi import FastAPI

from api.app import create_app
from api.door import PLAIN_COOKIE
from api.graphql.execution import Executor
from tests.noninterference.families import a_family
from tests.noninterference.worlds import open_world
from tools.proving.documents import MARK, Sent, made_up

DOCUMENTS = 5_000
MOST_MS = 100
CALLER = "assessment"
CODES = frozenset({"BAD_INPUT", "TOO_COSTLY", "FORBIDDEN", "PURPOSE_REQUIRED", "UNAVAILABLE"})


@dataclass(frozen=True, slots=True)
class Got:
    """What came back, and the milliseconds of CPU it took."""

    sent: Sent
    status: int
    body: bytes
    cpu_ms: float

    @property
    def is_answered(self) -> bool:
        """Whether it was not refused."""
        return self.status == httpx.codes.OK

    def fault(self) -> str | None:
        """What is amiss: an unforeseen error, another shape than the one of all refusals, a word of the request."""
        if self.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return f"status {self.status}"
        if MARK.encode() in self.body and not self.is_answered:
            return "says again what was sent"
        if self.sent.method == "HEAD":
            return None
        return (
            None
            if is_of_the_shape(self.body, is_answered=self.is_answered)
            else f"of another shape: {self.body[:80]!r}"
        )


def is_of_the_shape(body: bytes, *, is_answered: bool) -> bool:
    """Whether a reply is data alone, or one error with a message and a code of ours."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    if is_answered:
        return set(told) == {"data"} and isinstance(told["data"], dict)
    if set(told) != {"data", "errors"} or told["data"] is not None or len(told["errors"]) != 1:
        return False
    (error,) = told["errors"]
    return (
        set(error) == {"message", "extensions"}
        and set(error["extensions"]) == {"code"}
        and error["extensions"]["code"] in CODES
    )


@contextmanager
def asked_of_a_family(folder: Path) -> Iterator[FastAPI]:
    """The application over one made-up family."""
    held = open_world(a_family(), folder)
    try:
        yield create_app(held)
    finally:
        held.graph.close()
        held.ledger.close()


async def ask(app: FastAPI, some: Sequence[Sent]) -> list[Got]:
    """What comes back for each, asked by one signed-in caller, one after the other."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1", cookies={PLAIN_COOKIE: CALLER}
    ) as client:
        return [await _ask_and_time(app, client, one) for one in some]


async def _ask_and_time(app: FastAPI, client: httpx.AsyncClient, sent: Sent) -> Got:
    """The quickest of three where one was slow: what else the process does at that moment is not the request's."""
    got = await _ask(client, sent)
    for _ in range(2):
        if got.cpu_ms > MOST_MS:
            app.state.executor = Executor()  # which has not read this text before
            got = min(got, await _ask(client, sent), key=lambda one: one.cpu_ms)
    return got


async def _ask(client: httpx.AsyncClient, sent: Sent) -> Got:
    headers = {"Sec-Fetch-Site": "same-origin", **sent.headers}
    started = time.process_time()
    reply = await client.request(sent.method, sent.address, content=sent.body, headers=headers)
    return Got(sent, reply.status_code, reply.content, 1_000 * (time.process_time() - started))


def main(arguments: Sequence[str]) -> int:
    """0 when no request broke anything and every one was refused or answered in 100 ms of CPU."""
    parser = argparse.ArgumentParser(prog="make prove-documents", description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="kithmap-documents-") as folder, asked_of_a_family(Path(folder)) as app:
        got = asyncio.run(ask(app, list(made_up(asked.seed, asked.documents))))
    return conclude(got)


def conclude(got: Sequence[Got]) -> int:
    """Says what each kind cost at most, and which requests were at fault."""
    by_kind: dict[str, list[Got]] = defaultdict(list)
    for number, one in enumerate(got):
        by_kind[one.sent.kind].append(one)
        if fault := one.fault():
            print(f"request {number}, {one.sent.kind}: {fault}")
        elif one.is_answered and one.cpu_ms > MOST_MS:
            print(f"request {number}, {one.sent.kind}: answered in {one.cpu_ms:.0f} ms of CPU")
    for kind, some in by_kind.items():
        answered = sum(one.is_answered for one in some)
        print(
            f"{kind:26} {len(some):5}, {answered:5} answered, {max(one.cpu_ms for one in some):6.1f} ms of CPU at most"
        )
    faults = sum(one.fault() is not None for one in got)
    slow = sum(one.is_answered and one.cpu_ms > MOST_MS for one in got)
    slow_refusals = sum(not one.is_answered and one.cpu_ms > MOST_MS for one in got)
    print(
        f"{len(got)} requests, {faults} at fault, {slow} answered and {slow_refusals} refused in more than {MOST_MS} ms of CPU"
    )
    return 1 if faults or slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
