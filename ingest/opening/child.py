"""The process that opens workbooks and zips from outside: limited in memory and time, it tells what it finds in lines.

Started as `python -m ingest.opening.child TASK PATH MEMORY SECONDS …`; it knows no store and is given no environment.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from graph.errors import InputRefused
from ingest.opening.archive import extract, members, open_zip
from ingest.opening.workbook import rows_in, sheets_in

DONE, REFUSED, WHERE, TOLD = "done", "refused", "where", "told"


def _names(path: Path, _given: Sequence[str]) -> Iterator[Any]:
    with open_zip(path) as archive:
        yield [info.filename for info in members(archive)]


def _extract(path: Path, given: Sequence[str]) -> Iterator[Any]:
    with open_zip(path) as archive:
        extract(archive, Path(given[0]))
    yield from ()


TASKS: Mapping[str, Callable[[Path, Sequence[str]], Iterator[Any]]] = {
    "sheets": lambda path, _: iter([sheets_in(path)]),
    "rows": lambda path, given: rows_in(path, given[0] if given else None),
    "names": _names,
    "extract": _extract,
}


def tell(task: str, path: Path, given: Sequence[str]) -> Iterator[bytes]:
    """What a task finds, a line each; the last says that it is done, or why the file is refused."""
    try:
        for told in TASKS[task](path, given):
            yield orjson.dumps({TOLD: told})
    except InputRefused as refused:
        message = str(refused).removeprefix(f"{refused.where}: ") if refused.where else str(refused)
        yield orjson.dumps({REFUSED: message, WHERE: refused.where})
        return
    except (MemoryError, RecursionError):
        yield orjson.dumps({REFUSED: "takes more room to open than is allowed", WHERE: path.name})
        return
    yield orjson.dumps({DONE: True})


def limit(memory: int, seconds: int) -> None:
    """Takes no more memory and time than this from now on, where the system can hold a process to it."""
    if sys.platform == "win32":
        return
    import resource  # not there on every system

    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hardest = resource.getrlimit(what)
        allowed = most if hardest == resource.RLIM_INFINITY else min(most, hardest)
        resource.setrlimit(what, (allowed, allowed))


def main(arguments: Sequence[str]) -> None:
    """The entry point of the process."""
    task, path, memory, seconds, *given = arguments
    limit(int(memory), int(seconds))
    for line in tell(task, Path(path), given):
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
