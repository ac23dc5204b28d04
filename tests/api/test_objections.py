"""`kithmap objections`: what is typed, what is printed, and that pages and the API show it with the claim."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kithmap
from api.pages.evidence_words import objected_in_words
from graph.model.objections import ObjectionAnswer
from tests.graph.questions.closed_world import CSC
from tests.ingest.sending import write_delivery
from tests.ingest.site import KEY, NOW, manifest

ROB = "csc:P1"
WORDS = "That was my brother <b>"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("objections")
    (folder / "data").mkdir()
    (folder / "data" / "secret.key").write_bytes(KEY.secret)
    sent = write_delivery(folder / "sent", CSC, manifest("csc"))
    assert kithmap.run(["ingest", str(sent), "--data", str(folder / "data")]) == 0
    return folder / "data"


def run(data: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401 - JSON
    capsys.readouterr()
    assert kithmap.run([*arguments, "--data", str(data), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_is_kept_listed_shown_and_answered(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    person = CSC["people"][0]["person_ref"]
    held = run(data, capsys, "subject-access", "--person", f"csc:{person}")
    claim = next(one["claim"] for one in held["statements"] if one["place"]["table"] == "people")
    words = ("--kind", "correction", "--says", WORDS)
    said = run(data, capsys, "objections", "add", "--person", f"csc:{person}", "--claim", claim, *words)
    assert [one["id"] for one in run(data, capsys, "objections", "list", "--open")] == [said["id"]]
    query = f'{{ claim(id: "{claim}") {{ objections {{ kind says answer upheld }} }} }}'
    asked = ("query", query, "--as", "assessment", "--purpose", "assessment")
    shown = {"kind": "CORRECTION", "says": None, "answer": None, "upheld": None}
    assert run(data, capsys, *asked)["data"]["claim"]["objections"][0].keys() == shown.keys()
    answer = ("--says", "It is put right", "--upheld")
    answered = run(data, capsys, "objections", "answer", said["id"], *answer)
    assert (answered["answer"], answered["upheld"]) == ("It is put right", True)
    assert run(data, capsys, "objections", "list", "--open") == []
    assert kithmap.run(["objections", "list", "--data", str(data)]) == 0
    assert "correction" in capsys.readouterr().out
    assert kithmap.run(["objections", "answer", said["id"], *answer, "--data", str(data)]) == 1
    assert "waits for an answer" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "begins"), [("CORRECTION", "says that this is wrong"), ("OBJECTION", "objects to this")]
)
def test_it_is_said_in_words(kind: str, begins: str) -> None:
    waiting = objected_in_words(ObjectionAnswer("o1", kind, WORDS, NOW, None, None, None))
    assert waiting.startswith(f"Somebody this is about {begins}")
    assert waiting.endswith(f"; not answered yet): “{WORDS}”")
    answered = objected_in_words(ObjectionAnswer("o1", kind, None, NOW, None, NOW, upheld=False))
    assert answered.endswith(", not upheld)")
    read = objected_in_words(ObjectionAnswer("o1", kind, WORDS, NOW, "It is so", NOW, upheld=True))
    assert read.endswith(f", upheld): “{WORDS}”; the answer: “It is so”")
