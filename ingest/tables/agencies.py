"""The agencies table: agencies that send nothing themselves."""

from __future__ import annotations

from ingest.tables import codes
from ingest.tables.spec import TableSpec, code, reference, text

AGENCIES = TableSpec(
    name="agencies",
    columns=(
        reference("agency", required=True),
        text("name"),
        code("kind", codes.AGENCY_KINDS),
        text("parent"),
        text("note"),
    ),
    key=("agency",),
)
