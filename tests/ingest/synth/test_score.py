"""A report of identities in figures: all pairs, records, hard pairs by kind both ways, and two agencies at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.synth.score import UnknownReport, score

PEOPLE = "agency,system,person_ref,{}\ngp,s,G1,{}\npolice,s,P1,{}\npolice,s,P2,{}\ngp,s,G2,{}\n"


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    folder = tmp_path / "truth"
    folder.mkdir()
    (folder / "identities.csv").write_text(PEOPLE.format("truth_id", "a", "a", "a", "b"), encoding="utf-8")
    (folder / "sealed.csv").write_text(
        "agency,person_ref,other_agency,other_ref,why\ngp,G1,gp,G2,twins\npolice,P1,gp,G2,twins\n", encoding="utf-8"
    )
    (folder / "hard_pairs.csv").write_text(
        "agency,person_ref,other_agency,other_ref,kind,same\n"
        "gp,G1,police,P1,nickname,y\ngp,G1,police,P2,nickname,y\ngp,G1,police,P9,nickname,y\n"
        "gp,G1,gp,G2,twins,n\npolice,P1,gp,G2,twins,n\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "identities.csv"
    path.write_text(PEOPLE.format("person_id", "1", "1", "2", "1"), encoding="utf-8")
    return path


def test_all_pairs_and_all_records_are_scored(report: Path, truth: Path) -> None:
    told = score(report, truth)
    assert (told["records"], told["records_missing"]) == (4, 0)
    assert told["precision"] == pytest.approx(1 / 3)
    assert told["recall"] == pytest.approx(1 / 3)
    assert told["bcubed_precision"] == pytest.approx((2 / 3 + 2 / 3 + 1 + 1 / 3) / 4)
    assert told["bcubed_recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert told["bcubed_f1"] == pytest.approx(2 / 3)


def test_hard_pairs_are_counted_by_kind_both_ways(report: Path, truth: Path) -> None:
    told = score(report, truth)
    assert (told["hard_nickname_joined"], told["hard_nickname_of"]) == (1, 2)
    assert (told["apart_twins_joined"], told["apart_twins_of"]) == (2, 2)
    assert told["forbidden_joined_twins"] == told["forbidden_joined"] == 2


def test_every_two_agencies_have_figures_of_their_own(report: Path, truth: Path) -> None:
    told = score(report, truth)
    assert (told["precision_gp+police"], told["recall_gp+police"]) == (0.5, 0.5)
    assert told["f1_gp+gp"] == 0.0
    assert told["recall_police+police"] == 0.0


def test_a_truth_without_hard_pairs_is_scored_without_them(report: Path, truth: Path) -> None:
    (truth / "hard_pairs.csv").unlink()
    (truth / "sealed.csv").unlink()
    told = score(report, truth)
    assert told["forbidden_joined"] == 0
    assert not [name for name in told if name.startswith(("hard_", "apart_"))]


def test_a_file_of_other_columns_is_no_report(truth: Path) -> None:
    with pytest.raises(UnknownReport):
        score(truth / "sealed.csv", truth)
