"""Zips from outside: no name leads out, no link, no bomb, no lie about sizes."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from graph.errors import InputRefused
from ingest.opening.archive import extract, open_zip


def unpack(path: Path, folder: Path) -> None:
    with open_zip(path) as archive:
        extract(archive, folder)


def refusal(path: Path, folder: Path) -> str:
    with pytest.raises(InputRefused) as refused:
        unpack(path, folder)
    assert not list(folder.parent.glob("escaped*"))
    return str(refused.value)


def make_zip(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "name", ["../escaped.csv", "a/../../escaped.csv", "/escaped.csv", "..\\escaped.csv", "C:escaped.csv"]
)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    assert "leads out" in refusal(make_zip(tmp_path / "d.zip", (name, b"x")), tmp_path / "in")


@pytest.mark.parametrize("name", ["\0people.csv", ".", "./", "x" * 256, "sent/" + "é" * 128, "x" * 256 + "/people.csv"])
def test_a_name_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    path = make_zip(tmp_path / "d.zip", (zipfile.ZipInfo(name), b"x"))
    assert "no name a file can have" in refusal(path, tmp_path / "in")


def test_a_name_that_is_a_file_and_a_folder_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "d.zip", ("sent", b"x"), ("Sent/people.csv", b"x"))
    assert "a file and a folder" in refusal(path, tmp_path / "in")


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("people.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "link" in refusal(make_zip(tmp_path / "d.zip", (link, b"/etc/passwd")), tmp_path / "in")


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    assert "times its size" in refusal(make_zip(tmp_path / "d.zip", ("people.csv", b"0" * (1 << 25))), tmp_path / "in")


def test_many_members_are_refused(tmp_path: Path) -> None:
    members = [(f"{number}.csv", b"") for number in range(2_001)]
    assert "members" in refusal(make_zip(tmp_path / "d.zip", *members), tmp_path / "in")


@pytest.mark.parametrize("again", ["PEOPLE.csv", "./people.csv"])
def test_one_name_twice_is_refused(tmp_path: Path, again: str) -> None:
    assert "one name" in refusal(make_zip(tmp_path / "d.zip", ("people.csv", b""), (again, b"")), tmp_path / "in")


def test_a_member_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "d.zip", ("people.csv", b"person_ref\n" + b"1\n" * 5_000))
    honest = path.read_bytes()
    size = (11 + 10_000).to_bytes(4, "little")
    assert honest.count(size) == 2
    path.write_bytes(honest.replace(size, (100).to_bytes(4, "little")))
    assert "cannot be read" in refusal(path, tmp_path / "in")
    assert sum(file.stat().st_size for file in (tmp_path / "in").rglob("*.csv")) <= 100


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06"])
def test_what_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "d.zip"
    path.write_bytes(content)
    assert "zip" in refusal(path, tmp_path / "in")


def test_a_flipped_byte_is_noticed(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "d.zip", ("people.csv", bytes(range(256)) * 20))
    broken = bytearray(path.read_bytes())
    broken[60] ^= 1
    path.write_bytes(broken)
    assert "zip" in refusal(path, tmp_path / "in")


def test_an_ordinary_zip_is_unpacked_without_what_desktops_add(tmp_path: Path) -> None:
    path = make_zip(
        tmp_path / "d.zip", ("police/people.csv", b"x"), ("__MACOSX/._people.csv", b"y"), (".DS_Store", b"z")
    )
    unpack(path, tmp_path / "in")
    assert [file.name for file in (tmp_path / "in").rglob("*") if file.is_file()] == ["people.csv"]


def test_a_member_that_begins_before_the_file_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "d.zip", ("people.csv", b"person_ref\n1\n"))
    content = bytearray(path.read_bytes())
    at = len(content) - 22 + 16  # where the end of a zip says its directory begins
    content[at : at + 4] = (int.from_bytes(content[at : at + 4], "little") + 10).to_bytes(4, "little")
    path.write_bytes(content)
    assert "cannot be read" in refusal(path, tmp_path / "in")


def test_a_member_packed_in_another_way_is_refused(tmp_path: Path) -> None:
    for way in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        path = tmp_path / f"{way}.zip"
        with zipfile.ZipFile(path, "w", way) as archive:
            archive.writestr("people.csv", b"person_ref\n1\n")
        assert "cannot be read" in refusal(path, tmp_path / "in")


def test_a_name_that_is_not_the_letters_it_says_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "d.zip", ("pé.csv", b"person_ref\n1\n"))
    path.write_bytes(path.read_bytes().replace("é".encode(), b"\xc6x"))
    assert "cannot be read" in refusal(path, tmp_path / "in")
