"""`python -m tools.load --data DIR`: serves a loaded partnership and has callers ask it for minutes (issue 8)."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tools.load.calling import Asked, load


def main() -> None:
    """The entry point: prints one JSON document."""
    parser = argparse.ArgumentParser(prog="python -m tools.load", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a data folder that something was loaded into")
    parser.add_argument("--callers", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds a caller waits between two questions")
    found = parser.parse_args()
    told = load(Asked(found.data, found.callers, found.seconds, found.workers, found.pause))
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
