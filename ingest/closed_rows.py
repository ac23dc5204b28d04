"""Rows as sent that are closed, before anything is made of them: marked so, or naming a record that is (access.md §2).

What was ever marked in one agency's system counts: a row that could not be used has no claim of which it could be said
whether it is open again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import polars as pl

from ingest.claims.references import ABOUT, references_of
from ingest.landing import Landing
from ingest.tables.registry import TABLES

_ROW = "_row"
_OPEN: Mapping[str, tuple[str, ...]] = {
    "sensitivity": ("", "open"),
    "confidential": ("", "n"),
    "adopted_identity": ("", "n"),
}
# Each names rows of those before it.
_ORDER = (
    "people",
    "households",
    "episodes",
    "relationships",
    "attendance",
    "events",
    "assessments",
    "involvements",
    "residences",
    "event_people",
    "event_professionals",
    "assessment_people",
    "shares",
)
_PARTS = {"events": "event_people", "assessments": "assessment_people"}
Keys = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class ClosedRows:
    """The closed rows of one agency's system: `landed` are the names its deliveries and corrections have in landing."""

    landing: Landing
    landed: Sequence[str]
    _found: list[Keys] = field(default_factory=list)

    def of(self, deliveries: Iterable[str], table: str, among: Iterable[int]) -> frozenset[int]:
        """Of these rows, those that are closed as any of these deliveries sent them."""
        wanted = sorted(set(among))
        if not wanted or table not in TABLES:
            return frozenset()
        keys = self._closed_keys()
        rows: set[int] = set()
        for frame in self._sent(deliveries, table):
            mine = frame.filter(pl.col(_ROW).is_in(wanted))
            rows.update(mine.filter(_is_closed(table, mine.columns, keys))[_ROW])
        return frozenset(rows)

    def _closed_keys(self) -> Keys:
        """By table, the keys of the closed records; worked out when the first row is asked about."""
        if not self._found:
            self._found.append(self._find())
        return self._found[0]

    def _find(self) -> Keys:
        keys: Keys = defaultdict(set)
        for table in _ORDER:
            if part := _PARTS.get(table):
                keys[table] |= self._of_closed_people(part, keys["people"])
            for frame in self._sent(self.landed, table) if _has_own_key(table) else ():
                closed = frame.filter(_is_closed(table, frame.columns, keys))
                keys[table].update(_cells(closed, TABLES[table].key[0]))
        return keys

    def _of_closed_people(self, part: str, people: set[str]) -> set[str]:
        """What has parts, and none of a person who is open."""
        closed: set[str] = set()
        others: set[str] = set()
        for frame in self._sent(self.landed, part):
            names_one = frame.with_columns(found=_names_any("person_ref", frame.columns, people))["found"]
            closed.update(_cells(frame.filter(names_one), "record_ref"))
            others.update(_cells(frame.filter(~names_one), "record_ref"))
        return closed - others

    def _sent(self, deliveries: Iterable[str], table: str) -> Iterator[pl.DataFrame]:
        """The cells that matter, trimmed."""
        columns = {TABLES[table].key[0], ABOUT, *_OPEN, *(one.column for one in references_of(table))}
        for delivery in deliveries:
            path = self.landing.as_sent_path(delivery, table)
            if path.exists():
                sent = [name for name in pl.read_parquet_schema(path) if name in columns]
                trimmed = (pl.col(name).cast(pl.String).str.strip_chars() for name in sent)
                yield pl.scan_parquet(path).select(_ROW, *trimmed).collect()


def _has_own_key(table: str) -> bool:
    """Whether a row's first key column is its own, not that of what it is a part of."""
    return len(TABLES[table].key) == 1


def _cells(frame: pl.DataFrame, column: str) -> list[str]:
    return frame[column].drop_nulls().to_list() if column in frame.columns else []


def _names_any(column: str, columns: Sequence[str], keys: Iterable[str]) -> pl.Expr:
    held = sorted(keys)
    if column not in columns or not held:
        return pl.lit(value=False)
    return pl.col(column).is_in(held).fill_null(value=False)


def _is_closed(table: str, columns: Sequence[str], keys: Keys) -> pl.Expr:
    reasons = [
        ~pl.col(name).str.to_lowercase().is_in(open_words).fill_null(value=True)
        for name, open_words in _OPEN.items()
        if name in columns
    ]
    reasons += [_names_any(one.column, columns, keys[one.table]) for one in references_of(table)]
    if _has_own_key(table):
        # Of a row closed in one delivery, another version is as closed.
        reasons.append(_names_any(TABLES[table].key[0], columns, keys[table]))
    if table == "shares":
        about = {f"{named}:{key}" for named, closed in keys.items() for key in closed}
        reasons.append(_names_any(ABOUT, columns, about))
    return reduce(or_, reasons)
