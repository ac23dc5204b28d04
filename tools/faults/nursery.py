"""`python -m tools.faults.nursery`: runs `kithmap` commands as processes of their own, each to be killed at will.

One JSON order a line on standard input; the process id, and then how it ended, a line each on standard output. Of
orders `at_once`, one line with how each ended.
Everything is imported once and every command is a fork: a kill comes a second after the start of a load, not of Python.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import kithmap
from graph.store.claim_files import ClaimFiles
from graph.store.embedded.store import EmbeddedStore
from graph.store.ledger.deliveries import Deliveries, Publications
from graph.store.neo4j.store import Neo4jStore
from ingest import room
from ingest.landing import Landing

STEPS = (
    (Path, ("replace",)),
    (Landing, ("write_summary",)),
    (EmbeddedStore, ("write", "publish", "sweep")),
    (Neo4jStore, ("write", "publish", "sweep")),
    (Deliveries, ("keep",)),
    (Publications, ("start", "prepare", "finish")),
    (ClaimFiles, ("write_system", "keep_others", "write_members", "sweep")),
)


class Steps:
    """Counts the steps of a command that outlast it, and ends it with a kill before or after the chosen one."""

    def __init__(self, chosen: int | None, *, after: bool) -> None:
        self.taken = 0
        self._chosen = chosen
        self._after = after

    def watch(self) -> None:
        """From now on every step counts."""
        for kind, names in STEPS:
            for name in names:
                setattr(kind, name, self._counted(getattr(kind, name)))

    def _counted(self, step: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(step)
        def counted(*arguments: object, **named: object) -> Any:  # noqa: ANN401 - whatever the step returns
            self.taken += 1
            is_last = self.taken == self._chosen
            if is_last and not self._after:
                os.kill(os.getpid(), signal.SIGKILL)
            done = step(*arguments, **named)
            if is_last:
                os.kill(os.getpid(), signal.SIGKILL)
            return done

        return counted


def run_in_child(order: dict[str, Any]) -> None:
    """Runs the command with its output in files, notes how many steps it took, and ends the process."""
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(f"{order['log']}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(order.get("environment") or {})
    if not order.get("asks", True):
        room.TIMES_SENT = room.RESERVE = 0
    if (most := order.get("file_bytes")) is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    steps = Steps(order.get("die_at"), after=bool(order.get("after")))
    steps.watch()
    code = kithmap.run(order["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    Path(f"{order['log']}.steps").write_text(str(steps.taken), encoding="ascii")
    os._exit(code)


def orders() -> Iterator[dict[str, Any]]:
    """The orders, one a line."""
    for line in sys.stdin:
        yield json.loads(line)


def main() -> None:
    """Forks a command for each order, and waits for it."""
    for order in orders():
        if "at_once" in order:
            children = [_forked(one) for one in order["at_once"]]
            print(json.dumps([_ended(child) for child in children]), flush=True)
            continue
        child = _forked(order)
        print(child, flush=True)
        print(_ended(child), flush=True)


def _forked(order: dict[str, Any]) -> int:
    child = os.fork()
    if child == 0:
        run_in_child(order)
    return child


def _ended(child: int) -> int:
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
