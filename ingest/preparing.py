"""A delivery opened, checked and landed: everything up to the point where it is compared with what is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from graph.errors import InputRefused
from graph.model.period import london_day
from graph.store.landing import Landing, write_whole
from ingest.checks.table import Checked, Origin, check_table, refuse_missing_columns
from ingest.delivery import DeliverySource, delivery_id, open_delivery, table_files
from ingest.manifest import MANIFEST, Manifest, read_manifest
from ingest.opening.table import read_table
from ingest.quarantine import CellWarning, QuarantinedRow, merge_warnings, to_frame
from ingest.tables.registry import TABLES

SMALLEST_TABLE_FOR_TOLERANCE = 100


@dataclass(frozen=True, slots=True)
class PreparedTable:
    """One table of a delivery: how many rows came, how many are good, and how many of those say the same twice."""

    name: str
    rows_in: int
    good: int
    doubled: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A delivery that is landed. `refused` says why it may not be published; empty: it may."""

    id: str
    manifest: Manifest
    tables: tuple[PreparedTable, ...]
    quarantined: tuple[QuarantinedRow, ...]
    warnings: tuple[CellWarning, ...]
    refused: tuple[str, ...]
    unknown: tuple[str, ...] = field(default=())


def prepare(source: DeliverySource, landing: Landing, tolerance: float) -> Prepared:
    """Opens, checks and lands one delivery. Raises InputRefused when the manifest or a file can't be read at all."""
    with open_delivery(source) as folder:
        manifest = read_manifest(folder / MANIFEST)
        if manifest.mapping:
            raise InputRefused("names a mapping: give it with --mapping, its files are in another format", MANIFEST)
        files = table_files(folder)
        identifier = delivery_id(folder, files)
        known = [file for file in files if file.stem.lower() in TABLES]
        unknown = tuple(f"unknown table {file.name}" for file in files if file not in known)
        parts = [_prepare_table(file, identifier, manifest, landing, tolerance) for file in known]
    quarantined = tuple(row for part in parts for row in part.quarantined)
    write_whole(to_frame(quarantined), landing.quarantine(identifier))
    return Prepared(
        id=identifier,
        manifest=manifest,
        tables=tuple(part.table for part in parts),
        quarantined=quarantined,
        warnings=tuple(merge_warnings(warning for part in parts for warning in part.warnings)),
        refused=tuple(reason for part in parts for reason in part.refused),
        unknown=(*unknown, *(name for part in parts for name in part.unknown)),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    table: PreparedTable
    quarantined: list[QuarantinedRow]
    warnings: list[CellWarning]
    refused: list[str]
    unknown: list[str]


def _prepare_table(file: Path, delivery: str, manifest: Manifest, landing: Landing, tolerance: float) -> _Part:
    name = file.stem.lower()
    origin = Origin(file.name, london_day(manifest.extracted_at))
    sent: list[pl.DataFrame] = []
    checked: list[Checked] = []
    try:
        for frame, outcome in _check_in_parts(file, name, origin):
            sent.append(frame)
            checked.append(outcome)
    except InputRefused as fault:
        return _Part(PreparedTable(name, 0, 0, 0), [], [], [str(fault)], [])
    good = pl.concat([part.good for part in checked], how="vertical")
    write_whole(pl.concat(sent, how="diagonal"), landing.as_sent(delivery, name))
    write_whole(good, landing.checked(delivery, name))
    quarantined = [row for part in checked for row in part.quarantined]
    rows_in = sum(part.rows_in for part in checked)
    distinct = good.select("_key", "_content").unique()
    doubled = good.height - distinct.height
    refused = _refusals(file.name, rows_in, quarantined, distinct, tolerance)
    unknown = sorted(set(sent[0].columns) - set(TABLES[name].names) - {"_row", "_surplus"})
    return _Part(
        PreparedTable(name, rows_in, good.height, doubled),
        quarantined,
        [warning for part in checked for warning in part.warnings],
        refused,
        [f"unknown column {column} in {file.name}" for column in unknown],
    )


def _check_in_parts(file: Path, name: str, origin: Origin) -> Iterator[tuple[pl.DataFrame, Checked]]:
    for frame in read_table(file):
        refuse_missing_columns(TABLES[name], frame.columns, origin.file)
        yield frame, check_table(TABLES[name], frame, origin)


def _refusals(
    file: str, rows_in: int, quarantined: Sequence[QuarantinedRow], distinct: pl.DataFrame, tolerance: float
) -> list[str]:
    reasons = []
    if rows_in >= SMALLEST_TABLE_FOR_TOLERANCE and len(quarantined) > tolerance * rows_in:
        share = len(quarantined) / rows_in
        worst = Counter(row.rule for row in quarantined).most_common(1)[0][0]
        reasons.append(
            f"{file}: {len(quarantined)} of {rows_in} rows are bad ({share:.1%}; allowed {tolerance:.1%}; most by rule {worst})"
        )
    conflicting = distinct.height - distinct["_key"].n_unique()
    if conflicting:
        reasons.append(f"{file}: {conflicting} references come twice with different content")
    return reasons
