"""CSV from outside: encodings, quotes, uneven rows, and the line each row starts on."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InputRefused
from ingest.opening.table import read_table


def read(folder: Path, content: bytes) -> pl.DataFrame:
    path = folder / "people.csv"
    path.write_bytes(content)
    return pl.concat(read_table(path))


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(InputRefused) as refused:
        read(folder, content)
    return str(refused.value)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_utf8_is_read_with_or_without_a_mark_and_with_any_line_end(tmp_path: Path, start: bytes, end: bytes) -> None:
    frame = read(tmp_path, start + end.join([b"person_ref,given_name", "007,Zoë".encode(), b"008,"]))
    assert frame["person_ref"].to_list() == ["007", "008"]
    assert frame["given_name"].to_list() == ["Zoë", ""]
    assert frame["_row"].to_list() == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "latin-1", "cp1252", "cp850"])
def test_another_encoding_is_refused_and_no_character_is_guessed(tmp_path: Path, encoding: str) -> None:
    assert "people.csv" in refusal(tmp_path, "person_ref,given_name\n1,Zoë\n".encode(encoding))


def test_a_bad_byte_is_named_by_its_line(tmp_path: Path) -> None:
    assert "line 3" in refusal(tmp_path, b"person_ref,given_name\n1,a\n2,\xff\n")


def test_a_character_cut_off_at_the_end_is_refused(tmp_path: Path) -> None:
    assert "cut off" in refusal(tmp_path, b"person_ref,given_name\n1,a\xc3")


def test_rows_after_a_cell_of_several_lines_keep_their_line_numbers(tmp_path: Path) -> None:
    frame = read(tmp_path, b'person_ref,note\n1,"a\r\nb\nc"\n2,"say ""hi"""\n3,5" pipe and 6" pipe\n')
    assert frame["_row"].to_list() == [2, 5, 6]
    assert frame["note"].to_list() == ["a\r\nb\nc", 'say "hi"', '5" pipe and 6" pipe']


def test_empty_lines_are_no_rows_and_count_as_lines(tmp_path: Path) -> None:
    frame = read(tmp_path, b"person_ref,note\n1,a\n\n2,b\n")
    assert frame["_row"].to_list() == [2, 4]


def test_short_rows_are_filled_up_and_longer_ones_keep_the_rest(tmp_path: Path) -> None:
    frame = read(tmp_path, b"person_ref,note\n1\n2,b,c,d\n3,e,,\n")
    assert frame.select("person_ref", "note", "_surplus").rows() == [
        ("1", "", None),
        ("2", "b", "c,d"),
        ("3", "e", None),
    ]


def test_a_quote_left_open_is_refused_and_swallows_nothing(tmp_path: Path) -> None:
    assert "line 3" in refusal(tmp_path, b'person_ref,note\n1,a\n2,"b\n3,c\n')


@pytest.mark.parametrize(
    "content", [b"", b"\n1,2\n", b"a,b,a\n1,2,3\n", b"_row,b\n1,2\n", b"a,b\0\n1,2\n", b",,\n1,2,3\n"]
)
def test_a_header_that_names_nothing_or_one_name_twice_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "people.csv" in refusal(tmp_path, content)


def test_more_columns_than_a_sheet_has_are_refused(tmp_path: Path) -> None:
    header = ",".join(f"c{number}" for number in range(16_385)).encode()
    assert "16384 columns" in refusal(tmp_path, header + b"\n")


def test_a_file_with_a_header_alone_has_columns_and_no_rows(tmp_path: Path) -> None:
    for content in (b"person_ref,note", b"person_ref,note\n", b"person_ref\n"):
        frame = read(tmp_path, content)
        assert frame.is_empty()
        assert "person_ref" in frame.columns


def test_known_headings_may_come_in_other_letter_case_and_with_blanks(tmp_path: Path) -> None:
    assert read(tmp_path, b" Person_Ref ,Eye colour\n1,2\n").columns[:2] == ["person_ref", "Eye colour"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), min_size=3, max_size=3)))
def test_whatever_a_csv_writer_writes_is_read_back_unaltered(tmp_path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])
    frame = read(tmp_path, text.getvalue().encode())
    assert [list(row) for row in frame.select("a", "b", "c").rows()] == rows
