"""A Neo4j killed with -9 under ten readers and a load, and started again: reads fail in time and are well soon after."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from graph.settings import Neo4jAddress
from tools.faults.asking import Answer, Reader
from tools.faults.commands import ROOT, Ended, Nursery
from tools.faults.loads import Loads, Undisturbed
from tools.faults.proxy import Wire
from tools.faults.trial import PLAIN_CODES, UNFORESEEN, Ground, Trial
from tools.neo4j.server import Server

READERS = 10
LONGEST_FAILURE, LONGEST_RECOVERY = 5.0, 10.0
_OK, _AWAY = 200, 503
_TOO_LONG = "TOO_COSTLY"
_START = (
    "import sys; from pathlib import Path; from tools.neo4j.jars import fetch_jars; from tools.neo4j.server import Server;"
    " Server(Path(sys.argv[1])).start(fetch_jars(Path(sys.argv[2])))"
)


def killed_servers(ground: Ground, state: Path) -> Iterator[Trial]:
    """A server of its own, killed so often."""
    dice = ground.dice()
    with _own_server(state) as server, Wire("127.0.0.1", _port(server)) as wire, Nursery(ground.folder) as nursery:
        own = server.environment()
        # A server started again has another port; who asks it knows of one.
        address = Neo4jAddress(f"bolt://127.0.0.1:{wire.port}", own["NEO4J_USER"], own["NEO4J_PASSWORD"])
        straight = ground.loads(nursery, "straight", address)
        straight.empty()
        undisturbed = straight.undisturbed(ground.deliveries)
        for number in range(ground.times):
            loads = ground.loads(nursery, f"killed-{number}", address)
            loads.empty(straight)
            loads.load(ground.deliveries[:1])
            yield _killed(ground, loads, (server, wire, dice), undisturbed)
            shutil.rmtree(loads.settings.data)


@contextmanager
def _own_server(state: Path) -> Iterator[Server]:
    server = Server(state / f"killed-{os.getpid()}")
    try:
        _start(server, state)
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)


def _port(server: Server) -> int:
    return int(server.environment()["NEO4J_URI"].rpartition(":")[2])


def _start(server: Server, state: Path) -> None:
    """Starts it by a process of its own: a child of ours that is killed would have to be waited for."""
    command = [sys.executable, "-c", _START, str(server.home), str(state)]
    subprocess.run(command, cwd=ROOT, check=True)


def _kill(server: Server) -> None:
    pid = int((server.home / "run" / "pid").read_text())
    os.kill(pid, signal.SIGKILL)
    while server.is_running():
        time.sleep(0.05)


@dataclass
class _Crowd:
    """Ten readers who ask one after the other until told to stop, and what each was told when."""

    loads: Loads
    told: list[tuple[float, Answer]] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """While inside, they ask."""
        threads = [threading.Thread(target=self._ask) for _ in range(READERS)]
        with Reader(self.loads.settings) as self._reader:
            self._reader.answered()
            for thread in threads:
                thread.start()
            try:
                yield
            finally:
                self.is_over.set()
                for thread in threads:
                    thread.join()

    def _ask(self) -> None:
        while not self.is_over.is_set():
            answer = self._reader.ask()
            self.told.append((time.monotonic(), answer))
            time.sleep(0.05)

    def wait_until_well(self, back: float) -> None:
        """Until the last answers are good ones, or too late."""
        while time.monotonic() - back < LONGEST_RECOVERY:
            time.sleep(0.5)
            if len(self.told) > READERS and all(answer.status == _OK for _, answer in self.told[-READERS:]):
                return

    def faults(self, back: float) -> Iterator[str]:
        """What was wrong, the server being back at a moment."""
        # A server that just started plans its first question anew: it may say that this took too long.
        plain = [answer for _, answer in self.told if _TOO_LONG not in answer.body]
        strange = {answer.status for answer in plain} - {_OK, _AWAY}
        if strange:
            yield f"readers were told {sorted(strange)}"
        slow = [answer.seconds for _, answer in self.told if answer.status == _AWAY]
        if slow and max(slow) > LONGEST_FAILURE:
            yield f"a read failed after {max(slow):.1f} s"
        last = max((at for at, answer in self.told if answer.status == _AWAY), default=0.0)
        if last - back > LONGEST_RECOVERY or self.told[-1][1].status != _OK:
            yield f"reads were well {last - back:.1f} s after the server was back"


def _killed(ground: Ground, loads: Loads, on: tuple[Server, Wire, Random], undisturbed: Undisturbed) -> Trial:
    server, wire, dice = on
    ended: list[Ended] = []
    sent = map(str, ground.deliveries)
    writer = threading.Thread(target=lambda: ended.append(loads.run("ingest", *sent)))
    crowd, moment = _Crowd(loads), dice.uniform(0.2, 4)
    with crowd.asking():
        writer.start()
        time.sleep(moment)
        _kill(server)
        _start(server, server.home.parent)
        wire.lead_to(_port(server))
        back = time.monotonic()
        writer.join()
        crowd.wait_until_well(back)
    (load,) = ended
    faults = list(crowd.faults(back))
    faults += [] if load.code in PLAIN_CODES else [f"the load ended with {load.code}"]
    faults += [UNFORESEEN] if UNFORESEEN in load.errors else []
    loads.load(ground.deliveries)
    faults += loads.differences(undisturbed, ground.deliveries)
    away = sum(answer.status == _AWAY for _, answer in crowd.told)
    came = f"{len(crowd.told)} answers, {away} of them 503; the load's exit code {load.code}"
    return Trial(f"the server killed {moment:.1f} s into a load, {READERS} readers", came, faults)
