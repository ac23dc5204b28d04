"""What shipped mappings seal by default leaves no trace for those who work with the child."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import kithmap
from graph.settings import read_or_make_key
from tests.ingest.mapping.loading import REAL

CSC, CHILD = "children_social_care", "7961370"
PURPOSE = ("--purpose", "case_supervision")
HISTORY = """query($id: ID!) {
  person(id: $id, at: {asOf: "2019-12-31"}) { id displayName claims { nodes { id } } }
  chronology(child: $id, window: {from: "1990-01-01", to: "2019-12-31"}, at: {asOf: "2019-12-31"}) {
    total hasNextPage entries { headline type claims { id } } gaps { agency { id } }
  }
}"""


def load(data: Path, *arguments: str) -> None:
    stated = ("--with", "extracted_at=2024-03-31", "--with", "covers_from=1990-01-01", "--tolerance", "1")
    assert kithmap.run(["ingest", *arguments, *stated, "--data", str(data)]) == 0


def ask(data: Path, system: str, ref: str, capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - JSON
    """What the worker of a child is told of them."""
    person = read_or_make_key(data).record_id(CSC, system, "people", ref)
    capsys.readouterr()
    variables = json.dumps({"id": person})
    kithmap.run(["query", HISTORY, "--variables", variables, "--as", "worker", *PURPOSE, "--data", str(data)])
    return json.loads(capsys.readouterr().out)


def add_worker(data: Path, professional: str) -> None:
    role = ("--role", "practitioner", "--agency", CSC, "--professional", f"{CSC}:{professional}")
    assert kithmap.run(["users", "add", "worker", *role, "--data", str(data)]) == 0


def without_lists_10_and_11(source: Path, target: Path) -> Path:
    book = openpyxl.load_workbook(source)
    del book["List 10"]
    del book["List 11"]
    book.save(target)
    return target


def test_the_worker_of_a_child_in_list_10_is_told_what_they_were_without_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for name, book in (
        ("with", REAL / "Annex_A.xlsx"),
        ("without", without_lists_10_and_11(REAL / "Annex_A.xlsx", tmp_path / "without.xlsx")),
    ):
        data = tmp_path / name
        # One key, so that the two worlds have the same ids.
        data.mkdir()
        if told:
            shutil.copy(tmp_path / "with" / "secret.key", data / "secret.key")
        load(data, str(book), "--mapping", "annex-a")
        add_worker(data, "Jae Vang")
        told.append(ask(data, "annex-a", CHILD, capsys))
    assert told[0]["data"]["person"] is not None, told[0]
    assert "adopt" not in json.dumps(told[0]).lower()
    assert told[0] == told[1]


def test_an_adopter_is_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(tmp_path / "data", str(REAL / "Annex_A.xlsx"), "--mapping", "annex-a")
    add_worker(tmp_path / "data", "Jae Vang")
    adopter = ask(tmp_path / "data", "annex-a", "AD|7105179", capsys)
    nobody = ask(tmp_path / "data", "annex-a", "AD|999", capsys)
    assert adopter == nobody


def test_the_worker_of_a_looked_after_child_is_told_nothing_of_an_adoption(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = tmp_path / "sent"
    shutil.copytree(REAL / "ssda903", sent)
    (sent / "sw_episodes.csv").write_text(
        "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n988635,15/06/2013,SW1,01/01/2016,,\n", encoding="utf-8"
    )
    load(tmp_path / "data", str(sent), "--mapping", "ssda903")
    add_worker(tmp_path / "data", "SW1")
    told = ask(tmp_path / "data", "ssda903", "988635", capsys)
    text = json.dumps(told).lower()
    assert "residential employment" in text or "statutory review" in text
    assert [word for word in ("adopt", "freeing", "matched") if word in text] == []
