"""Which landed rows are about erased people: theirs, those that name them, and what is about nobody else.

Told by keyed ids alone, so that nothing of an erased person has to be kept to keep their rows out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from graph.model.ids import IdKey
from ingest.claims.references import ABOUT, references_of
from ingest.landing import Landing
from ingest.tables.registry import TABLES
from ingest.wanted import System

_ROW, _NAME = "_row", "_name"
# Each names rows of those before it; what has parts comes once it is known whose they are.
_OF_A_PERSON = ("people", "relationships", "episodes", "involvements", "residences", "attendance")
_PARTS = {"events": "event_people", "assessments": "assessment_people"}
# In this order rows are emptied: what is told by other rows before those, so that the rest is found when it is cut off.
EMPTIED = (
    "shares", "event_professionals", "events", "assessments", "event_people", "assessment_people", "households",
    "residences", "involvements", "relationships", "attendance", "episodes", "people",
)  # fmt: skip
_OF_THOSE = ("event_people", "event_professionals", "assessment_people")
Place = tuple[str, str]
"""Table and the name it is landed under."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The records of one system that are erased: their ids by table."""

    system: System
    ids: Mapping[str, frozenset[str]]
    key: IdKey

    def among(self, table: str, keys: Iterable[str]) -> set[str]:
        """Of these record keys, those of erased records."""
        erased = self.ids.get(table)
        return {one for one in keys if self.key.record_id(*self.system, table, one) in erased} if erased else set()


def erased_rows(gone: Gone, names: Sequence[str], landing: Landing) -> dict[Place, set[int]]:
    """The rows of a system's landed deliveries and corrections that are to be taken out, those with any only."""
    return _Search(gone, names, landing).rows()


@dataclass(slots=True)
class _Search:
    gone: Gone
    names: Sequence[str]
    landing: Landing
    keys: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    seen: dict[str, pl.DataFrame] = field(default_factory=dict)

    def rows(self) -> dict[Place, set[int]]:
        self.keys["people"] |= self.gone.among("people", self._people_named())
        for table in _OF_A_PERSON:
            self._take(table)
        for table, part in _PARTS.items():
            self.keys[table] |= self._only_of(part, "record_ref")
            self._take(table)
        self.keys["households"] |= self._only_of("residences", "household_ref") - self._places_of_others()
        found: dict[Place, set[int]] = {}
        for table in TABLES:
            rows = self._frame(table).filter(self._is_erased(table)).select(_NAME, _ROW).unique()
            for name, row in rows.iter_rows():
                found.setdefault((table, name), set()).add(row)
        return found | self._of_unknown_tables()

    def _people_named(self) -> set[str]:
        """Every reference of a person in any table: a delivery may name somebody and not say who they are."""
        return {
            key
            for table in TABLES
            for one in references_of(table)
            if one.table == "people"
            for key in self._frame(table)[one.column].drop_nulls().unique()
        }

    def _take(self, table: str) -> None:
        """Notes the keys of a table's erased rows: what names those goes too."""
        column = TABLES[table].key[0]
        frame = self._frame(table)
        self.keys[table] |= self.gone.among(table, frame[column].drop_nulls().unique())
        if len(TABLES[table].key) == 1:
            self.keys[table].update(frame.filter(self._is_erased(table))[column].drop_nulls())

    def _is_erased(self, table: str) -> pl.Expr:
        reasons = pl.lit(value=False)
        if len(TABLES[table].key) == 1:
            reasons |= self._names(TABLES[table].key[0], table)
        for one in references_of(table):
            if one.table == "people" or (table in _OF_THOSE and one.column == "record_ref"):
                reasons |= self._names(one.column, one.table)
        if table == "shares":
            about = sorted(f"{named}:{key}" for named, keys in self.keys.items() for key in keys)
            reasons |= pl.col(ABOUT).is_in(about).fill_null(value=False)
        return reasons

    def _names(self, column: str, table: str) -> pl.Expr:
        return pl.col(column).is_in(sorted(self.keys[table])).fill_null(value=False)

    def _only_of(self, part: str, column: str) -> set[str]:
        """What has rows of this table about people, all of them erased."""
        frame = self._frame(part).drop_nulls((column, "person_ref"))
        theirs = self._names("person_ref", "people")
        return set(frame.filter(theirs)[column]) - set(frame.filter(~theirs)[column])

    def _places_of_others(self) -> set[str]:
        """Households something happened at that stays."""
        events = self._frame("events")
        return set(events.filter(~self._names("record_ref", "events"))["household_ref"].drop_nulls())

    def _frame(self, table: str) -> pl.DataFrame:
        """The keys and references of a table's rows as sent and as read, under which name each is landed."""
        if table not in self.seen:
            columns = sorted({*TABLES[table].key, *(one.column for one in references_of(table)), *_about(table)})
            schema = {**dict.fromkeys(columns, pl.String), _ROW: pl.Int64, _NAME: pl.String}
            frames = [pl.DataFrame(schema=schema)]
            for name in self.names:
                for path in (self.landing.as_sent_path(name, table), self.landing.checked_path(name, table)):
                    frames += _read(path, columns, name)
            self.seen[table] = pl.concat(frames).unique()
        return self.seen[table]

    def _of_unknown_tables(self) -> dict[Place, set[int]]:
        """Rows of files that are no table of ours, in which a cell is the reference of somebody erased."""
        found: dict[Place, set[int]] = {}
        people = sorted(self.keys["people"])
        for name in self.names if people else ():
            for path in sorted(self.landing.as_sent_path(name, "").parent.glob("*.parquet")):
                if path.stem not in TABLES:
                    frame = pl.read_parquet(path)
                    cells = [pl.col(one).cast(pl.String).str.strip_chars() for one in frame.columns if one != _ROW]
                    rows = frame.filter(pl.any_horizontal(cell.is_in(people) for cell in cells))[_ROW].to_list()
                    if rows:
                        found[path.stem, name] = set(rows)
        return found


def _about(table: str) -> tuple[str, ...]:
    return (ABOUT,) if table == "shares" else ()


def _read(path: Path, columns: Sequence[str], name: str) -> Iterator[pl.DataFrame]:
    if not path.exists():
        return
    held = pl.read_parquet_schema(path)
    cells = [
        (pl.col(one).cast(pl.String).str.strip_chars() if one in held else pl.lit(None, pl.String)).alias(one)
        for one in columns
    ]
    yield pl.scan_parquet(path).select(*cells, pl.col(_ROW).cast(pl.Int64), pl.lit(name).alias(_NAME)).collect()
