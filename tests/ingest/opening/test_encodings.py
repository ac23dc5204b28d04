"""What a text file is written in: its mark, UTF-8, what is declared; nothing else, and no character lost."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputRefused
from ingest.opening.encodings import DECLARED, in_utf8
from ingest.opening.table import read_table
from tests.ingest.mapping.loading import load_through, write_files

TEXT = 'person_ref,given_name,note\r\n007,Zoë,caf\u00e9\n008,Øyvind,"two\r\nlines"\n'
OWN = """
mapping: visits
encoding: windows-1252
dates: dd/mm/yyyy
delivery: {agency: early_help, agency_name: Early help, agency_kind: early_help, system: visits, lawful_basis: public task}
sources:
  visits:
    file: "visits*"
    columns: {child: Child ID, name: Name}
    rows:
      - {into: people, cells: {person_ref: child, given_name: name}}
"""


def write(folder: Path, content: bytes) -> Path:
    path = folder / "people.csv"
    path.write_bytes(content)
    return path


def read(path: Path, declared: str | None = None) -> pl.DataFrame:
    return pl.concat(read_table(path, declared))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_a_file_is_marked_as_is_read_with_every_character_and_line(tmp_path: Path, encoding: str) -> None:
    frame = read(write(tmp_path, TEXT.encode(encoding)))
    assert frame["person_ref"].to_list() == ["007", "008"]
    assert frame["given_name"].to_list() == ["Zoë", "Øyvind"]
    assert frame["note"].to_list() == ["caf\u00e9", "two\r\nlines"]
    assert frame["_row"].to_list() == [2, 3]


@pytest.mark.parametrize("declared", sorted(set(DECLARED) - {"windows-1250", "ibm-850"}))
def test_what_is_declared_is_read_where_a_file_is_no_utf8(tmp_path: Path, declared: str) -> None:
    frame = read(write(tmp_path, TEXT.encode(DECLARED[declared])), declared)
    assert frame["given_name"].to_list() == ["Zoë", "Øyvind"]


def test_utf8_comes_before_what_is_declared(tmp_path: Path) -> None:
    assert read(write(tmp_path, TEXT.encode()), "windows-1252")["given_name"].to_list() == ["Zoë", "Øyvind"]


def test_plain_words_in_a_declared_encoding_of_two_bytes_are_read(tmp_path: Path) -> None:
    frame = read(write(tmp_path, "person_ref,note\n1,a\n".encode("utf-16-le")), "utf-16-le")
    assert frame["note"].to_list() == ["a"]


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        (b"\xff\xfea", None),  # half a character
        (b"\xff\xfe\x00\xd8a\x00", None),  # half a pair
        (b"person_ref,note\n1,\x81\n", "windows-1252"),  # no letter there
        (b"person_ref,note\n1,a\xff\n", "utf-8"),
    ],
)
def test_bytes_that_are_no_text_of_it_are_refused(tmp_path: Path, content: bytes, declared: str | None) -> None:
    with pytest.raises(InputRefused) as refused:
        read(write(tmp_path, content), declared)
    assert "people.csv" in str(refused.value)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1))
def test_nothing_is_lost_on_the_way(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = write(tmp_path_factory.mktemp("sent"), text.encode("utf-16"))
    with in_utf8(path) as plain:
        assert plain.read_bytes() == text.encode()


def test_a_mapping_declares_what_its_files_are_written_in(tmp_path: Path) -> None:
    own = write_files(tmp_path / "own", {"own.yaml": OWN}) / "own.yaml"
    sent = write_files(tmp_path / "sent", {})
    (sent / "visits.csv").write_bytes("Child ID,Name\n007,Zoë\n".encode("cp1252"))
    told = load_through(tmp_path / "data", str(own), sent, covers_from="2020-01-01", covers_to="2024-03-31")
    said = told.of("early_help", "visits", "007")
    assert {cells["given_name"] for cells in said if "given_name" in cells} == {"Zoë"}


def test_an_encoding_nobody_reads_is_told_with_those_we_do(tmp_path: Path) -> None:
    own = write_files(tmp_path, {"own.yaml": OWN.replace("windows-1252", "rot13")}) / "own.yaml"
    with pytest.raises(InputRefused, match=r"rot13.*windows-1252"):
        load_through(tmp_path / "data", str(own), tmp_path)
