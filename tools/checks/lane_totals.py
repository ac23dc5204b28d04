"""`python -m tools.checks.lane_totals FOLDER LANE…`: sums the lanes' results; fails for a lane that ran nothing."""

import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET


@dataclass(frozen=True)
class Results:
    """How many tests passed and failed."""

    passed: int = 0
    failed: int = 0

    def __add__(self, other: "Results") -> "Results":
        return Results(self.passed + other.passed, self.failed + other.failed)


def read_results(file: Path) -> Results:
    """The results of one lane; none when it left no file."""
    if not file.is_file():
        return Results()
    # Written by our own test run a moment ago, not by someone else.
    suites = list(ET.parse(file).getroot().iter("testsuite"))  # noqa: S314
    counted = {
        name: sum(int(suite.get(name, 0)) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    }
    failed = counted["failures"] + counted["errors"]
    return Results(max(0, counted["tests"] - failed - counted["skipped"]), failed)


def main(arguments: list[str]) -> int:
    """0 when every lane ran at least one test and none failed."""
    folder, *lanes = arguments
    results = {lane: read_results(Path(folder, f"{lane}.xml")) for lane in lanes}
    idle = [lane for lane, result in results.items() if result == Results()]
    for lane in idle:
        print(f"lane {lane}: executed no test")
    total = sum(results.values(), Results())
    print(f"{total.passed} passed, {total.failed + len(idle)} failed")
    return 1 if total.failed or idle else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
