"""What is kept after a step: the kept state with everything the step found in its place."""

from __future__ import annotations

import polars as pl

from graph.identity.arrivals import hash_keys
from graph.identity.kept import STANDING, Kept
from graph.identity.steps import Arrived, Step


def keep_step(kept: Kept, step: Step) -> Kept:
    """The kept state once a step was taken; its `people` and `pairs` are those of a full run."""
    arrived = step.arrived
    out = pl.concat([arrived.people["record_id"], pl.Series("record_id", sorted(arrived.gone), dtype=pl.String)])
    people = _people(kept, step, out)
    rows = people.select("record_id").with_row_index("row")
    kin = _kin(kept, arrived)
    scored = pl.concat([_not_of(kept.scored, out), step.scored]).sort("left", "right")
    touched = pl.concat([out, step.standing["record_id"]])
    return Kept(
        people=people,
        bound=people.select("bound").with_row_index("row").select("bound", "row").sort("bound", "row"),
        keys=_keys(kept, step, out, rows),
        scored=scored,
        sides=_sides(scored, rows),
        kin=kin,
        kin_to=kin.sort("other", "record_id", "relation"),
        pairs=pl.concat([_not_of(kept.pairs, touched), step.pairs]).sort("left", "right"),
        judged=step.judged,
    )


def _people(kept: Kept, step: Step, out: pl.Series) -> pl.DataFrame:
    plain = list(step.arrived.people.columns)
    is_touched = pl.col("record_id").is_in(step.standing["record_id"].implode())
    before = kept.people.filter(~pl.col("record_id").is_in(out.implode()))
    again = pl.concat([before.filter(is_touched).select(plain), step.arrived.people])
    again = again.join(step.standing, on="record_id").select(*plain, *STANDING)
    return pl.concat([before.filter(~is_touched), again]).sort("record_id")


def _not_of(pairs: pl.DataFrame, record_ids: pl.Series) -> pl.DataFrame:
    return pairs.filter(~pl.any_horizontal(pl.col("left", "right").is_in(record_ids.implode())))


def _kin(kept: Kept, arrived: Arrived) -> pl.DataFrame:
    columns = kept.kin.columns
    before = kept.kin.join(arrived.kin_gone, on=columns, how="anti")
    return pl.concat([before, arrived.kin]).unique().sort(columns)


def _keys(kept: Kept, step: Step, out: pl.Series, rows: pl.DataFrame) -> pl.DataFrame:
    """The keys of every record by the rows they are in now."""
    before = kept.people.select("record_id").with_row_index("before")
    moved = before.filter(~pl.col("record_id").is_in(out.implode())).join(rows, on="record_id")
    stayed = kept.keys.rename({"row": "before"}).join(moved, on="before").select("key", "row", "does")
    came = hash_keys(step.features).join(rows, on="record_id").select("key", "row", "does")
    return pl.concat([stayed, came]).sort("key", "row")


def _sides(scored: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Each scored pair under the rows of both its records."""
    placed = scored.select("left", "right").with_row_index("pair")
    sides = [
        placed.select("pair", record_id=side).join(rows, on="record_id").select("row", "pair")
        for side in ("left", "right")
    ]
    return pl.concat(sides).sort("row", "pair")
