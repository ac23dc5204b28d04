"""`kithmap grants` and `kithmap notices`: what is typed, what is printed, what is refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kithmap
from graph.access.noticing import Notice
from graph.access.opened import OpenedKind
from graph.store.ledger import open_ledger
from graph.store.ledger.tables import NOTICES
from tests.graph.questions.closed_world import CSC, ROB, SID
from tests.ingest.sending import write_delivery
from tests.ingest.site import KEY, NOW, manifest

PERSON = "--person"
ACCOUNTS = (
    ("fay", "practitioner", "--agency", "csc", "--professional", "csc:SW1"),
    ("mo", "manager", "--agency", "csc", "--team", "East"),
    ("sam", "steward"),
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grants")
    (folder / "data").mkdir()
    (folder / "data" / "secret.key").write_bytes(KEY.secret)
    assert (
        kithmap.run(
            ["ingest", str(write_delivery(folder / "sent", CSC, manifest("csc"))), "--data", str(folder / "data")]
        )
        == 0
    )
    for name, role, *more in ACCOUNTS:
        assert kithmap.run(["users", "add", name, "--role", role, *more, "--data", str(folder / "data")]) == 0
    return folder / "data"


def grants(data: Path, *arguments: str) -> int:
    return kithmap.run(["grants", *arguments, "--data", str(data)])


def added(data: Path, marking: str, person: str, by: str, until: str = "2999-01-01", *more: str) -> int:
    return grants(
        data, "add", "fay", "--marking", marking, PERSON, person, "--until", until, "--approved-by", by, *more
    )  # fmt: skip


def printed(capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - JSON
    return json.loads(capsys.readouterr().out)


def names_seen(data: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    query = '{ findPeople(text: "frost") { nodes { displayName } } }'
    assert kithmap.run(["query", query, "--as", "fay", "--purpose", "case_supervision", "--data", str(data)]) == 0
    return capsys.readouterr().out


def test_a_grant_is_given_listed_and_ended(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Sid Frost" not in names_seen(data, capsys)
    assert added(data, "sealed", SID, "mo,sam", "2999-01-01", "--json") == 0
    kept = printed(capsys)
    assert (kept["account"], kept["marking"], kept["person"], kept["open"]) == ("fay", "sealed", SID, True)
    assert kept["approved_by"] == ["mo", "sam"]
    assert "Sid Frost" in names_seen(data, capsys)
    assert grants(data, "list", "--json") == 0
    assert [one["id"] for one in printed(capsys)] == [kept["id"]]
    assert grants(data, "list") == 0
    assert "until 2999-01-01, by mo, sam" in capsys.readouterr().out
    assert grants(data, "end", kept["id"], "--as", "mo") == 0
    assert "is over" in capsys.readouterr().out
    assert "Sid Frost" not in names_seen(data, capsys)
    assert grants(data, "list") == 0
    assert "(over)" in capsys.readouterr().out
    assert grants(data, "end", kept["id"], "--json") == 1


@pytest.mark.parametrize(
    ("marking", "person", "by", "until", "says"),
    [
        ("sealed", SID, "mo", "2999-01-01", "needs a manager and a steward"),
        ("confidential", SID, "sam", "2999-01-01", "no manager"),
        ("restricted", ROB, "fay", "2999-01-01", "own grant"),
        ("restricted", ROB, "mo", "2020-01-01", "a day after today"),
        ("restricted", ROB, "mo", "soon", "is not a day"),
        ("restricted", ROB, "mo", "", "is a day"),
        ("restricted", "r-none", "mo", "2999-01-01", "nobody on record"),
    ],
)
def test_a_grant_that_may_not_be_is_refused_in_words(
    data: Path, capsys: pytest.CaptureFixture[str], marking: str, person: str, by: str, until: str, says: str
) -> None:
    assert added(data, marking, person, by, until) == 1
    told = capsys.readouterr()
    assert says in told.err
    assert person not in told.err


def test_a_marking_that_is_none_is_wrong_use(data: Path) -> None:
    assert added(data, "secret", ROB, "mo") == 2


def test_a_grant_says_until_when(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert added(data, "restricted", ROB, "mo") == 0
    assert "until 2999-01-01, that day not included" in capsys.readouterr().out


def test_a_team_is_of_an_agency(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kithmap.run(["users", "add", "al", "--role", "manager", "--team", "East", "--data", str(data)]) == 1
    assert "--agency" in capsys.readouterr().err


def test_notices_that_could_not_go_out_go_by_the_command(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Notice("b1", OpenedKind.BREAK_GLASS, NOW)
    ledger = open_ledger(data)
    with ledger.database.writing() as connection:
        connection.execute(NOTICES.insert().values(reference=waiting.reference, kind=waiting.kind, at=waiting.at))
    monkeypatch.setenv("KITHMAP_NOTICES", "webhook")
    monkeypatch.setenv("KITHMAP_NOTICES_URL", "http://127.0.0.1:9/nobody-listens")
    assert kithmap.run(["notices", "send", "--data", str(data)]) == 1
    assert "0 sent, 1 waiting" in capsys.readouterr().out
    assert ledger.notices.waiting() == [waiting]
    monkeypatch.delenv("KITHMAP_NOTICES")
    assert kithmap.run(["notices", "send", "--json", "--data", str(data)]) == 0
    assert printed(capsys) == {"sent": 1, "waiting": 0}
    ledger.close()
