"""New and changed records among those kept: which of them they meet, and how probable it is that they are one person.

The keys only tell whom to look up; pairs are made by the keys themselves and scored by Splink with the same settings,
so that each is the one a full run finds. What Splink writes for these settings is written once a process: for one
record writing it would take ten times as long as asking.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import duckdb
import polars as pl
from splink import DuckDBAPI
from splink.internals.realtime import compare_records

from graph.identity.candidates import keep_pairs_looked_at_anyway, make_keys
from graph.identity.comparison import RARITY_COLUMNS
from graph.identity.model import Model
from graph.identity.scoring import NUMBERS, SCORED_SCHEMA, open_database

KEYS_SCHEMA = {"record_id": pl.String, "key": pl.UInt64}
_PAIRS_AT_ONCE = 20_000  # Splink gives every column compared back with a pair: so many fit in memory whoever they are
# DuckDB's hash is stable within a version, and the version is part of what a kept state is known by.
_HASHED = """
    select distinct record_id, hash(key) as key from (
        from candidate_keys union all from asking_keys union all from answering_keys
    )
"""
_PAIRS_OF_ARRIVED = """
    create or replace table candidate_pairs as
    select '0' as match_key, join_key_l, join_key_r from (
        select least(a.record_id, b.record_id) as join_key_l, greatest(a.record_id, b.record_id) as join_key_r
        from candidate_keys a semi join arrived using (record_id)
        join candidate_keys b on a.key = b.key and a.record_id <> b.record_id
        union
        select least(a.record_id, b.record_id), greatest(a.record_id, b.record_id)
        from asking_keys a join answering_keys b on a.key = b.key and a.record_id <> b.record_id
        where a.record_id in (from arrived) or b.record_id in (from arrived)
    )
"""
_PAIRS = 'select join_key_l as "left", join_key_r as "right" from candidate_pairs'


def hash_keys(features: pl.DataFrame) -> pl.DataFrame:
    """record_id and the hash of each candidate key under which a record asks or is asked for."""
    if features.is_empty():
        return pl.DataFrame(schema=KEYS_SCHEMA)
    with open_database() as connection:
        _fill(connection, features)
        found: pl.DataFrame = connection.sql(_HASHED).pl()
        return found


def score_arrived(
    arrived: pl.DataFrame, meet: Callable[[pl.Series], pl.DataFrame], model: Model, at_least: float
) -> pl.DataFrame:
    """Every candidate pair that holds one of the records that arrived, as `scoring.score_candidates` gives them.

    `arrived` and what `meet` gives for hashes of keys (features of everyone else with one of them) are as `to_frame`.
    """
    with open_database() as connection:
        _fill(connection, arrived)
        met = meet(connection.sql(_HASHED).pl()["key"])
        features = pl.concat([arrived, met])
        _fill(connection, features)
        pairs = _pair(connection, arrived.select("record_id"))
        scored = list(_score(connection, features, pairs, model))
    found = pl.concat([pl.DataFrame(schema=SCORED_SCHEMA | {"anyway": pl.Boolean}), *scored])
    return found.filter((pl.col("probability") >= at_least) | pl.col("anyway")).drop("anyway").sort("left", "right")


def _pair(connection: duckdb.DuckDBPyConnection, arrived: pl.DataFrame) -> pl.DataFrame:
    """The candidate pairs: left, right, and whether they are looked at however improbable."""
    connection.register("arrived", arrived.to_arrow())
    connection.execute(_PAIRS_OF_ARRIVED)
    pairs: pl.DataFrame = connection.sql(_PAIRS).pl()
    keep_pairs_looked_at_anyway(connection)
    anyway: pl.DataFrame = connection.sql(_PAIRS).pl()
    found = pairs.join(anyway.with_columns(anyway=True), on=["left", "right"], how="left")
    return found.with_columns(pl.col("anyway").fill_null(value=False))


def _fill(connection: duckdb.DuckDBPyConnection, features: pl.DataFrame) -> None:
    connection.register("people_frame", features.to_arrow())
    connection.execute("create or replace table people as select * from people_frame")
    make_keys(connection)


def _score(
    connection: duckdb.DuckDBPyConnection, features: pl.DataFrame, pairs: pl.DataFrame, model: Model
) -> Iterator[pl.DataFrame]:
    """Every pair scored, some at a time."""
    settings = model.to_settings()
    written_as = json.dumps(settings)
    levels = ", ".join(f"cast({gamma} as integer) as {field}" for gamma, field in NUMBERS.items())
    said = features.with_columns(_rarity(features[name], model) for name in RARITY_COLUMNS)
    for some in pairs.with_row_index("pair").iter_slices(_PAIRS_AT_ONCE):
        left, right = (
            some.select("pair", record_id=side).join(said, on="record_id").to_arrow() for side in ("left", "right")
        )
        scored = compare_records(
            left, right, settings, DuckDBAPI(connection), sql_cache_key=written_as, join_condition="l.pair = r.pair"
        )
        columns = 'record_id_l as "left", record_id_r as "right", match_probability as probability'
        found = connection.table(scored.physical_name).project(f"{columns}, match_weight as weight, {levels}").pl()
        yield found.join(some.select("left", "right", "anyway"), on=["left", "right"])
        connection.execute(f'drop table "{scored.physical_name}"')


def _rarity(names: pl.Series, model: Model) -> pl.Series:
    """How common each name is, by the model alone: a name it never saw counts as its rare names do."""
    known, unseen = model.rarity[names.name], model.unseen_rarity[names.name]
    values = [None if name is None else known.get(name, unseen) for name in names]
    return pl.Series(f"tf_{names.name}", values, dtype=pl.Float64)
