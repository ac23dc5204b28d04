"""The same graph in Neo4j as people usually write it: UNWIND of maps, or a MERGE a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import neo4j

from graph.settings import Neo4jAddress
from graph.store.neo4j.rows import claim_parameters
from graph.store.port import StoredClaim, StoredMember

ROWS_A_STATEMENT = 1_000
_NAMES = (
    "claim_id", "kind", "record_id", "agency", "system", "tbl", "record_ref", "delivery", "row", "start_text", "end_text",
    "recorded_at", "superseded_at", "confirmed_at", "status", "headline", "detail", "hidden", "hidden_for", "closings",
    "only_restricted", "part_of", "to_agency", "outcome", "fingerprint", "search", "key",
)  # fmt: skip
_WRITE_CLAIMS = """
    UNWIND $rows AS row
    CREATE (c:Claim) SET c = row.values, c.from_pub = 1, c.to_pub = 9007199254740991
    MERGE (own:Record {id: row.values.record_id})
    CREATE (c)-[:OF]->(own)
    WITH c, row
    CALL (c, row) {
        UNWIND row.ends AS end
        MERGE (r:Record {id: end.id})
        CREATE (c)-[:ABOUT {role: end.role}]->(r)
    }
    CALL (c, row) {
        UNWIND coalesce(row.values.search, []) AS key
        MERGE (k:SearchKey {key: key})
        CREATE (c)-[:FOUND_BY]->(k)
    }
"""
_WRITE_MEMBERS = """
    UNWIND $rows AS row
    MERGE (r:Record {id: row.record_id})
    MERGE (e:Entity {id: row.entity_id}) SET e.kind = row.kind
    CREATE (r)-[:IS {key: row.record_id, joined_at: row.joined_at, joins: row.joins, from_pub: 1,
        to_pub: 9007199254740991}]->(e)
"""
_MERGE_CLAIM = "MERGE (c:Claim {key: $values.key}) SET c += $values"
_MERGE_OWN = "MATCH (c:Claim {key: $key}) MERGE (r:Record {id: $record}) MERGE (c)-[:OF]->(r)"
_MERGE_END = "MATCH (c:Claim {key: $key}) MERGE (r:Record {id: $record}) MERGE (c)-[:ABOUT {role: $role}]->(r)"
_MERGE_KEY = "MATCH (c:Claim {key: $key}) MERGE (k:SearchKey {key: $word}) MERGE (c)-[:FOUND_BY]->(k)"
_SAID = "MATCH (c:Claim) RETURN c.claim_id AS id, COUNT {(c)-[:ABOUT]->()} AS ends"


class Neo4jByHand:
    """A Neo4j written by plain statements."""

    def __init__(self, address: Neo4jAddress) -> None:
        self._driver = neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password))
        self._database = address.database

    def unwind_of_maps(self, claims: Sequence[StoredClaim], members: Sequence[StoredMember]) -> None:
        """Everything in one session, so many maps a statement."""
        with self._driver.session(database=self._database) as session:
            for rows in _pieces([_claim_map(stored) for stored in claims]):
                session.run(_WRITE_CLAIMS, rows=rows).consume()
            for rows in _pieces([_member_map(stored) for stored in members]):
                session.run(_WRITE_MEMBERS, rows=rows).consume()

    def row_by_row(self, claims: Sequence[StoredClaim]) -> None:
        """A MERGE for each claim, end and key."""
        with self._driver.session(database=self._database) as session:
            for row in map(_claim_map, claims):
                values = row["values"]
                key = values["key"]
                session.run(_MERGE_CLAIM, values=values).consume()
                session.run(_MERGE_OWN, key=key, record=values["record_id"]).consume()
                for end in row["ends"]:
                    session.run(_MERGE_END, key=key, record=end["id"], role=end["role"]).consume()
                for word in values["search"] or ():
                    session.run(_MERGE_KEY, key=key, word=word).consume()

    def said(self) -> dict[str, int]:
        """Each claim with how many ends it has."""
        with self._driver.session(database=self._database) as session:
            return {record["id"]: record["ends"] for record in session.run(_SAID)}

    def close(self) -> None:
        """Ends connections."""
        self._driver.close()


def _claim_map(stored: StoredClaim) -> dict[str, Any]:
    *values, ends = claim_parameters(stored, 1)
    return {
        "values": dict(zip(_NAMES, values, strict=True)),
        "ends": [{"id": record, "role": role} for record, role in ends],  # type: ignore[attr-defined]
    }


def _member_map(stored: StoredMember) -> dict[str, Any]:
    member = stored.member
    return {
        "record_id": member.record_id,
        "entity_id": member.entity_id,
        "kind": member.kind.value,
        "joined_at": None,
        "joins": stored.joins,
    }


def _pieces(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        yield rows[start : start + ROWS_A_STATEMENT]
