"""Landed files are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.landing import whole_file


def test_a_file_that_failed_midway_leaves_the_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "t.parquet"
    with whole_file(path) as part:
        part.write_text("first")
    with pytest.raises(OSError, match="disk full"), whole_file(path) as part:
        part.write_text("sec")
        raise OSError("disk full")
    assert path.read_text() == "first"
    assert list(path.parent.iterdir()) == [path]
