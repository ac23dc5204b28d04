"""What `make prove-access` says of its proofs, and where it goes on."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.noninterference.families import Family
from tests.noninterference.pairs import make_pairs
from tests.noninterference.proving import Proof, name_of
from tools.proving.access import conclude, main, read_proofs, say

RIGHT = Proof(100, 2_500, {}, [])
TOLD = Proof(100, 2_500, {"seed 8, family 3: sealed_event to police": ["person /graphql {}"]}, [])
UNSEEN = Proof(100, 2_500, {}, ["seed 9, family 4: strangers to manager"])


def test_proofs_are_said_in_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert conclude({0: RIGHT, 1: RIGHT}) == 0
    assert capsys.readouterr().out == "200 pairs, 5000 questions asked in both worlds, 0 differences, 0 unseen\n"
    assert say(TOLD) == "100 pairs, 2500 questions asked in both worlds, 1 differences, 0 unseen"


def test_a_pair_that_fails_says_how_to_ask_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert conclude({0: RIGHT, 8: TOLD}) == conclude({9: UNSEEN}) == 1
    told = capsys.readouterr().out
    assert "seed 8, family 3: sealed_event to police\n  person /graphql {}" in told
    assert "again: make prove-access SEED=8 PAIRS=100" in told
    assert "seed 9, family 4: strangers to manager: nobody sees the difference" in told


def test_what_was_proved_before_is_read_but_for_a_line_cut_off(tmp_path: Path) -> None:
    kept = tmp_path / "access.jsonl"
    assert list(read_proofs(kept)) == []
    kept.write_text(json.dumps({"seed": 8, **asdict(TOLD)}) + '\n{"seed": 9, "pai', encoding="utf-8")
    assert list(read_proofs(kept)) == [(8, TOLD)]


def test_it_goes_on_where_it_was_stopped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--pairs", "0", "--kept", str(tmp_path)])
    (kept,) = tmp_path.iterdir()
    kept.write_text(json.dumps({"seed": 5, **asdict(RIGHT)}) + "\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["--pairs", "100", "--seed", "5", "--kept", str(tmp_path)]) == 0
    assert "1 of 1 seeds were asked before" in capsys.readouterr().out


def test_pairs_are_named_by_seed_family_and_who_asks() -> None:
    assert name_of(make_pairs(3, 4)[2]).startswith("seed 3, family 2: ")


def test_two_families_share_a_desk() -> None:
    assert [Family(number, 0).desk for number in range(5)] == [1, 1, 2, 2, 3]
