"""What a claim `c` must be for a caller to read it, as conditions of a query: published, held at the time, visible."""

from __future__ import annotations

from typing import LiteralString

PUBLISHED_CLAIM: LiteralString = """
    c.from_pub <= pub < c.to_pub
    AND (size($denied) = 0 OR NOT EXISTS { MATCH (c)-[:ABOUT]->(r:Record) WHERE r.id IN $denied OR EXISTS {
        MATCH (r)-[i:IS WHERE i.from_pub <= pub < i.to_pub]->(:Entity)
              <-[j:IS WHERE j.from_pub <= pub < j.to_pub]-(o:Record) WHERE o.id IN $denied }})
    AND """
_BY_THEN: LiteralString = """
    (c.recorded_at <= $known OR c.kind = 'share') AND (c.superseded_at IS NULL OR c.superseded_at > $known_since)
"""
HELD: LiteralString = PUBLISHED_CLAIM + _BY_THEN
VISIBLE: LiteralString = """
    ($everything OR c.closings IS NULL OR ($restricted_too AND c.only_restricted)
     OR all(clause IN c.closings WHERE any(key IN split(clause, ';') WHERE key IN granted)))
"""
