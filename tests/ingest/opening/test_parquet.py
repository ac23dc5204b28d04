"""Parquet from outside: typed values become the text a CSV would hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from graph.errors import InputRefused
from ingest.opening.table import read_table


def read(path: Path) -> pl.DataFrame:
    return pl.concat(read_table(path))


def test_typed_values_become_text(tmp_path: Path) -> None:
    moment = dt.datetime(2019, 5, 3, 14, 30)  # noqa: DTZ001 - a clock time without an offset is what is sent
    frame = pl.DataFrame(
        {
            "day": [dt.date(2019, 5, 3), None],
            "clock": [moment, dt.datetime(2019, 5, 3)],  # noqa: DTZ001
            "utc": pl.Series([moment, None]).dt.replace_time_zone("Europe/London"),
            "yes": [True, False],
            "count": [7, None],
            "number": [7.0, 1.5],
            "list": [["a", "b"], []],
            "code": pl.Series(["x", None], dtype=pl.Categorical),
            "ref": ["007", ""],
        }
    )
    frame.write_parquet(tmp_path / "t.parquet")
    told = read(tmp_path / "t.parquet")
    assert told.row(0) == (
        "2019-05-03",
        "2019-05-03T14:30:00",
        "2019-05-03T13:30:00Z",
        "y",
        "7",
        "7",
        "a;b",
        "x",
        "007",
        2,
    )
    assert told.row(1) == (None, "2019-05-03", None, "n", None, "1.5", "", None, "", 3)


def test_nested_values_are_refused(tmp_path: Path) -> None:
    pl.DataFrame({"a": [{"b": 1}]}).write_parquet(tmp_path / "t.parquet")
    with pytest.raises(InputRefused, match="nested"):
        read(tmp_path / "t.parquet")


def test_more_rows_than_a_file_of_its_size_can_hold_are_refused(tmp_path: Path) -> None:
    pl.select(a=pl.repeat("x", 30_000_000)).lazy().sink_parquet(tmp_path / "t.parquet", row_group_size=10_000_000)
    with pytest.raises(InputRefused, match="more rows"):
        read(tmp_path / "t.parquet")


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    pl.DataFrame(schema={"person_ref": pl.String, "n": pl.Int64}).write_parquet(tmp_path / "t.parquet")
    assert read(tmp_path / "t.parquet").columns == ["person_ref", "n", "_row"]


@pytest.mark.parametrize("content", [b"", b"PAR1xxxxPAR1", b"person_ref\n1\n"])
def test_what_is_no_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "people.parquet"
    path.write_bytes(content)
    with pytest.raises(InputRefused, match=r"people\.parquet"):
        read(path)
