"""Cases of many people at once, out of claim files: the walk of a question's fetch, set-based, in DuckDB.

The same steps as `GraphStore.claims_around`, for a batch of cases in one pass over columns.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from graph.model.claims import Claim, ClaimKind, ClaimStatus, Source
from graph.model.people import EntityKind, Member
from graph.model.period import PartialDate, Period, parse_partial
from graph.store.claim_files import MEMBERS_FILE, read_ends
from graph.store.port import Fetched, Step
from graph.store.stored_form import from_ms, to_ms

_MEMORY = "2GB"
_KIND_OF_ROLE = "CASE e.role WHEN 'other' THEN 'person' ELSE e.role END"
_LOAD_MEMBERS = "CREATE TABLE member AS SELECT * FROM read_parquet(?)"
# Only what a caller without grants sees: claims with no closing. A share counts from its own date on.
_LOAD_CLAIMS = """
    CREATE TABLE claim AS
    SELECT row_number() OVER (ORDER BY claim_id) AS n, * FROM read_parquet(?)
    WHERE len(closings) = 0 AND (superseded_at IS NULL OR superseded_at > ?) AND (recorded_at <= ? OR kind = 'share')
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
_CLAIMS_OF_CASES = """
    SELECT c.* EXCLUDE (closings, hidden, fingerprint) FROM claim AS c
    WHERE c.n IN (SELECT DISTINCT n FROM gathered) ORDER BY c.claim_id
"""
_CASES = "SELECT case_id, n FROM gathered ORDER BY case_id, n"
_MEMBERS_OF_CASES = """
    SELECT DISTINCT m.record_id, m.entity_id, m.kind, m.joined_at FROM member AS m
    WHERE m.record_id IN (SELECT DISTINCT e.record_id FROM
        (SELECT unnest(ends, recursive := true) FROM claim WHERE n IN (SELECT DISTINCT n FROM gathered)) AS e)
    ORDER BY m.record_id
"""


class ClaimColumns:
    """The claims of one publication that a caller without grants sees, as recorded by `known_at`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def people_with_records_of(self, agency: str | None) -> list[str]:
        """Ids of everyone, or of those an agency has a person record of, in order."""
        rows = self._connection.execute(
            """SELECT DISTINCT i.entity FROM incidence AS i JOIN claim AS c ON c.n = i.n
               WHERE i.kind = 'person' AND i.describes AND (? IS NULL OR c.agency = ?) ORDER BY i.entity""",
            [agency, agency],
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
        found = pl.from_arrow(run.sql(_CLAIMS_OF_CASES).to_arrow_table()).to_dicts()  # type: ignore[union-attr]
        claims = {row["n"]: to_claim(row) for row in found}
        members = {row[0]: _to_member(row) for row in run.execute(_MEMBERS_OF_CASES).fetchall()}
        grouped: dict[str, list[Claim]] = defaultdict(list)
        for case_id, n in run.execute(_CASES).fetchall():
            grouped[case_id].append(claims[n])
        return {case_id: Fetched(tuple(held), _members_of(held, members)) for case_id, held in grouped.items()}


def _members_of(claims: Iterable[Claim], members: Mapping[str, Member]) -> tuple[Member, ...]:
    named = {end.record_id for claim in claims for end in claim.ends}
    return tuple(members[record] for record in sorted(named & members.keys()))


@contextmanager
def open_columns(folder: Path, known_at: datetime) -> Iterator[ClaimColumns]:
    """The columns of a publication's folder, as recorded by `known_at`."""
    with duckdb.connect(":memory:", config={"memory_limit": _MEMORY, "threads": 2}) as connection:
        moment = to_ms(known_at)
        connection.execute(_LOAD_MEMBERS, [str(folder / MEMBERS_FILE)])
        connection.execute(_LOAD_CLAIMS, [str(folder / "claims" / "*.parquet"), moment, moment])
        connection.execute(_LOAD_INCIDENCE)
        yield ClaimColumns(connection)


def to_claim(row: Mapping[str, object]) -> Claim:
    """A claim of a row of the claim files, with the cells anyone with the record may read."""
    values: dict[str, str] = json.loads(str(row["headline"]))
    return Claim(
        id=str(row["claim_id"]),
        kind=ClaimKind(str(row["kind"])),
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
        status=ClaimStatus(str(row["status"])),
        values=values,
        detail_withheld=row["detail"] is not None,
    )


def _date(text: object) -> PartialDate | None:
    return parse_partial(str(text)) if text is not None else None


def _moment(milliseconds: object) -> datetime | None:
    return None if milliseconds is None else from_ms(int(str(milliseconds)))


def _to_member(row: Sequence[object]) -> Member:
    return Member(str(row[0]), str(row[1]), EntityKind(str(row[2])), _moment(row[3]))
