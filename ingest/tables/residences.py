"""The residences table: who lived where, from when to when, and how the agency knows."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import TableSpec, code, date, recorded_at, reference, sensitivity, text

RESIDENCES = TableSpec(
    name="residences",
    columns=(
        reference("record_ref", required=True),
        reference("person_ref", required=True),
        reference("household_ref", required=True),
        date("start"),
        date("end"),
        code("role", codes.RESIDENCE_ROLES),
        code("basis", codes.RESIDENCE_BASES),
        code("status", codes.STATUSES),
        recorded_at(),
        sensitivity(),
        text("note"),
    ),
    key=("record_ref",),
    required_references=(("person_ref", "people"), ("household_ref", "households")),
    periods=(("start", "end"),),
)
