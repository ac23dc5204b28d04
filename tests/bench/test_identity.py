"""Who is who by three ways on the same records: what is compared, and that each line says how right it is."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import kithmap
from graph.errors import InputRefused, WrongUse
from ingest.synth.county import write_county
from ingest.synth.partitions import Agreement, b_cubed, pairwise
from tools.bench.command import Asked, as_document, as_line, measure
from tools.bench.identity_peers import match_exactly
from tools.bench.identity_records import FLAT, read_county, read_febrl
from tools.bench.quality import Quality, measure_quality

HEADING = (
    "rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state, date_of_birth,"
    " soc_sec_id\n"
)
# In the layout of Febrl data sets (Christen, ANU); these people are made up.
FIRST = ("amy", "ben", "carla", "dev", "ewan", "farah", "gwen", "hugo", "isla", "jon", "kemi", "lena")
LAST = ("archer", "bishop", "cole", "dale", "ellis", "farrow", "gibbs", "hale", "ingram", "jarvis", "kemp", "lowe")


def febrl_rows() -> str:
    rows = []
    for at, (first, last) in enumerate(zip(FIRST, LAST, strict=True)):
        cells = [
            f"{at + 3}",
            f"{last} street",
            "",
            "millbeck",
            f"20{at:02d}",
            "nsw",
            f"19{60 + at}0{at % 9 + 1}12",
            f"50000{at:02d}",
        ]
        rows.append(", ".join([f"rec-{at}-org", first, last, *cells]))
        rows.append(", ".join([f"rec-{at}-dup-0", first, last[:-1] + "x" if at % 2 else last, *cells]))
    return HEADING + "\n".join(rows) + "\n"


@pytest.fixture
def febrl_file(tmp_path: Path) -> Path:
    path = tmp_path / "febrl.csv"
    path.write_text(febrl_rows(), encoding="utf-8")
    return path


def test_three_ways_are_compared_on_the_same_county() -> None:
    figures = list(measure(Asked(["identity"], 60, 1), None))
    lines = [figure for figure in figures if isinstance(figure, Quality)]
    assert [line.way.split(",")[0].split(" ")[0] for line in lines] == ["ours", "Splink's", "our", "first"]
    assert len({line.records for line in lines}) == 1
    ours, splink, alone, exact = lines
    assert ours.goal == pytest.approx(splink.pairs.f1 + 0.02)
    assert ours.pairs.precision == exact.pairs.precision == 1.0
    assert ours.pairs.recall > exact.pairs.recall
    assert alone.pairs.precision < 1.0
    assert len(figures) == len(lines) + 2


def test_a_county_is_read_as_both_sides_take_it(tmp_path: Path) -> None:
    write_county(tmp_path, 20, 3)
    records = read_county(tmp_path)
    assert records.flat.columns == ["record_id", *FLAT]
    assert records.people["record_id"].to_list() == records.flat["record_id"].to_list()
    assert set(records.people["record_id"]) <= set(records.truth)
    assert set(records.kin["record_id"]) | set(records.kin["other"]) <= set(records.truth)
    assert "parent" in set(records.kin["relation"])
    assert (records.people["recorded_at"] > 0).all()
    assert records.flat["postcode"].drop_nulls().str.contains(r"^ZZ\d\d \d[A-Z]{2}$").all()


def test_febrl_copies_are_one_person(febrl_file: Path) -> None:
    records = read_febrl(febrl_file)
    assert records.truth["febrl|records|rec-3-org"] == records.truth["febrl|records|rec-3-dup-0"]
    assert len(set(records.truth.values())) == len(FIRST)
    row = records.people.row(by_predicate=pl.col("person_ref") == "rec-0-org", named=True)
    assert row["dates_of_birth"] == ["1960-01-12"]
    assert row["local_ids"] == ["soc:5000000"]
    assert len(row["addresses"]) == 1
    assert row["addresses"] in records.people.filter(person_ref="rec-0-dup-0")["addresses"].to_list()
    assert "2000" in records.flat["postcode"].to_list()


def test_febrl_is_measured_from_a_file(febrl_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kithmap.run(["bench", "febrl", "--file", str(febrl_file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [line["row"] for line in told] == ["FEBRL"] * 5
    assert told[0]["f1"] == 1.0
    assert told[0]["reached"] is True
    assert told[4]["recall"] == 0.5


def test_febrl_without_its_file_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        list(measure(Asked(["febrl"], 5, 1), None))
    with pytest.raises(WrongUse):
        list(measure(Asked(["febrl"], 5, 1, tmp_path / "nowhere.csv"), None))


def test_a_file_of_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputRefused):
        list(measure(Asked(["febrl"], 5, 1, tmp_path / "other.csv"), None))


def test_everything_includes_febrl_only_with_a_file(febrl_file: Path) -> None:
    assert "febrl" not in Asked(["all"], 5, 1).chosen()
    assert "febrl" in Asked(["all"], 5, 1, febrl_file).chosen()


def test_exact_matching_leaves_records_without_a_date_alone(tmp_path: Path) -> None:
    write_county(tmp_path, 20, 3)
    records = read_county(tmp_path)
    said = match_exactly(records.flat)
    undated = records.flat.filter(records.flat["dob"].is_null())["record_id"]
    assert all(said[record] == record for record in undated)


def test_a_line_says_how_right_a_way_is_and_what_is_aimed_at() -> None:
    said, true = {"a": 1, "b": 1, "c": 2}, {"a": 1, "b": 1, "c": 1}
    line = measure_quality(("P8", "a way", "3 records"), said, true, 0.97)
    assert (line.pairs, line.by_record) == (pairwise(said, true), b_cubed(said, true))
    assert line.pairs == Agreement(1.0, 1 / 3)
    assert "F1 0.5000" in as_line(line)
    assert "NOT reached" in as_line(line)
    assert as_document(line)["reached"] is False
    assert as_document(measure_quality(("P8", "a way", "3 records"), said, true))["reached"] is None
