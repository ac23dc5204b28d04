"""A bad network between Kithmap and its Neo4j: loads end as undisturbed ones, questions are refused in time."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from urllib.parse import urlsplit

from graph.settings import Neo4jAddress, Settings
from tools.faults.asking import Reader
from tools.faults.commands import Nursery
from tools.faults.lines import BadLine, load_over
from tools.faults.proxy import Bad, Trouble, Wire
from tools.faults.trial import Ground, Trial

LONGEST_ANSWER = 11.0
LONGEST_RECOVERY = 10.0
_MOST_PIECES, _MOST_COMMITS = 60, 8
_LOADS = (Bad.ANSWER_LOST, Bad.CUT, Bad.ANSWER_LOST, Bad.SLOW)


def bad_wires(ground: Ground, address: Neo4jAddress) -> Iterator[Trial]:
    """Loads over a bad line, each resumed over a good one, and then questions over every kind of bad line."""
    dice, at = ground.dice(), urlsplit(address.uri)
    with Wire(at.hostname or "127.0.0.1", at.port or 7687) as wire, Nursery(ground.folder) as nursery:
        through = replace(address, uri=f"bolt://127.0.0.1:{wire.port}")
        straight = ground.loads(nursery, "straight", address)
        straight.empty()
        undisturbed = straight.undisturbed(ground.deliveries)
        for number in range(ground.times):
            loads = ground.loads(nursery, f"wire-{number}", address)
            loads.empty(straight)
            line = BadLine(wire, _choose(dice, number), {"NEO4J_URI": through.uri})
            yield load_over(line, ground, loads, undisturbed)
            shutil.rmtree(loads.settings.data)
        loads = ground.loads(nursery, "asked", address)
        loads.empty(straight)
        loads.load(ground.deliveries)
        yield from _questions(loads.settings, wire, through)


def _choose(dice: Random, number: int) -> Trouble:
    bad = _LOADS[number % len(_LOADS)]
    most = _MOST_COMMITS if bad is Bad.ANSWER_LOST else _MOST_PIECES
    return Trouble(bad, dice.randint(0, most), late=dice.uniform(0.005, 0.02))


def _questions(settings: Settings, wire: Wire, through: Neo4jAddress) -> Iterator[Trial]:
    with Reader(replace(settings, neo4j=through)) as reader:
        good = reader.answered()
        for bad in (Bad.SLOW, Bad.CUT, Bad.HOLE):
            wire.become(Trouble(bad))
            answer = reader.ask()
            wire.mend()
            faults = [] if answer.seconds <= LONGEST_ANSWER else [f"answered after {answer.seconds:.1f} s"]
            if answer.status != 503 and answer.body != good.body:  # noqa: PLR2004 - the status of a store that is away
                faults.append(f"status {answer.status} and another answer")
            back = time.monotonic()
            while (again := reader.ask()).body != good.body and time.monotonic() - back < LONGEST_RECOVERY:
                time.sleep(0.1)
            if again.body != good.body:
                faults.append(f"not answered {LONGEST_RECOVERY:.0f} s after the line was good again")
            came = f"status {answer.status} after {answer.seconds:.1f} s, well after {time.monotonic() - back:.1f} s"
            yield Trial(f"a question, {bad}", came, faults)
