"""The households table: places an agency knows people to live at."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import TableSpec, code, listing, recorded_at, reference, sensitivity, text, yes_no

HOUSEHOLDS = TableSpec(
    name="households",
    columns=(
        reference("household_ref", required=True),
        text("uprn"),
        text("address"),
        text("postcode"),
        listing("phones"),
        code("kind", codes.HOUSEHOLD_KINDS),
        yes_no("confidential", closes_to="y"),
        recorded_at(),
        sensitivity(),
        text("note"),
    ),
    key=("household_ref",),
)
