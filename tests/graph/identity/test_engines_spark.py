"""Linkage on a real local Spark session, against DuckDB: `make test-spark`."""

import sys
from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from graph.identity.engines import Linkage
from graph.identity.features import read_records, to_frame
from graph.identity.kept import nothing_kept
from graph.identity.model import Model, load_model
from graph.identity.partnership import read_people
from graph.identity.policy import Policy
from graph.identity.scoring import NUMBERS, score_candidates
from graph.identity.steps import Arrived, Step, Terms, take_step
from ingest.synth.sample import write_sample
from tests.graph.identity.made_up import a_town
from tests.graph.identity.people import a_record, frame

pytestmark = pytest.mark.spark
# Names whose swapped letters Spark's own measure, and the one Splink brings, count in another way.
NEAR = frame(
    a_record("a", "Ceabjb Abtlbvca", "1990-02-03"),
    a_record("b", "Eceabjb Cabtlbvca", "1990-02-03"),
    a_record("c", "Cbeeabjb Dale", "1990-03-02", identified=False, addresses=["home-1"]),
    a_record("d", "Ecbeeabjb Dale", None, addresses=["home-1"]),
    a_record("e", "", None, nhs_numbers=["943 476 5919"]),
    a_record("f", "Ann Dale", "1990", nhs_numbers=["943 476 5919"]),
)


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="module", autouse=True)
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.codegen.wholeStage": "false",  # compiling takes longer than so few rows
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        started = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
        yield started
        started.stop()


def _scored(people: pl.DataFrame, model: Model) -> pl.DataFrame:
    return score_candidates(to_frame(read_records(people)), model, Policy().look, Linkage.SPARK)


def _linked(people: pl.DataFrame, model: Model, linkage: Linkage) -> Step:
    return take_step(nothing_kept(people), Arrived(people), Terms(model, Policy(), linkage))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(folder)
    return read_people(folder)


@pytest.mark.parametrize("said", ["town", "sample", "near"])
def test_both_engines_find_the_same_pairs_and_decide_the_same(said: str, sample: pl.DataFrame, model: Model) -> None:
    people = {"town": a_town(60, seed=7)[0], "sample": sample, "near": NEAR}[said]
    here, there = (_linked(people, model, linkage) for linkage in Linkage)
    ours, theirs = here.scored, there.scored
    same = ["left", "right", *NUMBERS.values()]
    assert ours.height
    assert theirs.schema == ours.schema
    assert theirs.select(same).equals(ours.select(same))
    for measured in ("probability", "weight"):
        assert (theirs[measured] - ours[measured]).abs().max() < 1e-9  # type: ignore[operator]
    assert there.standing.equals(here.standing)
    assert there.pairs.drop("probability").equals(here.pairs.drop("probability"))


def test_nobody_and_one_alone_have_no_pairs_on_spark(model: Model) -> None:
    assert _scored(frame(), model).is_empty()
    assert _scored(frame(a_record("a", "Ann Dale")), model).is_empty()
    strangers = frame(a_record("a", "Ann Dale"), a_record("b", "Piotr Nowak", "1990-02-03"))
    assert _scored(strangers, model).is_empty()
