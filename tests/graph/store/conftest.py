"""The graph on both engines: the embedded file always, a Neo4j where NEO4J_URI names one (marker neo4j)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import neo4j
import pytest

from graph.access.visible import EVERYTHING
from graph.errors import TooCostly
from graph.model.claims import ClaimKind
from graph.model.people import EntityKind
from graph.store.opening import Neo4jAddress, open_graph
from graph.store.port import GraphStore, Step

ENGINES = ("embedded", pytest.param("neo4j", marks=pytest.mark.neo4j))


def neo4j_address() -> Neo4jAddress:
    """The address of the test server."""
    return Neo4jAddress(os.environ["NEO4J_URI"], os.environ["NEO4J_USER"], os.environ["NEO4J_PASSWORD"])


def wipe_neo4j(address: Neo4jAddress) -> None:
    """Empties the test server; its indexes stay."""
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n", database_=address.database)


def open_engine(engine: str, folder: Path) -> GraphStore:
    """An empty graph of one engine."""
    if engine == "embedded":
        return open_graph(folder)
    address = neo4j_address()
    wipe_neo4j(address)
    opened = open_graph(folder, address)
    _ask_once(opened)
    return opened


_ASKED: set[str] = set()


def _ask_once(graph: GraphStore) -> None:
    """Lets a server that has just started plan its first question: on a busy machine that outlasts a question's time."""
    if not _ASKED:
        _ASKED.add("asked")
        step = Step(frozenset({ClaimKind.RESIDENCE}), frozenset({EntityKind.HOUSEHOLD}))
        for _ in range(3):
            with contextlib.suppress(TooCostly):
                graph.claims_around(["nobody"], [step], datetime(2024, 1, 1, tzinfo=UTC), EVERYTHING)


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[GraphStore]:
    """An empty graph, on each engine in turn."""
    opened = open_engine(request.param, tmp_path)
    yield opened
    opened.close()
