"""P10: a case as of two dates beside its current read, and with twenty times the history beside the history there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from graph.access.visible import EVERYTHING
from graph.questions.reading import ONWARD
from graph.settings import Neo4jAddress
from graph.store.opening import open_graph
from graph.store.port import GraphStore, StoredClaim
from tools.bench.county import NOW, County, loaded
from tools.bench.loading import Content, write
from tools.bench.network import people_of
from tools.bench.timing import Figure, in_turns, ready, require_equal
from tools.faults.partnership import wipe

TIMES = 20
_TWO_DATES, _FLAT = 2.0, 1.3
_A_YEAR = timedelta(days=365)
_STEPS = (ONWARD, ONWARD)


def history(county: County, rounds: int, neo4j: Neo4jAddress | None) -> Iterator[Figure]:
    """The cases of some children: now, between two dates, and after many versions of every row."""
    with loaded(county) as stores:
        content = list(stores.graph.stored_claims()), list(stores.graph.stored_members())
        people = people_of(stores.graph)
    require_equal("there are children to ask about", bool(people), True)
    long = with_history(content, TIMES)
    short_graph, long_graph = open_graph(county.fresh()), open_graph(county.fresh())
    write(short_graph, content)
    write(long_graph, long)
    yield from _figures(f"embedded, {len(long[0]):,} claims", (short_graph, long_graph), people, rounds)
    short_graph.close()
    long_graph.close()
    if neo4j is not None:
        yield from _on_neo4j(county, (content, long), people, rounds, neo4j)


def with_history(content: Content, times: int) -> Content:
    """The same claims now, each after so many versions in all, one a year: what was said before, and replaced."""
    claims, members = content
    return [version for claim in claims for version in _versions(claim, times)], members


def _versions(stored: StoredClaim, times: int) -> Iterator[StoredClaim]:
    claim, first = stored.claim, stored.claim.recorded_at
    yield stored
    for age in range(1, times):
        older = replace(
            claim,
            id=f"{claim.id}-{age}",
            recorded_at=first - age * _A_YEAR,
            superseded_at=first - (age - 1) * _A_YEAR,
        )
        yield replace(stored, claim=older, fingerprint=f"{stored.fingerprint}-{age}")


def _figures(what: str, graphs: tuple[GraphStore, GraphStore], people: Sequence[str], rounds: int) -> Iterator[Figure]:
    short, long = graphs
    before = NOW - _A_YEAR

    def one_by_one(graph: GraphStore) -> list[set[str]]:
        return [_ids(graph, one, NOW, None) | _ids(graph, one, before, None) for one in people]

    require_equal("the current cases", _cases(short, people, None), _cases(long, people, None))
    require_equal(
        "both dates are in one look", all(map(set.issuperset, _cases(long, people, before), one_by_one(long))), True
    )
    sides = {
        "short": ready(partial(_cases, short, people, None)),
        "long": ready(partial(_cases, long, people, None)),
        "between short": ready(partial(_cases, short, people, before)),
        "between long": ready(partial(_cases, long, people, before)),
    }
    best = in_turns(sides, rounds)
    cases = f"{what}, {len(people)} cases"
    yield Figure("P10", f"{cases}: as of two dates", best["between long"], "its current read", best["long"], _TWO_DATES)
    yield Figure("P10", f"{cases}: now", best["long"], f"1/{TIMES} of the history", best["short"], _FLAT)
    yield Figure(
        "P10",
        f"{cases}: as of two dates",
        best["between long"],
        f"1/{TIMES} of the history",
        best["between short"],
        None,
    )


def _cases(graph: GraphStore, people: Sequence[str], since: datetime | None) -> list[set[str]]:
    return [_ids(graph, one, NOW, since) for one in people]


def _ids(graph: GraphStore, person: str, known_at: datetime, since: datetime | None) -> set[str]:
    return {claim.id for claim in graph.claims_around([person], _STEPS, known_at, EVERYTHING, since=since).claims}


def _on_neo4j(
    county: County, contents: tuple[Content, Content], people: Sequence[str], rounds: int, address: Neo4jAddress
) -> Iterator[Figure]:
    """One graph at a time: a Neo4j holds one."""
    best: list[dict[str, float]] = []
    found: list[object] = []
    before = NOW - _A_YEAR
    for content in contents:
        wipe(address)
        graph = open_graph(county.fresh(), address)
        write(graph, content)
        found.append(_cases(graph, people, None))
        sides = {
            "now": ready(partial(_cases, graph, people, None)),
            "between": ready(partial(_cases, graph, people, before)),
        }
        best.append(in_turns(sides, rounds))
        graph.close()
    wipe(address)
    require_equal("the current cases", *found)
    short, long = best
    what = f"Neo4j, {len(contents[1][0]):,} claims, {len(people)} cases"
    yield Figure("P10", f"{what}: as of two dates", long["between"], "its current read", long["now"], _TWO_DATES)
    yield Figure("P10", f"{what}: now", long["now"], f"1/{TIMES} of the history", short["now"], _FLAT)
