"""Pairs named beforehand, weighed by Splink with the kept model: a few at once, for a question or for what arrived.

What Splink writes for these settings is written once a process: for one pair, writing it would take ten times as long
as asking.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI
from splink.internals.realtime import compare_records

from graph.identity.comparison import RARITY_COLUMNS
from graph.identity.model import Model
from graph.identity.scoring import NUMBERS, open_database

_PAIRS_AT_ONCE = 20_000  # Splink gives every column compared back with a pair: so many fit in memory whoever they are


def compare_pairs(
    connection: duckdb.DuckDBPyConnection, features: pl.DataFrame, pairs: pl.DataFrame, model: Model, select: str
) -> Iterator[pl.DataFrame]:
    """What `select` takes from Splink's table of each pair (left, right), some at a time, in the order given."""
    api, settings = DuckDBAPI(connection), model.to_settings()
    written_as = json.dumps(settings)
    said = features.with_columns(_rarity(features[name], model) for name in RARITY_COLUMNS)
    for some in pairs.select("left", "right").iter_slices(_PAIRS_AT_ONCE):
        numbered = some.with_row_index("pair")
        left, right = (
            numbered.select("pair", record_id=side).join(said, on="record_id").to_arrow() for side in ("left", "right")
        )
        scored = compare_records(left, right, settings, api, sql_cache_key=written_as, join_condition="l.pair = r.pair")
        found = connection.table(scored.physical_name).project(
            f'record_id_l as "left", record_id_r as "right", {select}'
        )
        yield some.join(found.pl(), on=["left", "right"], maintain_order="left")
        connection.execute(f'drop table "{scored.physical_name}"')


def weigh_pairs(features: pl.DataFrame, pairs: Sequence[tuple[str, str]], model: Model) -> list[dict[str, Any]]:
    """Pairs (left < right) of a frame of records, in the order asked: `probability`, `weight` (bits), and by field
    `levels` (numbers) and `weights` (bits).
    """
    if not pairs:
        return []
    wanted = pl.DataFrame(list(pairs), schema={"left": pl.String, "right": pl.String}, orient="row")
    with open_database() as connection:
        found = pl.concat(compare_pairs(connection, features, wanted.unique(), model, "*"))
    weighed = {(row["left"], row["right"]): _weighed(row) for row in found.iter_rows(named=True)}
    return [weighed[pair] for pair in pairs]


def _weighed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "probability": row["match_probability"],
        "weight": row["match_weight"],
        "weights": {field: row[f"mw_{field}"] + row.get(f"mw_tf_adj_{field}", 0.0) for field in NUMBERS.values()},
        "levels": {field: row[gamma] for gamma, field in NUMBERS.items()},
    }


def _rarity(names: pl.Series, model: Model) -> pl.Series:
    """How common each name is, by the model alone: a name it never saw counts as its rare names do."""
    known, unseen = model.rarity[names.name], model.unseen_rarity[names.name]
    values = [None if name is None else known.get(name, unseen) for name in names]
    return pl.Series(f"tf_{names.name}", values, dtype=pl.Float64)
