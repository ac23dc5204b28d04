"""Workbooks and zips are opened by a process that may die of it: it is refused, whoever asked lives on."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import orjson
import pytest

from graph.errors import InputRefused
from ingest.opening.child import tell
from ingest.opening.limited import Allowed, told_by_child
from ingest.opening.limits import MEGABYTE, MOST_MEMORY, MOST_SECONDS
from ingest.opening.sheets import read_sheet
from ingest.opening.workbook import rows_in
from tests.ingest.opening.test_sheets import SHEET, XML, repack
from tests.ingest.sending import write_xlsx


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "people.xlsx", [{"person_ref": "007", "given_name": "Nora"}])


def test_more_memory_than_is_allowed_is_refused(workbook: Path) -> None:
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{0} and more</t></is></c></row>'
    cells = "".join(row.format(number) for number in range(1, 200_000))
    large = repack(workbook, SHEET, XML + cells.encode() + b"</sheetData></worksheet>")
    assert sum(map(len, told_by_child("rows", large))) == 199_999
    with pytest.raises(InputRefused, match=r"memory or time|more room"):
        list(told_by_child("rows", large, (), Allowed(48 * MEGABYTE, 60)))


def test_more_time_than_is_allowed_is_refused(workbook: Path) -> None:
    with pytest.raises(InputRefused, match="memory or time"):
        list(told_by_child("rows", workbook, (), Allowed(MOST_MEMORY, 0)))


def test_a_larger_file_may_take_more_and_none_may_take_all(tmp_path: Path) -> None:
    small, large = tmp_path / "small.xlsx", tmp_path / "large.xlsx"
    small.write_bytes(b"x")
    with large.open("wb") as file:
        file.truncate(1 << 30)
    assert Allowed.of(small).memory < 300 * MEGABYTE
    assert Allowed.of(small).seconds <= 30
    assert Allowed.of(large) == Allowed(MOST_MEMORY, MOST_SECONDS)


def test_one_long_text_that_every_cell_shares_is_counted_as_often_as_it_is_read(workbook: Path) -> None:
    text = "x" * 32_000
    cells = "".join(
        f'<row r="{row}">{"".join(_shared(row, column) for column in "ABCD")}</row>' for row in range(1, 2_000)
    )
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<si><t>a</t></si><si><t>{text}</t></si><si><t>b</t></si><si><t>c</t></si><si><t>d</t></si></sst>"
    )
    bomb = repack(workbook, SHEET, XML + cells.encode() + b"</sheetData></worksheet>")
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/sharedStrings.xml", shared)
    with pytest.raises(InputRefused, match=r"more text|memory or time"):
        list(read_sheet(bomb))


def test_text_is_counted_while_it_is_read(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.opening.workbook.FREE_SHEET_CHARACTERS", 6)
    monkeypatch.setattr("ingest.opening.workbook.MOST_TIMES_LARGER", 0)
    with pytest.raises(InputRefused, match="more text"):
        list(rows_in(workbook, None))


def _shared(row: int, column: str) -> str:
    index = {"A": 0, "B": 2, "C": 3, "D": 4}[column] if row == 1 else 1
    return f'<c r="{column}{row}" t="s"><v>{index}</v></c>'


def test_the_process_is_given_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workbook: Path) -> None:
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "none.py"))
    monkeypatch.setenv("NEO4J_PASSWORD", "made up")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "elsewhere"))
    assert [len(piece) for piece in told_by_child("rows", workbook)] == [1, 1]


def test_a_reader_that_stops_early_leaves_no_process(workbook: Path) -> None:
    pieces = told_by_child("rows", workbook)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_file_that_is_not_there_is_no_refused_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(told_by_child("names", tmp_path / "none.zip"))


def test_what_a_task_finds_and_refuses_is_told_in_lines(tmp_path: Path, workbook: Path) -> None:
    names, done = map(orjson.loads, tell("sheets", workbook, ()))
    assert (names["told"], done) == (["Sheet"], {"done": True})
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("../people.csv", "x")
    (refused,) = map(orjson.loads, tell("names", tmp_path / "d.zip", ()))
    assert "leads out" in refused["refused"]
