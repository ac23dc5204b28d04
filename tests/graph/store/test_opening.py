"""Which graph is opened, and which addresses are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.access.visible import NOTHING_CLOSED
from graph.errors import InputRefused, StoreUnavailable, TooCostly
from graph.store.embedded.store import EmbeddedStore
from graph.store.opening import GRAPH_FILE, Neo4jAddress, check_address, open_graph
from tests.graph.store.builders import HOME, NOW, RESIDENTS, a_batch, a_residence


@pytest.mark.parametrize("uri", ["bolt://graph.example:7687", "neo4j://10.0.0.4", "bolt://127.0.0.1.example"])
def test_an_unencrypted_address_of_another_machine_is_refused_and_told_what_to_use(uri: str) -> None:
    with pytest.raises(InputRefused, match=r"bolt\+s://"):
        check_address(uri)


@pytest.mark.parametrize("uri", ["bolt+ssc://graph.example", "http://localhost:7474", "bolt://", "graph", "bolt://[x"])
def test_what_is_no_safe_address_is_refused(uri: str) -> None:
    with pytest.raises(InputRefused):
        check_address(uri)


@pytest.mark.parametrize(
    "uri",
    ["bolt://127.0.0.1:7687", "neo4j://localhost", "bolt://[::1]:7687", "bolt+s://graph.example", "neo4j+s://a.b"],
)
def test_this_machine_and_encrypted_addresses_are_taken(uri: str) -> None:
    check_address(uri)


def test_a_password_is_never_printed() -> None:
    assert "between-us" not in repr(Neo4jAddress("bolt+s://graph.example", "neo4j", "between-us"))


def test_a_server_that_is_not_there_is_said_to_be_unavailable(tmp_path: Path) -> None:
    graph = open_graph(tmp_path, Neo4jAddress("bolt://127.0.0.1:1", "neo4j", "between-us"))
    try:
        with pytest.raises(StoreUnavailable, match="NEO4J_URI"):
            graph.health()
    finally:
        graph.close()


def test_a_file_that_is_no_graph_is_said_to_be_unavailable(tmp_path: Path) -> None:
    (tmp_path / GRAPH_FILE).write_text("these are not the pages of a graph " * 200)
    graph = open_graph(tmp_path)
    try:
        with pytest.raises(StoreUnavailable, match="kithmap rebuild"):
            graph.health()
    finally:
        graph.close()


def test_a_read_that_takes_too_long_ends_and_the_next_one_answers(tmp_path: Path) -> None:
    path = tmp_path / GRAPH_FILE
    writer = EmbeddedStore(path)
    writer.write(1, a_batch(*[a_residence(f"x{number}", f"r{number}", "h1") for number in range(2_000)]))
    writer.publish(1)
    hurried = EmbeddedStore(path, read_seconds=0)
    try:
        with pytest.raises(TooCostly):
            hurried.claims_around(["r1"], [HOME, RESIDENTS], NOW, NOTHING_CLOSED)
        assert hurried.health().publication == 1
    finally:
        hurried.close()
        writer.close()
