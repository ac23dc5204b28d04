"""`kithmap conflicts`: what is typed, what is printed, what is refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kithmap
from tests.graph.questions.closed_world import ADA, CSC
from tests.ingest.sending import write_delivery
from tests.ingest.site import KEY, manifest

FAULT = 1


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("conflicts")
    (folder / "data").mkdir()
    (folder / "data" / "secret.key").write_bytes(KEY.secret)
    sent = str(write_delivery(folder / "sent", CSC, manifest("csc")))
    assert kithmap.run(["ingest", sent, "--data", str(folder / "data")]) == 0
    user = ["users", "add", "priya", "--role", "practitioner", "--agency", "csc", "--professional", "csc:SW1"]
    assert kithmap.run([*user, "--data", str(folder / "data")]) == 0
    return folder / "data"


def conflicts(data: Path, *arguments: str) -> int:
    return kithmap.run(["conflicts", *arguments, "--data", str(data)])


def printed(capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - JSON
    return json.loads(capsys.readouterr().out)


def test_somebody_is_listed_and_taken_off(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert conflicts(data, "add", "priya", "--person", "csc:C3", "--json") == 0
    assert printed(capsys) == {"account": "priya", "person": ADA, "listed": True}
    assert conflicts(data, "list", "--json") == 0
    (row,) = printed(capsys)
    assert (row["account"], row["person"]) == ("priya", ADA)
    assert conflicts(data, "list") == 0
    assert ADA in capsys.readouterr().out
    assert conflicts(data, "end", "priya", "--person", ADA) == 0
    assert "off the conflict list of priya" in capsys.readouterr().out
    assert conflicts(data, "list") == 0
    assert capsys.readouterr().out == ""


def test_what_may_not_be_is_refused_in_words(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert conflicts(data, "add", "nobody", "--person", ADA) == FAULT
    assert "no account" in capsys.readouterr().err
    assert conflicts(data, "end", "priya", "--person", ADA) == FAULT
    assert "not on the list" in capsys.readouterr().err
