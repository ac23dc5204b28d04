"""P2 and P3: a county's first load, the same again, and one row in a hundred changed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from graph.settings import Neo4jAddress
from graph.store.opening import open_graph
from graph.store.port import Batch, GraphStore, StoredClaim, StoredMember
from ingest.pipeline import Loaded, load
from ingest.publishing import CLAIMS_A_BATCH
from ingest.stores import Load
from tools.bench.by_hand_neo4j import Neo4jByHand
from tools.bench.by_hand_sqlite import SqliteByHand
from tools.bench.county import NOW, County, changed, loaded, opened
from tools.bench.timing import Figure, Run, Side, in_turns, require_equal
from tools.faults.partnership import wipe

ROWS_ONE_BY_ONE = 200
_MAPS, _ONE_BY_ONE = 0.8, 0.05
_AGAIN, _CHANGED = 0.15, 0.05
Content = tuple[list[StoredClaim], list[StoredMember]]


def first_load(county: County, rounds: int, neo4j: Neo4jAddress | None) -> Iterator[Figure]:
    """What it takes to bring the same claims and places into an empty graph, ours and by hand."""
    with loaded(county) as stores:
        content = list(stores.graph.stored_claims()), list(stores.graph.stored_members())
    yield from _embedded(county, content, rounds)
    if neo4j is not None:
        yield from _neo4j(county, content, rounds, neo4j)


def _embedded(county: County, content: Content, rounds: int) -> Iterator[Figure]:
    def ours() -> Run:
        graph = open_graph(county.fresh())
        return lambda: write(graph, content)

    def bulk() -> Run:
        file = SqliteByHand(county.fresh() / "graph.sqlite")
        return lambda: file.in_one_transaction(*content)

    def one_by_one() -> Run:
        file = SqliteByHand(county.fresh() / "graph.sqlite")
        return lambda: file.row_by_row(content[0][:ROWS_ONE_BY_ONE])

    graph, file = open_graph(county.fresh()), SqliteByHand(county.fresh() / "graph.sqlite")
    write(graph, content)
    file.in_one_transaction(*content)
    require_equal("claims written", _said(graph), file.said())
    graph.close()
    yield from _figures("embedded", "executemany in one transaction", (ours, bulk, one_by_one), content, rounds)


def _neo4j(county: County, content: Content, rounds: int, address: Neo4jAddress) -> Iterator[Figure]:
    hand = Neo4jByHand(address)
    graph = open_graph(county.folder, address)

    def emptied(run: Run) -> Side:
        def side() -> Run:
            wipe(address)
            # The schema is made by the first write; the other sides find it made.
            write(graph, ([], []))
            return run

        return side

    wipe(address)
    write(graph, content)
    ours = _said(graph)
    wipe(address)
    hand.unwind_of_maps(*content)
    require_equal("claims written", ours, hand.said())
    sides = (
        emptied(lambda: write(graph, content)),
        emptied(lambda: hand.unwind_of_maps(*content)),
        emptied(lambda: hand.row_by_row(content[0][:ROWS_ONE_BY_ONE])),
    )
    yield from _figures("Neo4j", "UNWIND of maps in one session", sides, content, rounds)
    graph.close()
    hand.close()
    wipe(address)


def _figures(engine: str, bulk: str, sides: tuple[Side, Side, Side], content: Content, rounds: int) -> Iterator[Figure]:
    claims = len(content[0])
    best = in_turns(dict(zip(("ours", "bulk", "one by one"), sides, strict=True)), rounds)
    what = f"{engine}: {claims:,} claims into an empty graph"
    yield Figure("P2", what, best["ours"], bulk, best["bulk"], _MAPS)
    whole = best["one by one"] * claims / min(claims, ROWS_ONE_BY_ONE)
    yield Figure("P2", what, best["ours"], f"row by row ({ROWS_ONE_BY_ONE} rows, scaled)", whole, _ONE_BY_ONE)


def write(graph: GraphStore, content: Content) -> None:
    """Writes and shows everything, as a load does."""
    claims, members = content
    for start in range(0, len(claims), CLAIMS_A_BATCH):
        graph.write(1, Batch(claims=claims[start : start + CLAIMS_A_BATCH]))
    for start in range(0, len(members), CLAIMS_A_BATCH):
        graph.write(1, Batch(members=members[start : start + CLAIMS_A_BATCH]))
    graph.publish(1)


def _said(graph: GraphStore) -> dict[str, int]:
    """Each claim with how many ends it has."""
    return {one.claim.id: len(set(one.claim.ends)) for one in graph.stored_claims()}


def again(county: County, rounds: int, neo4j: Neo4jAddress | None) -> Iterator[Figure]:
    """The whole command's work: a first load, the same again, and the next day with one row in a hundred changed."""
    for engine, address in (("embedded", None), *((("Neo4j", neo4j),) if neo4j else ())):
        first, same, some = (float("inf"),) * 3
        for _ in range(rounds):
            took = _three_loads(county, address)
            first, same, some = min(first, took[0]), min(same, took[1]), min(some, took[2])
        yield Figure("P3", f"{engine}: the same deliveries again, 0 writes", same, "the first load", first, _AGAIN)
        yield Figure("P3", f"{engine}: one row in a hundred changed", some, "the first load", first, _CHANGED)


def _three_loads(county: County, address: Neo4jAddress | None) -> tuple[float, float, float]:
    if address is not None:
        wipe(address)
    tomorrow = changed(county.sent, county.fresh() / "tomorrow")
    data = county.fresh()
    with opened(data, address) as stores:

        def timed(sent: Path) -> tuple[Loaded, float]:
            started = time.perf_counter()
            told = load([sent], stores, Load(NOW))
            return told, time.perf_counter() - started

        first, first_seconds = timed(county.sent)
        same, same_seconds = timed(county.sent)
        require_equal("the digest of the same deliveries", first.digest, same.digest)
        require_equal("writes of the same deliveries", same.written.claims + same.written.gone, 0)
        next_day, next_seconds = timed(tomorrow)
        if next_day.digest == first.digest:
            require_equal("a change was made", "one", "none")
    shutil.rmtree(data)
    if address is not None:
        wipe(address)
    return first_seconds, same_seconds, next_seconds
