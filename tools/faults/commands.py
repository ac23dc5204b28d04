"""`kithmap` commands as processes: run to their end, or killed at a moment or at a step."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

ROOT = Path(__file__).parents[2]
LONGEST_SECONDS = 1_800.0
KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Kill:
    """When a command is killed: so many seconds after its start, or before or after one of its steps that last."""

    seconds: float | None = None
    step: int | None = None
    after: bool = False


NEVER = Kill()


@dataclass(frozen=True, slots=True)
class Under:
    """What a command runs under: variables of its own, and the size that no file of it may pass (None: any).

    `asks_for_room`: whether it looks for room before it lands anything, or runs into the end of it.
    """

    environment: Mapping[str, str] = field(default_factory=dict)
    file_bytes: int | None = None
    asks_for_room: bool = True


PLAIN = Under()


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code (minus the signal that killed it), what it printed, how long and how many steps."""

    code: int
    output: str
    errors: str
    seconds: float
    steps: int

    @property
    def is_killed(self) -> bool:
        """Whether a kill ended it."""
        return self.code == KILLED

    def document(self) -> Any:  # noqa: ANN401 - JSON
        """What it printed with --json."""
        return json.loads(self.output)


class Nursery:
    """Starts commands, one at a time, without importing everything anew for each."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / "command"
        self._running = subprocess.Popen(
            [sys.executable, "-m", "tools.faults.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._orders.close()
        self._running.wait()
        self._answers.close()

    def run(self, *arguments: str, kill: Kill = NEVER, under: Under = PLAIN) -> Ended:
        """Runs a command until it ends or is killed."""
        log = str(self._log)
        order = self._order(arguments, log, under) | {"die_at": kill.step, "after": kill.after}
        started = time.monotonic()
        self._send(order)
        child = int(self._answers.readline())
        ready, _, _ = select.select([self._answers], [], [], LONGEST_SECONDS if kill.seconds is None else kill.seconds)
        if not ready:
            os.kill(child, signal.SIGKILL)
        code = int(self._answers.readline())
        return _ended(code, log, started)

    def run_at_once(self, calls: Sequence[Sequence[str]], under: Under = PLAIN) -> list[Ended]:
        """Starts so many commands in one moment, and waits for all of them."""
        logs = [f"{self._log}-{number}" for number in range(len(calls))]
        started = time.monotonic()
        self._send({"at_once": [self._order(call, log, under) for call, log in zip(calls, logs, strict=True)]})
        codes = json.loads(self._answers.readline())
        return [_ended(code, log, started) for code, log in zip(codes, logs, strict=True)]

    def _order(self, arguments: Sequence[str], log: str, under: Under) -> dict[str, Any]:
        for ending in ("out", "err", "steps"):
            Path(f"{log}.{ending}").unlink(missing_ok=True)
        more = {"environment": dict(under.environment), "file_bytes": under.file_bytes, "asks": under.asks_for_room}
        return {"arguments": list(arguments), "log": log} | more

    def _send(self, order: Mapping[str, Any]) -> None:
        self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()

    @property
    def _orders(self) -> IO[str]:
        assert self._running.stdin is not None  # noqa: S101 - for the type checker: it is a pipe
        return self._running.stdin

    @property
    def _answers(self) -> IO[str]:
        assert self._running.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
        return self._running.stdout


def _ended(code: int, log: str, started: float) -> Ended:
    def read(ending: str) -> str:
        path = Path(f"{log}.{ending}")
        return path.read_text(encoding="utf-8") if path.exists() else ""

    return Ended(code, read("out"), read("err"), time.monotonic() - started, int(read("steps") or 0))
