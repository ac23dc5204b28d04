"""The commands that put loads right: correct, withdraw, watch; what they print and which exit code they end with."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import kithmap
from graph.access.caller import AccessRole, Caller
from graph.command import STOPPED
from graph.questions.delivery_book import DeliveryBook
from graph.store.landing import Landing
from graph.store.ledger import open_ledger
from tests.ingest.putting_right import WRONG, put_right, sent
from tests.ingest.site import NOW

STEWARD = Caller("steward", frozenset({AccessRole.STEWARD}))


def run(data: Path, *arguments: str | Path) -> int:
    return kithmap.run([*map(str, arguments), "--data", str(data)])


def rows_set_apart(data: Path, delivery: str) -> list[dict[str, str]]:
    ledger = open_ledger(data)
    book = DeliveryBook(ledger, Landing(data / "landing"), lambda: NOW)
    file = book.set_apart(delivery, "residences", STEWARD)
    ledger.close()
    return [dict(row) for row in file.rows] if file else []


def test_a_load_is_put_right_taken_back_and_loaded_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, folder = tmp_path / "data", sent(tmp_path / "sent", WRONG)
    assert run(data, "ingest", folder, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    delivery, first = told["deliveries"][0]["id"], told["digest"]
    rows = put_right(rows_set_apart(data, delivery))
    with (tmp_path / "back.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert run(data, "correct", tmp_path / "back.csv", "--json") == 0
    (corrected,) = json.loads(capsys.readouterr().out)["corrected"]
    assert corrected == {"delivery": delivery, "in": 2, "taken": 2, "still_set_apart": 0, "not_set_apart": 0}
    assert run(data, "withdraw", delivery[:12], "--reason", "sent by mistake") == 0
    assert run(data, "verify") == 0
    capsys.readouterr()
    assert run(data, "ingest", folder) == 1
    assert "taken back" in capsys.readouterr().out
    assert run(data, "ingest", folder, "--again", "--json") == 0
    assert json.loads(capsys.readouterr().out)["digest"] == first


@pytest.mark.parametrize(
    "arguments",
    [
        ("withdraw", "nothing", "--reason", "x"),
        ("correct", "none.csv"),
        ("watch", "none"),
    ],
)
def test_what_is_not_there_is_the_inputs_fault(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(tmp_path / "data", "ingest", sent(tmp_path / "sent", WRONG)) == 0
    assert run(tmp_path / "data", *arguments) == 1


def test_a_watcher_says_each_load_and_stops_cleanly(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    sent(inbox / "a", WRONG)
    (inbox / "a.done").touch()
    called = [sys.executable, "-c", "import kithmap; kithmap.main()"]
    command = [*called, "watch", str(inbox), "--every", "600", "--data", str(tmp_path / "data")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as watcher:
        assert watcher.stdout is not None
        told = watcher.stdout.readline()
        watcher.send_signal(signal.SIGINT)
        said = watcher.communicate()[1]
    assert json.loads(told)["outcome"] == "loaded"
    assert "stopped" in said
    assert "Traceback" not in said
    assert watcher.returncode == STOPPED
    assert run(tmp_path / "data", "verify") == 0
