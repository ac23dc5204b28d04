"""What `kithmap bench` runs: each measurement by its name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import WrongUse
from graph.settings import Neo4jAddress
from ingest.synth.county import write_county
from tools.bench.adults import adults
from tools.bench.audit import audit
from tools.bench.checking import checking
from tools.bench.county import County, Write, made_county
from tools.bench.drawing import CHROMIUM, drawing
from tools.bench.execution import execution
from tools.bench.history import history
from tools.bench.identity import febrl, identity
from tools.bench.layout import layout
from tools.bench.loading import again, first_load
from tools.bench.mapped import mapped
from tools.bench.network import network
from tools.bench.quality import Quality
from tools.bench.request import request
from tools.bench.steps import steps
from tools.bench.timing import Figure
from tools.faults.partnership import published_in

NAMES = {
    "p1": "a table of a hundred rows a child checked and landed, against polars and pydantic, and its growth",
    "mapped": "a return of looked-after children loaded through its mapping, against the same rows in our tables",
    "p2": "a first load against plain statements",
    "p3": "the same again, and one row in a hundred changed, against the first load",
    "p4": "GraphQL execution against graphql-core and Strawberry",
    "p5": "a request with door and audit against a bare route and Strawberry's router",
    "p6": "a child's network two steps out against SQL by hand",
    "p7": "adults around every child against SQL by hand and networkx child by child",
    "p10": "a case as of two dates against its current read, and with twenty times the history",
    "identity": "who is who against Splink's own comparisons and exact matching, in quality and time (P8)",
    "p9": "one new record against the records kept, against Splink's own way for new records",
}
PICTURES = {
    "p11": "a network drawn in a Chromium, where there is one, against the bare library with places and with physics",
    "p12": "where a network's people stand, against igraph's layout where that is installed, and seen again",
}
"""What needs no county."""
AUDIT = "audit"
"""Who looked, of ten million entries: minutes and ten gigabytes, so `all` leaves it out."""
FEBRL = "febrl"
"""Who is who on a Febrl data set, which comes as a file."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be measured: names or `all`, children of the county, rounds, and the file of `febrl`."""

    names: Sequence[str]
    children: int
    rounds: int
    file: Path | None = None

    def chosen(self) -> list[str]:
        """The names in lower case. Raises WrongUse for a name that is none."""
        every = [
            *NAMES,
            *([FEBRL] if self.file else []),
            *(name for name in PICTURES if name != "p11" or CHROMIUM.exists()),
        ]
        chosen = every if "all" in self.names else [name.lower() for name in self.names]
        if unknown := [name for name in chosen if name not in {*NAMES, AUDIT, FEBRL, *PICTURES}]:
            there = ", ".join([*NAMES, *PICTURES, AUDIT, FEBRL])
            raise WrongUse(f"there is no measurement {', '.join(unknown)}; there are all, {there}")
        if FEBRL in chosen and (self.file is None or not self.file.is_file()):
            raise WrongUse(f"{FEBRL} measures the records of a file: name it with --file")
        return chosen


def measure(asked: Asked, neo4j: Neo4jAddress | None, write: Write = write_county) -> Iterator[Figure | Quality]:
    """The figures of some measurements, on the county that `write` makes. Raises WrongUse for a name that is none."""
    chosen = asked.chosen()
    if neo4j is not None and published_in(neo4j):
        raise WrongUse("NEO4J_URI names a graph with something in it, and measuring wipes it: name an empty one")
    if FEBRL in chosen and asked.file is not None:
        yield from febrl(asked.file)
    if AUDIT in chosen:
        yield from audit(asked.rounds)
    if "p11" in chosen:
        yield from drawing(asked.rounds)
    if "p12" in chosen:
        yield from layout(asked.rounds)
    if names := [name for name in chosen if name not in {AUDIT, FEBRL, *PICTURES}]:
        with made_county(asked.children, write) as county:
            for name in names:
                yield from measure_on(county, name, asked.rounds, neo4j)


def measure_on(county: County, name: str, rounds: int, neo4j: Neo4jAddress | None) -> Iterator[Figure | Quality]:
    """The figures of one measurement on a county that is there."""
    if name in _ON_BOTH:
        yield from _ON_BOTH[name](county, rounds, neo4j)
    elif name == "p4":
        yield from execution(rounds)
    else:
        yield from _ON_COUNTY[name](county, rounds)


_ON_COUNTY: Mapping[str, Callable[[County, int], Iterator[Figure | Quality]]] = {
    "p1": checking,
    "mapped": mapped,
    "p5": request,
    "p6": network,
    "p7": adults,
    "identity": identity,
    "p9": steps,
}
_ON_BOTH: Mapping[str, Callable[[County, int, Neo4jAddress | None], Iterator[Figure | Quality]]] = {
    "p2": first_load,
    "p3": again,
    "p10": history,
}
"""What is measured on a Neo4j too, where there is one."""


def lines(asked: Asked, neo4j: Neo4jAddress | None, *, as_json: bool) -> Iterator[str]:
    """What `kithmap bench` prints: a table as it is measured, or one JSON document."""
    figures = measure(asked, neo4j)
    if as_json:
        yield json.dumps([as_document(figure) for figure in figures], ensure_ascii=False)
        return
    yield from map(as_line, figures)


def as_document(figure: Figure | Quality) -> dict[str, Any]:
    """A figure as JSON."""
    if isinstance(figure, Quality):
        return figure.to_document()
    return {
        "row": figure.row,
        "measured": figure.measured,
        "seconds": round(figure.ours, 6),
        "against": figure.against,
        "against_seconds": round(figure.theirs, 6),
        "ratio": round(figure.ratio, 4),
        "goal": figure.goal,
        "reached": figure.is_reached,
    }


def as_line(figure: Figure | Quality) -> str:
    """A figure as a line of a table."""
    if isinstance(figure, Quality):
        return figure.to_line()
    goal = "" if figure.goal is None else f"goal {figure.goal}× {'reached' if figure.is_reached else 'NOT reached'}"
    took = f"{figure.ours * 1000:>10.1f} ms  {figure.theirs * 1000:>10.1f} ms  {figure.ratio:>7.3f}×"
    return f"{figure.row}  {figure.measured:<62}{took}  {goal:<25}against {figure.against}"
