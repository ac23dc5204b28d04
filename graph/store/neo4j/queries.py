"""The texts of the graph in Neo4j (Cypher 5). Constants only: every value is a parameter.

`HELD` and `VISIBLE` are the policy predicate (access.md §2) and the dates of the claim `c`; every read contains them.
They use `pub`, the publication read first in the same query, and `granted`, the list of `marking|record id` that grants
open; none is about `$denied`. `closings` are clauses `how;key;key …`: visible when every clause has a granted key.

Every read returns `pub` and, last, `pub_after`: an answer that saw a publication flip is asked again by the store.
"""

from __future__ import annotations

from typing import LiteralString

from graph.model.people import EntityKind
from graph.store.neo4j.predicate import HELD, PUBLISHED_CLAIM, VISIBLE
from graph.store.neo4j.schema import LABELS
from graph.store.neo4j.withheld import WHO_WITHHOLDS

MOST_STEPS = 5

_PUBLICATION_AND_GRANTS: LiteralString = """
MATCH (publication:Publication {id: 'graph'})
WITH publication.published AS pub
CALL (pub) {
    UNWIND $grants AS grant
    OPTIONAL MATCH (:Record {id: grant[1]})-[i:IS WHERE i.from_pub <= pub < i.to_pub]->(person:Entity)
    OPTIONAL MATCH (person)<-[j:IS WHERE j.from_pub <= pub < j.to_pub]-(record:Record)
    RETURN collect(DISTINCT grant[0] + '|' + coalesce(record.id, grant[1])) AS granted
}
"""

_ENTITIES_OF_SEEDS: LiteralString = """
CALL (pub) {
    UNWIND $seeds AS seed
    OPTIONAL MATCH (:Record {id: seed})-[i:IS WHERE i.from_pub <= pub < i.to_pub]->(entity:Entity)
    RETURN collect(DISTINCT coalesce(entity.id, seed)) AS start
}
"""

# The records of the entities in `last`; none of those that do not join, unless the walk began there.
_RECORDS_OF_LAST: LiteralString = """
CALL (pub, start, last) {
    UNWIND last AS id
    OPTIONAL MATCH (:Entity {id: id})<-[i:IS WHERE i.from_pub <= pub < i.to_pub]-(member:Record)
    WITH id, collect(member) AS members, collect(i.joins) AS joins
    WHERE id IN start OR all(joining IN joins WHERE joining)
    OPTIONAL MATCH (alone:Record {id: id})
    WITH CASE WHEN size(members) > 0 THEN members WHEN alone IS NULL THEN [] ELSE [alone] END AS found
    UNWIND found AS record
    RETURN collect(DISTINCT record) AS records
}
"""

# From `last`, along claims of some kinds, to the entities of some kinds at any of their ends.
_STEP: LiteralString = (
    _RECORDS_OF_LAST
    + """
CALL (pub, granted, records, steps) {
    UNWIND records AS record
    MATCH (record)<-[:ABOUT]-(c:Claim)
    WHERE c.kind IN steps[0][0] AND """
    + HELD
    + " AND "
    + VISIBLE
    + """
    WITH DISTINCT pub, steps, c
    MATCH (c)-[a:ABOUT]->(end:Record)
    OPTIONAL MATCH (end)-[i:IS WHERE i.from_pub <= pub < i.to_pub]->(entity:Entity)
    WITH steps, coalesce(entity.id, end.id) AS id,
         coalesce(i.kind, CASE a.role WHEN 'other' THEN 'person' ELSE a.role END) AS kind
    WHERE kind IN steps[0][1]
    RETURN collect(DISTINCT id) AS next
}
WITH pub, granted, start, reached + next AS reached, next AS last, steps[1..] AS steps
"""
)

DETAIL_IS_READABLE: LiteralString = (
    """
    ($everything OR claimed.agency IN $detail_of OR ($shared_with IS NOT NULL AND EXISTS {
        MATCH (about:Record)<-[:ABOUT {role: 'about'}]-(c:Claim)
        WHERE about.id IN [claimed.record_id, claimed.part_of]
          AND c.kind = 'share' AND c.outcome = 'shared' AND c.to_agency = $shared_with AND """
    + HELD
    + " AND "
    + VISIBLE
    + "}))"
)
ADDRESS_IS_READABLE: LiteralString = """
    ($everything OR any(opener IN claimed.hidden_for WHERE opener IN granted OR 'confidential|' + opener IN granted))
"""

_CLAIM_LIST: LiteralString = """
    [claimed.claim_id, claimed.kind, claimed.record_id, claimed.agency, claimed.system, claimed.tbl, claimed.record_ref,
     claimed.delivery, claimed.row, claimed.start_text, claimed.end_text, claimed.recorded_at, claimed.superseded_at,
     claimed.confirmed_at, claimed.status]"""
_ENDS: LiteralString = """
    COLLECT { MATCH (claimed)-[a:ABOUT]->(r:Record) RETURN [r.id, a.role] ORDER BY r.id, a.role }"""

# What names the records that `gathered` mentions, and all of it as lists: rows, ends, parts of cells.
_WITH_LABELS: LiteralString = (
    """
CALL (pub, granted, gathered) {
    UNWIND gathered AS mentioning
    MATCH (mentioning)-[:ABOUT]->(record:Record)
    WITH DISTINCT pub, granted, record
    MATCH (record)<-[:OF]-(c:Claim)
    WHERE c.kind IN ['person', 'household', 'event', 'assessment', 'episode', 'professional'] AND """
    + HELD
    + " AND "
    + VISIBLE
    + """
    RETURN collect(DISTINCT c) AS labels
}
CALL (pub, granted, gathered, labels) {
    UNWIND gathered + labels AS claimed
    WITH DISTINCT pub, granted, claimed ORDER BY claimed.claim_id
    WITH pub, claimed,
         claimed.detail IS NOT NULL AND """
    + DETAIL_IS_READABLE
    + """ AS detail_readable,
         claimed.hidden IS NOT NULL AND """
    + ADDRESS_IS_READABLE
    + """ AS address_readable
    RETURN collect(["""
    + _CLAIM_LIST
    + ", "
    + _ENDS
    + """,
        [claimed.headline, CASE WHEN detail_readable THEN claimed.detail END,
         CASE WHEN address_readable THEN claimed.hidden END],
        claimed.detail IS NOT NULL AND NOT detail_readable]) AS claims
}
CALL (pub, gathered, labels) {
    UNWIND gathered + labels AS mentioning
    MATCH (mentioning)-[:ABOUT]->(record:Record)
    WITH DISTINCT pub, record
    MATCH (record)-[i:IS WHERE i.from_pub <= pub < i.to_pub]->(entity:Entity)
    WITH record, i, entity ORDER BY record.id
    RETURN collect([record.id, entity.id, i.kind, i.joined_at, i.joins]) AS members
}
"""
)
# The condition names `pub`, so that it is read for the row in hand: a product of the two reads otherwise.
_AND_PUBLICATION_AFTER: LiteralString = """
CALL (pub) {
    MATCH (publication:Publication {id: 'graph'}) WHERE publication.published >= 0 OR pub IS NULL
    RETURN publication.published AS pub_after
}
"""

_CASE_BEGINS: LiteralString = (
    _PUBLICATION_AND_GRANTS
    + _ENTITIES_OF_SEEDS
    + "WITH pub, granted, start, start AS reached, start AS last, $steps AS steps\n"
)

_CASE_ENDS: LiteralString = (
    "WITH pub, granted, start, reached, reached AS last\n"
    + _RECORDS_OF_LAST
    + """
CALL (pub, granted, records) {
    UNWIND records AS record
    MATCH (record)<-[:ABOUT]-(c:Claim)
    WHERE """
    + HELD
    + " AND "
    + VISIBLE
    + """
    RETURN collect(DISTINCT c) AS near
}
CALL (pub, granted, near) {
    UNWIND near AS said
    UNWIND [said.record_id, said.part_of] AS about
    WITH DISTINCT pub, granted, about
    MATCH (:Record {id: about})<-[:ABOUT {role: 'about'}]-(c:Claim)
    WHERE c.kind = 'share' AND """
    + HELD
    + " AND "
    + VISIBLE
    + """
    RETURN collect(DISTINCT c) AS shares
}
WITH pub, granted, start, reached, near + shares AS gathered
"""
    + _WITH_LABELS
    + "WITH pub, granted, start, reached, claims, members, start AS last\n"
    + _RECORDS_OF_LAST
    + WHO_WITHHOLDS
    + _AND_PUBLICATION_AFTER
    + "RETURN pub, pub_after, reached, claims, members, withheld"
)

CASE_BY_STEPS: tuple[LiteralString, ...] = (
    _CASE_BEGINS + _CASE_ENDS,
    _CASE_BEGINS + _STEP + _CASE_ENDS,
    _CASE_BEGINS + _STEP + _STEP + _CASE_ENDS,
    _CASE_BEGINS + _STEP + _STEP + _STEP + _CASE_ENDS,
    _CASE_BEGINS + _STEP + _STEP + _STEP + _STEP + _CASE_ENDS,
    _CASE_BEGINS + _STEP + _STEP + _STEP + _STEP + _STEP + _CASE_ENDS,
)

_NEAR_BEGINS: LiteralString = (
    _PUBLICATION_AND_GRANTS
    + """
CALL (pub) {
    UNWIND $targets AS target
    OPTIONAL MATCH (:Record {id: target})-[i:IS WHERE i.from_pub <= pub < i.to_pub]->(entity:Entity)
    RETURN collect(DISTINCT coalesce(entity.id, target)) AS wanted
}
UNWIND $seeds AS seed
OPTIONAL MATCH (:Record {id: seed})-[i:IS WHERE i.from_pub <= pub < i.to_pub]->(entity:Entity)
WITH pub, granted, wanted, seed, collect(coalesce(entity.id, seed)) AS beginning
CALL (pub, granted, beginning) {
    WITH pub, granted, beginning AS start, beginning AS reached, beginning AS last, $steps AS steps
"""
)
_NEAR_ENDS: LiteralString = (
    """
    RETURN reached
}
WITH pub, seed WHERE any(entity IN reached WHERE entity IN wanted)
WITH pub, collect(DISTINCT seed) AS found
"""
    + _AND_PUBLICATION_AFTER
    + "RETURN pub, pub_after, found"
)
NEAR_BY_STEPS: tuple[LiteralString, ...] = (
    _NEAR_BEGINS + _NEAR_ENDS,
    _NEAR_BEGINS + _STEP + _NEAR_ENDS,
    _NEAR_BEGINS + _STEP + _STEP + _NEAR_ENDS,
    _NEAR_BEGINS + _STEP + _STEP + _STEP + _NEAR_ENDS,
    _NEAR_BEGINS + _STEP + _STEP + _STEP + _STEP + _NEAR_ENDS,
    _NEAR_BEGINS + _STEP + _STEP + _STEP + _STEP + _STEP + _NEAR_ENDS,
)

PEOPLE_WITH_KEYS: LiteralString = (
    _PUBLICATION_AND_GRANTS
    + """
CALL (pub, granted) {
    UNWIND range(0, size($sets) - 1) AS nth
    OPTIONAL MATCH (k:SearchKey) WHERE k.key IN $sets[nth]
    WITH pub, granted, nth, sum(COUNT { (k)<-[:FOUND_BY]-() }) AS held ORDER BY held, nth LIMIT 1
    MATCH (k:SearchKey) WHERE k.key IN $sets[nth]
    MATCH (k)<-[:FOUND_BY]-(c:Claim)-[:OF]->(record:Record)
    WHERE all(words IN $sets WHERE any(key IN words WHERE key IN c.search)) AND """
    + HELD
    + " AND "
    + VISIBLE
    + """
    OPTIONAL MATCH (record)-[i:IS WHERE i.from_pub <= pub < i.to_pub]->(entity:Entity)
    WITH DISTINCT coalesce(entity.id, record.id) AS id ORDER BY id LIMIT $most
    RETURN collect(id) AS found
}
"""
    + _AND_PUBLICATION_AFTER
    + "RETURN pub, pub_after, found"
)

CLAIM_WITH_WHAT_NAMES_IT: LiteralString = (
    _PUBLICATION_AND_GRANTS
    + """
CALL (pub, granted) {
    MATCH (c:Claim {claim_id: $claim_id})
    WHERE """
    + PUBLISHED_CLAIM
    + VISIBLE
    + """
    RETURN collect(c) AS gathered
}
"""
    + _WITH_LABELS
    + _AND_PUBLICATION_AFTER
    + "RETURN pub, pub_after, claims, members"
)

PUBLISHED: LiteralString = "MATCH (p:Publication {id: 'graph'}) RETURN p.published AS published"
VERSION: LiteralString = (
    "CALL dbms.components() YIELD name, versions RETURN name, versions[0] AS version ORDER BY name LIMIT 1"
)

# Streams go page by page, each after the last id of the one before.
FINGERPRINTS_OF_SYSTEM: LiteralString = """
    MATCH (c:Claim {agency: $agency, system: $system})
    WHERE c.to_pub = 9007199254740991
    RETURN c.claim_id AS id, c.fingerprint AS fingerprint ORDER BY id
"""
MEMBERS_AS_WRITTEN: LiteralString = """
    MATCH (r:Record) WHERE r.id > $after
    MATCH (r)-[i:IS WHERE i.to_pub = 9007199254740991]->(e:Entity)
    RETURN r.id AS id, [r.id, e.id, i.kind, i.joined_at, i.joins] AS member ORDER BY id LIMIT $page
"""
CLAIMS_AS_WRITTEN: LiteralString = (
    """
    MATCH (claimed:Claim) WHERE claimed.claim_id > $after AND claimed.from_pub <= $pub < claimed.to_pub
    WITH claimed ORDER BY claimed.claim_id LIMIT $page
    RETURN claimed.claim_id AS id,
    """
    + _CLAIM_LIST
    + " AS columns, "
    + _ENDS
    + """ AS ends, claimed.headline AS headline, claimed.detail AS detail, claimed.hidden AS hidden,
    claimed.closings AS closings, claimed.fingerprint AS fingerprint, claimed.hidden_for AS hidden_for,
    claimed.search AS search ORDER BY id
"""
)

# --- writing ---------------------------------------------------------------------------------------------------------
FORGET_CLAIMS_OF_PUBLICATION: LiteralString = "UNWIND $keys AS key MATCH (c:Claim {key: key}) DETACH DELETE c"
CLOSE_CLAIMS: LiteralString = """
    UNWIND $ids AS id MATCH (c:Claim {claim_id: id}) USING INDEX c:Claim(claim_id)
    WHERE c.from_pub < $pub AND c.to_pub = 9007199254740991 SET c.to_pub = $pub
"""
MERGE_RECORDS: LiteralString = "UNWIND $ids AS id MERGE (:Record {id: id})"
MERGE_SEARCH_KEYS: LiteralString = "UNWIND $keys AS key MERGE (:SearchKey {key: key})"
CREATE_CLAIMS: LiteralString = """
    UNWIND $rows AS row
    CREATE (c:Claim {claim_id: row[0], kind: row[1], record_id: row[2], agency: row[3], system: row[4], tbl: row[5],
        record_ref: row[6], delivery: row[7], row: row[8], start_text: row[9], end_text: row[10], recorded_at: row[11],
        superseded_at: row[12], confirmed_at: row[13], status: row[14], headline: row[15], detail: row[16],
        hidden: row[17], hidden_for: row[18], closings: row[19], only_restricted: row[20], part_of: row[21],
        to_agency: row[22], outcome: row[23], fingerprint: row[24], search: row[25], key: row[26],
        from_pub: $pub, to_pub: 9007199254740991})
    WITH c, row
    MATCH (own:Record {id: row[2]})
    CREATE (c)-[:OF]->(own)
    WITH c, row
    UNWIND row[27] AS end
    MATCH (r:Record {id: end[0]})
    CREATE (c)-[:ABOUT {role: end[1]}]->(r)
"""
LINK_SEARCH_KEYS: LiteralString = """
    UNWIND $found AS pair
    MATCH (c:Claim {key: pair[0]})
    MATCH (k:SearchKey {key: pair[1]})
    CREATE (c)-[:FOUND_BY]->(k)
"""
FORGET_MEMBERS_OF_PUBLICATION: LiteralString = """
    UNWIND $keys AS key MATCH ()-[i:IS {key: key}]->() DELETE i
"""
CLOSE_MEMBERS: LiteralString = """
    UNWIND $ids AS id MATCH (r:Record {id: id})-[i:IS]->() USING INDEX r:Record(id)
    WHERE i.from_pub < $pub AND i.to_pub = 9007199254740991 SET i.to_pub = $pub
"""


def _create_members_as(label: LiteralString) -> LiteralString:
    return (
        """
    UNWIND $rows AS row
    MATCH (r:Record {id: row[0]})
    MERGE (e:Entity {id: row[1]}) SET e:"""
        + label
        + """
    CREATE (r)-[:IS {key: row[5], kind: row[2], joined_at: row[3], joins: row[4],
                     from_pub: $pub, to_pub: 9007199254740991}]->(e)
"""
    )


CREATE_MEMBERS: dict[EntityKind, LiteralString] = {kind: _create_members_as(label) for kind, label in LABELS.items()}

PUBLISH: LiteralString = "MATCH (p:Publication {id: 'graph'}) SET p.published = $pub"
SWEEP: tuple[LiteralString, ...] = (
    "MATCH (c:Claim) WHERE c.from_pub > $pub CALL (c) { DETACH DELETE c } IN TRANSACTIONS OF 5000 ROWS",
    "MATCH (c:Claim) WHERE c.to_pub <= $pub CALL (c) { DETACH DELETE c } IN TRANSACTIONS OF 5000 ROWS",
    """MATCH (c:Claim) WHERE c.to_pub > $pub AND c.to_pub < 9007199254740991
    CALL (c) { SET c.to_pub = 9007199254740991 } IN TRANSACTIONS OF 5000 ROWS""",
    "MATCH ()-[i:IS]->() WHERE i.from_pub > $pub CALL (i) { DELETE i } IN TRANSACTIONS OF 5000 ROWS",
    "MATCH ()-[i:IS]->() WHERE i.to_pub <= $pub CALL (i) { DELETE i } IN TRANSACTIONS OF 5000 ROWS",
    """MATCH ()-[i:IS]->() WHERE i.to_pub > $pub AND i.to_pub < 9007199254740991
    CALL (i) { SET i.to_pub = 9007199254740991 } IN TRANSACTIONS OF 5000 ROWS""",
    "MATCH (e:Entity) WHERE NOT EXISTS { (e)<-[:IS]-() } CALL (e) { DELETE e } IN TRANSACTIONS OF 5000 ROWS",
)
