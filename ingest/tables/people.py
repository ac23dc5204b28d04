"""The people table: who an agency has on record, however little it knows of them."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import (
    CellType,
    Column,
    TableSpec,
    code,
    date,
    listing,
    recorded_at,
    reference,
    sensitivity,
    text,
    yes_no,
)

PEOPLE = TableSpec(
    name="people",
    columns=(
        reference("person_ref", required=True),
        text("given_name"),
        text("family_name"),
        listing("other_names"),
        date("date_of_birth"),
        Column("born_about", CellType.YEARS),
        Column("expected_birth", CellType.DATE, may_be_ahead=True),
        date("date_of_death"),
        code("sex", codes.SEXES),
        Column("nhs_number", CellType.NHS_NUMBER),
        Column("upn", CellType.UPN),
        Column("local_ids", CellType.SCHEMED),
        yes_no("identified", closes_to="n"),
        text("description"),
        listing("phones"),
        listing("emails"),
        listing("vehicles"),
        yes_no("adopted_identity", closes_to="y"),
        recorded_at(),
        sensitivity(),
        text("note"),
    ),
    key=("person_ref",),
)
