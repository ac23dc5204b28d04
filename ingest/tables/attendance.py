"""The attendance table: a child's sessions at a school over a stretch of days."""

from __future__ import annotations

from ingest.tables.spec import TableSpec, count, date, recorded_at, reference, text

ATTENDANCE = TableSpec(
    name="attendance",
    columns=(
        reference("person_ref", required=True),
        text("school", required=True),
        date("start", required=True),
        date("end", required=True),
        count("sessions_possible", required=True),
        count("sessions_absent", required=True),
        count("sessions_unauthorised"),
        recorded_at(),
        text("note"),
    ),
    key=("person_ref", "school", "start"),
    required_references=(("person_ref", "people"),),
    periods=(("start", "end"),),
)
