"""Finding deliveries and telling them apart by what they hold."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph.errors import InputRefused
from ingest.delivery import DeliverySource, delivery_id, find_deliveries, find_tables, opened
from ingest.manifest import read_manifest
from tests.ingest.sending import MANIFEST, write_delivery, zip_folder

TABLES = {"people": [{"person_ref": "p1"}], "households": [{"household_ref": "h1"}]}


def identify(source: Path) -> str:
    with opened(DeliverySource(source)) as folder:
        return delivery_id(read_manifest(folder / "delivery.yaml", source.name), find_tables(folder))


def test_a_partnership_is_the_deliveries_under_a_folder(tmp_path: Path) -> None:
    write_delivery(tmp_path / "area" / "police", TABLES)
    zip_folder(write_delivery(tmp_path / "gp", TABLES), tmp_path / "area" / "gp.zip")
    (tmp_path / "area" / "truth").mkdir()
    (tmp_path / "area" / "notes.txt").write_text("x")
    assert [source.name for source in find_deliveries([tmp_path / "area"])] == ["gp.zip", "police"]


def test_a_path_given_twice_is_one_delivery(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path / "police", TABLES)
    assert len(find_deliveries([folder, tmp_path])) == 1


@pytest.mark.parametrize("make", ["missing", "empty", "file", "zip"])
def test_a_path_without_a_delivery_says_what_was_expected(tmp_path: Path, make: str) -> None:
    path = tmp_path / "area"
    if make == "empty":
        path.mkdir()
    elif make == "file":
        path.write_text("x")
    elif make == "zip":
        (tmp_path / "plain").mkdir()
        path = zip_folder(tmp_path / "plain", tmp_path / "area.zip")
    with pytest.raises(InputRefused, match=r"delivery\.yaml"):
        find_deliveries([path])


def test_folder_and_zip_of_one_content_are_one_delivery(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path / "police", TABLES)
    copy = shutil.copytree(folder, tmp_path / "copy")
    plain, nested = tmp_path / "a.zip", tmp_path / "b.zip"
    ids = {
        identify(folder),
        identify(copy),
        identify(zip_folder(folder, plain)),
        identify(zip_folder(folder, nested, "x/")),
    }
    assert len(ids) == 1


def test_another_row_or_manifest_is_another_delivery_and_a_comment_is_not(tmp_path: Path) -> None:
    first = identify(write_delivery(tmp_path / "a", TABLES))
    assert identify(write_delivery(tmp_path / "b", {**TABLES, "people": [{"person_ref": "p2"}]})) != first
    assert identify(write_delivery(tmp_path / "c", TABLES, MANIFEST.replace("22:00", "21:00"))) != first
    assert identify(write_delivery(tmp_path / "d", TABLES, "# made on Monday\n" + MANIFEST)) == first


def test_lock_files_and_hidden_files_are_no_tables(tmp_path: Path) -> None:
    folder = write_delivery(tmp_path / "a", TABLES)
    for name in ("~$people.xlsx", ".people.csv", "readme.txt"):
        (folder / name).write_text("x")
    assert [file.table for file in find_tables(folder)] == ["households", "people"]
