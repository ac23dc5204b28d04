"""A model is made from a partnership with its truth beside it, by the documented command."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from graph.identity.comparison import COMPARISONS
from graph.identity.linking import link
from graph.identity.model import load_model
from graph.identity.partnership import read_people, read_truth
from graph.identity.train import main, train
from tests.graph.identity.made_up import a_town

MANIFEST = (
    "agency: {agency}\nagency_name: {agency}\nagency_kind: other\nsystem: main\nextracted_at: 2024-03-31T23:00:00Z\n"
)


def write_partnership(out: Path, families: int, seed: int) -> None:
    """The made-up town as deliveries in CSV, one an agency, with its truth."""
    people, truth = a_town(families, seed)
    rows = people.with_columns(
        household_ref=pl.col("addresses").list.first(),
        given_name=pl.col("given_names").list.first(),
        family_name=pl.col("family_names").list.first(),
        date_of_birth=pl.col("dates_of_birth").list.first(),
        local_ids=pl.col("local_ids").list.join(";"),
        phones=pl.col("phones").list.join(";"),
    )
    columns = ["person_ref", "given_name", "family_name", "date_of_birth", "sex", "local_ids", "phones"]
    for (agency,), part in rows.group_by("agency"):
        folder = out / str(agency)
        folder.mkdir(parents=True)
        (folder / "delivery.yaml").write_text(MANIFEST.format(agency=agency), "utf-8")
        part.select(columns).write_csv(folder / "people.csv")
        stays = part.drop_nulls("household_ref")
        stays.select(pl.lit("s").alias("record_ref"), "person_ref", "household_ref").write_csv(
            folder / "residences.csv"
        )
        homes = stays.select("household_ref", pl.col("household_ref").str.extract(r"(\d+)").alias("uprn")).unique()
        homes.with_columns(uprn=pl.lit("9") + pl.col("uprn")).write_csv(folder / "households.csv")
    (out / "refuge").mkdir()
    (out / "refuge" / "delivery.yaml").write_text(MANIFEST.format(agency="refuge"), "utf-8")
    (out / "truth").mkdir()
    both = rows.join(truth, on="record_id").select("agency", "system", "person_ref", "truth_id")
    both.write_csv(out / "truth" / "identities.csv")


def test_the_command_trains_a_model_that_loads_and_links(tmp_path: Path) -> None:
    write_partnership(tmp_path / "town", families=60, seed=5)
    main([str(tmp_path / "town"), str(tmp_path / "model.json")])
    model = load_model(tmp_path / "model.json")
    people, truth = read_people(tmp_path / "town"), read_truth(tmp_path / "town")
    assert set(truth["record_id"]) == set(people["record_id"])
    assert people["addresses"].drop_nulls().len() > people.height / 2
    assert model.odds.keys() == {comparison.field for comparison in COMPARISONS}
    assert model.trained_on == f"town: {people.height} records"
    assert link(people, model).members["person_id"].n_unique() < people.height * 0.6


def test_training_again_gives_the_same_version() -> None:
    people, truth = a_town(families=15, seed=6)
    assert train(people, truth, "town").version == train(people.reverse(), truth.reverse(), "town").version


def test_too_few_pairs_leave_the_starting_odds_and_the_command_says_how_it_is_used() -> None:
    people, truth = a_town(families=1, seed=6)
    assert train(people, truth, "one family").odds["nhs"]["same"][0] == pytest.approx(0.97)
    told = subprocess.run([sys.executable, "-m", "graph.identity.train"], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert "PARTNERSHIP OUT" in told.stderr


def test_the_shipped_model_weighs_every_level() -> None:
    model = load_model()
    for comparison in COMPARISONS:
        assert set(model.odds[comparison.field]) == {level.name for level in comparison.levels}
        assert sum(m for m, _ in model.odds[comparison.field].values()) == pytest.approx(1, abs=0.02)
        assert sum(u for _, u in model.odds[comparison.field].values()) == pytest.approx(1, abs=0.02)
