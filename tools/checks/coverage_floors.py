"""`python -m tools.checks.coverage_floors FILE.json [--with-neo4j]`: fails when a part is covered less than asked."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# Where a branch nobody tried may show one agency's knowledge to another, none is left untried.
FULLY_COVERED = ("graph/model", "graph/identity", "graph/access", "graph/rules")
FLOOR_ELSEWHERE = 95.0
# What is reached so far where that is less than asked: only ever raised, until a part meets its floor and leaves the list.
REACHED = {
    "graph/model": 98.5,
    "api": 91.0,
    "kithmap.py": 78.0,
}
# A part that no test imports is missing from the measurements, not at 0 %.
EXPECTED = {"graph", "ingest", "viz", "api", "kithmap.py"}
NEO4J = PurePosixPath("graph/store/neo4j")
USAGE = 2


@dataclass(frozen=True)
class Counts:
    """Lines and branches of some files: how many there are, how many ran."""

    there: int = 0
    ran: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.there + other.there, self.ran + other.ran)

    @property
    def percent(self) -> float:
        """100 where there is nothing to run."""
        return 100.0 * self.ran / self.there if self.there else 100.0


def part_of(file: PurePosixPath) -> str:
    """The part of the code a file is counted in: one of the fully covered ones, else its top folder or file."""
    inside = [part for part in FULLY_COVERED if file.is_relative_to(part)]
    return inside[0] if inside else file.parts[0]


def read_counts(report: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[PurePosixPath, Counts]]:
    """Each measured file with its counts, from the `files` of coverage's JSON."""
    for name, file in report.items():
        summary = file["summary"]
        if not isinstance(summary, dict):
            raise TypeError(f"{name} has no summary")
        there = summary["num_statements"] + summary["num_branches"]
        yield (
            PurePosixPath(Path(name).as_posix()),
            Counts(there, summary["covered_lines"] + summary["covered_branches"]),
        )


def find_shortfalls(counts: Mapping[str, Counts]) -> list[str]:
    """A sentence for each part below its floor, or not measured at all."""
    asked = {part: 100.0 if part in FULLY_COVERED else FLOOR_ELSEWHERE for part in counts}
    floors = {part: min(floor, REACHED.get(part, floor)) for part, floor in asked.items()}
    unmeasured = [f"{part}: not measured" for part in sorted(EXPECTED - set(counts))]
    return unmeasured + [
        f"{part}: {count.percent:.2f} % covered, {floors[part]:g} % asked"
        for part, count in sorted(counts.items())
        if count.percent < floors[part]
    ]


def main(arguments: list[str]) -> int:
    """0 when every part reaches its floor, 1 when one does not or nothing was measured, 2 for wrong use."""
    with_neo4j = "--with-neo4j" in arguments
    match [argument for argument in arguments if argument != "--with-neo4j"]:
        case [path]:
            report = json.loads(Path(path).read_text(encoding="utf-8"))["files"]
        case _:
            print(__doc__, file=sys.stderr)
            return USAGE
    counts: defaultdict[str, Counts] = defaultdict(Counts)
    for file, count in read_counts(report):
        # Only the lane with a server runs that folder; it is counted where that lane's measurements are there.
        if with_neo4j or not file.is_relative_to(NEO4J):
            counts[part_of(file)] += count
    for part, count in sorted(counts.items()):
        print(f"{part:20} {count.percent:6.2f} %  ({count.ran} of {count.there})")
    shortfalls = find_shortfalls(counts)
    for shortfall in shortfalls:
        print(shortfall, file=sys.stderr)
    return 1 if shortfalls else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
