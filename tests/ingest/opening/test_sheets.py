"""Workbooks from outside: what is typed as a date becomes one, text stays text, bombs are refused unopened."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from graph.errors import InputRefused
from ingest.checks.readings import CUT_SHORT
from ingest.opening.table import read_table
from tests.ingest.sending import write_xlsx


def read(path: Path) -> pl.DataFrame:
    return pl.concat(read_table(path))


def repack(path: Path, part: str, content: bytes) -> Path:
    """The workbook with one of its parts replaced."""
    target = path.with_name("repacked.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == part else old.read(info))
    return target


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "people.xlsx", [{"person_ref": "007", "given_name": "Nora"}])


SHEET = "xl/worksheets/sheet1.xml"
XML = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def test_only_what_is_typed_as_a_date_becomes_one(tmp_path: Path) -> None:
    row = {
        "a": dt.date(2019, 5, 3),
        "b": "03/05/2019",
        "c": "2019-05",
        "d": dt.datetime(2019, 5, 3, 14, 30),  # noqa: DTZ001
    }
    frame = read(
        write_xlsx(tmp_path / "t.xlsx", [{**row, "e": True, "f": 12345678901, "g": 1.5, "h": "007", "i": "=1+1"}])
    )
    assert frame.drop("_row").row(0) == (
        "2019-05-03",
        "03/05/2019",
        "2019-05",
        "2019-05-03T14:30:00",
        "y",
        "12345678901",
        "1.5",
        "007",
        "=1+1",
    )


def test_a_number_longer_than_spreadsheets_keep_is_no_reference(tmp_path: Path) -> None:
    numbers = {"a": 999999999999999, "b": 1234567890123456, "c": 12345678901234567, "d": -(10**15)}
    told = read(write_xlsx(tmp_path / "t.xlsx", [numbers])).drop("_row").row(0)
    assert told[0] == "999999999999999"
    assert all(re.fullmatch(CUT_SHORT, text) for text in told[1:])


def test_rows_carry_their_row_in_the_sheet_and_empty_ones_are_none(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", [{"a": "1"}, {"a": ""}, {"a": "2"}])
    assert read(path)["_row"].to_list() == [2, 4]


def test_only_the_first_sheet_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.create_sheet("second").append(["b", "c"])
    book.save(tmp_path / "t.xlsx")
    assert read(tmp_path / "t.xlsx").columns == ["a", "_row"]


def test_a_workbook_whose_first_row_is_empty_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.cell(3, 1, "a")
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(InputRefused, match="line 1"):
        read(tmp_path / "t.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_entity_definitions_are_refused(workbook: Path, encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    with pytest.raises(InputRefused, match="definitions"):
        read(repack(workbook, SHEET, bomb.encode(encoding)))


@pytest.mark.parametrize("cell", [b"XFD1048576", b"XFE1", b"A99999999999"])
def test_one_cell_far_out_is_refused_before_room_is_made_for_all(workbook: Path, cell: bytes) -> None:
    far = (
        XML
        + b'<row r="1"><c r="A1"><v>1</v></c></row><row><c s="0" r="'
        + cell
        + b'"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(InputRefused, match="further"):
        read(repack(workbook, SHEET, far))


def test_a_workbook_that_unpacks_to_hundreds_of_times_its_size_is_refused(workbook: Path) -> None:
    with pytest.raises(InputRefused, match="times its size"):
        read(repack(workbook, SHEET, XML + b" " * (40 * 1024 * 1024) + b"</sheetData></worksheet>"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"person_ref\n1\n"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputRefused, match=r"people\.xlsx"):
        read(path)


def test_a_broken_sheet_is_refused(workbook: Path) -> None:
    with pytest.raises(InputRefused, match="workbook"):
        read(repack(workbook, SHEET, XML + b'<row r="1"><c r="A1" t="s"><v>99</v>'))
