"""Callers with an account each, who ask one question after another and wait between; what they were told, and when."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from api.signin.sessions import add_token
from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.store.ledger import Ledger, open_ledger

STARTS_WITHIN = 60
PURPOSE = "assessment"
QUESTIONS: Mapping[str, str] = {
    "hiddenAdults": "adults { adult { displayName } state grounds { says claims { says } } knownBy { agency { name } } }",
    "findings": "rule { name } state says evidence { says }",
    "chronology": "total entries { headline happened { from } agency { name } claims { says } }",
    "siblingHistory": "siblings { person { displayName } kind }",
    "network": "nodes { label kind } edges { label claims { says } }",
}
_ARGUMENT = {"network": "around"}
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """How many ask, for how long, of how many workers, and how long each waits between two questions (seconds)."""

    data: Path
    callers: int
    seconds: float
    workers: int
    pause: float


@dataclass(slots=True)
class Heard:
    """What the callers heard: seconds by answered question, and how many of each outcome."""

    waits: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)


def load(asked: Asked) -> dict[str, Any]:
    """The figures: questions answered, waits in milliseconds, outcomes, megabytes of the server early and late."""
    ledger = open_ledger(asked.data)
    try:
        tokens = make_callers(ledger, asked.callers)
    finally:
        ledger.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kithmap", "--data", str(asked.data), "serve", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--workers", str(asked.workers)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        return asyncio.run(_measure(asked, f"http://127.0.0.1:{port}", tokens, server.pid))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(STARTS_WITHIN)


def make_callers(ledger: Ledger, count: int) -> list[str]:
    """A bearer token of an account each, of the assessing agency."""
    now = datetime.now(UTC)
    agency = next(one.id for one in ledger.deliveries.partnership().agencies.values() if "social_care" in one.kind)
    tokens = []
    for number in range(count):
        name = f"load-{number}"
        if ledger.accounts.find(name) is None:
            ledger.accounts.add(Account(name, "", frozenset({AccessRole.ASSESSMENT}), now, agency))
        tokens.append(add_token(ledger, name, "load", now))
    return tokens


async def _measure(asked: Asked, address: str, tokens: Sequence[str], server: int) -> dict[str, Any]:
    heard = Heard()
    limits = httpx.Limits(max_connections=asked.callers)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        await _until_ready(client)
        children = await find_children(client, tokens[0])
        ends = time.monotonic() + asked.seconds
        calls = [
            _call(client, token, asked.pause, ends, heard, children, number) for number, token in enumerate(tokens)
        ]
        watching = asyncio.create_task(_watch(server, asked.seconds))
        await asyncio.gather(*calls)
        early, late, most = await watching
    waits = sorted(heard.waits)
    return {
        "callers": asked.callers,
        "workers": asked.workers,
        "seconds": asked.seconds,
        "answered": len(waits),
        "a second": round(len(waits) / asked.seconds, 1),
        "ms": {f"p{part}": round(1000 * waits[len(waits) * part // 100]) for part in (50, 95, 99)} if waits else {},
        "outcomes": dict(heard.outcomes),
        "megabytes": {"after a tenth": early, "at the end": late, "at most": most},
    }


async def _until_ready(client: httpx.AsyncClient) -> None:
    for _ in range(STARTS_WITHIN * 4):
        try:
            if (await client.get("/readyz")).is_success:
                return
        except httpx.HTTPError:
            pass
        await asyncio.sleep(0.25)
    raise TimeoutError("the server did not start")


async def find_children(client: httpx.AsyncClient, token: str) -> list[str]:
    """Children somebody may be asked about: those named most often in a partnership of made-up people."""
    found: dict[str, None] = {}
    for name in ("Mia", "Hobbs", "Chloe", "Tyler", "Ella", "Noah", "Amelia", "Leo", "Jack", "Isla"):
        query = f'{{ findPeople(text: "{name}") {{ nodes {{ id isChild }} }} }}'
        reply = (await _ask(client, token, query)).json()
        found |= {one["id"]: None for one in reply["data"]["findPeople"]["nodes"] if one["isChild"]}
    if not found:
        raise LookupError("no child of a common name is on record")
    return list(found)


async def _ask(client: httpx.AsyncClient, token: str, query: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "X-Purpose": PURPOSE}
    return await client.post("/graphql", json={"query": query}, headers=headers)


async def _call(  # noqa: PLR0913, PLR0917 - one caller's part in the run
    client: httpx.AsyncClient,
    token: str,
    pause: float,
    ends: float,
    heard: Heard,
    children: Sequence[str],
    number: int,
) -> None:
    await asyncio.sleep(pause * number / 64)
    turn = number
    while time.monotonic() < ends:
        name = list(QUESTIONS)[turn % len(QUESTIONS)]
        child, argument = children[turn % len(children)], _ARGUMENT.get(name, "child")
        began = time.monotonic()
        turn += 1
        try:
            reply = await _ask(client, token, f'{{ {name}({argument}: "{child}") {{ {QUESTIONS[name]} }} }}')
        except httpx.HTTPError as cut:
            heard.outcomes[type(cut).__name__] += 1
            continue
        took = time.monotonic() - began
        said = reply.json()
        codes = [error["extensions"]["code"] for error in said.get("errors", ())]
        heard.outcomes[codes[0] if codes else str(reply.status_code)] += 1
        if not codes and reply.is_success:
            heard.waits.append(took)
        await asyncio.sleep(pause)


async def _watch(server: int, seconds: float) -> tuple[int, int, int]:
    """Megabytes the server and its workers hold: after a tenth of the time, at its end, and at most."""
    seen = []
    for _ in range(10):
        await asyncio.sleep(seconds / 10)
        seen.append(resident(server))
    return seen[0], seen[-1], max(seen)


def resident(server: int) -> int:
    """Megabytes of a program and those it started."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout  # noqa: S607 - of the system
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    mine, before = {server}, set[int]()
    while mine != before:
        before, mine = mine, mine | {pid for pid, parent, _ in rows if parent in mine}
    return sum(kilobytes for pid, _, kilobytes in rows if pid in mine) * 1024 // _MEGABYTE
