"""Loads killed over and over, resumed each time, and compared with one that nothing came between."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

from graph.settings import Neo4jAddress, Settings
from tools.faults.commands import NEVER, Ended, Kill, Nursery
from tools.faults.loads import Loads, Undisturbed
from tools.faults.partnership import Seen, look

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


def loads_of(campaign: Campaign, nursery: Nursery, name: str) -> Loads:
    """The commands of a data folder of a campaign."""
    return Loads(Settings(campaign.folder / name, campaign.neo4j), nursery)


def run(campaign: Campaign) -> Outcome:
    """Kills loads as often as asked; half at a random moment, half before or after a random step that lasts."""
    dice = random.Random(campaign.seed)  # noqa: S311 - the same seed must kill at the same moments
    outcome = Outcome()
    with Nursery(campaign.folder) as nursery:
        straight = loads_of(campaign, nursery, "straight")
        straight.empty()
        first = straight.load(campaign.deliveries)
        outcome.seconds = first.seconds
        outcome.again_seconds = straight.load(campaign.deliveries).seconds
        outcome.digest, faults = straight.digest()
        outcome.faults += faults
        counts = straight.counts(campaign.deliveries)
        while outcome.kills < campaign.kills:
            outcome.folders += 1
            loads = loads_of(campaign, nursery, f"killed-{outcome.folders}")
            loads.empty(straight)
            _Disturbed(campaign, loads, dice, outcome, first).load_twice()
            found = loads.differences(Undisturbed(outcome.digest, counts), campaign.deliveries)
            outcome.faults += [f"folder {outcome.folders}: {fault}" for fault in found]
            shutil.rmtree(loads.settings.data)
    return outcome


class _Disturbed:
    """One data folder loaded in pieces and out of order, killed on the way."""

    def __init__(
        self, campaign: Campaign, loads: Loads, dice: random.Random, outcome: Outcome, undisturbed: Ended
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
