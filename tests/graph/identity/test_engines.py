from pathlib import Path

import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import WrongUse
from graph.identity.candidates import CANDIDATE_PAIRS, KEY_TABLES, LOOKED_AT_ANYWAY
from graph.identity.comparison import COMPARISONS
from graph.identity.engines import Linkage
from graph.identity.engines.dialect import settings_to_spark, to_spark
from graph.identity.engines.names import measure_likeness, measure_slips
from graph.identity.features import read_records, to_frame
from graph.identity.model import load_model
from graph.identity.policy import Policy
from graph.identity.scoring import open_database, score_candidates
from graph.settings import read_settings
from tests.graph.identity.made_up import a_town

CONDITIONS = [c.unknown for c in COMPARISONS] + [
    level.condition for c in COMPARISONS for level in c.levels if level.condition != "ELSE"
]


@pytest.mark.parametrize("said", [*KEY_TABLES.values(), CANDIDATE_PAIRS, LOOKED_AT_ANYWAY, *CONDITIONS])
def test_what_is_said_for_duckdb_is_read_by_spark_as_it_was_written(said: str) -> None:
    written = to_spark(said)
    # Read and written again by the dialect itself, it stays the same: nothing in it is foreign.
    assert sqlglot.transpile(written, read="spark", write="spark") == [written]
    for foreign in ("unnest", "list_has_any", "list_concat", "jaro", "&&"):
        assert foreign not in written.lower()


def test_settings_for_spark_differ_in_their_conditions_alone() -> None:
    said = load_model().to_settings()
    written = settings_to_spark(said)
    assert written.keys() == said.keys()
    for ours, theirs in zip(said["comparisons"], written["comparisons"], strict=True):
        for level, other in zip(ours["comparison_levels"], theirs["comparison_levels"], strict=True):
            assert {**level, "sql_condition": ""} == {**other, "sql_condition": ""}
            assert (level["sql_condition"] == "ELSE") == (other["sql_condition"] == "ELSE")


@given(st.text("abcde", min_size=1, max_size=14), st.text("abcde", min_size=1, max_size=14))
def test_names_are_measured_alike_by_both_engines(left: str, right: str) -> None:
    with open_database() as connection:
        found = connection.execute(
            "select jaro_winkler_similarity($1, $2), damerau_levenshtein($1, $2)", [left, right]
        ).fetchone()
    assert found is not None
    assert measure_likeness(left, right) == pytest.approx(found[0], abs=1e-12)
    assert measure_slips(left, right) == found[1]


def test_an_unknown_name_is_measured_as_unknown() -> None:
    assert measure_likeness(None, "ann") is None
    assert measure_slips("ann", None) is None


def test_spark_without_the_extra_says_what_to_install() -> None:
    people, _ = a_town(2, seed=1)
    features = to_frame(read_records(people))
    with pytest.raises(WrongUse, match=r"kithmap\[spark\]"):
        score_candidates(features, load_model(), Policy().look, Linkage.SPARK)


def test_the_setting_names_the_engine() -> None:
    assert read_settings(Path(), {}).linkage is Linkage.DUCKDB
    assert read_settings(Path(), {"KITHMAP_LINKAGE": "spark"}).linkage is Linkage.SPARK
    with pytest.raises(WrongUse, match="KITHMAP_LINKAGE is duckdb or spark"):
        read_settings(Path(), {"KITHMAP_LINKAGE": "abacus"})
