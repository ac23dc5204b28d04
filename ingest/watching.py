"""A folder watched: complete deliveries are loaded one at a time, in the order they came. Nothing in it is moved.

A delivery is complete when it has not changed from one look to the next, or where a file `NAME.done` stands beside it (or
`.done` in its folder). What was loaded or refused is remembered in the data folder, and tried again once it changes.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson
from filelock import FileLock, Timeout

from graph.errors import InputRefused, StoreUnavailable
from graph.store.landing import write_bytes_whole
from ingest.manifest import MANIFEST
from ingest.pipeline import Loaded, load
from ingest.stores import Load, Stores

LOCK_FILE = "watching.lock"
REMEMBERED_FILE = "watched.json"
DONE = ".done"
LOADED, REFUSED, NOT_NOW = "loaded", "refused", "not_now"
_DEEPEST = 3
Clock = Callable[[], datetime]
Tell = Callable[[str], None]
Wait = Callable[[float], None]
Signature = str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery as it lies there now: its files by name, size and time of change in one hash, and the newest time."""

    path: Path
    signature: Signature
    changed_at: int
    is_done: bool


@dataclass(slots=True)
class Watched:
    """What a watcher knows of a folder: what it saw at the last look, since which look, and what it has dealt with."""

    seen: dict[str, tuple[Signature, int]] = field(default_factory=dict)
    dealt_with: dict[str, Signature] = field(default_factory=dict)
    looks: int = 0

    def ready(self, arrivals: list[Arrival]) -> list[Arrival]:
        """The complete ones that were not dealt with as they are now, in the order they came; one look is over then."""
        self.looks += 1
        before, self.seen = self.seen, {}
        ready = []
        for one in arrivals:
            name = str(one.path)
            signature, since = before.get(name, ("", self.looks))
            is_same = signature == one.signature
            self.seen[name] = one.signature, since
            if (is_same or one.is_done) and self.dealt_with.get(name) != one.signature:
                ready.append((since, one.changed_at, name, one))
        return [one for *_, one in sorted(ready, key=lambda found: found[:3])]

    def waits(self, arrivals: list[Arrival]) -> bool:
        """Whether something is there that may not be complete yet."""
        return any(self.dealt_with.get(str(one.path)) != one.signature for one in arrivals)


def watch(  # noqa: PLR0913 - where, how often, whom to tell, and the two things a test stands in for
    stores: Stores,
    folder: Path,
    now: Clock,
    every: float,
    *,
    tell: Tell,
    is_once: bool = False,
    wait: Wait = time.sleep,
) -> bool:
    """Loads what arrives until stopped; `is_once` ends after what is complete, and says whether all of it was loaded.

    Raises InputRefused, StoreUnavailable.
    """
    if not folder.is_dir():
        raise InputRefused("is no folder", folder.name)
    with _only_watcher(stores.data):
        watched, is_good = Watched(dealt_with=_remembered(stores.data)), True
        while True:
            arrivals = list(find_arrivals(folder))
            for one in watched.ready(arrivals):
                told = _take(stores, one, now())
                tell(json.dumps(told, ensure_ascii=False))
                is_good = is_good and told["outcome"] == LOADED
                if told["outcome"] != NOT_NOW:
                    watched.dealt_with[str(one.path)] = one.signature
                    _remember(stores.data, watched.dealt_with)
            if is_once and (watched.looks > 1 or not watched.waits(arrivals)):
                return is_good
            wait(every)


def find_arrivals(folder: Path, levels: int = _DEEPEST) -> Iterator[Arrival]:
    """Every delivery under a folder, complete or not: folders with a manifest, and zips."""
    for child in sorted(folder.iterdir()):
        if child.name.startswith("."):
            continue
        if child.is_file() and child.suffix.lower() == ".zip":
            yield from _arrival(child, [child])
        elif child.is_dir() and (child / MANIFEST).is_file():
            yield from _arrival(child, sorted(file for file in child.iterdir() if file.is_file()))
        elif child.is_dir() and levels:
            yield from find_arrivals(child, levels - 1)


def _arrival(path: Path, files: list[Path]) -> Iterator[Arrival]:
    """The delivery; none where one of its files went away while it was looked at."""
    whole, newest = blake2b(digest_size=16), 0
    try:
        for file in files:
            about = file.stat()
            newest = max(newest, about.st_mtime_ns)
            whole.update(f"{file.name}\n{about.st_size} {about.st_mtime_ns}\n".encode())
    except FileNotFoundError:
        return
    is_done = path.with_name(path.name + DONE).exists() or (path.is_dir() and (path / DONE).exists())
    yield Arrival(path, whole.hexdigest(), newest, is_done)


def _take(stores: Stores, one: Arrival, at: datetime) -> Mapping[str, Any]:
    """Loads one delivery; what became of it, for the log: no value of a row is in it."""
    told: dict[str, Any] = {"at": at.isoformat(), "source": one.path.name}
    try:
        loaded = load([one.path], stores, Load(at))
    except InputRefused as refused:
        return {**told, "delivery": None, "outcome": REFUSED, "why": [str(refused)], "counts": {}}
    except (StoreUnavailable, OSError) as fault:
        # A file that can't be read yet, a full disk, a store that is away: the next look tries again.
        why = str(fault) if isinstance(fault, StoreUnavailable) else type(fault).__name__
        return {**told, "delivery": None, "outcome": NOT_NOW, "why": [why], "counts": {}}
    return {**told, **_outcome(loaded)}


def _outcome(loaded: Loaded) -> Mapping[str, Any]:
    (record,) = loaded.deliveries
    counts = {
        count.table: {
            "in": count.rows_in,
            "stored": count.stored,
            "unchanged": count.unchanged,
            "quarantined": count.quarantined,
        }
        for count in record.counts
    }
    outcome = REFUSED if record.refused else LOADED
    why = list(record.refused)
    return {"delivery": record.id, "outcome": outcome, "why": why, "counts": counts, "publication": loaded.publication}


@contextmanager
def _only_watcher(data: Path) -> Iterator[None]:
    data.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(data / LOCK_FILE, timeout=0):
            yield
    except Timeout:
        raise StoreUnavailable("another `kithmap watch` loads into this data folder already: stop it first") from None


def _remembered(data: Path) -> dict[str, Signature]:
    try:
        said = orjson.loads((data / REMEMBERED_FILE).read_bytes())
    except (OSError, ValueError):
        # Without it everything is loaded again, which changes nothing.
        return {}
    return {str(name): str(signature) for name, signature in said.items()} if isinstance(said, dict) else {}


def _remember(data: Path, dealt_with: Mapping[str, Signature]) -> None:
    write_bytes_whole(orjson.dumps(dict(dealt_with)), data / REMEMBERED_FILE)
