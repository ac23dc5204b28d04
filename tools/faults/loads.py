"""The loads of one data folder: what each said became of every row, and whether they ended as an undisturbed one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph.settings import KEY_FILE, Settings
from tools.faults.commands import NEVER, PLAIN, Ended, Kill, Nursery, Under
from tools.faults.partnership import wipe

_AWAY, _TRIES = 3, 5
Counts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What loads came to that nothing came between."""

    digest: str
    counts: Counts


class Loads:
    """The commands of one data folder."""

    def __init__(self, settings: Settings, nursery: Nursery) -> None:
        self.settings = settings
        self.nursery = nursery

    def empty(self, like: Loads | None = None) -> None:
        """Makes the folder, with the key of another: then both make the same ids."""
        if self.settings.neo4j is not None:
            wipe(self.settings.neo4j)
        self.settings.data.mkdir()
        if like is not None:
            shutil.copy(like.settings.data / KEY_FILE, self.settings.data)

    def load(self, deliveries: Sequence[Path], kill: Kill = NEVER) -> Ended:
        """Loads deliveries, until it is killed; tries again where a store that was away is not back yet."""
        for _ in range(_TRIES):
            ended = self.run("ingest", *map(str, deliveries), kill=kill)
            if ended.is_killed or ended.code != _AWAY:
                break
        if not ended.is_killed and ended.code != 0:
            raise RuntimeError(f"a load ended with exit code {ended.code}:\n{ended.errors}")
        return ended

    def run(self, *arguments: str, kill: Kill = NEVER, under: Under = PLAIN) -> Ended:
        """Runs one command with --json."""
        return self.nursery.run(*self.call(*arguments), kill=kill, under=self.under(under))

    def under(self, under: Under = PLAIN) -> Under:
        """The same with the variables that name graph and ledger, where it has none of its own."""
        at = self.settings.neo4j
        own = {} if at is None else {"NEO4J_URI": at.uri, "NEO4J_USER": at.user, "NEO4J_PASSWORD": at.password}
        if self.settings.ledger_url is not None:
            own["KITHMAP_LEDGER_URL"] = self.settings.ledger_url
        return replace(under, environment=own | dict(under.environment))

    def call(self, *arguments: str) -> tuple[str, ...]:
        """The words of a command with --json."""
        return (*arguments, "--data", str(self.settings.data), "--json")

    def counts(self, deliveries: Sequence[Path]) -> Counts:
        """What the load says became of every row of every delivery."""
        document = self.load(deliveries).document()
        return {f"{one['agency']} {one['id'][:12]}": one["tables"] for one in document["deliveries"]}

    def digest(self) -> tuple[str, list[str]]:
        """The digest, and what `kithmap verify` finds amiss, the audit chain included."""
        ended = self.run("verify")
        if not ended.output:
            raise RuntimeError(f"verify ended with exit code {ended.code}:\n{ended.errors}")
        told = json.loads(ended.output)
        return str(told["digest"]), [str(fault) for fault in told["faults"]]

    def undisturbed(self, deliveries: Sequence[Path]) -> Undisturbed:
        """What the deliveries come to in an empty folder when nothing happens."""
        self.load(deliveries)
        digest, faults = self.digest()
        if faults:
            raise RuntimeError(f"an undisturbed load is at fault: {faults}")
        return Undisturbed(digest, self.counts(deliveries))

    def differences(self, undisturbed: Undisturbed, deliveries: Sequence[Path]) -> list[str]:
        """What is otherwise than after an undisturbed load, once everything was loaded again."""
        return list(self._differences(undisturbed, deliveries))

    def _differences(self, undisturbed: Undisturbed, deliveries: Sequence[Path]) -> Iterator[str]:
        digest, faults = self.digest()
        yield from faults
        if digest != undisturbed.digest:
            yield f"digest {digest}, undisturbed {undisturbed.digest}"
        counts = self.counts(deliveries)
        if counts != undisturbed.counts:
            yield "the counts differ from those of the undisturbed load"
        yield from _miscounted(counts)


def _miscounted(counts: Counts) -> Iterator[str]:
    for delivery, tables in counts.items():
        for table, count in tables.items():
            if count["in"] != count["stored"] + count["unchanged"] + count["quarantined"]:
                yield f"{delivery} {table}: rows in are not stored + unchanged + quarantined"
