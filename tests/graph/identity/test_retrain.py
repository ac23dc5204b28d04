"""A partnership's own records teach a model, when there are enough of them."""

from __future__ import annotations

from itertools import islice

import polars as pl
import pytest

from graph.errors import InputRefused
from graph.identity.judgements import Judgement, Verdict
from graph.identity.linking import link
from graph.identity.model import load_model
from graph.identity.numbers import valid_nhs_number
from graph.identity.retrain import retrain
from tests.graph.identity.made_up import a_town
from tests.graph.identity.people import a_record, frame

NUMBERS = ("9434765919", "9434765870")


@pytest.fixture(scope="module")
def town() -> pl.DataFrame:
    """A town in which everyone has a number."""
    people, told = a_town(families=25, seed=11)
    truth = dict(told.select("record_id", "truth_id").iter_rows())
    who = {person: number for number, person in enumerate(sorted(set(truth.values())))}
    numbers = pl.Series([[nhs_number(who[truth[record]])] for record in people["record_id"]])
    return people.with_columns(nhs_numbers=numbers)


def nhs_number(person: int) -> str:
    """A valid number for each."""
    numbers = (f"{digits}{check}" for digits in range(943_000_000, 944_000_000) for check in range(10))
    return next(islice((number for number in numbers if valid_nhs_number(number)), person, None))


def test_too_little_is_refused_with_what_there_is_and_what_is_needed(town: pl.DataFrame) -> None:
    with pytest.raises(InputRefused, match=r"--retrain: too little to learn from: \d+ pairs .* 100000 pairs"):
        retrain(town, [], load_model(), fewest=100_000)
    with pytest.raises(InputRefused, match="0 pairs of records of 0 systems"):
        retrain(frame(a_record("a", "Amy Dunn")), [], load_model())


def test_a_model_of_its_own_records_links_them_and_is_the_same_each_time(town: pl.DataFrame) -> None:
    shipped = load_model()
    model = retrain(town, [], shipped, fewest=10)
    assert model.version != shipped.version
    assert model.trained_on.startswith("this partnership's own records: ")
    assert model.odds["nhs"] == shipped.odds["nhs"]
    assert model.to_json() == retrain(town.reverse(), [], shipped, fewest=10).to_json()
    assert link(town, model).members["person_id"].n_unique() < town.height


def test_sealed_records_teach_nothing(town: pl.DataFrame) -> None:
    closed = town.with_columns(tier=pl.lit(2, dtype=pl.Int64))
    assert retrain(pl.concat([town, closed.with_columns(pl.col("record_id") + "x")]), [], load_model(), fewest=10) == (
        retrain(town, [], load_model(), fewest=10)
    )


def test_judgements_count_and_a_pair_judged_apart_does_not() -> None:
    rows = [a_record(f"r{at}", "Amy Dunn", "1970-01-13", nhs_numbers=[NUMBERS[0]]) for at in range(4)]
    judged = [Judgement("r0", "r4", Verdict.SAME, "mo", "one person", 1)]
    more = [*rows, a_record("r4", "Amy Marsh", "1970-01-13")]
    model = retrain(frame(*more), judged, load_model(), fewest=10)
    assert model.trained_on.endswith("10 pairs")
    apart = [Judgement(f"r{at}", f"r{at + 1}", Verdict.DIFFERENT, "mo", "two people", 1) for at in range(3)]
    with pytest.raises(InputRefused, match="0 pairs"):
        retrain(frame(*rows), apart, load_model(), fewest=1)


def test_one_number_on_two_who_cannot_be_one_person_teaches_nothing() -> None:
    rows = [
        a_record("r0", "Amy Dunn", "1970-01-13", nhs_numbers=[NUMBERS[0]]),
        a_record("r1", "Wilfred Marsh", "2011-06-02", nhs_numbers=[NUMBERS[0]]),
    ]
    with pytest.raises(InputRefused, match="0 pairs"):
        retrain(frame(*rows), [], load_model(), fewest=1)
