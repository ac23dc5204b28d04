"""The pairs of records a publication joined, queued or holds apart, and the open person records as identity read them.

Only pairs of open records, and only open records, are given out: what is closed leaves no trace in who may be who.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from graph.store.landing import write_whole

PAIRS_FILE, PEOPLE_FILE, CROWDED_FILE = "pairs.parquet", "people.parquet", "crowded.parquet"
WAITING = ("queue", "reject_conflict")
_OPEN = 0


@dataclass(frozen=True, slots=True)
class KeptPair:
    """A pair of open records: whose they are now, what was decided of it, by whom, what forbids a join.

    `probability` is None where people alone decided. `touches_restricted`: whether something restricted is said of
    either person.
    """

    left: str
    right: str
    left_person: str
    right_person: str
    probability: float | None
    decision: str
    conflict: str | None
    author: str
    touches_restricted: bool


class PairFiles:
    """The identity files of one publication's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, pairs: pl.DataFrame, people: pl.DataFrame, crowded: pl.DataFrame) -> None:
        """Keeps pairs (a `KeptPair` a row, and `tier`) and the rows of people as identity read them, with `person_id`,
        and what is crowded (`graph.identity.crowded.find_crowded`).
        """
        write_whole(pairs, self._folder / PAIRS_FILE)
        write_whole(crowded, self._folder / CROWDED_FILE)
        write_whole(people.filter(pl.col("tier") == _OPEN), self._folder / PEOPLE_FILE)

    def waiting(self) -> tuple[KeptPair, ...]:
        """The most probable waiting pair of each two people, in order of the pair's ids."""
        found = self._pairs(pl.col("decision").is_in(WAITING), pl.col("left_person") != pl.col("right_person"))
        best: dict[tuple[str, str], KeptPair] = {}
        for pair in sorted(found, key=lambda one: (-(one.probability or 0.0), one.left, one.right)):
            people = min(pair.left_person, pair.right_person), max(pair.left_person, pair.right_person)
            best.setdefault(people, pair)
        return tuple(sorted(best.values(), key=lambda one: (one.left, one.right)))

    def joined(self, people: Collection[str]) -> tuple[KeptPair, ...]:
        """The pairs that made these people of several records."""
        return self._pairs(pl.col("decision") == "join", pl.col("left_person").is_in(sorted(people)))

    def counts(self) -> Mapping[tuple[str, str], int]:
        """How many pairs of open records there are by (decision, author)."""
        found: dict[tuple[str, str], int] = {}
        for pair in self._pairs():
            key = pair.decision, pair.author
            found[key] = found.get(key, 0) + 1
        return found

    def tally(self) -> tuple[int, int]:
        """How many open person records there are, and how many people."""
        kept = self._people()
        if kept is None:
            return 0, 0
        found = kept.select(pl.len().alias("records"), pl.col("person_id").n_unique().alias("people")).collect()
        return found["records"][0], found["people"][0]

    def tally_by_agency(self) -> Mapping[str, tuple[int, int]]:
        """The same for each agency: how many records it has, and how many people they are."""
        kept = self._people()
        if kept is None:
            return {}
        counted = kept.group_by("agency").agg(records=pl.len(), people=pl.col("person_id").n_unique()).sort("agency")
        return {agency: (records, people) for agency, records, people in counted.collect().iter_rows()}

    def crowded(self) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
        """What each number or detail on too many people is, how many at least, and the open records that have it."""
        path = self._folder / CROWDED_FILE
        if not path.exists():
            return ()
        rows = pl.read_parquet(path, columns=["what", "people", "records"]).iter_rows()
        return tuple((what, people, tuple(records)) for what, people, records in rows)

    def people(self, records: Collection[str] | None = None) -> Mapping[str, Mapping[str, Any]]:
        """The rows of these records (all, where none are named), of the open ones among them, by record id: as identity
        read them, and `person_id`.
        """
        kept = self._people()
        if kept is None or (records is not None and not records):
            return {}
        chosen = kept if records is None else kept.filter(pl.col("record_id").is_in(sorted(records)))
        return {row["record_id"]: row for row in chosen.collect().iter_rows(named=True)}

    def _people(self) -> pl.LazyFrame | None:
        path = self._folder / PEOPLE_FILE
        return pl.scan_parquet(path) if path.exists() else None

    def _pairs(self, *conditions: pl.Expr) -> tuple[KeptPair, ...]:
        path = self._folder / PAIRS_FILE
        if not path.exists():
            return ()
        columns = list(KeptPair.__dataclass_fields__)
        kept = pl.scan_parquet(path).filter(pl.col("tier") == _OPEN, *conditions).sort("left", "right").select(columns)
        return tuple(KeptPair(**row) for row in kept.collect().iter_rows(named=True))
