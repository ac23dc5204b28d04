"""The relationships table: person is <type> of other, as the agency said it."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import TableSpec, code, date, recorded_at, reference, sensitivity, text, yes_no

RELATIONSHIPS = TableSpec(
    name="relationships",
    columns=(
        reference("record_ref", required=True),
        reference("person_ref", required=True),
        reference("other_ref", required=True),
        text("type", required=True),
        date("start"),
        date("end"),
        yes_no("parental_responsibility"),
        code("status", codes.STATUSES),
        recorded_at(),
        sensitivity(),
        text("note"),
    ),
    key=("record_ref",),
    required_references=(("person_ref", "people"), ("other_ref", "people")),
    periods=(("start", "end"),),
)
