"""The episodes table: stretches of work with a person, from a contact to a placement."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import TableSpec, code, date, listing, recorded_at, reference, sensitivity, text

EPISODES = TableSpec(
    name="episodes",
    columns=(
        reference("record_ref", required=True),
        reference("person_ref", required=True),
        code("kind", codes.EPISODE_KINDS, required=True),
        text("provider"),
        date("start"),
        date("end"),
        text("reason"),
        text("outcome"),
        text("category"),
        listing("factors"),
        text("source_agency"),
        text("source_code"),
        recorded_at(),
        sensitivity(),
        text("note"),
    ),
    key=("record_ref",),
    required_references=(("person_ref", "people"),),
    periods=(("start", "end"),),
)
