"""The ends of claims: the records each is about, and as what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import polars as pl

from graph.access.relationship import team_name, team_record
from graph.identity.contacts import clean_email, clean_phone, clean_vehicle
from graph.model.claims import Role
from graph.model.ids import IdKey
from ingest.claims.records import SystemRecords
from ingest.claims.references import ABOUT, ABOUT_ID, SELF, references_of

ENDS_SCHEMA = {"claim_id": pl.Utf8, "record_id": pl.Utf8, "role": pl.Utf8, "label": pl.Utf8}
CLEANERS: Mapping[str, tuple[str, Callable[[str], str | None]]] = {
    "phones": ("phone", clean_phone),
    "emails": ("email", clean_email),
    "vehicles": ("vehicle", clean_vehicle),
}


def ends_of(records: SystemRecords, key: IdKey) -> pl.DataFrame:
    """One row an end: `claim_id`, `record_id`, `role`, and `label`, what the agency itself calls it."""
    frames = [pl.DataFrame(schema=ENDS_SCHEMA)]
    for table, frame in records.tables.items():
        frames += _named_ends(table, frame)
    if "professionals" in records.tables:
        frames.append(_team_ends(records.tables["professionals"], records.agency, key))
    if "people" in records.tables:
        frames.append(_detail_ends(records.tables["people"], key))
    return pl.concat(frames).unique(("claim_id", "record_id", "role"), maintain_order=True)


def _named_ends(table: str, frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    if table in SELF:
        yield _end(frame, "record_id", SELF[table], pl.col("record_key"))
    for reference in references_of(table):
        yield _end(frame, reference.named, reference.role, pl.col(reference.column))
    if table == "shares":
        yield _end(frame, ABOUT_ID, Role.ABOUT, pl.col(ABOUT))


def _end(frame: pl.DataFrame, column: str, role: Role, label: pl.Expr) -> pl.DataFrame:
    ends = frame.select("claim_id", pl.col(column).alias("record_id"), role=pl.lit(role.value), label=label)
    return ends.filter(pl.col("record_id").is_not_null())


def details_in(cell: str | None, column: str) -> Iterator[tuple[str, str]]:
    """(scheme, value) of every contact detail in a list cell that reads as one."""
    scheme, clean = CLEANERS[column]
    for part in (cell or "").split(";"):
        value = clean(part.strip()) if part.strip() else None
        if value:
            yield scheme, value


def _team_ends(professionals: pl.DataFrame, agency: str, key: IdKey) -> pl.DataFrame:
    """The team of each professional, so that those of one team are found in one walk."""
    said = professionals.filter(pl.col("team").is_not_null()).select("claim_id", "team")
    rows = [
        (claim_id, team_record(agency, team, key), Role.TEAM.value, f"team:{team_name(team)}")
        for claim_id, team in said.iter_rows()
    ]
    return pl.DataFrame(rows, schema=ENDS_SCHEMA, orient="row")


def _detail_ends(people: pl.DataFrame, key: IdKey) -> pl.DataFrame:
    rows = [
        (claim_id, key.detail_id(scheme, value), Role.DETAIL.value, f"{scheme}:{value}")
        for column in CLEANERS
        for claim_id, cell in people.filter(pl.col(column).is_not_null()).select("claim_id", column).iter_rows()
        for scheme, value in details_in(cell, column)
    ]
    return pl.DataFrame(rows, schema=ENDS_SCHEMA, orient="row")
