"""A person asks what is held about them, and then to be erased: both from the command line, on the sample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kithmap
from graph.settings import read_or_make_key
from ingest.synth.sample import CHILD, write_sample


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_sample(tmp_path / "sample")
    assert kithmap.run(["ingest", str(tmp_path / "sample"), "--data", str(tmp_path / "data")]) == 0
    return tmp_path / "data"


def test_asked_given_erased_and_gone(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    child = read_or_make_key(data).record_id(*CHILD[:2], "people", CHILD[2])

    def run(*arguments: str) -> Any:  # noqa: ANN401 - JSON
        capsys.readouterr()
        assert kithmap.run([*arguments, "--data", str(data), "--json"]) == 0
        return json.loads(capsys.readouterr().out or "null")

    assert run("subject-access", "--person", child)["name"] == "Mia Hobbs"
    run("subject-access", "--person", child, "--out", str(tmp_path / "mia.pdf"))
    assert (tmp_path / "mia.pdf").read_bytes().startswith(b"%PDF-")

    run("hold", "--person", child)
    assert kithmap.run(["erase", "--person", child, "--reason", "asked for", "--data", str(data)]) == 1
    run("hold", "--person", child, "--release")
    erased = run("erase", "--person", child, "--reason", "asked for")
    assert child in erased["erased"]
    assert run("verify")["digest"] == erased["digest"]
    assert run("ingest", str(tmp_path / "sample"))["digest"] == erased["digest"]
    assert run("rebuild")["digest"] == erased["digest"]
    assert kithmap.run(["subject-access", "--person", child, "--data", str(data)]) == 1
