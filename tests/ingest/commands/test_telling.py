"""What a load says on a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

import kithmap
from tests.ingest.sending import write_delivery


def test_rows_that_wait_are_said_until_what_they_name_has_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [{"person_ref": "p1", "given_name": "Ann"}]
    stays = [{"record_ref": f"r{nth}", "person_ref": "p1", "household_ref": "h1"} for nth in range(2)]
    missing = {"record_ref": "r9", "person_ref": "", "household_ref": "h1"}
    sent = write_delivery(tmp_path / "one", {"people": people, "residences": [*stays, missing]})
    assert kithmap.run(["ingest", str(sent), "--data", str(tmp_path / "data")]) == 0
    said = capsys.readouterr().out
    assert "waits: 2 rows of residences name a record that has not come yet" in said
    assert "of people" not in said
    homes = write_delivery(tmp_path / "two", {"households": [{"household_ref": "h1"}]})
    assert kithmap.run(["ingest", str(homes), str(sent), "--data", str(tmp_path / "data")]) == 0
    assert "waits:" not in capsys.readouterr().out
