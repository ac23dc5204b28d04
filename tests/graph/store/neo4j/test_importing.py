"""The files for Neo4j's own import hold every claim, end and place, under headers that say what each column is."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from graph.errors import InputRefused
from graph.model.claims import Marking
from graph.store.neo4j.importing import SCHEMA_FILE, import_command
from graph.store.opening import open_graph, write_import_files
from graph.store.port import GraphStore
from tests.graph.store.builders import a_batch, a_member, a_person, a_residence, closed


@pytest.fixture
def graph(tmp_path: Path) -> GraphStore:
    """Two people records of one person at a household, one claim closed; published as 1."""
    graph = open_graph(tmp_path / "data")
    claims = [
        a_person("p1", "mia", "hobbs"),
        a_person("p2", "mia"),
        closed(a_residence("c1", "p1", "h1"), Marking.SEALED, "p1", "p2"),
    ]
    graph.write(1, a_batch(*claims, a_member("p1", "p1"), a_member("p2", "p1")))
    graph.publish(1)
    return graph


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_every_claim_end_and_place_is_in_the_files(graph: GraphStore, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    write_import_files(graph, folder)
    stored = list(graph.stored_claims())
    assert {row["claim_id"]: row["headline"] for row in rows(folder, "claims")} == {
        one.claim.id: one.headline for one in stored
    }
    assert sorted(
        (row[":START_ID(Claim)"], row[":END_ID(Record)"], row["role"]) for row in rows(folder, "about")
    ) == sorted((f"{one.claim.id}@1", end.record_id, end.role.value) for one in stored for end in one.claim.ends)
    assert {row[":START_ID(Record)"]: row[":END_ID(Entity)"] for row in rows(folder, "is")} == {"p1": "p1", "p2": "p1"}
    assert rows(folder, "publication") == [{"id:ID(Publication)": "graph", "published:long": "1", "schema:long": "1"}]


def test_ends_of_relationships_are_nodes_of_the_files(graph: GraphStore, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    write_import_files(graph, folder)
    nodes = {
        "Claim": {row["key:ID(Claim)"] for row in rows(folder, "claims")},
        "Record": {row["id:ID(Record)"] for row in rows(folder, "records")},
        "Entity": {row["id:ID(Entity)"] for row in rows(folder, "entities")},
        "SearchKey": {row["key:ID(SearchKey)"] for row in rows(folder, "search_keys")},
    }
    for name in ("of", "about", "is", "found_by"):
        for row in rows(folder, name):
            for column, value in row.items():
                if found := re.fullmatch(r":(?:START|END)_ID\((\w+)\)", column):
                    assert value in nodes[found[1]]


def test_the_command_names_every_file(graph: GraphStore, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    said = write_import_files(graph, folder)
    assert said == import_command(folder)
    assert {path.name for path in folder.iterdir()} == {*re.findall(r"\w+\.csv", said), SCHEMA_FILE}
    assert SCHEMA_FILE in said


def test_files_of_before_are_not_overwritten(graph: GraphStore, tmp_path: Path) -> None:
    write_import_files(graph, tmp_path / "files")
    with pytest.raises(InputRefused, match="not empty"):
        write_import_files(graph, tmp_path / "files")
