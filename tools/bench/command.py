"""What `kithmap bench` runs: each measurement by its name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from graph.errors import WrongUse
from graph.settings import Neo4jAddress
from tools.bench.county import made_county
from tools.bench.execution import execution
from tools.bench.loading import again, first_load
from tools.bench.network import network
from tools.bench.timing import Figure
from tools.faults.partnership import published_in

NAMES = {
    "p2": "a first load against plain statements",
    "p3": "the same again, and one row in a hundred changed, against the first load",
    "p4": "GraphQL execution against graphql-core and Strawberry",
    "p6": "a child's network two steps out against SQL by hand",
}


def measure(names: Sequence[str], children: int, rounds: int, neo4j: Neo4jAddress | None) -> Iterator[Figure]:
    """The figures of some measurements, or of `all`. Raises WrongUse for a name that is none."""
    chosen = list(NAMES) if "all" in names else [name.lower() for name in names]
    if unknown := [name for name in chosen if name not in NAMES]:
        raise WrongUse(f"there is no measurement {', '.join(unknown)}; there are all, {', '.join(NAMES)}")
    if neo4j is not None and published_in(neo4j):
        raise WrongUse("NEO4J_URI names a graph with something in it, and measuring wipes it: name an empty one")
    with made_county(children) as county:
        for name in chosen:
            match name:
                case "p2":
                    yield from first_load(county, rounds, neo4j)
                case "p3":
                    yield from again(county, rounds, neo4j)
                case "p4":
                    yield from execution(rounds)
                case "p6":
                    yield from network(county, rounds)


def lines(asked: tuple[Sequence[str], int, int], neo4j: Neo4jAddress | None, *, as_json: bool) -> Iterator[str]:
    """What `kithmap bench` prints for (names, children, rounds): a table as it is measured, or one JSON document."""
    figures = measure(*asked, neo4j)
    if as_json:
        yield json.dumps([as_document(figure) for figure in figures], ensure_ascii=False)
        return
    yield from map(as_line, figures)


def as_document(figure: Figure) -> dict[str, Any]:
    """A figure as JSON."""
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


def as_line(figure: Figure) -> str:
    """A figure as a line of a table."""
    goal = "" if figure.goal is None else f"goal {figure.goal}× {'reached' if figure.is_reached else 'NOT reached'}"
    took = f"{figure.ours * 1000:>10.1f} ms  {figure.theirs * 1000:>10.1f} ms  {figure.ratio:>7.3f}×"
    return f"{figure.row}  {figure.measured:<62}{took}  {goal:<22}against {figure.against}"
