"""Who withholds something about the seeds of a case, as the last part of its query."""

from __future__ import annotations

from typing import LiteralString

from graph.store.neo4j.predicate import PUBLISHED_CLAIM, VISIBLE

_NOW_CLOSED: LiteralString = "c.only_restricted AND c.superseded_at IS NULL AND " + PUBLISHED_CLAIM + "NOT " + VISIBLE

# That something is restricted is told undated (access.md §2): whenever it was recorded, whatever day is asked about.
# Somebody else's part in what a seed has an open part in links them to the seed; an agency asked for it and refused says so.
WHO_WITHHOLDS: LiteralString = (
    """
CALL (pub, granted, records) {
    UNWIND records AS record
    MATCH (record)<-[:ABOUT]-(c:Claim)
    WHERE """
    + _NOW_CLOSED
    + """
    OPTIONAL MATCH (c)-[a:ABOUT WHERE a.role IN ['person', 'other']]->(other:Record WHERE NOT other IN records)
    WHERE c.kind IN ['residence', 'relationship']
    RETURN collect(DISTINCT [c, CASE WHEN other IS NULL THEN NULL ELSE record.id END]) AS about_seeds
}
CALL (pub, granted, records) {
    UNWIND records AS record
    MATCH (record)<-[:ABOUT {role: 'person'}]-(c:Claim)-[at:ABOUT WHERE at.role IN ['event', 'assessment']]->(place:Record)
    WHERE c.kind IN ['event_person', 'assessment_person'] AND c.superseded_at IS NULL AND """
    + (PUBLISHED_CLAIM + VISIBLE)
    + """
    WITH DISTINCT pub, granted, records, record, place, c.kind AS kind
    MATCH (place)<-[:ABOUT]-(c:Claim)-[:ABOUT {role: 'person'}]->(other:Record WHERE NOT other IN records)
    WHERE c.kind = kind AND """
    + _NOW_CLOSED
    + """
    RETURN collect(DISTINCT [c, record.id]) AS beside_seeds
}
CALL (pub, granted, about_seeds, beside_seeds) {
    UNWIND about_seeds + beside_seeds AS found
    WITH pub, granted, found[0] AS closed, found[1] AS linked
    RETURN collect([closed.agency, linked, EXISTS {
        UNWIND [closed.record_id, closed.part_of]
            + COLLECT { MATCH (closed)-[a:ABOUT WHERE a.role IN ['person', 'other']]->(r:Record) RETURN r.id } AS id
        MATCH (:Record {id: id})<-[a:ABOUT WHERE a.role IN ['about', 'person']]-(c:Claim)
        WHERE c.kind = 'share' AND c.outcome = 'refused' AND c.agency = closed.agency AND c.to_agency IN $detail_of
          AND c.superseded_at IS NULL AND """
    + (PUBLISHED_CLAIM + "(c.only_restricted OR " + VISIBLE + ")")
    + """
        RETURN 1
    }]) AS withheld
}
"""
)
