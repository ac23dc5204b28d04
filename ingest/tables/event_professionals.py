"""The event_professionals table: which professionals were in an event."""

from __future__ import annotations

from ingest.tables.spec import TableSpec, recorded_at, reference, text

EVENT_PROFESSIONALS = TableSpec(
    name="event_professionals",
    columns=(
        reference("record_ref", required=True),
        reference("professional_ref", required=True),
        text("role"),
        recorded_at(),
        text("note"),
    ),
    key=("record_ref", "professional_ref", "role"),
    required_references=(("record_ref", "events"), ("professional_ref", "professionals")),
    parent="events",
)
