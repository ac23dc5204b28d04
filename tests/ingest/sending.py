"""Small deliveries for tests: tables of made-up rows written as an agency would send them."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import polars as pl

Row = Mapping[str, str]

MANIFEST = """\
agency: police
agency_name: Vale Police
agency_kind: police
system: incident-log
extracted_at: 2024-03-31T22:00:00Z
covers: {from: 2015-01-01, to: 2024-03-31}
lawful_basis: "public task; safeguarding of children"
"""


def headings(rows: Sequence[Row]) -> list[str]:
    """Every column some row has, in the order they come up."""
    return list(dict.fromkeys(name for row in rows for name in row))


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    """The rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings(rows), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows: Sequence[Row]) -> Path:
    """The rows as a Parquet file of texts."""
    names = headings(rows)
    pl.DataFrame(
        {name: [row.get(name, "") for row in rows] for name in names}, schema=dict.fromkeys(names, pl.String)
    ).write_parquet(path)
    return path


def write_xlsx(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    """The rows as the first sheet of a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    names = list(dict.fromkeys(name for row in rows for name in row))
    for place, name in enumerate(names, 1):
        sheet.cell(1, place, name).data_type = "s"
    for line, row in enumerate(rows, 2):
        for place, name in enumerate(names, 1):
            value = row.get(name)
            if value not in {None, ""}:
                cell = sheet.cell(line, place, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
    return path


def write_delivery(folder: Path, tables: Mapping[str, Sequence[Row]], manifest: str = MANIFEST) -> Path:
    """A delivery folder with one CSV a table."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "delivery.yaml").write_text(manifest, encoding="utf-8")
    for table, rows in tables.items():
        write_csv(folder / f"{table}.csv", rows)
    return folder


def zip_folder(folder: Path, target: Path, inside: str = "") -> Path:
    """The folder's files as a zip, in reverse order, optionally under one folder."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir(), reverse=True):
            archive.write(path, f"{inside}{path.name}")
    return target
