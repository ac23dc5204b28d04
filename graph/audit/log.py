"""The audit log: one hash-chained entry per question, refusal, export, judgement and sign-in (access.md §6).

No names and no search text: who was shown is record ids, an operation is its name. The head is also kept outside the
ledger, so that a cut or rewritten chain shows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from graph.access.accounts import ConflictEnded, ConflictNamed, GrantEnded, GrantRecord
from graph.access.opened import AccessOpened, SignOff
from graph.errors import AuditUnavailable, StoreUnavailable

GENESIS = "0" * 64
HEAD_EVERY_ENTRIES = 1_000
HEAD_EVERY = timedelta(seconds=60)
Beside = AccessOpened | SignOff | GrantRecord | GrantEnded | ConflictNamed | ConflictEnded
"""What is kept with an entry or not at all: in one transaction."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """What happened: who asked what, why, who was shown, whether anything was withheld, how it ended.

    `holds`: the questions whose answers are in a file made of several. `records`: every record the people shown were made
    of then, so that who looked is found by any of them, whoever they are judged to be later.
    """

    caller: str
    roles: tuple[str, ...]
    purpose: str
    reference: str
    operation: str
    shown: tuple[str, ...]
    withheld: bool
    policy: str
    outcome: str
    is_operator: bool = False
    holds: tuple[str, ...] = ()
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An event in the chain: `hash` covers sequence, time, content and the hash before."""

    sequence: int
    at: datetime
    content: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class LooksWanted:
    """Which entries are wanted, newest first: at most `first`, with a sequence below `before`, in `[since, until)`.

    `records`: those that showed any of them; None for all, empty for none. `caller`, `operation`: empty for every one.
    `callers`: those of these accounts; None for all, empty for none.
    """

    first: int
    before: int | None = None
    records: frozenset[str] | None = None
    caller: str = ""
    operation: str = ""
    since: datetime | None = None
    until: datetime | None = None
    callers: frozenset[str] | None = None


class AuditStore(Protocol):
    """Keeps the chain. Appending is serialised over processes."""

    def append(self, at: datetime, content: str, shown: Iterable[str], beside: Beside | None = None, /) -> AuditEntry:
        """Writes the next entry of the chain, and what goes with it."""

    def together(self) -> AbstractContextManager[None]:
        """What is written inside, entries and all else, is kept or undone as one."""

    def entries(self) -> Iterator[AuditEntry]:
        """Every entry, in order."""

    def head(self) -> tuple[int, str]:
        """Sequence and hash of the last entry as the store remembers it."""

    def faults_beside(self) -> Iterator[str]:
        """What was changed, added or taken away of what was written with the entries, in words."""

    def newest(self, wanted: LooksWanted) -> tuple[AuditEntry, ...]:
        """The entries wanted, newest first."""


def entry_hash(sequence: int, at: datetime, content: str, previous: str) -> str:
    """The hash of an entry."""
    return sha256(f"{sequence}\n{at.isoformat()}\n{content}\n{previous}".encode()).hexdigest()


def _written(said: Mapping[str, object]) -> str:
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class AuditLog:
    """The log of a data folder; `head_file` keeps heads outside the ledger."""

    store: AuditStore
    head_file: Path

    def append(self, event: AuditEvent, now: datetime, beside: Beside | None = None) -> AuditEntry:
        """Writes an entry, and in one transaction what goes with it. Raises AuditUnavailable: no entry, no data."""
        with _must_be_written():
            entry = self.store.append(now, _written(asdict(event)), (*event.shown, *event.records), beside)
            self._keep_head(entry)
        return entry

    @contextmanager
    def entered(self, event: AuditEvent, now: datetime) -> Iterator[None]:
        """What is written inside is kept with its entry, or neither is. Raises AuditUnavailable."""
        with self.store.together():
            with _must_be_written():
                entry = self.store.append(now, _written(asdict(event)), (*event.shown, *event.records))
            yield
        # Once it is kept: a head outside of an entry that was undone would look like a log that was cut.
        with _must_be_written():
            self._keep_head(entry)

    def _keep_head(self, entry: AuditEntry) -> None:
        if entry.sequence % HEAD_EVERY_ENTRIES and not self._is_due(entry.at):
            return
        line = f"{entry.sequence} {entry.hash} {entry.at.isoformat()}\n"
        with self.head_file.open("a", encoding="ascii") as kept:
            kept.write(line)
            kept.flush()
            os.fsync(kept.fileno())

    def _is_due(self, at: datetime) -> bool:
        try:
            return at.timestamp() - self.head_file.stat().st_mtime >= HEAD_EVERY.total_seconds()
        except FileNotFoundError:
            return True

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the chain and with what was written beside it, in words; empty when all is whole."""
        faults: list[str] = []
        previous, last = GENESIS, 0
        kept = list(self._kept_heads())
        hashes = dict.fromkeys((sequence for sequence, _ in kept), "")
        for entry in self.store.entries():
            if entry.sequence != last + 1:
                faults.append(f"audit entry {last + 1} is missing or out of order")
            if entry.previous != previous:
                faults.append(f"audit entry {entry.sequence} does not follow the one before it")
            if entry.hash != entry_hash(entry.sequence, entry.at, entry.content, entry.previous):
                faults.append(f"audit entry {entry.sequence} was changed")
            previous, last = entry.hash, entry.sequence
            if last in hashes:
                hashes[last] = entry.hash
        if self.store.head() != (last, previous):
            faults.append("the end of the audit log is missing or was replaced")
        faults += [fault for sequence, head in kept if (fault := _head_fault(sequence, head, hashes[sequence]))]
        return (*faults, *self.store.faults_beside())

    def _kept_heads(self) -> Iterator[tuple[int, str]]:
        if self.head_file.exists():
            for line in self.head_file.read_text(encoding="ascii").splitlines():
                sequence, kept, *_ = line.split()
                yield int(sequence), kept


@contextmanager
def _must_be_written() -> Iterator[None]:
    try:
        yield
    except (StoreUnavailable, OSError):
        raise AuditUnavailable("the audit log can't be written, so nothing is answered") from None


def _head_fault(sequence: int, kept: str, found: str) -> str | None:
    if not found:
        return f"audit entry {sequence}, once kept outside the ledger, is gone"
    return None if found == kept else f"audit entry {sequence} is not the one kept outside the ledger"
