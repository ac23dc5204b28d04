"""The texts of the embedded graph. Constants only: every value is bound.

`HELD` and `VISIBLE` are the policy predicate (access.md §2) and the dates of the claim `c`; every read contains them.
Parameters they take: :pub, :known, :known_since, :everything, :restricted_too, :granted (JSON list of
`marking|record id`), :denied (JSON list of records of people no claim may be about, NULL for none).
`closings` is a JSON list of clauses, each `[how, key, key …]`: a claim is visible when every clause has a granted key.

CROSS JOIN fixes the order of joining in SQLite: from the few records in hand outward, whatever the statistics say.
"""

from __future__ import annotations

PUBLISHED_CLAIM = """
    c.from_pub <= :pub AND c.to_pub > :pub
    AND (:denied IS NULL OR NOT EXISTS (
        SELECT 1 FROM claim_end AS d WHERE d.n = c.n AND d.record_id IN (SELECT value FROM json_each(:denied))))
"""

HELD = f"""
    {PUBLISHED_CLAIM}
    AND (c.recorded_at <= :known OR c.kind = 'share') AND c.held_until > :known_since
"""

VISIBLE = """
    (c.closings IS NULL OR :everything OR (:restricted_too AND c.only_restricted) OR NOT EXISTS (
        SELECT 1 FROM json_each(c.closings) AS clause WHERE NOT EXISTS (
            SELECT 1 FROM json_each(clause.value) AS key
            WHERE key.value IN (SELECT value FROM json_each(:granted)))))
"""

PUBLISHED = "SELECT published FROM publication"
PUBLISH = "UPDATE publication SET published = :pub"

ENTITIES_OF_RECORDS = """
    SELECT r.value, coalesce(m.entity_id, r.value)
    FROM json_each(:records) AS r
    LEFT JOIN member AS m ON m.record_id = r.value AND m.from_pub <= :pub AND m.to_pub > :pub
"""

RECORDS_OF_ENTITIES = """
    SELECT m.entity_id, m.record_id, m.joins
    FROM json_each(:entities) AS e
    CROSS JOIN member AS m ON m.entity_id = e.value
    WHERE m.from_pub <= :pub AND m.to_pub > :pub
    UNION
    SELECT e.value, e.value, 1 FROM json_each(:entities) AS e
    WHERE NOT EXISTS (
        SELECT 1 FROM member AS m WHERE m.record_id = e.value AND m.from_pub <= :pub AND m.to_pub > :pub)
    ORDER BY 1, 2
"""

# From a record, along claims of some kinds, to the entities of some kinds at any of their ends.
STEP_ALONG_CLAIMS = f"""
    SELECT DISTINCT r.value, coalesce(m.entity_id, o.record_id)
    FROM json_each(:records) AS r
    CROSS JOIN claim_end AS e ON e.record_id = r.value AND e.held_until > :known_since
    CROSS JOIN claim AS c ON c.n = e.n
    CROSS JOIN claim_end AS o ON o.n = c.n
    LEFT JOIN member AS m ON m.record_id = o.record_id AND m.from_pub <= :pub AND m.to_pub > :pub
    WHERE c.kind IN (SELECT value FROM json_each(:along))
      AND {HELD} AND {VISIBLE}
      AND coalesce(m.kind, CASE o.role WHEN 'other' THEN 'person' ELSE o.role END)
          IN (SELECT value FROM json_each(:to_kinds))
"""  # noqa: S608 - composed of constants

# Free text is for the agency that wrote it and for whom it was shared with (rules.md §1: an event with its people).
DETAIL_IS_READABLE = f"""
    (:everything OR claimed.agency IN (SELECT value FROM json_each(:detail_of))
     OR (:shared_with IS NOT NULL AND EXISTS (
        SELECT 1 FROM claim_end AS about CROSS JOIN claim AS c ON c.n = about.n
        WHERE about.record_id IN (claimed.record_id, claimed.part_of) AND about.held_until > :known_since
          AND about.role = 'about'
          AND c.kind = 'share' AND c.outcome = 'shared' AND c.to_agency = :shared_with AND {HELD} AND {VISIBLE})))
"""  # noqa: S608 - composed of constants

ADDRESS_IS_READABLE = """
    (:everything OR EXISTS (
        SELECT 1 FROM json_each(claimed.hidden_for) AS opener
        WHERE opener.value IN (SELECT value FROM json_each(:granted))
           OR 'confidential|' || opener.value IN (SELECT value FROM json_each(:granted))))
"""

ENDS = """
    (SELECT json_group_array(json_array(record_id, role))
     FROM (SELECT record_id, role FROM claim_end WHERE n = claimed.n ORDER BY record_id, role))
"""

CLAIM_COLUMNS = f"""
    claimed.claim_id, claimed.kind, claimed.record_id, claimed.agency, claimed.system, claimed.tbl, claimed.record_ref,
    claimed.delivery, claimed.row, claimed.start_text, claimed.end_text, claimed.recorded_at, claimed.superseded_at,
    claimed.confirmed_at, claimed.status, claimed.headline, {ENDS}
"""

READABLE_COLUMNS = f"""
    {CLAIM_COLUMNS},
    CASE WHEN claimed.detail IS NOT NULL AND {DETAIL_IS_READABLE} THEN claimed.detail END,
    CASE WHEN claimed.hidden IS NOT NULL AND {ADDRESS_IS_READABLE} THEN claimed.hidden END,
    claimed.detail IS NOT NULL
"""

# What is said about the entities reached, what was shared of it, and what names every record so mentioned.
_WITH_LABELS = f"""
    , named AS (
        SELECT DISTINCT e.record_id FROM gathered CROSS JOIN claim_end AS e ON e.n = gathered.n
    ), labels AS (
        SELECT c.n FROM named CROSS JOIN claim AS c ON c.record_id = named.record_id
        WHERE c.kind IN ('person', 'household', 'event', 'assessment', 'episode', 'professional')
          AND {HELD} AND {VISIBLE}
    )
    SELECT {READABLE_COLUMNS}
    FROM (SELECT n FROM gathered UNION SELECT n FROM labels) AS chosen
    CROSS JOIN claim AS claimed ON claimed.n = chosen.n
    ORDER BY claimed.claim_id
"""  # noqa: S608 - composed of constants

CLAIMS_ABOUT_RECORDS = f"""
    WITH near AS MATERIALIZED (
        SELECT DISTINCT c.n, c.record_id, c.part_of
        FROM json_each(:records) AS r
        CROSS JOIN claim_end AS e ON e.record_id = r.value AND e.held_until > :known_since
        CROSS JOIN claim AS c ON c.n = e.n
        WHERE {HELD} AND {VISIBLE}
    ), gathered AS MATERIALIZED (
        SELECT n FROM near
        UNION
        SELECT c.n FROM (SELECT record_id FROM near UNION SELECT part_of FROM near WHERE part_of IS NOT NULL) AS said
        CROSS JOIN claim_end AS e ON e.record_id = said.record_id AND e.held_until > :known_since AND e.role = 'about'
        CROSS JOIN claim AS c ON c.n = e.n
        WHERE c.kind = 'share' AND {HELD} AND {VISIBLE}
    ) {_WITH_LABELS}
"""  # noqa: S608 - composed of constants

CLAIM_WITH_WHAT_NAMES_IT = f"""
    WITH gathered AS MATERIALIZED (
        SELECT c.n FROM claim AS c
        WHERE c.claim_id = :claim_id AND {PUBLISHED_CLAIM} AND {VISIBLE}
    ) {_WITH_LABELS}
"""  # noqa: S608 - composed of constants

MEMBERS_OF_RECORDS = """
    SELECT m.record_id, m.entity_id, m.kind, m.joined_at, m.joins
    FROM json_each(:records) AS r
    CROSS JOIN member AS m ON m.record_id = r.value
    WHERE m.from_pub <= :pub AND m.to_pub > :pub
    ORDER BY m.record_id
"""

_NOW_CLOSED = f"c.only_restricted AND c.superseded_at IS NULL AND {PUBLISHED_CLAIM} AND NOT {VISIBLE}"
_SOMEBODY_ELSE = """EXISTS (
    SELECT 1 FROM claim_end AS other WHERE other.n = c.n AND other.role IN ('person', 'other')
    AND other.record_id NOT IN (SELECT value FROM json_each(:records)))"""

# That something is restricted is told undated (access.md §2): whenever it was recorded, whatever day is asked about.
# Somebody else's part in what a seed has an open part in links them to the seed; an agency asked for it and refused says so.
AGENCIES_THAT_WITHHOLD = f"""
    WITH part AS MATERIALIZED (
        SELECT DISTINCT r.value AS seed, at.record_id, c.kind
        FROM json_each(:records) AS r
        CROSS JOIN claim_end AS e ON e.record_id = r.value AND e.role = 'person' AND e.held_until = 9007199254740991
        CROSS JOIN claim AS c ON c.n = e.n
        CROSS JOIN claim_end AS at ON at.n = c.n AND at.role IN ('event', 'assessment')
        WHERE c.kind IN ('event_person', 'assessment_person') AND {PUBLISHED_CLAIM} AND {VISIBLE}
    ), closed AS MATERIALIZED (
        SELECT c.n, c.agency, c.record_id, c.part_of,
            CASE WHEN c.kind IN ('residence', 'relationship') AND {_SOMEBODY_ELSE} THEN r.value END AS linked
        FROM json_each(:records) AS r
        CROSS JOIN claim_end AS e ON e.record_id = r.value AND e.held_until = 9007199254740991
        CROSS JOIN claim AS c ON c.n = e.n
        WHERE {_NOW_CLOSED}
        UNION
        SELECT c.n, c.agency, c.record_id, c.part_of, part.seed
        FROM part
        CROSS JOIN claim_end AS e ON e.record_id = part.record_id AND e.held_until = 9007199254740991
        CROSS JOIN claim AS c ON c.n = e.n
        WHERE c.kind = part.kind AND {_NOW_CLOSED} AND {_SOMEBODY_ELSE}
    )
    SELECT agency, linked, max(EXISTS (
        SELECT 1 FROM claim_end AS about CROSS JOIN claim AS c ON c.n = about.n
        WHERE about.role IN ('about', 'person') AND about.held_until = 9007199254740991
          AND about.record_id IN (
            SELECT closed.record_id UNION SELECT closed.part_of
            UNION SELECT whose.record_id FROM claim_end AS whose
            WHERE whose.n = closed.n AND whose.role IN ('person', 'other'))
          AND c.kind = 'share' AND c.outcome = 'refused' AND c.agency = closed.agency
          AND c.to_agency IN (SELECT value FROM json_each(:detail_of))
          AND {PUBLISHED_CLAIM} AND (c.only_restricted OR {VISIBLE})))
    FROM closed
    GROUP BY agency, linked
    ORDER BY agency, linked
"""  # noqa: S608 - composed of constants

# Each of `sets` is a list of keys of which one is enough; the rarest set is looked up, the others are checked.
SETS_BY_RARITY = """
    SELECT k.value FROM json_each(:sets) AS k
    ORDER BY (SELECT count(*) FROM (
        SELECT 1 FROM json_each(k.value) AS w CROSS JOIN search_key AS s ON s.key = w.value LIMIT 20000)), k.value
"""

PEOPLE_WITH_KEYS = f"""
    SELECT DISTINCT coalesce(m.entity_id, c.record_id) AS entity
    FROM json_each(:rarest) AS word
    CROSS JOIN search_key AS s ON s.key = word.value
    CROSS JOIN claim AS c ON c.n = s.n
    LEFT JOIN member AS m ON m.record_id = c.record_id AND m.from_pub <= :pub AND m.to_pub > :pub
    WHERE NOT EXISTS (
        SELECT 1 FROM json_each(:others) AS k
        WHERE NOT EXISTS (
            SELECT 1 FROM json_each(k.value) AS w CROSS JOIN search_key AS t ON t.n = s.n AND t.key = w.value))
      AND {HELD} AND {VISIBLE}
    ORDER BY entity LIMIT :most
"""  # noqa: S608 - composed of constants

FINGERPRINTS_OF_SYSTEM = """
    SELECT claim_id, fingerprint FROM claim
    WHERE agency = :agency AND system = :system AND to_pub = 9007199254740991
    ORDER BY claim_id
"""

MEMBERS_AS_WRITTEN = """
    SELECT record_id, entity_id, kind, joined_at, joins FROM member WHERE to_pub = 9007199254740991 ORDER BY record_id
"""

CLAIMS_AS_WRITTEN = f"""
    SELECT {CLAIM_COLUMNS}, claimed.detail, claimed.hidden, claimed.closings, claimed.fingerprint, claimed.hidden_for,
        (SELECT json_group_array(key) FROM (SELECT key FROM search_key WHERE n = claimed.n ORDER BY key))
    FROM claim AS claimed INDEXED BY claim_by_id
    WHERE claimed.from_pub <= :pub AND claimed.to_pub > :pub
    ORDER BY claimed.claim_id
"""  # noqa: S608 - composed of constants

# --- writing ---------------------------------------------------------------------------------------------------------
LAST_CLAIM = "SELECT coalesce(max(n), 0) FROM claim"
FORGET_CLAIM_OF_PUBLICATION = "DELETE FROM claim WHERE claim_id = ? AND from_pub = ?"
CLOSE_CLAIM = "UPDATE claim SET to_pub = ?2 WHERE claim_id = ?1 AND from_pub < ?2 AND to_pub = 9007199254740991"
INSERT_CLAIM = """
    INSERT INTO claim (n, claim_id, from_pub, to_pub, kind, record_id, part_of, recorded_at, superseded_at, closings,
        only_restricted, agency, to_agency, outcome, system, tbl, record_ref, delivery, row, start_text, end_text,
        confirmed_at, status, fingerprint, headline, detail, hidden, hidden_for)
    VALUES (?, ?, ?, 9007199254740991, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
INSERT_END = "INSERT INTO claim_end (n, record_id, role, held_until) VALUES (?, ?, ?, ?)"
INSERT_SEARCH_KEY = "INSERT INTO search_key (n, key) VALUES (?, ?)"
FORGET_MEMBER_OF_PUBLICATION = "DELETE FROM member WHERE record_id = ? AND from_pub = ?"
CLOSE_MEMBER = "UPDATE member SET to_pub = ?2 WHERE record_id = ?1 AND from_pub < ?2 AND to_pub = 9007199254740991"
INSERT_MEMBER = """
    INSERT INTO member (record_id, from_pub, to_pub, entity_id, kind, joined_at, joins)
    VALUES (?, ?, 9007199254740991, ?, ?, ?, ?)
"""

SWEEP = (
    "DELETE FROM claim WHERE from_pub > :pub",
    "DELETE FROM claim WHERE to_pub <= :pub",
    "UPDATE claim SET to_pub = 9007199254740991 WHERE to_pub > :pub AND to_pub < 9007199254740991",
    "DELETE FROM member WHERE from_pub > :pub OR to_pub <= :pub",
    "UPDATE member SET to_pub = 9007199254740991 WHERE to_pub > :pub AND to_pub < 9007199254740991",
)
