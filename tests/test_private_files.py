"""What is kept lies there for the account that runs it and for nobody else of the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.settings import Settings
from ingest.doctor import examine

MANIFEST = """agency: police
agency_name: Vale Police
agency_kind: police
system: log
extracted_at: 2024-03-31
covers: {from: 2015-01-01, to: 2024-03-31}
lawful_basis: public task
"""
OTHERS = 0o077


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    folder = tmp_path / "delivery"
    folder.mkdir()
    (folder / "delivery.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "people.csv").write_text("person_ref,given_name,family_name\nP1,Mia,Hobbs\n", encoding="utf-8")
    return folder


def test_whatever_is_kept_or_written_is_readable_by_its_owner_alone(delivery: Path, tmp_path: Path) -> None:
    data, out = tmp_path / "data", tmp_path / "feeds.csv"
    for asked in (["ingest", str(delivery)], ["report", "feeds", "--as", "steward", "--purpose", "data_quality"]):
        asked += ["--out", str(out)] if asked[0] == "report" else []
        command = [sys.executable, "-c", "import kithmap; kithmap.main()", "--data", str(data), *asked]
        environment = {name: text for name, text in os.environ.items() if name != "NEO4J_URI"}
        subprocess.run(command, cwd=Path(__file__).parents[1], env=environment, check=True, capture_output=True)
    kept = [data, out, *data.rglob("*")]
    assert len(kept) > 10
    assert [path.name for path in kept if path.stat().st_mode & OTHERS] == []


@pytest.mark.parametrize(("mode", "ok"), [(0o700, True), (0o750, False), (0o705, False)])
def test_the_doctor_says_that_others_may_look_into_the_data_folder(mode: int, ok: bool, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(mode)
    (check,) = [one for one in examine(Settings(data)) if one.name == "data folder"]
    assert (check.ok, "chmod 700" in check.do) == (ok, not ok)
