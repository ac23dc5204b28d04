"""How far a load is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import TaskID

from ingest.stores import Progress


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """What a load tells its steps to; all of it goes to standard error."""
    if not sys.stderr.isatty():
        yield _say_ends
        return
    with Bar(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def tell(step: str, done: int, every: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=every)
            bar.update(tasks[step], completed=done, total=every)

        yield tell


def _say_ends(step: str, done: int, every: int) -> None:
    if done in {0, every}:
        sys.stderr.write(f"{step} {done}/{every}\n")
