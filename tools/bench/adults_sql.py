"""Who is around every child and by which grounds, written by hand in SQL over the published claim files (rules.md §2).

Which ground holds, certainly or possibly; neither states nor dates nor claims, which `kithmap report adults` tells too.
"""

# ruff: noqa: S608 - composed of constants
from __future__ import annotations

_FIRST = "CASE length(t) WHEN 10 THEN t WHEN 7 THEN t || '-01' ELSE t || '-01-01' END::DATE"
_EARLIEST, _LATEST = "DATE '0001-01-01'", "DATE '9999-12-31'"
MACROS = f"""
    CREATE MACRO earliest_of(t) AS {_FIRST};
    CREATE MACRO latest_of(t) AS CASE length(t) WHEN 10 THEN t::DATE WHEN 7 THEN last_day((t || '-01')::DATE)
        ELSE (t || '-12-31')::DATE END;
    CREATE MACRO cell(headline, name) AS headline ->> ('$.' || name);
"""
# Of dates that may be partial only the widest reading counts: what possibly holds is a ground, said to be possible.
LOAD = f"""
    CREATE TABLE place_of AS
    SELECT record_id, CASE WHEN joined_at > $known THEN record_id ELSE entity_id END AS entity, kind
    FROM read_parquet($members);
    CREATE TABLE claim AS
    SELECT claim_id, kind, agency, record_id, recorded_at, headline, ends, status <> 'refuted' AS supports,
        "start" AS start_text, "end" AS end_text,
        coalesce(earliest_of("start"), {_EARLIEST}) AS begins, coalesce(latest_of("start"), {_EARLIEST}) AS begun,
        CASE WHEN "end" IS NULL OR earliest_of("end") > $known_day THEN {_LATEST} ELSE latest_of("end") END AS over
    FROM read_parquet($claims)
    WHERE len(closings) = 0 AND recorded_at <= $known AND (superseded_at IS NULL OR superseded_at > $known)
      AND ("start" IS NULL OR earliest_of("start") <= $known_day);
    CREATE TABLE claim_end AS
    SELECT e.claim_id, e.x.role AS role, e.x.record_id AS record, coalesce(p.entity, e.x.record_id) AS entity
    FROM (SELECT claim_id, unnest(ends) AS x FROM claim) AS e LEFT JOIN place_of AS p ON p.record_id = e.x.record_id;
"""
PEOPLE = """
    CREATE TABLE person_row AS
    SELECT c.*, coalesce(p.entity, c.record_id) AS person
    FROM claim AS c LEFT JOIN place_of AS p USING (record_id) WHERE c.kind = 'person';
    CREATE TABLE said AS
    SELECT person, name, text FROM (
        SELECT person, name, cell(headline, name) AS text, count(DISTINCT agency) AS agencies
        FROM person_row, (VALUES ('date_of_birth'), ('expected_birth'), ('date_of_death')) AS names(name)
        WHERE supports AND cell(headline, name) IS NOT NULL GROUP BY ALL)
    QUALIFY row_number() OVER (PARTITION BY person, name ORDER BY agencies DESC, length(text) DESC, text) = 1;
    CREATE TABLE child_part AS
    SELECT DISTINCT e.entity AS person FROM claim AS c JOIN claim_end AS e USING (claim_id)
    WHERE (c.kind = 'event_person' AND cell(c.headline, 'role') = 'child')
       OR (c.kind = 'assessment_person' AND cell(c.headline, 'capacity') = 'child')
       OR (c.kind = 'episode' AND cell(c.headline, 'kind') = 'school_roll') OR c.kind = 'attendance'
    UNION SELECT person FROM person_row WHERE cell(headline, 'upn') IS NOT NULL;
    CREATE TABLE about_age AS
    SELECT person, arg_max(cell(headline, 'born_about'), (recorded_at, claim_id)) AS text
    FROM person_row WHERE cell(headline, 'born_about') IS NOT NULL GROUP BY person;
    CREATE TABLE person AS
    SELECT r.person, CASE WHEN b.text IS NOT NULL THEN year($day) - year(latest_of(b.text))
              - CASE WHEN (month($day), day($day)) < (month(latest_of(b.text)), day(latest_of(b.text))) THEN 1 ELSE 0 END < 18
            WHEN a.text IS NOT NULL THEN year($day) - split_part(a.text, '..', -1)::INT - 1 < 18
            ELSE x.text IS NOT NULL OR k.person IS NOT NULL END AS is_child,
        CASE WHEN b.text IS NOT NULL THEN year($day) - year(earliest_of(b.text))
              - CASE WHEN (month($day), day($day)) < (month(earliest_of(b.text)), day(earliest_of(b.text))) THEN 1 ELSE 0 END >= 18
            WHEN a.text IS NOT NULL THEN year($day) - split_part(a.text, '..', 1)::INT >= 18
            ELSE x.text IS NULL AND k.person IS NULL END AS may_be_adult,
        b.text IS NULL AND x.text IS NOT NULL AS is_unborn,
        d.text IS NOT NULL AND latest_of(d.text) < $day AS has_died,
        greatest($since, coalesce(earliest_of(coalesce(b.text, x.text)) - 280, $since)) AS since
    FROM (SELECT DISTINCT person FROM person_row) AS r
    LEFT JOIN said AS b ON b.person = r.person AND b.name = 'date_of_birth'
    LEFT JOIN said AS x ON x.person = r.person AND x.name = 'expected_birth'
    LEFT JOIN said AS d ON d.person = r.person AND d.name = 'date_of_death'
    LEFT JOIN about_age AS a ON a.person = r.person LEFT JOIN child_part AS k ON k.person = r.person;
    CREATE TABLE child AS
    SELECT person AS child, since FROM person WHERE is_child AND person IN (
        SELECT e.entity FROM claim_end AS e JOIN claim AS c USING (claim_id) WHERE list_contains($assessing, c.agency));
"""
# Claims of one stay joined where they touch; one without a start joins the latest stay begun before its end.
STAYS = """
    CREATE TABLE home AS
    SELECT e.entity AS home, bool_and(coalesce(cell(headline, 'kind'), 'private') = 'private')
        AND NOT bool_or(coalesce(cell(headline, 'confidential'), 'n') = 'y') AS may_join
    FROM (SELECT c.*, coalesce(p.entity, c.record_id) AS entity FROM claim AS c LEFT JOIN place_of AS p USING (record_id)
          WHERE c.kind = 'household') AS e GROUP BY e.entity;
    CREATE TABLE residence AS
    SELECT c.claim_id, p.entity AS person, h.entity AS home, begins, begun, over, start_text,
        CASE WHEN c.role IN ('resident', 'part_time', 'overnight') THEN 'resident' ELSE c.role END AS role,
        cell(headline, 'basis') = 'placement' AS is_placement
    FROM (SELECT *, coalesce(cell(headline, 'role'), 'resident') AS role FROM claim
          WHERE kind = 'residence' AND supports) AS c
    JOIN claim_end AS p ON p.claim_id = c.claim_id AND p.role = 'person'
    JOIN claim_end AS h ON h.claim_id = c.claim_id AND h.role = 'household'
    WHERE c.role IN ('resident', 'part_time', 'overnight', 'frequent_visitor');
    CREATE TABLE dated AS
    SELECT *, sum(is_new) OVER (PARTITION BY person, home, role ORDER BY begins, claim_id) AS stay FROM (
        SELECT *, CASE WHEN begins <= max(over) OVER (PARTITION BY person, home, role ORDER BY begins, claim_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS is_new
        FROM residence WHERE start_text IS NOT NULL);
    CREATE TABLE undated AS
    SELECT r.*, coalesce(max(d.stay), 0) AS stay FROM residence AS r
    LEFT JOIN dated AS d ON d.person = r.person AND d.home = r.home AND d.role = r.role AND d.begins < r.over
    WHERE r.start_text IS NULL GROUP BY ALL;
    CREATE TABLE stay AS
    SELECT person, home, role, stay, min(begins) AS begins, arg_min(begun, (begins, claim_id)) AS begun, max(over) AS over,
        bool_or(coalesce(is_placement, false)) AS is_placement
    FROM (SELECT * EXCLUDE (is_new) FROM dated
          UNION ALL BY NAME SELECT u.* REPLACE (CASE WHEN u.stay = 0 THEN u.begins ELSE DATE '9999-12-30' END AS begins)
          FROM undated AS u)
    GROUP BY person, home, role, stay;
    CREATE TABLE living AS SELECT * FROM stay WHERE role = 'resident';
"""
LINKS = f"""
    CREATE TABLE relation AS
    SELECT k.type, CASE WHEN k.turned THEN o.entity ELSE p.entity END AS who,
        CASE WHEN k.turned THEN p.entity ELSE o.entity END AS whose, c.begins, c.over
    FROM claim AS c JOIN relationship_type AS k ON k.said = coalesce(cell(c.headline, 'type'), 'other')
    JOIN claim_end AS p ON p.claim_id = c.claim_id AND p.role = 'person'
    JOIN claim_end AS o ON o.claim_id = c.claim_id AND o.role = 'other'
    WHERE c.kind = 'relationship' AND c.supports AND p.entity <> o.entity;
    CREATE TABLE partners AS
    SELECT who AS one, whose AS other, type LIKE 'ex%' AS is_ex, begins, over FROM relation
    WHERE type IN ('spouse', 'partner', 'ex_spouse', 'ex_partner')
    UNION ALL SELECT whose, who, type LIKE 'ex%', begins, over FROM relation
    WHERE type IN ('spouse', 'partner', 'ex_spouse', 'ex_partner');
    CREATE TABLE event AS
    SELECT record_id AS event, start_text IS NOT NULL AS is_dated, begins, over FROM claim WHERE kind = 'event'
    QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY claim_id) = 1;
    CREATE TABLE part AS
    SELECT e.entity AS event, p.entity AS person, coalesce(cell(c.headline, 'role'), '') AS role, c.supports,
        coalesce(v.is_dated, false) AS is_dated, coalesce(v.begins, {_EARLIEST}) AS begins,
        coalesce(v.over, {_LATEST}) AS over
    FROM claim AS c JOIN claim_end AS e ON e.claim_id = c.claim_id AND e.role = 'event'
    JOIN claim_end AS p ON p.claim_id = c.claim_id AND p.role = 'person'
    LEFT JOIN event AS v ON v.event = e.entity WHERE c.kind = 'event_person';
    CREATE TABLE episode AS
    SELECT e.entity AS person, c.begins, c.over FROM claim AS c JOIN claim_end AS e USING (claim_id)
    WHERE c.kind = 'episode' AND c.supports AND c.begins <= $day
      AND cell(c.headline, 'kind') IN ('section47', 'child_protection', 'looked_after');
"""
CARERS = """
    CREATE TABLE carer_ever AS
    SELECT c.child, c.since, r.who AS carer, r.type, r.begins, r.over FROM child AS c JOIN relation AS r ON r.whose = c.child
    LEFT JOIN person AS p ON p.person = r.who
    WHERE r.type IN ('parent', 'step_parent', 'adoptive_parent', 'special_guardian', 'foster_carer', 'kinship_carer',
                     'private_foster_carer') OR (r.type = 'carer' AND coalesce(p.may_be_adult, true))
    UNION ALL
    SELECT DISTINCT c.child, c.since, o.person, 'at an event', o.begins, o.over
    FROM child AS c JOIN part AS m ON m.person = c.child AND m.supports
    JOIN part AS o ON o.event = m.event AND o.role = 'carer' AND o.person <> c.child AND o.supports
    LEFT JOIN person AS p ON p.person = o.person WHERE coalesce(p.may_be_adult, true);
    CREATE TABLE carer AS SELECT * FROM carer_ever WHERE begins <= $day AND over > $since;
    CREATE TABLE carer_id AS SELECT DISTINCT child, since, carer FROM carer;
"""
SIBLINGS = """
    CREATE TABLE born_of AS SELECT who, whose FROM relation WHERE type IN ('parent', 'adoptive_parent');
    CREATE TABLE here AS
    SELECT a.home, a.person, count(*) OVER (PARTITION BY a.home) AS people FROM (
        SELECT DISTINCT home, person FROM living WHERE begins <= $day AND over > $day) AS a
    JOIN home AS h ON h.home = a.home AND h.may_join;
    CREATE TABLE sibling AS
    SELECT DISTINCT child, sibling FROM (
        SELECT c.child, o.whose AS sibling FROM child AS c
            JOIN born_of AS m ON m.whose = c.child JOIN born_of AS o ON o.who = m.who
        UNION ALL SELECT c.child, o.whose FROM child AS c JOIN born_of AS m ON m.whose = c.child
            JOIN partners AS t ON t.one = m.who AND NOT t.is_ex AND t.begins <= $day AND t.over > $day
            JOIN born_of AS o ON o.who = t.other
        UNION ALL SELECT c.child, o.whose FROM child AS c
            JOIN relation AS s ON s.whose = c.child AND s.type = 'step_parent' JOIN born_of AS o ON o.who = s.who
        UNION ALL SELECT c.child, s.whose FROM child AS c JOIN born_of AS m ON m.whose = c.child
            JOIN relation AS s ON s.who = m.who AND s.type = 'step_parent'
        UNION ALL SELECT c.child, CASE WHEN s.who = c.child THEN s.whose ELSE s.who END FROM child AS c
            JOIN relation AS s ON (s.who = c.child OR s.whose = c.child)
                AND s.type IN ('sibling', 'half_sibling', 'step_sibling')
        UNION ALL SELECT c.child, o.person FROM child AS c JOIN here AS m ON m.person = c.child AND m.people <= 12
            JOIN here AS o ON o.home = m.home JOIN person AS p ON p.person = o.person AND p.is_child)
    WHERE sibling <> child;
    CREATE TABLE placed AS
    SELECT DISTINCT k.child, r.who AS person FROM (
        SELECT child, child AS one FROM child UNION ALL SELECT child, sibling FROM sibling) AS k
    JOIN relation AS r ON r.whose = k.one AND r.type = 'foster_carer';
"""

TOGETHER = f"""
    CREATE TABLE with_whom AS
    SELECT child, since, child AS one, true AS is_child FROM child
    UNION ALL SELECT s.child, c.since, s.sibling, false FROM sibling AS s JOIN child AS c USING (child)
    WHERE s.sibling IN (SELECT person FROM episode);
    CREATE TABLE shared AS
    SELECT *, CASE WHEN begins = {_EARLIEST} THEN last_day ELSE least(begun, last_day) END AS first_day FROM (
        SELECT w.*, a.home, b.person, b.role, a.is_placement, a.over > $day AND b.over > $day AS both_open,
            greatest(a.begins, b.begins) AS begins, least(a.over, b.over) AS over,
            CASE WHEN b.begins >= a.begins THEN b.begun ELSE a.begun END AS begun,
            least($day, least(a.over, b.over) - 1) AS last_day
        FROM with_whom AS w JOIN living AS a ON a.person = w.one JOIN home AS h ON h.home = a.home AND h.may_join
        JOIN stay AS b ON b.home = a.home AND b.person <> w.one AND b.person <> w.child
            AND (w.is_child OR b.role = 'resident') AND greatest(a.begins, b.begins) < least(a.over, b.over))
    WHERE begins <= $day;
    CREATE TABLE crowd AS
    SELECT d.home, d.day, count(DISTINCT l.person) AS people
    FROM (SELECT DISTINCT home, unnest([first_day, last_day]) AS day FROM shared) AS d
    JOIN living AS l ON l.home = d.home AND l.begins <= d.day AND l.over > d.day GROUP BY ALL;
    DELETE FROM shared AS s WHERE NOT EXISTS (SELECT 1 FROM crowd AS c
        WHERE c.home = s.home AND c.day IN (s.first_day, s.last_day) AND c.people <= 12);
"""
PIECES = """
    CREATE TABLE piece AS
    SELECT s.child, s.person AS adult, CASE s.role WHEN 'resident' THEN 'co_resident' ELSE 'frequent_visitor' END AS ground,
        s.is_placement AND p.person IS NOT NULL AS by_placement
    FROM shared AS s LEFT JOIN placed AS p ON p.child = s.child AND p.person = s.person
    WHERE s.is_child AND s.over > s.since AND (s.both_open OR least(s.over, $day + 1) - s.begins >= 28)
    UNION ALL
    SELECT c.child, t.other, 'partner_of_carer', p.person IS NOT NULL AND q.person IS NOT NULL
    FROM carer_id AS c JOIN partners AS t ON t.one = c.carer AND t.begins <= $day AND t.over > c.since
    LEFT JOIN placed AS p ON p.child = c.child AND p.person = c.carer
    LEFT JOIN placed AS q ON q.child = c.child AND q.person = t.other
    UNION ALL
    SELECT c.child, t.other, 'partner_of_carer', false
    FROM child AS c JOIN here AS m ON m.person = c.child AND m.people <= 12
    JOIN here AS o ON o.home = m.home AND o.person <> c.child JOIN person AS p ON p.person = o.person AND p.may_be_adult
    JOIN partners AS t ON t.one = o.person AND NOT t.is_ex AND t.begins <= $day AND t.over > $day
    LEFT JOIN carer_id AS k ON k.child = c.child AND k.carer = o.person WHERE k.carer IS NULL
    UNION ALL
    SELECT c.child, c.carer, CASE WHEN c.type IN ('parent', 'step_parent', 'adoptive_parent') THEN 'parent' ELSE 'carer' END,
        c.type = 'foster_carer'
    FROM carer AS c WHERE c.over > c.since AND (c.type <> 'step_parent' OR coalesce((
        SELECT bool_or(NOT t.is_ex AND t.begins <= $day AND t.over > $since) FROM partners AS t JOIN carer_ever AS m
        ON m.child = c.child AND m.carer = t.other AND m.type IN ('parent', 'step_parent', 'adoptive_parent')
        WHERE t.one = c.carer), true))
    UNION ALL
    SELECT w.child, o.person, 'at_event', false
    FROM (SELECT child, since, carer AS one FROM carer_id UNION ALL SELECT child, since, child FROM child) AS w
    JOIN part AS m ON m.person = w.one AND m.supports AND m.is_dated AND m.begins <= $day AND m.over > w.since
    JOIN part AS o ON o.event = m.event AND o.supports AND o.role NOT IN ('witness', 'reporter') AND o.person <> w.one
    UNION ALL
    SELECT s.child, o.person, 'sibling_history', false FROM sibling AS s
    JOIN part AS m ON m.person = s.sibling AND m.supports AND m.role IN ('subject', 'child', 'victim') AND m.begins <= $day
    JOIN part AS o ON o.event = m.event AND o.supports AND o.role NOT IN ('witness', 'reporter')
        AND o.person <> s.sibling
    UNION ALL
    SELECT s.child, s.person, 'sibling_history', s.is_placement AND p.person IS NOT NULL FROM shared AS s
    JOIN episode AS e ON e.person = s.one AND greatest(e.begins, s.begins) < least(e.over, s.over)
    LEFT JOIN placed AS p ON p.child = s.child AND p.person = s.person WHERE NOT s.is_child
    UNION ALL
    SELECT c.child, o.person, 'shared_contact', false
    FROM carer_id AS c JOIN holder AS m ON m.person = c.carer JOIN holder AS o ON o.detail = m.detail
        AND o.person <> c.carer;
"""
HOLDERS = """
    CREATE TABLE holder AS
    SELECT DISTINCT r.person, e.record AS detail FROM person_row AS r
    JOIN claim_end AS e ON e.claim_id = r.claim_id AND e.role = 'detail'
    WHERE r.supports AND e.record NOT IN (SELECT record_id FROM place_of WHERE kind = 'detail')
    QUALIFY count(DISTINCT r.person) OVER (PARTITION BY e.record) <= 4;
"""
PAIRS = """
    SELECT f.child, f.adult, f.grounds FROM (
        SELECT child, adult, list_sort(list(DISTINCT ground)) AS grounds, bool_and(by_placement) AS only_placement
        FROM piece WHERE adult <> child GROUP BY child, adult) AS f
    JOIN person AS p ON p.person = f.adult
    WHERE NOT f.only_placement AND NOT p.is_unborn AND NOT p.has_died
      AND (p.may_be_adult OR list_has_any(f.grounds, ['parent', 'partner_of_carer']))
    ORDER BY f.child, f.adult
"""
LINKS_ONLY = (LOAD, PEOPLE, STAYS, LINKS, HOLDERS)
STEPS = (*LINKS_ONLY, CARERS, SIBLINGS, TOGETHER, PIECES)
