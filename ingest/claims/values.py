"""What a claim says in words, in the parts different readers may see: headline and detail."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import orjson
import polars as pl

from ingest.claims.dating import DATING, with_dates
from ingest.tables.registry import TABLES

# Free text is for the agency's own readers and those it was shared with (access.md §1).
DETAIL_CELLS: Mapping[str, frozenset[str]] = {
    "people": frozenset({"description"}),
    "events": frozenset({"explanation", "child_view", "impact"}),
    "episodes": frozenset({"reason"}),
    "shares": frozenset({"reason"}),
}
_ALWAYS_DETAIL = frozenset({"note"})
# Said of the claim itself, or in its own place: a second copy would have to be kept equal.
_NOT_VALUES = frozenset({"recorded_at"})
ROLE_ASSUMED = "role_assumed"


@cache
def headline_cells(table: str) -> tuple[str, ...]:
    """The cells every reader of the claim sees, in order of their names."""
    detail = set(detail_cells(table))
    names = {name for name in TABLES[table].names if name not in detail | _NOT_VALUES}
    return tuple(sorted(names | ({ROLE_ASSUMED} if table == "residences" else set())))


@cache
def detail_cells(table: str) -> tuple[str, ...]:
    """The cells of free text, in order of their names."""
    detail = DETAIL_CELLS.get(table, frozenset()) | _ALWAYS_DETAIL
    return tuple(sorted(name for name in TABLES[table].names if name in detail))


def with_defaults(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The versions as claims hold them: dates read, an unusable end left out, roles and statuses that are implied."""
    frame = with_dates(frame, table)
    dating = DATING.get(table)
    if dating is not None and dating.end is not None:
        frame = frame.with_columns(pl.col("usable_end").alias(dating.end))
    if table == "residences":
        assumed = pl.when(pl.col("role").is_null()).then(pl.lit("y"))
        frame = frame.with_columns(assumed.alias(ROLE_ASSUMED), role=pl.col("role").fill_null("resident"))
    status = pl.col("status") if "status" in frame.columns else pl.lit(None, pl.Utf8)
    return frame.with_columns(claim_status=status.fill_null("asserted"))


def to_json(cells: Mapping[str, str | None]) -> str | None:
    """The non-empty cells as compact JSON in the order given, or None when there is none."""
    said = {name: text for name, text in cells.items() if text is not None}
    return orjson.dumps(said).decode() if said else None
