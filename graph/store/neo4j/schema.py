"""Constraints and indexes of the graph in Neo4j, and the one node that says which publication readers see.

    (:Claim)-[:ABOUT {role}]->(:Record)-[:IS]->(:Entity:Person)      (:Claim)-[:OF]->(:Record)
    (:Claim)-[:FOUND_BY]->(:SearchKey)                               (:Publication {id: 'graph', published})

A claim keeps what its row said; records are joined to entities by identity alone, so a changed judgement re-points IS.
Community has no existence or key constraints: what must be there is checked by the types of the port.
"""

from __future__ import annotations

from typing import LiteralString

from neo4j import Driver

from graph.errors import StoreUnavailable
from graph.model.people import EntityKind

SCHEMA_VERSION = 1
ONLINE_SECONDS = 300

LABELS: dict[EntityKind, LiteralString] = {
    EntityKind.PERSON: "Person",
    EntityKind.HOUSEHOLD: "Household",
    EntityKind.EVENT: "Event",
    EntityKind.ASSESSMENT: "Assessment",
    EntityKind.EPISODE: "Episode",
    EntityKind.PROFESSIONAL: "Professional",
    EntityKind.TEAM: "Team",
    EntityKind.DETAIL: "Detail",
}

# No index of publications: nearly every row is of the first, so a plan that begins there reads everything. Sweeps scan.
STATEMENTS: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT claim_key IF NOT EXISTS FOR (c:Claim) REQUIRE c.key IS UNIQUE",
    "CREATE CONSTRAINT record_id IF NOT EXISTS FOR (r:Record) REQUIRE r.id IS UNIQUE",
    "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (e:Entity) REQUIRE e.id IS UNIQUE",
    "CREATE CONSTRAINT search_key IF NOT EXISTS FOR (k:SearchKey) REQUIRE k.key IS UNIQUE",
    "CREATE CONSTRAINT publication_id IF NOT EXISTS FOR (p:Publication) REQUIRE p.id IS UNIQUE",
    "CREATE CONSTRAINT member_key IF NOT EXISTS FOR ()-[i:IS]-() REQUIRE i.key IS UNIQUE",
    "CREATE INDEX claim_id IF NOT EXISTS FOR (c:Claim) ON (c.claim_id)",
    "CREATE INDEX claim_system IF NOT EXISTS FOR (c:Claim) ON (c.agency, c.system)",
)
ONLINE: LiteralString = "CALL db.awaitIndexes($seconds)"
FIRST_PUBLICATION: LiteralString = """
    MERGE (p:Publication {id: 'graph'})
    ON CREATE SET p.published = 0, p.schema = $version
    RETURN p.schema AS version
"""


def ensure_schema(driver: Driver, database: str) -> None:
    """Makes what is missing and waits until indexes are online. Raises StoreUnavailable for another version's graph."""
    with driver.session(database=database) as session:
        for statement in STATEMENTS:
            session.run(statement).consume()
        session.run(ONLINE, seconds=ONLINE_SECONDS).consume()
        record = session.run(FIRST_PUBLICATION, version=SCHEMA_VERSION).single(strict=True)
    if record["version"] != SCHEMA_VERSION:
        raise StoreUnavailable("the graph was made by another version: empty that database, then run `kithmap rebuild`")
