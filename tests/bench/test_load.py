"""Callers at once against a served partnership: each is answered, and what the server holds is told."""

from __future__ import annotations

from pathlib import Path

from graph.settings import KEY_FILE
from tests.ingest.site import KEY, family, open_site
from tools.load.calling import Asked, load


def test_callers_are_answered_and_counted(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    site.load(*family(tmp_path / "sent"))
    site.close()
    (tmp_path / "data" / KEY_FILE).write_bytes(KEY.secret)
    told = load(Asked(tmp_path / "data", callers=3, seconds=4, workers=2, pause=0.2))
    assert told["outcomes"].keys() == {"200"}
    assert told["answered"] == told["outcomes"]["200"] >= 3
    assert told["megabytes"]["at most"] >= told["megabytes"]["at the end"] > 0
