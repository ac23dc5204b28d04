"""`kithmap audit`: who looked, by whom and when, at whom over merges; whether the log is whole; itself an entry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

import kithmap
from graph.store.ledger import open_ledger
from graph.store.ledger.tables import AUDIT
from ingest.synth.sample import CHILD, write_sample

AUDITOR = ("--as", "auditor", "--purpose", "audit_review")
MO = ("--as", "assessment", "--purpose", "assessment")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, loaded, and one child looked at."""
    folder = tmp_path_factory.mktemp("audit")
    write_sample(folder / "sample")
    assert kithmap.run(["ingest", str(folder / "sample"), "--data", str(folder / "data")]) == 0
    return folder / "data"


def run(data: Path, *arguments: str) -> int:
    return kithmap.run([*arguments, "--data", str(data)])


def asked(data: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401 - JSON
    capsys.readouterr()
    assert run(data, "audit", *arguments, *AUDITOR, "--json") == 0
    return json.loads(capsys.readouterr().out)


def child(data: Path) -> str:
    return kithmap.read_or_make_key(data).record_id(*CHILD[:2], "people", CHILD[2])


def look(data: Path, person: str) -> None:
    operation = "query($id: ID!) { person(id: $id) { id } }"
    assert run(data, "query", operation, "--variables", json.dumps({"id": person}), *MO) == 0


def test_entries_are_listed_by_who_when_and_what_newest_first(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    look(data, child(data))
    every = asked(data, capsys, "list")["nodes"]
    assert [one["sequence"] for one in every] == sorted((one["sequence"] for one in every), reverse=True)
    of_mo = asked(data, capsys, "list", "--who", "assessment", "--operation", "person")["nodes"]
    assert {(one["caller"], one["operation"], one["is_operator"]) for one in of_mo} == {("assessment", "person", True)}
    assert asked(data, capsys, "list", "--to", "2001-01-01")["nodes"] == []
    ever = asked(data, capsys, "list", "--from", "0001-01-01", "--to", "9999-12-31")["nodes"]
    assert len(ever) > len(every)
    page = asked(data, capsys, "list", "--first", "1")
    assert page["has_next_page"]
    older = asked(data, capsys, "list", "--first", "1", "--after", page["end_cursor"])["nodes"]
    assert older[0]["sequence"] == page["nodes"][0]["sequence"] - 1


def test_reading_the_log_is_an_entry_of_it(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (("list",), ("about", child(data)), ("verify",), ("head",)):
        asked(data, capsys, *words)
    newest = asked(data, capsys, "list", "--first", "4")["nodes"]
    assert [(one["caller"], one["operation"], one["purpose"]) for one in newest] == [
        ("auditor", "audit", "audit_review")
    ] * 4


def test_who_looked_is_found_by_any_id_of_the_person(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, person = kithmap.read_or_make_key(data), child(data)
    other = key.record_id("police", "cms", "people", "none-of-them")
    look(data, person)
    before = asked(data, capsys, "about", person)["nodes"]
    assert "person" in {one["operation"] for one in before}
    (shown,) = {one["shown"][0] for one in before if one["operation"] == "person"}
    assert len(asked(data, capsys, "about", shown)["nodes"]) >= len(before)
    assert asked(data, capsys, "about", other)["nodes"] == []


def test_it_is_printed_for_people(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    look(data, child(data))
    assert run(data, "audit", "list", "--first", "1", *AUDITOR) == 0
    told = capsys.readouterr()
    assert "assessment (operator)" in told.out
    assert "more: --after" in told.err
    assert run(data, "audit", "head", *AUDITOR) == 0
    number, hashed = capsys.readouterr().out.split()
    assert (int(number) > 0, len(hashed)) == (True, 64)


@pytest.mark.parametrize(
    ("words", "by"),
    [
        (("list",), MO),
        (("list",), ("--as", "auditor", "--purpose", "assessment")),
        (("list",), ("--as", "nobody", "--purpose", "audit_review")),
        (("verify",), ("--as", "manager", "--purpose", "audit_review")),
        (("head",), ("--as", "manager", "--purpose", "audit_review")),
        (("list", "--from", "2024-02-30"), AUDITOR),
        (("list", "--from", "2024-02-02", "--to", "2024-02-01"), AUDITOR),
        (("list", "--after", "x"), AUDITOR),
        (("list", "--after", "9" * 30), AUDITOR),
    ],
)
def test_who_may_not_read_it_and_what_can_t_be_read_is_refused(
    data: Path, words: tuple[str, ...], by: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "audit", *words, *by) == 1
    assert capsys.readouterr().out == ""


def test_verify_says_what_somebody_changed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "audit", "verify", *AUDITOR) == 0
    assert "whole" in capsys.readouterr().out
    ledger = open_ledger(data)
    with ledger.database.writing() as connection:
        wanted = AUDIT.c.sequence == 2
        content = connection.scalar(AUDIT.select().with_only_columns(AUDIT.c.content).where(wanted))
        connection.execute(update(AUDIT).where(wanted).values(content=str(content).replace("answered", "refused")))
    ledger.close()
    assert run(data, "audit", "verify", *AUDITOR) == 1
    told = capsys.readouterr()
    assert "audit entry 2 was changed" in told.err
    assert "not whole" in told.out
