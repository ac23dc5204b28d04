"""New and changed records among those kept: which of them they meet, and how probable it is that they are one person.

The keys only tell whom to look up; pairs are made by the keys themselves and scored by Splink with the same settings,
so that each is the one a full run finds.
"""

from __future__ import annotations

from typing import Protocol

import duckdb
import polars as pl

from graph.identity.candidates import make_keys
from graph.identity.model import Model
from graph.identity.scoring import NUMBERS, SCORED_SCHEMA, open_database
from graph.identity.weighing import compare_pairs

_SCORED = "match_probability as probability, match_weight as weight, " + ", ".join(
    f"cast({gamma} as integer) as {field}" for gamma, field in NUMBERS.items()
)
# What a key does for its record: records that both hold it meet (and are looked at anyway, where it is a number), or
# one asks for those that answer.
_MEETS, _ASKS, _ANSWERS, _IS_NUMBER = 1, 2, 4, 8
KEYS_SCHEMA = {"record_id": pl.String, "key": pl.UInt64, "does": pl.UInt8}
# DuckDB's hash is stable within a version, and the version is part of what a kept state is known by. That two of a
# county's keys have one hash is as likely as one in a hundred thousand million, and their records differ all the same.
_HASHED = f"""
    select record_id, hash(key) as key, bit_or(does)::utinyint as does from (
        select *, case when key like 'nhs:%' or key like 'upn:%' then {_MEETS | _IS_NUMBER} else {_MEETS} end as does
        from candidate_keys
        union all select *, {_ASKS} from asking_keys
        union all select *, {_ANSWERS} from answering_keys
    ) group by all
"""  # noqa: S608 - numbers of our own


class KeptRecords(Protocol):
    """The records kept, as far as those that arrive may meet them."""

    def with_keys(self, hashes: pl.Series) -> pl.DataFrame:
        """record_id, key and what it does, of everyone with one of these."""

    def features(self, record_ids: pl.Series) -> pl.DataFrame:
        """What of records is compared, as `to_frame`."""


def hash_keys(features: pl.DataFrame) -> pl.DataFrame:
    """record_id, the hash of each candidate key, and what the key does for the record."""
    if features.is_empty():
        return pl.DataFrame(schema=KEYS_SCHEMA)
    with open_database() as connection:
        return _hashed(connection, features)


def score_arrived(arrived: pl.DataFrame, kept: KeptRecords, model: Model, at_least: float) -> pl.DataFrame:
    """Every candidate pair that holds one of the records that arrived, as `scoring.score_candidates` gives them.

    `arrived` is as `to_frame` gives it.
    """
    with open_database() as connection:
        keys = _hashed(connection, arrived)
        pairs = _pair(keys, kept.with_keys(keys["key"].unique().sort()))
        ids = pl.concat([pairs["left"], pairs["right"]]).unique()
        others = kept.features(ids.filter(~ids.is_in(arrived["record_id"].implode())))
        features = pl.concat([arrived, others])
        unknown = features.filter(~pl.col("identified"))["record_id"].implode()
        looked_at = pl.col("anyway") | pl.any_horizontal(pl.col("left", "right").is_in(unknown))
        scored = list(compare_pairs(connection, features, pairs, model, _SCORED))
        found = pl.concat([pl.DataFrame(schema=SCORED_SCHEMA), *scored])
        found = found.join(pairs.with_columns(anyway=looked_at), on=["left", "right"])
    return found.filter((pl.col("probability") >= at_least) | pl.col("anyway")).drop("anyway").sort("left", "right")


def _hashed(connection: duckdb.DuckDBPyConnection, features: pl.DataFrame) -> pl.DataFrame:
    connection.register("people_frame", features.to_arrow())
    connection.execute("create table people as select * from people_frame")
    make_keys(connection)
    found: pl.DataFrame = connection.sql(_HASHED).pl()
    return found


def _pair(keys: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """The candidate pairs: left, right, and whether a number in common has them looked at however improbable."""
    one, other = pl.col("does"), pl.col("does_other")
    asked = ((one & _ASKS) > 0) & ((other & _ANSWERS) > 0) | ((one & _ANSWERS) > 0) & ((other & _ASKS) > 0)
    met = keys.join(pl.concat([others.select(*KEYS_SCHEMA), keys]), on="key", suffix="_other")
    met = met.filter(((one & other & _MEETS) > 0) | asked, pl.col("record_id") != pl.col("record_id_other"))
    in_order = pl.col("record_id") < pl.col("record_id_other")
    return met.group_by(
        left=pl.when(in_order).then("record_id").otherwise("record_id_other"),
        right=pl.when(in_order).then("record_id_other").otherwise("record_id"),
    ).agg(anyway=((one & other & _IS_NUMBER) > 0).any())
