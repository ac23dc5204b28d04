"""The embedded graph as someone in a hurry would write and ask it: the peer of our store's writes and reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graph.store.embedded import queries
from graph.store.embedded.rows import claim_columns, end_columns, member_columns, search_columns
from graph.store.embedded.schema import INDEXES, connect
from graph.store.port import StoredClaim, StoredMember

_COLUMNS = (
    "claim_id", "kind", "record_id", "agency", "system", "tbl", "record_ref", "delivery", "row", "start_text", "end_text",
    "recorded_at", "superseded_at", "confirmed_at", "status", "headline", "detail", "hidden",
)  # fmt: skip
_HEADLINE = 15

# The records of places: events and details are their own.
_RECORDS = """
    SELECT p.entity, m.record_id AS record FROM {places} AS p CROSS JOIN member AS m ON m.entity_id = p.entity
    UNION SELECT p.entity, p.entity FROM {places} AS p
"""
_HOP = """
    SELECT DISTINCT coalesce(m.entity_id, o.record_id) AS entity
    FROM {records} AS r
    CROSS JOIN claim_end AS e ON e.record_id = r.record
    CROSS JOIN claim AS c ON c.n = e.n
    CROSS JOIN claim_end AS o ON o.n = c.n
    LEFT JOIN member AS m ON m.record_id = o.record_id
    WHERE c.kind IN ('residence', 'relationship', 'event_person')
      AND c.recorded_at <= :known AND (c.superseded_at IS NULL OR c.superseded_at > :known)
      AND coalesce(m.kind, CASE o.role WHEN 'other' THEN 'person' ELSE o.role END) IN ('person', 'household', 'event')
"""
_JOINS = "NOT EXISTS (SELECT 1 FROM member AS x WHERE x.entity_id = p.entity AND NOT x.joins)"
TWO_HOPS = f"""
    WITH seed AS (SELECT entity_id AS entity FROM member WHERE record_id = :record),
    seed_records AS ({_RECORDS.format(places="seed")}),
    first AS MATERIALIZED ({_HOP.format(records="seed_records")}),
    walked AS (SELECT p.entity FROM first AS p WHERE {_JOINS} OR p.entity IN (SELECT entity FROM seed)),
    walked_records AS ({_RECORDS.format(places="walked")}),
    second AS MATERIALIZED ({_HOP.format(records="walked_records")}),
    every AS (SELECT entity FROM seed UNION SELECT entity FROM first UNION SELECT entity FROM second),
    reached AS (SELECT p.entity FROM every AS p WHERE {_JOINS} OR p.entity IN (SELECT entity FROM seed)),
    reached_records AS ({_RECORDS.format(places="reached")}),
    near AS MATERIALIZED (
        SELECT DISTINCT c.n, c.record_id, c.part_of FROM reached_records AS r
        CROSS JOIN claim_end AS e ON e.record_id = r.record
        CROSS JOIN claim AS c ON c.n = e.n
        WHERE (c.recorded_at <= :known OR c.kind = 'share')
          AND (c.superseded_at IS NULL OR c.superseded_at > :known)
    ),
    gathered AS MATERIALIZED (
        SELECT n FROM near
        UNION
        SELECT c.n FROM (SELECT record_id FROM near UNION SELECT part_of FROM near WHERE part_of IS NOT NULL) AS said
        CROSS JOIN claim_end AS e ON e.record_id = said.record_id AND e.role = 'about'
        CROSS JOIN claim AS c ON c.n = e.n
        WHERE c.kind = 'share' AND (c.superseded_at IS NULL OR c.superseded_at > :known)
    ),
    named AS (SELECT DISTINCT e.record_id FROM gathered CROSS JOIN claim_end AS e ON e.n = gathered.n),
    chosen AS (
        SELECT n FROM gathered
        UNION
        SELECT c.n FROM named CROSS JOIN claim AS c ON c.record_id = named.record_id
        WHERE c.kind IN ('person', 'household', 'event', 'assessment', 'episode', 'professional')
          AND c.recorded_at <= :known AND (c.superseded_at IS NULL OR c.superseded_at > :known)
    )
    SELECT c.claim_id, c.kind, c.record_id, c.agency, c.system, c.tbl, c.record_ref, c.delivery, c.row, c.start_text,
        c.end_text, c.recorded_at, c.superseded_at, c.confirmed_at, c.status, c.headline, c.detail, c.hidden,
        (SELECT json_group_array(json_array(record_id, role)) FROM claim_end WHERE n = c.n)
    FROM chosen CROSS JOIN claim AS c ON c.n = chosen.n
    ORDER BY c.claim_id
"""  # noqa: S608 - composed of constants


class SqliteByHand:
    """A graph file written and asked with plain statements; no publications, no rights."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path)

    def in_one_transaction(self, claims: Sequence[StoredClaim], members: Sequence[StoredMember]) -> None:
        """Everything with executemany, the indexes there from the start."""
        run = self._connection
        with run:
            run.execute(INDEXES)
            numbered = list(enumerate(claims, 1))
            run.executemany(queries.INSERT_CLAIM, (claim_columns(n, stored, 1) for n, stored in numbered))
            run.executemany(queries.INSERT_END, end_columns(numbered))
            run.executemany(queries.INSERT_SEARCH_KEY, search_columns(numbered))
            run.executemany(queries.INSERT_MEMBER, (member_columns(stored, 1) for stored in members))
            run.execute(queries.PUBLISH, {"pub": 1})

    def row_by_row(self, claims: Sequence[StoredClaim]) -> None:
        """Each claim in a transaction of its own."""
        run = self._connection
        run.execute(INDEXES)
        for n, stored in enumerate(claims, 1):
            with run:
                run.execute(queries.INSERT_CLAIM, claim_columns(n, stored, 1))
                run.executemany(queries.INSERT_END, end_columns([(n, stored)]))
                run.executemany(queries.INSERT_SEARCH_KEY, search_columns([(n, stored)]))

    def said(self) -> dict[str, int]:
        """Each claim with how many ends it has."""
        found = self._connection.execute(
            "SELECT claim_id, (SELECT count(*) FROM claim_end AS e WHERE e.n = c.n) FROM claim AS c"
        )
        return dict(found)

    def two_hops(self, record: str, known: int) -> list[dict[str, Any]]:
        """The claims of a network two steps out, by one statement, as dicts."""
        rows = self._connection.execute(TWO_HOPS, {"record": record, "known": known}).fetchall()
        return [
            dict(zip(_COLUMNS, row[:-1], strict=True))
            | {"headline": json.loads(str(row[_HEADLINE])), "ends": json.loads(str(row[-1]))}
            for row in rows
        ]

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()
