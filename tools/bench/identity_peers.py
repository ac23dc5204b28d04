"""What our linkage is compared with: Splink with its own comparisons, trained by EM, and exact matching."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.clustering import cluster_pairwise_predictions_at_threshold

from ingest.synth.partitions import pairwise

THRESHOLDS = (0.01, 0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999)
Clusters = Mapping[str, str]
_SEED = 1
_RANDOM_PAIRS = 2e6
_IDS = ("nhs_number", "upn", "local_id", "phone")


@dataclass(frozen=True, slots=True)
class Best:
    """Clusters at the threshold whose F1 against the truth is highest: no user could choose a better one."""

    threshold: float
    clusters: Clusters


class StockSplink:
    """Splink on flat records: its library's comparisons of names, birth date, postcode, email, and exact numbers."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, flat: pl.DataFrame) -> None:
        named = flat.with_columns(
            full_name=pl.concat_str("first_name", "surname", separator=" "),
        )
        connection.register("flat_frame", named.to_arrow())
        connection.execute("create or replace table flat as select * from flat_frame")
        self._api = DuckDBAPI(connection)
        self._there = [column for column in named.columns if named[column].null_count() < named.height]
        logging.getLogger("splink").setLevel(logging.ERROR)
        self.linker = Linker(self._api.register("flat"), self._settings(), log_level=None)

    def _settings(self) -> SettingsCreator:
        exact = [compare.ExactMatch(name) for name in (*_IDS, "sex") if name in self._there]
        comparisons: list[Any] = [
            compare.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="full_name"),
            compare.DateOfBirthComparison("dob", input_is_string=True),
            compare.PostcodeComparison("postcode"),
            *([compare.EmailComparison("email")] if "email" in self._there else []),
            *exact,
        ]
        return SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="record_id",
            comparisons=comparisons,
            blocking_rules_to_generate_predictions=[block_on("dob")],
            max_iterations=25,
        )

    def train(self) -> None:
        """Everything the model needs, from these records alone: the usual three steps."""
        training = self.linker.training
        sure: list[Any] = [
            block_on("first_name", "surname", "dob"),
            *(block_on(name) for name in _IDS[:3] if name in self._there),
        ]
        training.estimate_probability_two_random_records_match(sure, recall=0.8)
        training.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=_SEED)
        training.estimate_parameters_using_expectation_maximisation(block_on("dob"))
        training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))

    def take_pairs(self, table: str) -> None:
        """Have Splink score the pairs of this table (match_key, join_key_l, join_key_r) instead of its own."""
        self.linker.table_management.register_blocked_pairs_for_predict(self._api.register(table))

    def predict(self, at_least: float) -> pl.DataFrame:
        """Pairs of at least a probability: record_id_l, record_id_r, match_probability."""
        scored = self.linker.inference.predict(threshold_match_probability=at_least, warning_mode="never")
        found: pl.DataFrame = scored.as_duckdbpyrelation().pl()
        return found.select("record_id_l", "record_id_r", "match_probability")

    def cluster(self, edges: pl.DataFrame, threshold: float) -> Clusters:
        """Connected pairs as people."""
        nodes = self._api.register("flat")
        kept = self._api.register(edges.to_arrow())
        found = cluster_pairwise_predictions_at_threshold(
            nodes, kept, self._api, node_id_column_name="record_id", threshold_match_probability=threshold
        )
        rows: pl.DataFrame = found.as_duckdbpyrelation().pl()
        return dict(rows.select("record_id", "cluster_id").iter_rows())

    def cluster_best(self, edges: pl.DataFrame, truth: Clusters, thresholds: Sequence[float] = THRESHOLDS) -> Best:
        """The clusters of the threshold that suits Splink best on these records."""
        tried = [Best(threshold, self.cluster(edges, threshold)) for threshold in thresholds]
        return max(tried, key=lambda best: pairwise(best.clusters, truth).f1)


def match_exactly(flat: pl.DataFrame) -> Clusters:
    """Records of one first name, surname and birth date as one person; all others alone."""
    key = ("first_name", "surname", "dob")
    return {
        record: "|".join(cells) if all(cells) else record
        for record, *cells in flat.select("record_id", *key).iter_rows()
    }
