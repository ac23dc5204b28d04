"""How probable it is that two records are one person: Splink with the kept model, over our own candidate pairs, on
DuckDB or on Spark.
"""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import polars as pl
from splink import Linker

from graph.identity.candidates import CANDIDATE_PAIRS, KEY_TABLES, LOOKED_AT_ANYWAY
from graph.identity.comparison import COMPARISONS, RARITY_COLUMNS
from graph.identity.engines import Linkage
from graph.identity.engines.duck import DuckEngine
from graph.identity.engines.port import Engine
from graph.identity.engines.spark import open_spark
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


def score_candidates(
    features: pl.DataFrame, model: Model, at_least: float, linkage: Linkage = Linkage.DUCKDB
) -> pl.DataFrame:
    """Every candidate pair of at least a probability, or looked at anyway: left < right, probability, weight, each
    field's level number. The same on every engine.
    """
    if features.height < 2:  # noqa: PLR2004 - a pair needs two
        return pl.DataFrame(schema=SCORED_SCHEMA)
    with _OPEN[linkage]() as engine:
        engine.load("people", features)
        for name, select in KEY_TABLES.items():
            engine.keep(name, select)
        engine.keep("candidate_pairs", CANDIDATE_PAIRS)
        probable = _score(engine, model, at_least)
        engine.keep("candidate_pairs", LOOKED_AT_ANYWAY)
        return pl.concat([probable, _score(engine, model, None)]).unique(["left", "right"]).sort("left", "right")


def score_pairs(connection: duckdb.DuckDBPyConnection, model: Model, at_least: float | None) -> pl.DataFrame:
    """Every pair of the table `candidate_pairs` of at least a probability, in order of its two ids."""
    return _score(DuckEngine(connection), model, at_least)


def _score(engine: Engine, model: Model, at_least: float | None) -> pl.DataFrame:
    if engine.read("select join_key_l from candidate_pairs limit 1").is_empty():
        return pl.DataFrame(schema=SCORED_SCHEMA)
    levels = ", ".join(f"cast({gamma} as integer) as {field}" for gamma, field in NUMBERS.items())
    found = engine.read(
        'select record_id_l as "left", record_id_r as "right", match_probability as probability, '  # noqa: S608 - names of ours
        f"match_weight as weight, {levels} from {_predict(engine, model, at_least)}"
    )
    return found.sort("left", "right")


def _predict(engine: Engine, model: Model, at_least: float | None) -> str:
    """The name of Splink's table of scored pairs."""
    api = engine.splink()
    settings = engine.settings(model.to_settings())
    linker = Linker(api.register("people"), settings, log_level=None, validate_settings=False)
    for column in RARITY_COLUMNS:
        lookup = pl.DataFrame(
            _rarity(engine, model, column), schema={column: pl.String, f"tf_{column}": pl.Float64}, orient="row"
        )
        linker.table_management.register_term_frequency_lookup(api.register(lookup.to_arrow()), column)
    linker.table_management.register_blocked_pairs_for_predict(api.register("candidate_pairs"))
    scored = linker.inference.predict(threshold_match_probability=at_least, warning_mode="never")
    return str(scored.physical_name)


def _rarity(engine: Engine, model: Model, column: str) -> list[tuple[str, float]]:
    """How common each name on record is, by the model alone: a name it never saw counts as its rare names do."""
    names = engine.read(f"select distinct {column} from people where {column} is not null")  # noqa: S608 - a name of ours
    known, unseen = model.rarity[column], model.unseen_rarity[column]
    return [(name, known.get(name, unseen)) for name in names[column]]


@contextlib.contextmanager
def _open_duck() -> Iterator[Engine]:
    with open_database() as connection:
        yield DuckEngine(connection)


_OPEN: dict[Linkage, Callable[[], contextlib.AbstractContextManager[Engine]]] = {
    Linkage.DUCKDB: _open_duck,
    Linkage.SPARK: open_spark,
}


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
