"""Two to four loads started at once over the same people: some serial order, or a clear refusal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tools.faults.commands import Nursery
from tools.faults.trial import PLAIN_CODES, UNFORESEEN, Ground, Trial

MOST = 4


def loads_at_once(ground: Ground) -> Iterator[Trial]:
    """Each time the deliveries are dealt to some loads, a few of them to two."""
    dice = ground.dice()
    with Nursery(ground.folder) as nursery:
        straight = ground.loads(nursery, "straight")
        straight.empty()
        undisturbed = straight.undisturbed(ground.deliveries)
        for number in range(1, ground.times + 1):
            loads = ground.loads(nursery, f"together-{number}")
            loads.empty(straight)
            piles = _piles(ground.deliveries, dice)
            ended = nursery.run_at_once([loads.call("ingest", *map(str, pile)) for pile in piles], loads.under())
            codes = [one.code for one in ended]
            faults = [f"a load ended with {one.code}" for one in ended if one.code not in PLAIN_CODES]
            faults += [UNFORESEEN for one in ended if UNFORESEEN in one.errors]
            loads.load(ground.deliveries)
            faults += loads.differences(undisturbed, ground.deliveries)
            yield Trial(f"{len(piles)} loads at once", f"exit codes {codes}", faults)
            shutil.rmtree(loads.settings.data)


def _piles(deliveries: Sequence[Path], dice: Random) -> list[list[Path]]:
    count = dice.randint(2, MOST)
    shuffled = dice.sample(list(deliveries), len(deliveries))
    piles = [shuffled[start::count] for start in range(count)]
    for pile in piles:
        twice = dice.choice(shuffled)
        if twice not in pile:
            pile.append(twice)
    return piles
