"""A made-up county: the same for the same numbers, loadable whole, and scored against its own truth."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.model.answers import NO_DATES
from graph.questions.opening import Partnerships, open_partnerships
from graph.questions.reports import ReportAsked, make_report
from graph.settings import Settings
from ingest.pipeline import load
from ingest.stores import Load, Stores
from ingest.synth import faults
from ingest.synth.county import write_county
from ingest.synth.names import read_pools
from ingest.synth.sample import write_sample
from ingest.synth.score import score

NOW = datetime(2024, 4, 2, 9, tzinfo=UTC)
STEWARD = Caller("steward", frozenset({AccessRole.STEWARD}))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    write_county(folder, 60, 5)
    return folder


@pytest.fixture(scope="module")
def loaded(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Partnerships:
    held = open_partnerships(Settings(tmp_path_factory.mktemp("data")), lambda: NOW)
    told = load([county], Stores(held.data, held.graph, held.ledger, held.key), Load(NOW))
    assert told.refused == ()
    assert all(record.quarantined == 0 for record in told.deliveries)
    return held


def digest(folder: Path) -> str:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return sha256(b"".join(str(file.relative_to(folder)).encode() + file.read_bytes() for file in files)).hexdigest()


def scored(held: Partnerships, county: Path, name: str, out: Path) -> dict[str, float]:
    columns, rows = make_report(held, STEWARD, read_purpose("data_quality"), ReportAsked(name, NO_DATES))
    with (out / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return score(out / f"{name}.csv", county / "truth")


def test_the_same_numbers_make_the_same_county(county: Path, tmp_path: Path) -> None:
    write_county(tmp_path / "again", 60, 5)
    write_county(tmp_path / "other", 60, 6)
    assert digest(tmp_path / "again") == digest(county)
    assert digest(tmp_path / "other") != digest(county)


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("larger")
    write_county(folder, 600, 1)
    return folder


def rows(county: Path, name: str) -> list[dict[str, str]]:
    with (county / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_county_has_every_hard_kind_both_ways(larger: Path) -> None:
    kinds = {way: {row["kind"] for row in rows(larger, "hard_pairs") if row["same"] == way} for way in "yn"}
    languages = read_pools().language.values()
    assert kinds["y"] == {
        "nickname", "initial_only", "swapped_order", "typing_slip", "maiden_or_married", "double_barrelled",
        "partial_date", "day_month_swapped", "date_slip", "january_default", "no_date", "past_address",
        "wrong_number", "superseded_number", "mistaken_number", "number_of_many",
        *(f"spelling_{language}" for language in languages),
    }  # fmt: skip
    assert set(languages) == {culture.name for culture in read_pools().cultures}
    assert kinds["n"] == {
        "twins", "father_and_son", "strangers", "sealed_adoption", "shared_number", "number_of_many"
    }  # fmt: skip


def test_hard_pairs_say_what_the_identities_say(larger: Path) -> None:
    person = {(row["agency"], row["person_ref"]): row["truth_id"] for row in rows(larger, "identities")}
    for row in rows(larger, "hard_pairs"):
        one = person[row["agency"], row["person_ref"]]
        assert (one == person[row["other_agency"], row["other_ref"]]) == (row["same"] == "y")


def test_a_pair_is_hard_for_what_its_rows_differ_in(larger: Path) -> None:
    cells = {}
    for file in larger.glob("*/people.csv"):
        with file.open(encoding="utf-8", newline="") as text:
            cells |= {(file.parent.name.split("--")[0], row["person_ref"]): row for row in csv.DictReader(text)}
    for row in rows(larger, "hard_pairs"):
        if row["same"] == "n":
            continue
        one, other = cells[row["agency"], row["person_ref"]], cells[row["other_agency"], row["other_ref"]]
        match row["kind"]:
            case "no_date":
                assert not (one["date_of_birth"] and other["date_of_birth"])
            case "initial_only":
                assert 1 in {len(one["given_name"]), len(other["given_name"])}
            case "superseded_number" | "number_of_many" | "mistaken_number":
                assert one["nhs_number"] != other["nhs_number"]


def test_a_county_loads_whole_and_reports_are_scored(loaded: Partnerships, county: Path, tmp_path: Path) -> None:
    for name in ("identities", "adults", "siblings"):
        told = scored(loaded, county, name, tmp_path)
        assert told
        assert told.get("forbidden_joined", 0) == 0


def test_another_data_folder_with_another_key_has_the_same_digest(
    loaded: Partnerships, county: Path, tmp_path: Path
) -> None:
    other = open_partnerships(Settings(tmp_path / "other"), lambda: NOW)
    assert other.key != loaded.key
    told = load([county], Stores(other.data, other.graph, other.ledger, other.key), Load(NOW))
    newest = loaded.ledger.publications.newest()
    assert newest is not None
    assert told.digest == newest.digest


def test_planted_faults_are_set_aside_and_the_rest_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "EVERY", 20)
    write_county(tmp_path / "county", 40, 5, faults=True)
    with (tmp_path / "county" / "truth" / "quarantine.csv").open(encoding="utf-8") as file:
        planted = list(csv.DictReader(file))
    held = open_partnerships(Settings(tmp_path / "data"), lambda: NOW)
    told = load([tmp_path / "county"], Stores(held.data, held.graph, held.ledger, held.key), Load(NOW, tolerance=0.5))
    assert told.refused == ()
    set_aside = [row for row in planted if row["outcome"] != faults.WARNING]
    assert set_aside
    # Of a row that names somebody closed no count is told.
    assert sum(count.quarantined for record in told.deliveries for count in record.counts) == len(set_aside)
    for record in told.deliveries:
        assert record.rows_in == record.stored + record.unchanged + record.quarantined


def test_background_families_stand_beside_the_sample_family(tmp_path: Path) -> None:
    write_sample(tmp_path / "alone")
    write_sample(tmp_path / "among", background=3)
    alone, among = ({path.name for path in (tmp_path / name).iterdir()} for name in ("alone", "among"))
    assert alone < among
    for name in alone - {"truth"}:
        assert digest(tmp_path / "alone" / name) == digest(tmp_path / "among" / name)
