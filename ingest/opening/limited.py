"""What a limited process of its own finds in a workbook or zip from outside: it may die of it, we do not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

import orjson

from graph.errors import InputRefused
from ingest.opening.child import DONE, REFUSED, TOLD, WHERE
from ingest.opening.limits import (
    LEAST_MEMORY,
    LEAST_SECONDS,
    MEGABYTE,
    MEMORY_TIMES_SIZE,
    MOST_MEMORY,
    MOST_SECONDS,
    SECONDS_A_MEGABYTE,
)

_CHILD = "ingest.opening.child"
# Windows starts no process without these.
_KEPT = ("SYSTEMROOT", "PATH")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What opening a file may take: bytes of memory, seconds."""

    memory: int
    seconds: int

    @classmethod
    def of(cls, path: Path) -> Allowed:
        """More for a larger file."""
        size = path.stat().st_size
        memory = min(LEAST_MEMORY + MEMORY_TIMES_SIZE * size, MOST_MEMORY)
        return cls(memory, min(LEAST_SECONDS + SECONDS_A_MEGABYTE * size // MEGABYTE, MOST_SECONDS))


def told_by_child(task: str, path: Path, given: Sequence[str] = (), allowed: Allowed | None = None) -> Iterator[Any]:
    """What a task of `ingest.opening.child` tells of a file, one thing at a time.

    Raises InputRefused where it is refused, or takes more memory or time than is allowed.
    """
    with path.open("rb"):
        pass  # one that is not there, or can't be read, is a fault of ours to tell apart
    most = allowed or Allowed.of(path)
    arguments = [task, str(path.resolve()), str(most.memory), str(most.seconds), *given]
    with _started(arguments, most.seconds) as child:
        last: dict[str, Any] = {}
        for line in child:
            last = orjson.loads(line)
            if TOLD in last:
                yield last[TOLD]
    if REFUSED in last:
        raise InputRefused(last[REFUSED], last[WHERE])
    if DONE not in last:
        raise InputRefused("takes more memory or time to open than is allowed", path.name)


@contextmanager
def _started(arguments: Sequence[str], seconds: int) -> Iterator[Iterator[bytes]]:
    """The lines of a child that is gone afterwards, whatever happens."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    command = [sys.executable, "-I", "-m", _CHILD, *arguments]
    with subprocess.Popen(  # noqa: S603 - our own module, no shell
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as child:
        try:
            yield _lines(child, seconds)
        finally:
            child.kill()


def _lines(child: subprocess.Popen[bytes], seconds: int) -> Iterator[bytes]:
    """The lines, each within so many seconds; how long whoever reads them takes is no fault of the child's."""
    while True:
        clock = Timer(seconds, child.kill)
        clock.daemon = True
        clock.start()
        try:
            line = child.stdout.readline() if child.stdout else b""
        finally:
            clock.cancel()
        if not line:
            return
        yield line
