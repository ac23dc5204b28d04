"""P1: one table of fifteen columns checked and landed, against polars by hand and pydantic row by row; and its growth."""

from __future__ import annotations

import csv
import math
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from ingest.delivery import DeliverySource, find_deliveries
from ingest.mapping.asked import MappingAsked
from ingest.mapping.reading import find_mapping
from ingest.preparing import Prepared, prepare
from ingest.tables.registry import TABLES
from tools.bench.checking_peers import DATES, Told, by_polars, by_pydantic
from tools.bench.county import County
from tools.bench.timing import Figure, Run, Side, in_turns, require_equal

_ROW = "P1"
_POLARS, _PYDANTIC, _SLOPE = 2.0, 0.35, 1.05
MOST_MB = 600.0
ROWS_A_CHILD = 100
TIMES = (1, 2, 4, 8)
_BAD_OF_HUNDRED = (0, 2)
EXTRACTED_AT = "2024-03-31T22:00:00Z"
_ROOT = Path(__file__).parents[2]
_MANIFEST = (
    "agency: csc\nagency_name: Vale Children's Social Care\nagency_kind: children_social_care\nsystem: bench\n"
    "extracted_at: 2024-03-31T22:00:00Z\ncovers: {from: 2015-01-01, to: 2024-03-31}\nlawful_basis: public task\n"
)
_KINDS = ("referral", "cin", "child_protection", "looked_after")
_FIRST = date(2015, 1, 1)


def checking(county: County, rounds: int) -> Iterator[Figure]:
    """A hundred rows for each child asked for, none and two in a hundred bad; then how time and memory grow."""
    rows = county.children * ROWS_A_CHILD
    for bad in _BAD_OF_HUNDRED:
        yield from _compared(county, write_episodes(county.fresh(), rows, bad), (rows, bad), rounds)
    yield from _growth(county, rows, rounds)


def checking_times() -> tuple[int, ...]:
    """The sizes growth is measured over."""
    return TIMES


def write_episodes(folder: Path, rows: int, bad_of_hundred: int) -> Path:
    """A delivery of episodes in which so many rows of each hundred lack what they need, and as many dates are none."""
    (folder / "delivery.yaml").write_text(_MANIFEST, encoding="utf-8")
    columns = TABLES["episodes"].names
    with (folder / "episodes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(_row(number, bad_of_hundred) for number in range(rows))
    return folder


def _row(number: int, bad: int) -> dict[str, str]:
    start = _FIRST + timedelta(days=number % 3_000)
    row = {
        "record_ref": f"E{number}",
        "person_ref": f"P{number // 3}",
        "kind": _KINDS[number % len(_KINDS)],
        "provider": f"Team {number % 40}",
        "start": start.isoformat(),
        "end": (start + timedelta(days=30 + number % 200)).isoformat() if number % 3 else "",
        "reason": "Concern about the child's safety at home",
        "factors": "1C;3B",
        "recorded_at": start.isoformat(),
        "note": f"Seen on visit {number}",
    }
    place = number % 100
    if place < bad:
        row["kind" if place % 2 else "person_ref"] = ""
    elif place < 2 * bad:
        row["start" if place % 2 else "end"] = "31/02/2023"
    return row


def _ours(sent: Path, data: Path) -> Prepared:
    return prepare(DeliverySource(sent), data, tolerance=1.0)


def _told(prepared: Prepared) -> Told:
    aside = {(row.line, row.column) for row in prepared.quarantined}
    left_out: dict[str, int] = {}
    for warning in prepared.warnings:
        if warning.column in DATES:
            left_out[warning.column] = left_out.get(warning.column, 0) + warning.count
    return prepared.tables[0].rows_in - prepared.tables[0].quarantined, aside, left_out


def _compared(county: County, sent: Path, size: tuple[int, int], rounds: int) -> Iterator[Figure]:
    rows, bad = size
    file, out = sent / "episodes.csv", county.fresh()
    ours = _told(_ours(sent, county.fresh()))
    require_equal("rows kept, set aside and cells left out, by polars", ours, by_polars(file, out))
    require_equal("rows kept, set aside and cells left out, by pydantic", ours, by_pydantic(file, out))

    def fresh_ours() -> Run:
        data = county.fresh()
        return lambda: _ours(sent, data)

    sides: dict[str, Side] = {
        "ours": fresh_ours,
        "polars": lambda: lambda: by_polars(file, out),
        "pydantic": lambda: lambda: by_pydantic(file, out),
    }
    best = in_turns(sides, rounds)
    what = f"{rows:,} rows of 15 columns checked and landed, {bad} % bad"
    yield Figure(_ROW, what, best["ours"], "the same rules in polars", best["polars"], _POLARS)
    yield Figure(_ROW, what, best["ours"], "pydantic row by row", best["pydantic"], _PYDANTIC)


def _growth(county: County, rows: int, rounds: int) -> Iterator[Figure]:
    """Each size in a process of its own, which says its time and the most memory it held."""
    took: dict[int, tuple[float, float]] = {}
    for times in TIMES:
        sent = write_episodes(county.fresh(), rows * times, 2)
        runs = [alone(sent, county.fresh()) for _ in range(rounds)]
        took[times] = (min(seconds for seconds, _ in runs), max(megabytes for _, megabytes in runs))
        shutil.rmtree(sent)
    first = took[TIMES[0]]
    for times in TIMES[1:]:
        seconds, megabytes = took[times]
        slope = math.log(seconds / first[0]) / math.log(times)
        what = f"{rows * times:,} rows"
        yield Figure(
            _ROW, f"{what}: growth, slope {slope:.2f}", seconds, f"{rows:,} rows", first[0], round(times**_SLOPE, 3)
        )
        held = f"{what}: {megabytes:.0f} MB held at most, {rows:,} rows {first[1]:.0f} MB"
        yield Figure(_ROW, held, megabytes / 1_000, f"{MOST_MB:.0f} MB", MOST_MB / 1_000, 1.0)


def alone(sent: Path, data: Path, mapping: str = "") -> tuple[float, float]:
    """The seconds that checking and landing a delivery took a process of its own, and the most memory it held, in MB."""
    command = [sys.executable, "-m", "tools.bench.checking", str(sent), str(data), mapping]
    ended = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, ended.stdout.split())
    return seconds, megabytes


def main(arguments: list[str]) -> None:
    """Checks and lands what a folder holds, by a mapping where one is named, and prints what that took."""
    sent, data = map(Path, arguments[:2])
    asked = MappingAsked(find_mapping(arguments[2]), {"extracted_at": EXTRACTED_AT}) if arguments[2] else None
    started = time.perf_counter()
    for source in find_deliveries([sent], asked):
        prepare(source, data, tolerance=1.0)
    print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(sys.argv[1:])
