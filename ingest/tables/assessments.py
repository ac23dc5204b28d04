"""The assessments table: what was assessed, when, and what came of it."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import TableSpec, code, date, listing, recorded_at, reference, sensitivity, text

ASSESSMENTS = TableSpec(
    name="assessments",
    columns=(
        reference("record_ref", required=True),
        code("kind", codes.ASSESSMENT_KINDS, required=True),
        reference("episode_ref"),
        date("started"),
        date("completed"),
        text("outcome"),
        listing("factors"),
        recorded_at(),
        sensitivity(),
        text("note"),
    ),
    key=("record_ref",),
    periods=(("started", "completed"),),
)
