"""People records for identity tests, written as short as a test reads: only what matters is given."""

from typing import Any

import polars as pl

SCHEMA: dict[str, Any] = {
    "record_id": pl.String,
    "agency": pl.String,
    "system": pl.String,
    "person_ref": pl.String,
    "given_names": pl.List(pl.String),
    "family_names": pl.List(pl.String),
    "other_names": pl.List(pl.String),
    "dates_of_birth": pl.List(pl.String),
    "born_about": pl.String,
    "expected_birth": pl.String,
    "date_of_death": pl.String,
    "sex": pl.String,
    "nhs_numbers": pl.List(pl.String),
    "upns": pl.List(pl.String),
    "local_ids": pl.List(pl.String),
    "phones": pl.List(pl.String),
    "emails": pl.List(pl.String),
    "vehicles": pl.List(pl.String),
    "identified": pl.Boolean,
    "adopted_identity": pl.Boolean,
    "tier": pl.Int64,
    "addresses": pl.List(pl.String),
    "stays": pl.List(pl.String),
    "recorded_at": pl.Int64,
}
_LISTS = [name for name, kind in SCHEMA.items() if kind == pl.List(pl.String)]


def a_record(record_id: str, name: str = "", born: str | None = None, **more: object) -> dict[str, Any]:
    """One row of the people frame: `name` is forenames and, after the last space, the family name."""
    given, _, family = name.rpartition(" ")
    row: dict[str, Any] = {key: [] for key in _LISTS}
    row |= {
        "record_id": record_id,
        "agency": f"agency-{record_id}",
        "system": "main",
        "person_ref": record_id,
        "given_names": [given] if given else [],
        "family_names": [family] if family else [],
        "dates_of_birth": [born] if born else [],
        "born_about": None,
        "expected_birth": None,
        "date_of_death": None,
        "sex": None,
        "identified": True,
        "adopted_identity": False,
        "tier": 0,
        "recorded_at": 0,
    }
    return row | more


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    """The rows as the people frame."""
    return pl.DataFrame(list(rows), schema=SCHEMA)
