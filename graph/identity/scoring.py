"""How probable it is that two records are one person: Splink on DuckDB, with the kept model, over our own candidate
pairs.
"""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker

from graph.identity.candidates import find_candidates, keep_pairs_looked_at_anyway
from graph.identity.comparison import COMPARISONS, RARITY_COLUMNS
from graph.identity.model import Model

_THREADS = 2
_MEMORY = "2GB"
NUMBERS = {f"gamma_{comparison.field}": comparison.field for comparison in COMPARISONS}
SCORED_SCHEMA: dict[str, Any] = {
    "left": pl.String,
    "right": pl.String,
    "probability": pl.Float64,
    "weight": pl.Float64,
    **dict.fromkeys(NUMBERS.values(), pl.Int32),
}


def score_candidates(features: pl.DataFrame, model: Model, at_least: float) -> pl.DataFrame:
    """Every candidate pair of at least a probability, or looked at anyway: left < right, probability, weight, each
    field's level number.
    """
    if features.height < 2:  # noqa: PLR2004 - a pair needs two
        return pl.DataFrame(schema=SCORED_SCHEMA)
    with open_database() as connection:
        connection.register("people_frame", features.to_arrow())
        connection.execute("create table people as select * from people_frame")
        find_candidates(connection)
        probable = score_pairs(connection, model, at_least)
        keep_pairs_looked_at_anyway(connection)
        return (
            pl.concat([probable, score_pairs(connection, model, None)]).unique(["left", "right"]).sort("left", "right")
        )


def score_pairs(connection: duckdb.DuckDBPyConnection, model: Model, at_least: float | None) -> pl.DataFrame:
    """Every pair of the table `candidate_pairs` of at least a probability, in order of its two ids."""
    if connection.sql("select count(*) from candidate_pairs").fetchall() == [(0,)]:
        return pl.DataFrame(schema=SCORED_SCHEMA)
    gammas = [f"cast({gamma} as integer) as {field}" for gamma, field in NUMBERS.items()]
    columns = [
        "record_id_l as left",
        "record_id_r as right",
        "match_probability as probability",
        "match_weight as weight",
    ]
    scored = connection.table(_predict(connection, model, at_least)).project(", ".join([*columns, *gammas]))
    found: pl.DataFrame = scored.pl()
    return found.sort("left", "right")


def weigh_pairs(features: pl.DataFrame, pairs: Sequence[tuple[str, str]], model: Model) -> list[dict[str, Any]]:
    """Pairs (left < right) of a frame of records, in the order asked: `probability`, `weight` (bits), and by field
    `levels` (numbers) and `weights` (bits).
    """
    if not pairs:
        return []
    wanted = pl.DataFrame(list(pairs), schema={"join_key_l": pl.String, "join_key_r": pl.String}, orient="row")
    with open_database() as connection:
        connection.register("people_frame", features.to_arrow())
        connection.execute("create table people as select * from people_frame")
        connection.register("wanted_frame", wanted.unique().to_arrow())
        connection.execute("create table candidate_pairs as select '0' as match_key, * from wanted_frame")
        scored = connection.table(_predict(connection, model, None)).pl()
    weighed = {(row["record_id_l"], row["record_id_r"]): _weighed(row) for row in scored.iter_rows(named=True)}
    return [weighed[pair] for pair in pairs]


def _weighed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "probability": row["match_probability"],
        "weight": row["match_weight"],
        "weights": {field: row[f"mw_{field}"] + row.get(f"mw_tf_adj_{field}", 0.0) for field in NUMBERS.values()},
        "levels": {field: row[gamma] for gamma, field in NUMBERS.items()},
    }


def _predict(connection: duckdb.DuckDBPyConnection, model: Model, at_least: float | None) -> str:
    """The name of Splink's table of scored pairs."""
    api = DuckDBAPI(connection)
    linker = Linker(api.register("people"), model.to_settings(), log_level=None, validate_settings=False)
    for column in RARITY_COLUMNS:
        lookup = pl.DataFrame(
            _rarity(connection, model, column), schema={column: pl.String, f"tf_{column}": pl.Float64}, orient="row"
        )
        linker.table_management.register_term_frequency_lookup(api.register(lookup.to_arrow()), column)
    linker.table_management.register_blocked_pairs_for_predict(api.register("candidate_pairs"))
    scored = linker.inference.predict(threshold_match_probability=at_least, warning_mode="never")
    return str(scored.physical_name)


def _rarity(connection: duckdb.DuckDBPyConnection, model: Model, column: str) -> list[tuple[str, float]]:
    """How common each name on record is, by the model alone: a name it never saw counts as its rare names do."""
    names = connection.table("people").project(column).distinct().fetchall()
    known, unseen = model.rarity[column], model.unseen_rarity[column]
    return [(name, known.get(name, unseen)) for (name,) in names if name is not None]


@contextlib.contextmanager
def open_database() -> Iterator[duckdb.DuckDBPyConnection]:
    """A private database in memory, closed after use; what does not fit is spilled to a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="kithmap-linkage-") as spill:
        connection = duckdb.connect(
            ":memory:", config={"threads": _THREADS, "memory_limit": _MEMORY, "temp_directory": spill}
        )
        try:
            yield connection
        finally:
            connection.close()
