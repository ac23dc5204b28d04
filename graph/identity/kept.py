"""What linking worked out and keeps, so that the next time only what is new or changed is looked at again.

Every frame is sorted by what it is asked by: asking costs a few steps of a search however many records are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import polars as pl

from graph.identity.kin import KIN_SCHEMA
from graph.identity.scoring import SCORED_SCHEMA

PAIRS_SCHEMA = {
    "left": pl.String,
    "right": pl.String,
    "probability": pl.Float64,
    "decision": pl.String,
    "conflict": pl.String,
    "author": pl.String,
    "tier": pl.Int64,
}
# How records stand: the person of the first look, the person, and a number shared by all records bound to each other.
STANDING = {"first_id": pl.String, "person_id": pl.String, "bound": pl.UInt32}
JUDGED_SCHEMA = {
    "left": pl.String,
    "right": pl.String,
    "verdict": pl.String,
    "author": pl.String,
    "at": pl.Int64,
    "sequence": pl.Int64,
}
_ROW = pl.UInt32


@dataclass(frozen=True, slots=True)
class Kept:
    """The kept state of linkage.

    `people`: the people frame with `STANDING`, by record_id; `bound` (bound, row of people); `keys` (hash of a
    candidate key, row, what it does: `arrivals.KEYS_SCHEMA`); `scored`: pairs by their two ids; `sides` (row, place
    in scored), each pair twice; `kin` by record_id, `kin_to` the same by other; `pairs` as `Linked` has them;
    `judged`: the judgements that counted.
    """

    people: pl.DataFrame
    bound: pl.DataFrame
    keys: pl.DataFrame
    scored: pl.DataFrame
    sides: pl.DataFrame
    kin: pl.DataFrame
    kin_to: pl.DataFrame
    pairs: pl.DataFrame
    judged: pl.DataFrame

    def frames(self) -> dict[str, pl.DataFrame]:
        """Each frame by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def rows_of(self, record_ids: Iterable[str]) -> pl.Series:
        """The rows of people with these ids, in order; ids nobody knows are left out."""
        wanted = pl.Series("record_id", sorted(set(record_ids)), dtype=pl.String)
        rows = matching(self.people["record_id"], wanted)
        return rows.rename("row")

    def rows_bound(self, bound: Iterable[int]) -> pl.Series:
        """The rows of people that hold these numbers."""
        places = matching(self.bound["bound"], pl.Series(sorted(bound), dtype=_ROW))
        return self.bound["row"].gather(places)

    def with_keys(self, hashes: pl.Series) -> pl.DataFrame:
        """Everyone with one of these candidate keys, which are sorted: key, row of people, what it does."""
        return self.keys[matching(self.keys["key"], hashes)]

    def scored_of(self, rows: pl.Series) -> pl.DataFrame:
        """The scored pairs with one of these rows of people on either side, in order of their ids."""
        places = matching(self.sides["row"], rows.unique().sort())
        return self.scored[self.sides["pair"].gather(places).unique().sort()]

    def kin_of(self, record_ids: Iterable[str]) -> pl.DataFrame:
        """The relations of these records."""
        wanted = pl.Series(sorted(set(record_ids)), dtype=pl.String)
        return self.kin[matching(self.kin["record_id"], wanted)]

    def related_to(self, record_ids: Iterable[str]) -> frozenset[str]:
        """The records that have a relation to one of these."""
        wanted = pl.Series(sorted(set(record_ids)), dtype=pl.String)
        return frozenset(self.kin_to["record_id"].gather(matching(self.kin_to["other"], wanted)))


def nothing_kept(people: pl.DataFrame) -> Kept:
    """The state before anything was linked, for people in such a frame."""
    kin = pl.DataFrame(schema=KIN_SCHEMA)
    return Kept(
        people.clear().with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in STANDING.items()),
        pl.DataFrame(schema={"bound": _ROW, "row": _ROW}),
        pl.DataFrame(schema={"key": pl.UInt64, "row": _ROW, "does": pl.UInt8}),
        pl.DataFrame(schema=SCORED_SCHEMA),
        pl.DataFrame(schema={"row": _ROW, "pair": _ROW}),
        kin,
        kin,
        pl.DataFrame(schema=PAIRS_SCHEMA),
        pl.DataFrame(schema=JUDGED_SCHEMA),
    )


def matching(kept: pl.Series, wanted: pl.Series) -> pl.Series:
    """Where sorted values equal one of the wanted ones, which are sorted and each there once."""
    spans = pl.DataFrame(
        {"start": kept.search_sorted(wanted, side="left"), "end": kept.search_sorted(wanted, side="right")},
        schema={"start": _ROW, "end": _ROW},
    ).filter(pl.col("end") > pl.col("start"))
    return spans.select(pl.int_ranges("start", "end", dtype=_ROW).explode()).to_series()
