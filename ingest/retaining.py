"""Whose data is past its time by a partnership's own rules: a list for somebody to decide on; nothing is erased by it.

The rules are a file of the data folder, a table each: `events: {years: 35}` counts from the last day anything of that
table (or of its parts) was so or was written down about a person; `people: {years: 75, from: birth}` from their birth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from graph.errors import InputRefused
from graph.model.people import EntityKind
from graph.model.period import parse_partial
from ingest.stores import CLAIMS_FOLDER, Stores
from ingest.tables.registry import TABLES

RULES_FILE = "retention.yaml"
LAST, BIRTH = "last", "birth"
_MOST_YEARS = 200
_LEAP_DAY = (2, 29)
# What goes on until an end is said: while it does, it is no past.
_GOES_ON = ("residences", "relationships", "involvements", "episodes", "attendance")


@dataclass(frozen=True, slots=True)
class Rule:
    """How many years a table's rows about a person are kept, and from when."""

    years: int
    since: str = LAST


@dataclass(frozen=True, slots=True)
class PastItsTime:
    """A person all of whose rows are past their time: since which day, and whether a legal hold stands."""

    person: str
    since: date
    is_held: bool


def read_rules(data: Path) -> dict[str, Rule]:
    """The rules of a data folder by table; none where there is no file. Raises InputRefused."""
    path = data / RULES_FILE
    if not path.exists():
        return {}
    try:
        said = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        raise InputRefused("can't be read: expected tables with years", RULES_FILE) from None
    if not isinstance(said, dict):
        raise InputRefused("expected tables with years", RULES_FILE)
    return {str(table): _rule(str(table), rule) for table, rule in said.items()}


def _rule(table: str, said: Any) -> Rule:  # noqa: ANN401 - YAML
    if table not in TABLES:
        raise InputRefused("names a table that is none", RULES_FILE)
    years, since = (said.get("years"), said.get("from", LAST)) if isinstance(said, dict) else (None, None)
    if type(years) is not int or not 0 < years <= _MOST_YEARS:
        raise InputRefused(f"{table}: years is a whole number up to {_MOST_YEARS}", RULES_FILE)
    if since != LAST and not (since == BIRTH and table == "people"):
        raise InputRefused(f"{table}: from is last, or for people birth", RULES_FILE)
    return Rule(years, since)


def past_their_time(stores: Stores, rules: Mapping[str, Rule], today: date) -> list[PastItsTime]:
    """Who is past their time by day and id. A table without a rule is kept, and whoever has rows in it."""
    held = stores.ledger.erasures.held()
    found = []
    for person, tables in _by_person(stores).items():
        days = [
            _until(rows, rules.get(table) or rules.get(TABLES[table].parent or "")) for table, rows in tables.items()
        ]
        if all(day is not None and day <= today for day in days):
            since = max(day for day in days if day is not None)
            found.append(PastItsTime(person, since, not held.isdisjoint(tables["people"].records)))
    return sorted(found, key=lambda one: (one.since, one.person))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one table about one person: the last day of them, whether any goes on, the latest birth they allow."""

    last: date
    goes_on: bool
    born: date | None
    records: frozenset[str]


def _until(rows: _Rows, rule: Rule | None) -> date | None:
    """The day they are past their time; None while that can't be said."""
    since = None if rule is None or rows.goes_on else rows.born if rule.since == BIRTH else rows.last
    return None if since is None or rule is None else _years_after(since, rule.years)


def _years_after(day: date, years: int) -> date:
    is_leap_day = (day.month, day.day) == _LEAP_DAY
    return date(day.year + years, 3, 1) if is_leap_day else day.replace(year=day.year + years)


def _by_person(stores: Stores) -> dict[str, dict[str, _Rows]]:
    newest = stores.ledger.publications.newest()
    folder = stores.claim_files.folder(newest.number if newest else 0) / CLAIMS_FOLDER
    members = [one.member for one in stores.graph.stored_members() if one.member.kind is EntityKind.PERSON]
    people = pl.DataFrame(
        {"record": [one.record_id for one in members], "person": [one.entity_id for one in members]},
        schema={"record": pl.String, "person": pl.String},
    )
    is_over = pl.any_horizontal(pl.col("end", "superseded_at", "confirmed_at").is_not_null())
    claims = (
        pl.scan_parquet(folder / "*.parquet")
        .with_columns(
            goes_on=pl.col("table").is_in(_GOES_ON) & ~is_over,
            said=pl.max_horizontal("recorded_at", "superseded_at"),
            born=pl.col("headline").str.json_path_match("$.date_of_birth"),
        )
        .explode("ends")
        .select("table", "goes_on", "said", "born", "start", "end", record=pl.col("ends").struct.field("record_id"))
        .collect()
    )
    found: dict[str, dict[str, _Rows]] = defaultdict(dict)
    grouped = claims.join(people, on="record").group_by("person", "table").agg(pl.all())
    for row in grouped.iter_rows(named=True):
        found[row["person"]][row["table"]] = _rows(row)
    return {person: tables for person, tables in found.items() if "people" in tables}


def _rows(row: Mapping[str, Any]) -> _Rows:
    said = datetime.fromtimestamp(max(row["said"]) / 1000, UTC).date()
    dated = [day for text in (*row["start"], *row["end"]) if (day := _last_day(text)) is not None]
    born = [day for text in row["born"] if (day := _last_day(text)) is not None]
    return _Rows(max([said, *dated]), any(row["goes_on"]), max(born, default=None), frozenset(row["record"]))


def _last_day(text: str | None) -> date | None:
    found = parse_partial(text) if text else None
    return found.last if found else None
