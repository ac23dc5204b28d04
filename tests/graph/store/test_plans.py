"""How the engines go about a case: from the records in hand outward, never through everything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import apsw
import neo4j
import pytest

from graph.store.embedded import queries
from graph.store.embedded.schema import INDEXES, connect
from graph.store.neo4j import queries as neo4j_queries
from graph.store.neo4j.schema import ensure_schema
from tests.graph.store.conftest import neo4j_address

QUESTIONS = (
    "ENTITIES_OF_RECORDS",
    "RECORDS_OF_ENTITIES",
    "STEP_ALONG_CLAIMS",
    "CLAIMS_ABOUT_RECORDS",
    "CLAIM_WITH_WHAT_NAMES_IT",
    "MEMBERS_OF_RECORDS",
    "AGENCIES_THAT_WITHHOLD",
    "SETS_BY_RARITY",
    "PEOPLE_WITH_KEYS",
)
TABLE_IS_SCANNED = re.compile(r"SCAN (claim|claim_end|member|search_key|c|e|o|m|s|t|a|p|about|claimed)\b")
UNBOUNDED = {"AllNodesScan", "CartesianProduct", "NodeByLabelScan", "DirectedAllRelationshipsScan"}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[apsw.Connection]:
    opened = connect(tmp_path / "graph.sqlite")
    opened.execute(INDEXES)
    yield opened
    opened.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_table_is_scanned_by_a_question(connection: apsw.Connection, question: str) -> None:
    text: str = getattr(queries, question)
    # A plan needs no values: every name stands for one.
    bound = dict.fromkeys(re.findall(r":([a-z_]+)", text))
    plan = [str(row[3]) for row in connection.execute("EXPLAIN QUERY PLAN " + text, bound)]
    assert plan
    assert [line for line in plan if TABLE_IS_SCANNED.match(line) and "VIRTUAL" not in line] == []


@pytest.mark.neo4j
@pytest.mark.parametrize("steps", range(neo4j_queries.MOST_STEPS + 1))
@pytest.mark.parametrize("question", ["CASE_BY_STEPS", "NEAR_BY_STEPS"])
def test_a_case_is_read_from_its_indexes_in_neo4j(question: str, steps: int) -> None:
    assert _operators(getattr(neo4j_queries, question)[steps]) & UNBOUNDED == set()


@pytest.mark.neo4j
@pytest.mark.parametrize("question", ["PEOPLE_WITH_KEYS", "CLAIM_WITH_WHAT_NAMES_IT"])
def test_people_and_claims_are_read_from_their_indexes_in_neo4j(question: str) -> None:
    assert _operators(getattr(neo4j_queries, question)) & UNBOUNDED == set()


def _operators(text: str) -> set[str]:
    address = neo4j_address()
    names = dict.fromkeys(re.findall(r"\$([a-z_]+)", text))
    with neo4j.GraphDatabase.driver(
        address.uri, auth=(address.user, address.password), notifications_min_severity="OFF"
    ) as driver:
        ensure_schema(driver, address.database)
        plan = driver.execute_query("EXPLAIN " + text, names, database_=address.database).summary.plan
    assert plan is not None
    return set(_named(plan))


def _named(plan: dict[str, object]) -> Iterator[str]:
    yield str(plan["operatorType"]).partition("@")[0]
    children = plan.get("children", [])
    assert isinstance(children, list)
    for child in children:
        yield from _named(child)
