"""What is installed, which stores answer, how much room there is, and what to do about each thing that is wrong.

Looks only: an empty folder stays empty.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from graph.breached import BreachedPasswords
from graph.errors import KithmapError
from graph.settings import KEY_FILE, Settings
from graph.store.ledger import LEDGER_FILE, open_ledger
from graph.store.opening import GRAPH_FILE, open_graph
from ingest.provider_check import provider_faults

OLDEST_PYTHON = (3, 11)
LEAST_FREE = 2 * 1024**3
_GIB = 1024**3
_LIBRARIES = ("apsw", "duckdb", "fastapi", "neo4j", "polars", "splink", "sqlalchemy", "strawberry-graphql")
_FIRST_LOAD = "run `kithmap ingest PATH`, or `kithmap demo` for the sample partnership"
MOST_BEHIND = timedelta(minutes=1)
_MINUTE = timedelta(minutes=1)
_OTHERS_MAY_READ = 0o077


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is well, what was found, and what to do when it is not (empty when it is)."""

    name: str
    ok: bool
    says: str
    do: str = ""


def examine(settings: Settings) -> list[Check]:
    """Every check, in the order in which to mend things."""
    return [
        *_installed(),
        _data_folder(settings.data),
        _disk(settings.data),
        _key(settings.data),
        *_stores(settings),
        *_provider(settings),
        _breached(settings),
    ]


def _installed() -> Iterator[Check]:
    said = ".".join(map(str, sys.version_info[:3]))
    is_new_enough = sys.version_info[:2] >= OLDEST_PYTHON
    yield Check("python", is_new_enough, said, "" if is_new_enough else "install Python 3.11 or newer")
    found = {name: _version(name) for name in ("kithmap", *_LIBRARIES)}
    missing = [name for name, number in found.items() if number is None]
    says = ", ".join(f"{name} {number or 'missing'}" for name, number in found.items())
    yield Check("packages", not missing, says, "run `make setup`" if missing else "")


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _data_folder(data: Path) -> Check:
    if not data.exists():
        return Check("data folder", ok=True, says=f"{data} is not there; the first load makes it")
    if not data.is_dir():
        return Check("data folder", ok=False, says=f"{data} is no folder", do="name a folder with --data")
    probe = data / ".kithmap-can-write"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return Check("data folder", ok=False, says=f"{data} can't be written to", do="give this account write access")
    if data.stat().st_mode & _OTHERS_MAY_READ:
        return Check("data folder", ok=False, says=f"others may look into {data}", do=f"chmod 700 {data}")
    return Check("data folder", ok=True, says=str(data))


def _disk(data: Path) -> Check:
    there = next(folder for folder in (data.absolute(), *data.absolute().parents) if folder.exists())
    free = shutil.disk_usage(there).free
    says = f"{free / _GIB:.1f} GiB free"
    is_enough = free >= LEAST_FREE
    do = "" if is_enough else f"free {LEAST_FREE / _GIB:.0f} GiB, or name a folder on another disk with --data"
    return Check("disk", is_enough, says, do)


def _key(data: Path) -> Check:
    key = data / KEY_FILE
    if not key.exists():
        if (data / LEDGER_FILE).exists() or (data / GRAPH_FILE).exists():
            do = f"put {KEY_FILE} back from the backup: without it every person gets another id"
            return Check("key", ok=False, says=f"{KEY_FILE} is gone", do=do)
        return Check("key", ok=True, says="not made yet; the first load makes it")
    if key.stat().st_mode & _OTHERS_MAY_READ:
        return Check("key", ok=False, says=f"others may read {KEY_FILE}", do=f"chmod 600 {key}")
    return Check("key", ok=True, says="there, readable by its owner only")


def _stores(settings: Settings) -> Iterator[Check]:
    if settings.ledger_url or (settings.data / LEDGER_FILE).exists():
        yield from _answers("ledger", lambda: _ledger(settings))
        yield from _answers("clock", lambda: _clock(settings))
    else:
        yield Check("ledger", ok=True, says="nothing is loaded", do=_FIRST_LOAD)
    if settings.neo4j or (settings.data / GRAPH_FILE).exists():
        yield from _answers("graph", lambda: _graph(settings))
    else:
        yield _no_graph(settings.data)


def _no_graph(data: Path) -> Check:
    if (data / LEDGER_FILE).exists():
        return Check("graph", ok=False, says="there is a ledger and no graph", do="run `kithmap rebuild`")
    return Check("graph", ok=True, says="nothing is loaded", do=_FIRST_LOAD)


def _provider(settings: Settings) -> Iterator[Check]:
    if settings.openid is not None:
        says, do = provider_faults(settings.openid, datetime.now(UTC))
        yield Check("sign-in", not do, says, do)


def _breached(settings: Settings) -> Check:
    named = "name a list by KITHMAP_BREACHED_PASSWORDS: see docs/deploy.md"
    if settings.breached is None:
        return Check("passwords", ok=True, says="not compared with those known from breaches", do=named)
    fault = BreachedPasswords(settings.breached).fault()
    says = f"the list of those known from breaches {fault or 'is there'}"
    return Check("passwords", not fault, says, named if fault else "")


def _answers(name: str, look: Callable[[], Check]) -> Iterator[Check]:
    try:
        yield look()
    except KithmapError as error:
        says, _, do = str(error).partition(": ")
        yield Check(name, ok=False, says=says, do=do or "see docs/deploy.md")


def _ledger(settings: Settings) -> Check:
    ledger = open_ledger(settings.data, settings.ledger_url)
    try:
        newest, unfinished = ledger.publications.newest(), ledger.publications.unfinished()
        deliveries = sum(record.is_published for record in ledger.deliveries.every())
        accounts = len(ledger.accounts.every())
    finally:
        ledger.close()
    says = f"publication {newest.number if newest else 0}, {deliveries} deliveries, {accounts} accounts"
    if unfinished is not None:
        return Check("ledger", ok=False, says=f"{says}; a load was cut off", do="run the same `kithmap ingest` again")
    return Check("ledger", ok=True, says=says, do="" if newest else _FIRST_LOAD)


def _clock(settings: Settings) -> Check:
    """Whether the clock is behind what was done here before: rights are counted from the later of the two."""
    ledger = open_ledger(settings.data, settings.ledger_url)
    try:
        behind = ledger.moments.latest() - datetime.now(UTC)
    finally:
        ledger.close()
    if behind <= MOST_BEHIND:
        return Check("clock", ok=True, says="not behind what was done before")
    return Check(
        "clock",
        ok=False,
        says=f"the clock is {behind // _MINUTE} minutes behind what was done before",
        do="set it by a time server; sessions, tokens and grants that were over stay over, so give again what is needed",
    )


def _graph(settings: Settings) -> Check:
    graph = open_graph(settings.data, settings.neo4j)
    try:
        health = graph.health()
    finally:
        graph.close()
    says = f"{health.engine} {health.version} answers, publication {health.publication}"
    return Check("graph", ok=True, says=says, do="" if health.publication else _FIRST_LOAD)
