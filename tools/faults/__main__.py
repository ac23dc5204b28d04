"""`python -m tools.faults [--kills N] [--seed S] [--children N | PATH…]`: kills loads, and says what came of it.

Loads go into the embedded graph, or into the Neo4j that NEO4J_URI names, which must be empty: it is wiped.
Without paths or a number of children: the sample family and a county of 200 children, one after the other.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.settings import read_settings
from ingest.delivery import find_deliveries
from ingest.synth.county import write_county
from ingest.synth.sample import write_sample
from tools.faults.campaign import Campaign, Outcome, run
from tools.faults.partnership import published_in, wipe

FAULT, WRONG = 1, 2
SMALL_COUNTY = 200
SEED = 1


def main(arguments: Sequence[str]) -> int:
    """0 when nothing was lost, doubled or half shown; 1 when something was; 2 for wrong use."""
    asked = _parser().parse_args(arguments)
    address = read_settings(Path(), os.environ).neo4j
    if address is not None and published_in(address):
        print("NEO4J_URI names a graph with something in it; this wipes it: name an empty one", file=sys.stderr)
        return WRONG
    worst = 0
    with tempfile.TemporaryDirectory(prefix="kithmap-faults-") as made:
        for name, deliveries in _sources(asked, Path(made)):
            folder = Path(made, name)
            folder.mkdir()
            campaign = Campaign(deliveries, folder, asked.kills, asked.seed, address, _say)
            print(f"{name}: {len(deliveries)} deliveries, {asked.kills} kills, {_engine(address)}", flush=True)
            outcome = run(campaign)
            _print(outcome)
            worst |= bool(outcome.faults)
    if address is not None:
        wipe(address)
    return worst


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--children", type=int)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    return parser


def _sources(asked: argparse.Namespace, made: Path) -> Iterator[tuple[str, Sequence[Path]]]:
    if asked.paths:
        yield "given", _deliveries(*asked.paths)
        return
    if asked.children is None:
        write_sample(made / "sample-sent")
        yield "sample", _deliveries(made / "sample-sent")
    county = made / "county-sent"
    write_county(county, asked.children or SMALL_COUNTY, asked.seed)
    yield "county", _deliveries(county)


def _deliveries(*paths: Path) -> list[Path]:
    return [source.path for source in find_deliveries(paths)]


def _engine(address: object) -> str:
    return "embedded" if address is None else "Neo4j"


def _say(line: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


def _print(outcome: Outcome) -> None:
    print(f"  {outcome.kills} kills ({outcome.at_steps} at a step), {outcome.folders} data folders")
    print(f"  an undisturbed first load took {outcome.seconds:.1f} s")
    print(f"  digest {outcome.digest}")
    for fault in outcome.faults:
        print(f"  FAULT {fault}")
    print(f"  {len(outcome.faults)} faults", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
