"""The event_people table: who was in an event, and as what."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import TableSpec, code, recorded_at, reference, text

EVENT_PEOPLE = TableSpec(
    name="event_people",
    columns=(
        reference("record_ref", required=True),
        reference("person_ref", required=True),
        code("role", codes.EVENT_ROLES, required=True),
        text("note"),
        recorded_at(),
    ),
    key=("record_ref", "person_ref", "role"),
    required_references=(("record_ref", "events"), ("person_ref", "people")),
    parent="events",
)
