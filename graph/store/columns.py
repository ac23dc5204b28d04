"""Cases of many people at once, out of claim files: the walk of a question's fetch, set-based, in DuckDB.

The same steps as `GraphStore.claims_around`, for a batch of cases in one pass over columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import orjson
import polars as pl

from graph.model.claims import Claim, ClaimKind, ClaimStatus, Source
from graph.model.people import EntityKind, Member
from graph.model.period import PartialDate, Period, parse_partial
from graph.store.claim_files import MEMBERS_FILE, read_ends
from graph.store.port import Fetched, Step
from graph.store.stored_form import from_ms, to_ms

_MEMORY = "2GB"
# Looked up by the million: a table is faster than the enumeration itself.
_KINDS = {kind.value: kind for kind in ClaimKind}
_STATUSES = {status.value: status for status in ClaimStatus}
_KIND_OF_ROLE = "CASE e.role WHEN 'other' THEN 'person' ELSE e.role END"
_LOAD_MEMBERS = "CREATE TABLE member AS SELECT * FROM read_parquet(?)"
# Only what a caller without grants sees: claims with no closing. A share counts from its own date on.
_LOAD_CLAIMS = """
    CREATE TABLE claim AS
    SELECT row_number() OVER (ORDER BY claim_id) AS n, * FROM read_parquet(?)
    WHERE len(closings) = 0 AND (superseded_at IS NULL OR superseded_at > ?) AND (recorded_at <= ? OR kind = 'share')
"""
# Nothing about anybody of a conflict list, by whichever record of theirs.
_LEAVE_OUT_DENIED = """
    DELETE FROM claim WHERE n IN (
        SELECT n FROM (SELECT n, unnest(ends).record_id AS record FROM claim)
        WHERE list_contains($denied, record) OR record IN (
            SELECT o.record_id FROM member AS o WHERE o.entity_id IN (
                SELECT m.entity_id FROM member AS m
                WHERE list_contains($denied, m.record_id) OR list_contains($denied, m.entity_id))))
"""
_LOAD_INCIDENCE = f"""
    CREATE TABLE incidence AS
    SELECT e.n, e.kind, coalesce(m.entity_id, e.end_record) AS entity, coalesce(m.joins, true) AS joins,
        {_KIND_OF_ROLE} AS entity_kind, e.end_record AS record, e.end_record = e.record_id AS describes, e.role
    FROM (SELECT n, kind, record_id, x.record_id AS end_record, x.role AS role
          FROM (SELECT n, kind, record_id, unnest(ends) AS x FROM claim)) AS e
    LEFT JOIN member AS m ON m.record_id = e.end_record
"""  # noqa: S608 - composed of constants
_STEP = """
    CREATE OR REPLACE TABLE next_places AS
    SELECT DISTINCT f.case_id, b.entity, s.entity IS NOT NULL AS is_seed
    FROM frontier AS f
    JOIN incidence AS a ON a.entity = f.entity AND list_contains(?, a.kind)
    JOIN incidence AS b ON b.n = a.n AND list_contains(?, b.entity_kind)
    LEFT JOIN reached AS s ON s.case_id = f.case_id AND s.entity = b.entity AND s.is_seed
    WHERE f.is_seed OR a.joins
"""
_GATHER = """
    CREATE OR REPLACE TABLE gathered AS
    SELECT DISTINCT r.case_id, i.n FROM reached AS r JOIN incidence AS i ON i.entity = r.entity
    WHERE i.joins OR r.is_seed
"""
_GATHER_SHARES = """
    INSERT INTO gathered
    SELECT DISTINCT g.case_id, i.n FROM (
        SELECT g.case_id, c.record_id AS record FROM gathered AS g JOIN claim AS c ON c.n = g.n
        UNION
        SELECT g.case_id, p.record FROM gathered AS g JOIN incidence AS p ON p.n = g.n
        WHERE p.kind IN ('event_person', 'assessment_person') AND p.role IN ('event', 'assessment')
    ) AS g JOIN incidence AS i ON i.record = g.record AND i.role = 'about'
    WHERE NOT EXISTS (SELECT 1 FROM gathered AS h WHERE h.case_id = g.case_id AND h.n = i.n)
"""
_GATHER_NAMES = """
    INSERT INTO gathered
    SELECT DISTINCT g.case_id, d.n FROM gathered AS g JOIN incidence AS i ON i.n = g.n
    JOIN incidence AS d ON d.record = i.record AND d.describes
    WHERE NOT EXISTS (SELECT 1 FROM gathered AS h WHERE h.case_id = g.case_id AND h.n = d.n)
"""
_MAY_BE_CHILDREN = """
    SELECT i.entity FROM incidence AS i JOIN claim AS c ON c.n = i.n
    LEFT JOIN member AS m ON m.record_id = i.record
    WHERE i.kind = 'person' AND i.describes
      AND ($agencies IS NULL OR i.entity IN (
        SELECT o.entity FROM incidence AS o JOIN claim AS d ON d.n = o.n WHERE list_contains($agencies, d.agency)))
    GROUP BY i.entity
    -- Of a record that joined later the rows may not count on the day asked about: then nothing is left out.
    HAVING bool_or(coalesce(m.joined_at > $known, false)) OR coalesce(max(CASE WHEN c.status <> 'refuted'
        THEN left(c.headline ->> '$.date_of_birth', 4)::INT END), $year) >= $year
    ORDER BY i.entity
"""
_CLAIMS_OF_CASES = """
    SELECT c.* EXCLUDE (closings, hidden, fingerprint, detail), c.detail IS NOT NULL AS detail_withheld FROM claim AS c
    WHERE c.n IN (SELECT n FROM gathered) AND c.n NOT IN (SELECT unnest($at_hand))
"""
_CASES = "SELECT case_id, list(n ORDER BY n) FROM gathered GROUP BY case_id"
_MEMBERS_OF_CASES = """
    SELECT DISTINCT m.record_id, m.entity_id, m.kind, m.joined_at FROM member AS m
    WHERE m.record_id IN (SELECT DISTINCT e.record_id FROM
        (SELECT unnest(ends, recursive := true) FROM claim WHERE n IN (SELECT DISTINCT n FROM gathered)) AS e)
    ORDER BY m.record_id
"""


class ClaimColumns:
    """The claims of one publication that a caller without grants sees, as recorded by `known_at`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, known_at: int) -> None:
        self._connection, self._known_at = connection, known_at
        # The claims of the cases before: what is next asked for is often the same people, further out.
        self._at_hand: dict[int, Claim] = {}

    def people_with_records_of(self, agency: str | None) -> list[str]:
        """Ids of everyone, or of those an agency has a person record of, in order."""
        rows = self._connection.execute(
            """SELECT DISTINCT i.entity FROM incidence AS i JOIN claim AS c ON c.n = i.n
               WHERE i.kind = 'person' AND i.describes AND (? IS NULL OR c.agency = ?) ORDER BY i.entity""",
            [agency, agency],
        ).fetchall()
        return [entity for (entity,) in rows]

    def people_asked_about(self, agencies: Iterable[str] | None, born_since: int) -> list[str]:
        """Ids of everyone whom these agencies (None: any) say anything of, in order, save who was surely born before a year.

        Nobody else is left out: who is a child is told of their case.
        """
        named = None if agencies is None else sorted(agencies)
        rows = self._connection.execute(
            _MAY_BE_CHILDREN, {"agencies": named, "year": born_since, "known": self._known_at}
        ).fetchall()
        return [entity for (entity,) in rows]

    def cases(self, seeds: Iterable[tuple[str, str]], steps: Sequence[Step]) -> Mapping[str, Fetched]:
        """The case of each case id around its seeds (entity ids), for all of them in one pass."""
        frame = pl.DataFrame(sorted(set(seeds)), schema={"case_id": pl.String, "entity": pl.String}, orient="row")
        run = self._connection
        run.register("seeds", frame.to_arrow())
        run.execute("CREATE OR REPLACE TABLE frontier AS SELECT case_id, entity, true AS is_seed FROM seeds")
        run.execute("CREATE OR REPLACE TABLE reached AS SELECT case_id, entity, true AS is_seed FROM seeds")
        run.unregister("seeds")
        for step in steps:
            self._walk(step)
        for text in (_GATHER, _GATHER_SHARES, _GATHER_NAMES):
            run.execute(text)
        return self._fetched()

    def _walk(self, step: Step) -> None:
        run = self._connection
        run.execute(_STEP, [sorted(step.along), sorted(step.to)])
        run.execute("INSERT INTO reached FROM next_places AS n ANTI JOIN reached AS r USING (case_id, entity)")
        run.execute("CREATE OR REPLACE TABLE frontier AS FROM next_places")

    def _fetched(self) -> Mapping[str, Fetched]:
        run = self._connection
        new = run.sql(_CLAIMS_OF_CASES, params={"at_hand": list(self._at_hand)}).to_arrow_table()
        known = self._at_hand | {row["n"]: to_claim(row) for row in pl.from_arrow(new).to_dicts()}  # type: ignore[union-attr]
        cases: list[tuple[str, list[int]]] = run.execute(_CASES).fetchall()
        claims = self._at_hand = {n: known[n] for _, held in cases for n in held}
        members = {row[0]: _to_member(row) for row in run.execute(_MEMBERS_OF_CASES).fetchall()}
        return {case_id: _to_fetched([claims[n] for n in held], members) for case_id, held in cases}


def _to_fetched(claims: Sequence[Claim], members: Mapping[str, Member]) -> Fetched:
    named = {end.record_id for claim in claims for end in claim.ends}
    return Fetched(tuple(claims), tuple(members[record] for record in sorted(named & members.keys())))


@contextmanager
def open_columns(folder: Path, known_at: datetime, denied: Collection[str] = frozenset()) -> Iterator[ClaimColumns]:
    """The columns of a publication's folder, as recorded by `known_at`; without what is about anyone `denied`."""
    with duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "threads": 2}) as connection:
        moment = to_ms(known_at)
        connection.execute(_LOAD_MEMBERS, [str(folder / MEMBERS_FILE)])
        connection.execute(_LOAD_CLAIMS, [str(folder / "claims" / "*.parquet"), moment, moment])
        if denied:
            connection.execute(_LEAVE_OUT_DENIED, {"denied": sorted(denied)})
        connection.execute(_LOAD_INCIDENCE)
        yield ClaimColumns(connection, moment)


def to_claim(row: Mapping[str, object]) -> Claim:
    """A claim of a row of the claim files, with the cells anyone with the record may read."""
    values: dict[str, str] = orjson.loads(str(row["headline"]))
    return Claim(
        id=str(row["claim_id"]),
        kind=_KINDS[str(row["kind"])],
        record_id=str(row["record_id"]),
        source=Source(
            str(row["agency"]),
            str(row["system"]),
            str(row["table"]),
            str(row["record_ref"]),
            str(row["delivery"]),
            int(str(row["row"])),
        ),
        ends=read_ends(row["ends"]),  # type: ignore[arg-type]
        valid=Period(_date(row["start"]), _date(row["end"])),
        recorded_at=from_ms(int(str(row["recorded_at"]))),
        superseded_at=_moment(row["superseded_at"]),
        confirmed_at=_moment(row["confirmed_at"]),
        status=_STATUSES[str(row["status"])],
        values=values,
        detail_withheld=bool(row["detail_withheld"]),
    )


def _date(text: object) -> PartialDate | None:
    return parse_partial(str(text)) if text is not None else None


def _moment(milliseconds: object) -> datetime | None:
    return None if milliseconds is None else from_ms(int(str(milliseconds)))


def _to_member(row: Sequence[object]) -> Member:
    return Member(str(row[0]), str(row[1]), EntityKind(str(row[2])), _moment(row[3]))
