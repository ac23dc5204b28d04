"""`kithmap export` as it is typed: what it prints, and what becomes of each way to be refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

import kithmap
from ingest.synth.sample import write_sample

ANALYST = ("--as", "analyst", "--purpose", "service_analysis")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample loaded by the command."""
    folder = tmp_path_factory.mktemp("export")
    write_sample(folder / "sample")
    assert kithmap.run(["ingest", str(folder / "sample"), "--data", str(folder / "data")]) == 0
    return folder / "data"


def export(data: Path, out: Path, *arguments: str) -> int:
    return kithmap.run(["export", str(out), *arguments, "--data", str(data)])


def test_an_analyst_exports_the_area(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert export(data, tmp_path / "area", *ANALYST, "--k", "2") == 0
    people = pl.read_parquet(tmp_path / "area" / "people.parquet")
    assert capsys.readouterr().err.startswith(f"{people.height} people, ")
    assert export(data, tmp_path / "strict", *ANALYST) == 0
    assert pl.read_parquet(tmp_path / "strict" / "people.parquet").height <= people.height


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--as", "assessment", "--purpose", "assessment"), "this is not open to you for this purpose"),
        (("--as", "assessment", "--purpose", "service_analysis"), "not open to your roles"),
        (("--as", "nobody", "--purpose", "service_analysis"), "--as: is no account"),
        ((*ANALYST, "--k", "1"), "--k"),
    ],
)
def test_whoever_may_not_has_no_file(
    data: Path, tmp_path: Path, arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(data, tmp_path / "area", *arguments) == 1
    assert says in capsys.readouterr().err
    assert not any(tmp_path.iterdir())
