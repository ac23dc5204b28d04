"""The involvements table: which professional or service was involved with a person, and when."""

from __future__ import annotations

from ingest.tables.spec import TableSpec, date, recorded_at, reference, sensitivity, text

INVOLVEMENTS = TableSpec(
    name="involvements",
    columns=(
        reference("record_ref", required=True),
        reference("person_ref", required=True),
        reference("professional_ref"),
        reference("episode_ref"),
        text("service"),
        text("role"),
        date("start"),
        date("end"),
        text("end_reason"),
        recorded_at(),
        sensitivity(),
        text("note"),
    ),
    key=("record_ref",),
    required_references=(("person_ref", "people"),),
    periods=(("start", "end"),),
)
