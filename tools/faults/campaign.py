"""Loads killed over and over, resumed each time, and compared with one that nothing came between."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from graph.settings import Neo4jAddress, Settings
from tools.faults.commands import NEVER, Ended, Kill, Nursery
from tools.faults.partnership import Seen, look, wipe

CUTS = 2
LAST_STEPS = 40
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is loaded, where, how often it is killed, and the seed of every moment."""

    deliveries: Sequence[Path]
    folder: Path
    kills: int
    seed: int
    neo4j: Neo4jAddress | None = None
    tell: Tell = lambda _line: None


@dataclass
class Outcome:
    """What a campaign came to: kills by what they hit, loads that ended, and everything that was wrong."""

    kills: int = 0
    at_steps: int = 0
    folders: int = 0
    seconds: float = 0
    again_seconds: float = 0
    digest: str = ""
    faults: list[str] = field(default_factory=list)


def run(campaign: Campaign) -> Outcome:
    """Kills loads as often as asked; half at a random moment, half before or after a random step that lasts."""
    dice = random.Random(campaign.seed)  # noqa: S311 - the same seed must kill at the same moments
    outcome = Outcome()
    with Nursery(campaign.folder) as nursery:
        straight = _Loads(campaign, nursery, "straight")
        straight.empty()
        first = straight.load(campaign.deliveries)
        outcome.seconds = first.seconds
        outcome.again_seconds = straight.load(campaign.deliveries).seconds
        outcome.digest = _digest(straight, outcome)
        counts = straight.counts()
        while outcome.kills < campaign.kills:
            outcome.folders += 1
            loads = _Loads(campaign, nursery, f"killed-{outcome.folders}")
            loads.empty(straight)
            _Disturbed(campaign, loads, dice, outcome, first).load_twice()
            _compare(loads, outcome, counts)
            shutil.rmtree(loads.settings.data)
    return outcome


class _Loads:
    """The commands of one data folder."""

    def __init__(self, campaign: Campaign, nursery: Nursery, name: str) -> None:
        self.settings = Settings(campaign.folder / name, campaign.neo4j)
        self._nursery = nursery
        self._deliveries = campaign.deliveries
        self.told: Any = None

    def empty(self, like: _Loads | None = None) -> None:
        """Makes the folder, with the key of another: then both make the same ids."""
        if self.settings.neo4j is not None:
            wipe(self.settings.neo4j)
        self.settings.data.mkdir()
        if like is not None:
            shutil.copy(like.settings.data / "secret.key", self.settings.data)

    def load(self, deliveries: Sequence[Path], kill: Kill = NEVER) -> Ended:
        """Loads deliveries, until it is killed."""
        ended = self.run("ingest", *map(str, deliveries), kill=kill)
        if not ended.is_killed and ended.code != 0:
            raise RuntimeError(f"a load ended with exit code {ended.code}:\n{ended.errors}")
        return ended

    def run(self, *arguments: str, kill: Kill = NEVER) -> Ended:
        """Runs one command with --json."""
        return self._nursery.run(*arguments, "--data", str(self.settings.data), "--json", kill=kill)

    def counts(self) -> dict[str, Any]:
        """What the load says became of every row of every delivery."""
        document = self.load(self._deliveries).document()
        return {f"{one['agency']} {one['id'][:12]}": one["tables"] for one in document["deliveries"]}


class _Disturbed:
    """One data folder loaded in pieces and out of order, killed on the way."""

    def __init__(
        self, campaign: Campaign, loads: _Loads, dice: random.Random, outcome: Outcome, undisturbed: Ended
    ) -> None:
        self._campaign = campaign
        self._loads = loads
        self._dice = dice
        self._outcome = outcome
        self._undisturbed = undisturbed

    def load_twice(self) -> None:
        """The deliveries in pieces of a shuffled order, then all of them again; each load resumed until it ends."""
        seen = Seen(0, f"{0:032x}", ())
        for deliveries in (*self._pieces(), self._campaign.deliveries):
            was_killed = True
            while was_killed:
                share = len(deliveries) / len(self._campaign.deliveries)
                kill = self._choose(share) if self._outcome.kills < self._campaign.kills else NEVER
                ended = self._loads.load(deliveries, kill)
                was_killed = ended.is_killed
                self._note(ended, kill)
                seen = self._see(seen, ended)

    def _pieces(self) -> Iterator[Sequence[Path]]:
        shuffled = self._dice.sample(list(self._campaign.deliveries), len(self._campaign.deliveries))
        cuts = sorted(self._dice.randint(1, len(shuffled)) for _ in range(CUTS))
        for start, end in pairwise((0, *cuts, len(shuffled))):
            if start < end:
                yield shuffled[start:end]

    def _choose(self, share: float) -> Kill:
        """A moment or a step within a load of a share of the deliveries; a resumed one may end before it."""
        if self._dice.random() < 0.5:  # noqa: PLR2004 - half and half
            again, first = self._outcome.again_seconds, self._outcome.seconds
            return Kill(seconds=self._dice.uniform(0, again + share * max(0, first - again)))
        # The last steps are those of publishing: as many kills there as in all of the long way to them.
        steps = max(LAST_STEPS, round(share * self._undisturbed.steps))
        first_step = self._dice.choice((1, max(1, steps - LAST_STEPS)))
        return Kill(step=self._dice.randint(first_step, steps), after=self._dice.random() < 0.5)  # noqa: PLR2004

    def _note(self, ended: Ended, kill: Kill) -> None:
        if not ended.is_killed:
            self._campaign.tell(f"a load ended after {ended.seconds:.1f} s")
        else:
            self._outcome.kills += 1
            self._outcome.at_steps += kill.step is not None
            where = f"step {kill.step} {'after' if kill.after else 'before'}" if kill.step else f"{ended.seconds:.2f} s"
            self._campaign.tell(f"kill {self._outcome.kills}: at {where}")

    def _see(self, before: Seen, ended: Ended) -> Seen:
        """What is seen now; a killed load shows the state before or a whole new one, never another."""
        if not (self._loads.settings.data / "ledger.sqlite").exists():
            return before
        now = look(self._loads.settings)
        faults = list(now.faults)
        if now.publication == before.publication and now.claims != before.claims:
            faults.append("readers see part of a load")
        self._outcome.faults += [f"after kill {self._outcome.kills}: {fault}" for fault in faults]
        return replace(now, faults=())


def _compare(loads: _Loads, outcome: Outcome, counts: dict[str, Any]) -> None:
    digest = _digest(loads, outcome)
    if digest != outcome.digest:
        outcome.faults.append(f"folder {outcome.folders}: digest {digest}, undisturbed {outcome.digest}")
    found = loads.counts()
    if found != counts:
        outcome.faults.append(f"folder {outcome.folders}: the counts differ from those of the undisturbed load")
    outcome.faults += [f"folder {outcome.folders}: {fault}" for fault in _miscounted(found)]


def _digest(loads: _Loads, outcome: Outcome) -> str:
    ended = loads.run("verify")
    if not ended.output:
        raise RuntimeError(f"verify ended with exit code {ended.code}:\n{ended.errors}")
    told = json.loads(ended.output)
    outcome.faults += [f"folder {outcome.folders}: {fault}" for fault in told["faults"]]
    return str(told["digest"])


def _miscounted(counts: dict[str, Any]) -> Iterator[str]:
    for delivery, tables in counts.items():
        for table, count in tables.items():
            if count["in"] != count["stored"] + count["unchanged"] + count["quarantined"]:
                yield f"{delivery} {table}: rows in are not stored + unchanged + quarantined"
