"""`python -m tools.faults [NAME…] [--times N] [--seed S] [--children N | --given PATH…]`: faults made, and what came of them.

Names: `kills` (20 times), `disks` (6), `wires` (10), `servers` (5), `ledgers` (10), `together` (5), `clocks` (6), or `all`.
Loads go into the embedded graph, or into the Neo4j that NEO4J_URI names, which must be empty: it is wiped. `wires` and
`servers` are about Neo4j alone, `servers` starts one of its own; `ledgers` is about the PostgreSQL that KITHMAP_LEDGER_URL
names. Without paths or a number of children: the sample family and a
county of 200 children, one after the other, for `kills`; the sample family for the others.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from graph.settings import Neo4jAddress, read_settings
from ingest.delivery import find_deliveries
from ingest.synth.county import write_county
from ingest.synth.sample import write_sample
from tools.faults.campaign import Campaign, Outcome, run
from tools.faults.clocks import jumping_clocks
from tools.faults.disks import full_disks
from tools.faults.ledgers import bad_ledger_wires
from tools.faults.partnership import published_in, wipe
from tools.faults.servers import killed_servers
from tools.faults.together import loads_at_once
from tools.faults.trial import Ground, Trial
from tools.faults.wires import bad_wires

FAULT, WRONG = 1, 2
SMALL_COUNTY = 200
SEED = 1
KILLS = "kills"
TIMES = {KILLS: 20, "disks": 6, "wires": 10, "servers": 5, "ledgers": 10, "together": 5, "clocks": 6}
ONLY_NEO4J, ONLY_EMBEDDED = frozenset({"wires", "servers"}), frozenset({"clocks", "ledgers"})
LEDGER = "KITHMAP_LEDGER_URL"
Source = tuple[str, Sequence[Path]]


def main(arguments: Sequence[str]) -> int:
    """0 when nothing was lost, doubled or half shown; 1 when something was; 2 for wrong use."""
    asked = _parser().parse_args(arguments)
    address = read_settings(Path(), os.environ).neo4j
    if address is not None and published_in(address):
        print("NEO4J_URI names a graph with something in it; this wipes it: name an empty one", file=sys.stderr)
        return WRONG
    # The other campaigns keep their ledgers in their data folders.
    ledger = os.environ.pop(LEDGER, None)
    worst = 0
    for name in _chosen(asked.names, address, ledger):
        times = asked.times or asked.kills or TIMES[name]
        with tempfile.TemporaryDirectory(prefix="kithmap-faults-") as made:
            for source, deliveries in _sources(asked, name, Path(made)):
                folder = Path(made, f"{source}-{name}")
                folder.mkdir()
                print(f"{name}: {source}, {len(deliveries)} deliveries, {times} times, {_engine(address)}", flush=True)
                ground = Ground(deliveries, folder, times, asked.seed, address, ledger)
                worst |= _kills(ground) if name == KILLS else _trials(_CAMPAIGNS[name](ground))
    if address is not None:
        wipe(address)
    return worst


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.faults", description=__doc__)
    parser.add_argument("names", nargs="*", default=[KILLS], metavar="NAME", help=f"{', '.join(TIMES)}, all")
    parser.add_argument("--times", type=int)
    parser.add_argument("--kills", type=int, help="the same as --times, of kills")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--children", type=int)
    parser.add_argument("--given", nargs="+", type=Path, metavar="PATH")
    return parser


def _chosen(names: Sequence[str], address: Neo4jAddress | None, ledger: str | None) -> list[str]:
    """The campaigns that the stores there are can be put through."""
    if unknown := set(names) - {*TIMES, "all"}:
        print(f"no faults are called {', '.join(sorted(unknown))}; there are all, {', '.join(TIMES)}", file=sys.stderr)
        sys.exit(WRONG)
    wanted = list(TIMES) if "all" in names else list(names)
    others = ONLY_NEO4J if address is None else ONLY_EMBEDDED
    for name in sorted(others.intersection(wanted)):
        print(f"{name}: not on {_engine(address)}")
    if "ledgers" in wanted and ledger is None:
        print(f"ledgers: {LEDGER} names no PostgreSQL")
        others |= {"ledgers"}
    return [name for name in wanted if name not in others]


def _sources(asked: argparse.Namespace, name: str, made: Path) -> Iterator[Source]:
    if asked.given:
        yield "given", _deliveries(*asked.given)
        return
    if asked.children is None:
        write_sample(made / "sample-sent")
        yield "sample", _deliveries(made / "sample-sent")
    if asked.children is not None or name == KILLS:
        county = made / "county-sent"
        write_county(county, asked.children or SMALL_COUNTY, asked.seed)
        yield "county", _deliveries(county)


def _deliveries(*paths: Path) -> list[Path]:
    return [source.path for source in find_deliveries(paths)]


def _engine(address: object) -> str:
    return "the embedded graph" if address is None else "Neo4j"


def _wires(ground: Ground) -> Iterator[Trial]:
    if ground.neo4j is not None:
        yield from bad_wires(ground, ground.neo4j)


def _ledgers(ground: Ground) -> Iterator[Trial]:
    if ground.ledger is not None:
        yield from bad_ledger_wires(ground, ground.ledger)


def _servers(ground: Ground) -> Iterator[Trial]:
    return killed_servers(ground, Path(os.environ.get("NEO4J_STATE", ".neo4j")).resolve())


_CAMPAIGNS: Mapping[str, Callable[[Ground], Iterator[Trial]]] = {
    "disks": full_disks,
    "wires": _wires,
    "servers": _servers,
    "ledgers": _ledgers,
    "together": loads_at_once,
    "clocks": jumping_clocks,
}


def _trials(trials: Iterator[Trial]) -> int:
    count = wrong = 0
    for trial in trials:
        count += 1
        print(f"  {trial.what}: {trial.came}", flush=True)
        for fault in trial.faults:
            wrong += 1
            print(f"    FAULT {fault}", flush=True)
    print(f"  {count} times, {wrong} faults", flush=True)
    return FAULT if wrong else 0


def _kills(ground: Ground) -> int:
    campaign = Campaign(ground.deliveries, ground.folder, ground.times, ground.seed, ground.neo4j, _say)
    outcome = run(campaign)
    _print(outcome)
    return FAULT if outcome.faults else 0


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
