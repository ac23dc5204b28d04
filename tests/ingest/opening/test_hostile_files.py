"""Hostile files (goals.md §3): refused, or read to the end with no id altered, no character lost and no date guessed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import InputRefused
from ingest.checks.table import Origin, check_table
from ingest.delivery import DeliverySource, find_deliveries, opened
from ingest.manifest import MANIFEST, read_manifest
from ingest.opening.limits import MOST_CELL_CHARACTERS
from ingest.opening.table import read_table
from ingest.tables.registry import TABLES
from tests.ingest.opening.test_sheets import SHEET, XML, repack
from tests.ingest.sending import write_csv, write_delivery, write_parquet, write_xlsx, zip_folder

OUR_FOLDER = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
MOST_COLUMNS = 16_384
IDS = (
    "007",
    "0",
    "1e5",
    "12345678901234567890",
    "-0",
    "+44",
    "1,5",
    "TRUE",
    "2019-05-03",
    "3/5",
    "=1+1",
    "é\u202e",
    "''",
)


def read(path: Path) -> pl.DataFrame:
    return pl.concat(read_table(path))


@pytest.mark.parametrize("write", [write_csv, write_xlsx, write_parquet])
def test_no_id_is_altered_by_any_kind_of_file(tmp_path: Path, write: object) -> None:
    ending = {write_csv: "csv", write_xlsx: "xlsx", write_parquet: "parquet"}[write]  # type: ignore[index]
    rows = [{"person_ref": ref, "given_name": "Mia"} for ref in IDS]
    path = write(tmp_path / f"people.{ending}", rows)  # type: ignore[operator]
    assert read(path)["person_ref"].to_list() == list(IDS)


def date_spellings() -> Iterator[str]:
    """3 May 2019 in the ways people and systems write it, none of which is ours."""
    days, months, years = ("3", "03", "3rd", "03rd"), ("5", "05", "May", "MAY", "mai"), ("2019", "19", "'19")
    for day, month, year, between in product(days, months, years, "/-. "):
        yield between.join((day, month, year))
    for month, day in product(("May", "5"), ("3", "3rd")):
        yield f"{month} {day}, 2019"
    yield from ("43588", "43588.0", "20190503", "2019/05/03", "2019.05.03", "2019-5-3", "2019-W18-5", "2019-123")
    yield from ("2019-05-03x", "2019-02-30", "2019-13-01", "0000-00-00", "9999999-01-01", "tomorrow")
    yield "\u0661\u0669-\u0660\u0665-\u0660\u0663"


def test_none_of_two_hundred_spellings_of_a_date_is_guessed() -> None:
    spellings = list(dict.fromkeys(date_spellings()))
    assert len(spellings) >= 200
    frame = pl.DataFrame(
        {"person_ref": [f"P{number}" for number in range(len(spellings))], "date_of_birth": spellings}
    ).with_row_index("_row", 2)
    checked = check_table(TABLES["people"], frame.cast({"_row": pl.Int64}), Origin("people.csv", date(2024, 1, 1)))
    read_as = dict(zip(spellings, checked.good["date_of_birth"], strict=True))
    assert {spelling: day for spelling, day in read_as.items() if day is not None} == {}


@pytest.mark.parametrize("columns", [MOST_COLUMNS, MOST_COLUMNS + 1])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_may_be_as_wide_as_a_sheet_and_no_wider(tmp_path: Path, columns: int, ending: str) -> None:
    names = [f"c{number}" for number in range(columns)]
    path = tmp_path / f"people.{ending}"
    if ending == "csv":
        path.write_text(f"{','.join(names)}\n{','.join(['1'] * columns)}\n", encoding="utf-8")
    else:
        cells = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in names)
        whole = XML + f'<row r="1">{cells}</row><row r="2"><c><v>1</v></c></row></sheetData></worksheet>'.encode()
        path = repack(write_xlsx(tmp_path / "one.xlsx", [{"a": "1"}]), SHEET, whole)
    if columns > MOST_COLUMNS:
        with pytest.raises(InputRefused, match=r"columns|workbook|further"):
            read(path)
    else:
        assert len(read(path).columns) >= columns + 1


def test_a_workbook_part_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "people.xlsx", [{"a": str(number)} for number in range(500)])
    with zipfile.ZipFile(path) as book:
        size = book.getinfo(SHEET).file_size.to_bytes(4, "little")
    content = path.read_bytes()
    assert content.count(size) >= 1
    path.write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    with pytest.raises(InputRefused):
        read(path)


def test_a_cell_of_many_megabytes_is_read_or_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    for length in (9 * 1024 * 1024, MOST_CELL_CHARACTERS + 1):
        path.write_text(f"person_ref,note\n1,{'x' * length}\n", encoding="utf-8")
        if length > MOST_CELL_CHARACTERS:
            with pytest.raises(InputRefused):
                read(path)
        else:
            assert read(path)["note"].str.len_chars().to_list() == [length]


def test_a_nul_is_kept_as_sent_and_makes_no_reference(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"person_ref,given_name\n1\x002,Mia\n3,Le\x00e\n")
    frame = read(path)
    assert frame["person_ref"].to_list() == ["1\x002", "3"]
    checked = check_table(TABLES["people"], frame, Origin("people.csv", date(2024, 1, 1)))
    assert checked.good.select("person_ref", "given_name").rows() == [("3", None)]
    assert [row.rule for row in checked.quarantined] == ["unreadable_reference"]


def test_a_zip_inside_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = zip_folder(write_delivery(tmp_path / "sent", {"people": [{"person_ref": "1"}]}), tmp_path / "inner.zip")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as outer:
        outer.write(inner, "inner.zip")
    with pytest.raises(InputRefused, match="no delivery"):
        find_deliveries([tmp_path / "outer.zip"])


def test_a_zip_of_a_million_names_is_refused_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "d.zip"
    entry = zipfile.ZipInfo("x")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, "")
    whole = path.read_bytes()
    start = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    names = whole[start:end] * 300_000
    size = len(names).to_bytes(4, "little")
    path.write_bytes(whole[:start] + names + whole[end : end + 12] + size + whole[end + 16 :])
    with pytest.raises(InputRefused):
        find_deliveries([path])


@settings(max_examples=60, suppress_health_check=OUR_FOLDER)
@given(st.binary(max_size=400) | st.text(alphabet='a1,"\n\r\0\ufeff;é =', max_size=200).map(str.encode))
def test_any_bytes_as_csv_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"person_ref,given_name\n" + content)
    read_or_refuse(path)
    path.write_bytes(content)
    read_or_refuse(path)


@settings(max_examples=60, suppress_health_check=OUR_FOLDER)
@given(st.binary(max_size=300) | st.text(alphabet="agency: {}[]&*!|>-'\"\n\t#%,2024", max_size=200).map(str.encode))
def test_any_bytes_as_a_manifest_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / MANIFEST
    for whole in (content, b"agency: police\nextracted_at: " + content, b"covers: " + content):
        path.write_bytes(whole)
        try:
            read_manifest(path, "sent")
        except InputRefused:
            continue


changes = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6
)


def changed(content: bytes, where: list[tuple[float, bytes]], cut: float) -> bytes:
    """The content with some bytes overwritten, and its end cut off."""
    whole = bytearray(content)
    for place, some in where:
        start = int(place * len(whole))
        whole[start : start + len(some)] = some
    return bytes(whole[: max(1, int(len(whole) * cut))])


cuts = st.sampled_from([1.0, 1.0, 1.0, 0.9, 0.5])


@settings(max_examples=60, suppress_health_check=OUR_FOLDER)
@given(changes, cuts)
def test_a_damaged_parquet_file_is_read_or_refused(
    tmp_path: Path, where: list[tuple[float, bytes]], cut: float
) -> None:
    good = tmp_path / "good.parquet"
    if not good.exists():
        write_parquet(good, [{"person_ref": ref, "note": "x" * 20} for ref in IDS])
    path = tmp_path / "people.parquet"
    path.write_bytes(changed(good.read_bytes(), where, cut))
    read_or_refuse(path)


@settings(max_examples=12, suppress_health_check=OUR_FOLDER)
@given(changes, cuts)
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, where: list[tuple[float, bytes]], cut: float) -> None:
    good = tmp_path / "good.xlsx"
    if not good.exists():
        write_xlsx(good, [{"person_ref": ref} for ref in IDS])
    path = tmp_path / "people.xlsx"
    path.write_bytes(changed(good.read_bytes(), where, cut))
    read_or_refuse(path)


@settings(max_examples=12, suppress_health_check=OUR_FOLDER)
@given(st.binary(max_size=300) | st.text(alphabet='<>/"=crowvsitA1t&;! ', max_size=200).map(str.encode))
def test_any_bytes_as_a_sheet_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    book = write_xlsx(tmp_path / "people.xlsx", [{"person_ref": "1"}])
    read_or_refuse(repack(book, SHEET, XML + content))


@settings(max_examples=12, suppress_health_check=OUR_FOLDER)
@given(changes, cuts)
def test_a_damaged_zip_is_unpacked_or_refused(tmp_path: Path, where: list[tuple[float, bytes]], cut: float) -> None:
    good = tmp_path / "good.zip"
    if not good.exists():
        zip_folder(write_delivery(tmp_path / "sent", {"people": [{"person_ref": ref} for ref in IDS]}), good)
    path = tmp_path / "d.zip"
    path.write_bytes(changed(good.read_bytes(), where, cut))
    try:
        for source in find_deliveries([path]):
            with opened(DeliverySource(source.path)) as folder:
                assert folder.is_dir()
    except InputRefused:
        pass


def read_or_refuse(path: Path) -> None:
    """Reads a table to its end, or hears why not."""
    try:
        frame = read(path)
    except InputRefused as refused:
        assert path.name in str(refused) or "repacked" in str(refused)
    else:
        assert "_row" in frame.columns
