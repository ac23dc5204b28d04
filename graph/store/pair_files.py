"""The pairs of records a publication joined, queued or holds apart, and the open person records as identity read them.

Only pairs of open records, and only open records, are given out: what is closed leaves no trace in who may be who.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polars as pl

from graph.store.landing import write_whole

PAIRS_FILE, PEOPLE_FILE = "pairs.parquet", "people.parquet"
_OPEN = 0
_NO_PAIRS = {
    "left": pl.String,
    "right": pl.String,
    "probability": pl.Float64,
    "decision": pl.String,
    "conflict": pl.String,
    "author": pl.String,
    "tier": pl.Int64,
}


class PairFiles:
    """The identity files of one publication's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, pairs: pl.DataFrame, open_people: pl.DataFrame) -> None:
        """Keeps the pairs, and the rows of open records."""
        write_whole(pairs, self._folder / PAIRS_FILE)
        write_whole(open_people, self._folder / PEOPLE_FILE)

    def pairs(self, decisions: Collection[str]) -> pl.DataFrame:
        """Pairs of open records with one of these decisions, in order of their ids: left, right, probability,
        decision, conflict (in words), author, tier.
        """
        path = self._folder / PAIRS_FILE
        if not path.exists():
            return pl.DataFrame(schema=_NO_PAIRS)
        kept = pl.scan_parquet(path).filter(pl.col("tier") == _OPEN, pl.col("decision").is_in(sorted(decisions)))
        return kept.sort("left", "right").collect()

    def people(self, records: Collection[str]) -> pl.DataFrame:
        """Rows of these records, of the open ones among them, as identity read them."""
        path = self._folder / PEOPLE_FILE
        if not path.exists():
            return pl.DataFrame(schema={"record_id": pl.String})
        return pl.scan_parquet(path).filter(pl.col("record_id").is_in(sorted(records))).collect()
