"""The events table: something that happened, with where, what was seen and what was said."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import (
    CellType,
    Column,
    TableSpec,
    code,
    date,
    open_code,
    recorded_at,
    reference,
    sensitivity,
    text,
    yes_no,
)

EVENTS = TableSpec(
    name="events",
    columns=(
        reference("record_ref", required=True),
        code("category", codes.EVENT_CATEGORIES, required=True),
        open_code("type", codes.EVENT_TYPES, required=True),
        date("start", required=True),
        Column("start_time", CellType.TIME),
        date("end"),
        text("place"),
        reference("household_ref"),
        text("provider"),
        reference("episode_ref"),
        text("source_agency"),
        text("source_code"),
        Column("headline", CellType.HEADLINE),
        yes_no("child_seen"),
        yes_no("child_seen_alone"),
        text("child_view"),
        text("impact"),
        text("explanation"),
        yes_no("explanation_accepted"),
        text("action_taken"),
        text("outcome"),
        text("recorded_by"),
        recorded_at(),
        sensitivity(),
        text("note"),
    ),
    key=("record_ref",),
    periods=(("start", "end"),),
)
