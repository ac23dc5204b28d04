"""`kithmap` commands as processes: run to their end, or killed at a moment or at a step."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
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

    def run(self, *arguments: str, kill: Kill = NEVER) -> Ended:
        """Runs a command until it ends or is killed."""
        for ending in ("out", "err", "steps"):
            Path(f"{self._log}.{ending}").unlink(missing_ok=True)
        order = {"arguments": arguments, "log": str(self._log), "die_at": kill.step, "after": kill.after}
        started = time.monotonic()
        self._orders.write(json.dumps(order) + "\n")
        self._orders.flush()
        child = int(self._answers.readline())
        ready, _, _ = select.select([self._answers], [], [], LONGEST_SECONDS if kill.seconds is None else kill.seconds)
        if not ready:
            os.kill(child, signal.SIGKILL)
        code = int(self._answers.readline())
        return Ended(
            code, self._read("out"), self._read("err"), time.monotonic() - started, int(self._read("steps") or 0)
        )

    @property
    def _orders(self) -> IO[str]:
        assert self._running.stdin is not None  # noqa: S101 - for the type checker: it is a pipe
        return self._running.stdin

    @property
    def _answers(self) -> IO[str]:
        assert self._running.stdout is not None  # noqa: S101 - for the type checker: it is a pipe
        return self._running.stdout

    def _read(self, ending: str) -> str:
        path = Path(f"{self._log}.{ending}")
        return path.read_text(encoding="utf-8") if path.exists() else ""
