"""The professionals table: who works for or with the agency."""

from __future__ import annotations

from ingest.tables.spec import TableSpec, recorded_at, reference, text

PROFESSIONALS = TableSpec(
    name="professionals",
    columns=(
        reference("professional_ref", required=True),
        text("name"),
        text("role"),
        text("team"),
        text("service"),
        text("contact_route"),
        recorded_at(),
        text("note"),
    ),
    key=("professional_ref",),
)
