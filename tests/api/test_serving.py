"""The real server: several workers on one store, stopped while they are asked. Each is answered, or clearly not at all."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock

import pytest

from api.signin.sessions import add_token
from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.audit.log import AuditLog
from graph.questions.opening import HEAD_FILE
from graph.settings import KEY_FILE
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.stores import Stores
from tests.graph.store.ledgers import LEDGERS, fresh_url
from tests.ingest.site import KEY, Site, family

REQUESTS, THREADS, CALLERS, BEFORE_THE_END = 200, 16, 8, 60
SECONDS = 240
ASK = json.dumps({"query": "{ me { name } feeds { table } }"})
ANSWERED, REFUSED = "answered", "refused"


@dataclass(frozen=True)
class Served:
    """A server, its ports, and the tokens of its callers."""

    process: subprocess.Popen[bytes]
    port: int
    metrics: int
    tokens: tuple[str, ...]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_store(data: Path, sent: Path, url: str | None) -> tuple[str, ...]:
    """A family loaded, and the tokens of its callers."""
    data.mkdir()
    (data / KEY_FILE).write_bytes(b"k" * 32)
    site = Site(Stores(data, open_graph(data), open_ledger(data, url), KEY))
    assert not site.load(*family(sent)).refused
    now, ledger, tokens = datetime.now(UTC), site.stores.ledger, []
    for number in range(CALLERS):
        ledger.accounts.add(Account(f"mo{number}", "*", frozenset({AccessRole.ASSESSMENT}), now, "csc"))
        tokens.append(add_token(ledger, f"mo{number}", "test", now))
    site.close()
    return tuple(tokens)


@contextmanager
def serving(data: Path, url: str | None, tokens: tuple[str, ...], log: Path) -> Iterator[Served]:
    """The command, with two workers, until it is left."""
    port, metrics = free_port(), free_port()
    command = [sys.executable, "-c", "import kithmap; kithmap.main()", "serve", "--port", str(port)]
    environment = os.environ | {"KITHMAP_METRICS": f"127.0.0.1:{metrics}", "KITHMAP_LEDGER_URL": url or ""}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*command, "--workers", "2", "--log", "json", "--data", str(data)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=written,
        )
    try:
        yield Served(process, port, metrics, tokens)
    finally:
        process.kill()
        process.wait()


def get(port: int, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection:
        connection.request("GET", path)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()


def wait_until_ready(served: Served) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        assert served.process.poll() is None
        try:
            if get(served.port, "/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not get ready")


def ask(served: Served, number: int) -> str:
    """What became of a request: answered whole, or refused before anything of an answer came."""
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {served.tokens[number % CALLERS]}",
        "X-Purpose": "assessment; CSC-1042",
    }
    with closing(http.client.HTTPConnection("127.0.0.1", served.port, timeout=SECONDS)) as connection:
        try:
            connection.request("POST", "/graphql", ASK, headers)
            reply = connection.getresponse()
        except ConnectionError:
            return REFUSED
        body = json.loads(reply.read())
    if reply.status == 200:
        assert body["data"]["me"]["name"] == f"mo{number % CALLERS}"
        return ANSWERED
    return str(body["errors"][0]["extensions"]["code"])


@pytest.mark.parametrize("kind", LEDGERS)
def test_two_workers_told_to_stop_end_what_is_under_way_and_refuse_the_rest(kind: str, tmp_path: Path) -> None:
    data, log = tmp_path / "data", tmp_path / "log"
    with fresh_url(kind) as url:
        tokens = make_store(data, tmp_path / "sent", url)
        with serving(data, url, tokens, log) as served:
            wait_until_ready(served)
            told, text = stop_amid(served)
            assert served.process.wait(SECONDS) == 0
        assert set(told) <= {ANSWERED, REFUSED, "TOO_COSTLY"}
        assert (told[ANSWERED] >= BEFORE_THE_END, told[REFUSED] > 0) == (True, True)
        counted = re.findall(r'^kithmap_questions_total\{operation="me".*\} (\d+)', text, re.MULTILINE)
        assert sum(map(int, counted)) >= BEFORE_THE_END
        ledger = open_ledger(data, url)
        assert AuditLog(ledger.audit, data / HEAD_FILE).verify() == ()
        entries = Counter(entry.content.count('"operation":"me"') for entry in ledger.audit.entries())
        ledger.close()
    # Whoever asked and was answered is in the log; so may be somebody whose answer came too late.
    assert entries[1] >= told[ANSWERED]
    events = [json.loads(line) for line in log.read_text().splitlines()]
    requests = [one for one in events if one["event"] == "request" and one["route"] == "/graphql"]
    assert len(requests) >= told[ANSWERED]
    assert not any(token in log.read_text() for token in tokens)


def stop_amid(served: Served) -> tuple[Counter[str], str]:
    """What became of each request, and the metrics as they were just before the server was told to stop."""
    told: Counter[str] = Counter()
    lock, is_time = Lock(), Event()

    def one(number: int) -> None:
        ended = ask(served, number)
        with lock:
            told[ended] += 1
            if told[ANSWERED] >= BEFORE_THE_END:
                is_time.set()

    with ThreadPoolExecutor(THREADS) as threads:
        asked = [threads.submit(one, number) for number in range(REQUESTS)]
        assert is_time.wait(SECONDS)
        metrics = get(served.metrics, "/metrics")[1]
        served.process.send_signal(signal.SIGTERM)
        for future in asked:
            future.result()
    return told, metrics
