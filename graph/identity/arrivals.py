"""New and changed records among those kept: which of them they meet, and how probable it is that they are one person.

The keys only tell whom to look up; pairs are made and scored as everywhere, so that each is the one a full run finds.
"""

from __future__ import annotations

import duckdb
import polars as pl

from graph.identity.candidates import keep_pairs_looked_at_anyway, make_keys
from graph.identity.model import Model
from graph.identity.scoring import SCORED_SCHEMA, open_database, score_pairs

KEYS_SCHEMA = {"record_id": pl.String, "key": pl.UInt64}
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


def hash_keys(features: pl.DataFrame) -> pl.DataFrame:
    """record_id and the hash of each candidate key under which a record asks or is asked for."""
    if features.is_empty():
        return pl.DataFrame(schema=KEYS_SCHEMA)
    with open_database() as connection:
        _fill(connection, features)
        found: pl.DataFrame = connection.sql(_HASHED).pl()
        return found


def score_arrived(arrived: pl.DataFrame, met: pl.DataFrame, model: Model, at_least: float) -> pl.DataFrame:
    """Every candidate pair, among features of arrived records and of those they may meet, that holds an arrived one.

    As `scoring.score_candidates` gives them.
    """
    if arrived.height + met.height < 2 or arrived.is_empty():  # noqa: PLR2004 - a pair needs two
        return pl.DataFrame(schema=SCORED_SCHEMA)
    with open_database() as connection:
        _fill(connection, pl.concat([arrived, met]))
        ids = arrived.select("record_id")
        connection.register("arrived", ids.to_arrow())
        connection.execute(_PAIRS_OF_ARRIVED)
        probable = score_pairs(connection, model, at_least)
        keep_pairs_looked_at_anyway(connection)
        found = pl.concat([probable, score_pairs(connection, model, None)]).unique(["left", "right"])
    is_arrived = pl.col("left", "right").is_in(ids["record_id"].implode())
    return found.filter(pl.any_horizontal(is_arrived)).sort("left", "right")


def _fill(connection: duckdb.DuckDBPyConnection, features: pl.DataFrame) -> None:
    connection.register("people_frame", features.to_arrow())
    connection.execute("create table people as select * from people_frame")
    make_keys(connection)
