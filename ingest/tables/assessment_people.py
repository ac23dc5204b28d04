"""The assessment_people table: who an assessment looked at, in what capacity."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import TableSpec, code, listing, recorded_at, reference, text, yes_no

ASSESSMENT_PEOPLE = TableSpec(
    name="assessment_people",
    columns=(
        reference("record_ref", required=True),
        reference("person_ref", required=True),
        code("capacity", codes.CAPACITIES, required=True),
        yes_no("seen"),
        listing("checks"),
        recorded_at(),
        text("note"),
    ),
    key=("record_ref", "person_ref"),
    required_references=(("record_ref", "assessments"), ("person_ref", "people")),
    parent="assessments",
)
