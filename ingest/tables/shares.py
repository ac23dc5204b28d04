"""The shares table: what one agency gave another, was asked for, or refused."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import CellType, Column, TableSpec, code, date, recorded_at, reference, text

SHARES = TableSpec(
    name="shares",
    columns=(
        reference("record_ref", required=True),
        text("to_agency", required=True),
        code("outcome", codes.SHARE_OUTCOMES, required=True),
        Column("shared_on", CellType.DATE, required_when=("outcome", "shared")),
        date("requested_on"),
        Column("about_record", CellType.ABOUT),
        reference("person_ref"),
        code("how", codes.SHARE_WAYS),
        text("reason"),
        recorded_at(),
        text("note"),
    ),
    key=("record_ref",),
)
