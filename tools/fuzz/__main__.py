"""`python -m tools.fuzz [NAME…] [--seconds N] [--jobs N] [--seed N]`: every target, or those named, each so long.

Names are targets, or `openings` and `documents`, which take turns at several in one run. One seed throws the same bytes
in the same order, as far as the time goes; without one they are other bytes each time. 1 when something was found: its
input is then in build/fuzz, beside what each run printed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from tools.fuzz.corpus import ROOT, every_name
from tools.fuzz.targets import TARGETS

FOLDER = ROOT / "build" / "fuzz"
SECONDS = 60
ANY_SEED = 0
# For a run that does not end by itself: beginning, the last input and the report take their time too.
GRACE = 120
_LAST_LINES = 30
_COUNTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


def main(arguments: Sequence[str]) -> int:
    """0 when nothing was found, 1 when something was, 2 for wrong use."""
    asked = _parser().parse_args(arguments)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(asked.jobs) as threads:
        found = list(threads.map(lambda name: _run(name, asked.seconds, asked.seed), asked.names or TARGETS))
    return int(any(found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*every_name(), []], metavar="NAME", help=", ".join(every_name()))
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=ANY_SEED)
    return parser


def _run(name: str, seconds: int, seed: int) -> bool:
    """Whether something was found."""
    log = FOLDER / f"{name}.log"
    command = [sys.executable, "-m", "tools.fuzz.throwing", name, str(seconds), str(seed), str(FOLDER)]
    with log.open("wb") as out:
        try:
            ended = subprocess.run(
                command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, timeout=seconds + GRACE, check=False
            )
            is_wrong = ended.returncode != 0
        except subprocess.TimeoutExpired:
            is_wrong = True
    said = log.read_text(encoding="utf-8", errors="replace")
    count = _COUNTED.search(said)
    print(
        f"{name}: {count.group(1) if count else 'an unknown number of'} inputs, {'FAULT' if is_wrong else 'nothing found'}"
    )
    if is_wrong:
        print("\n".join(said.splitlines()[-_LAST_LINES:]))
    sys.stdout.flush()
    return is_wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
