"""One table's rows, checked as columns: which are good, which are set aside, what was odd (deliveries.md §2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from graph.errors import InputRefused
from graph.model.period import end_of_day
from ingest.checks.content import content_hashes, extra_cells, record_keys
from ingest.checks.readings import read
from ingest.checks.row_model import faults, row_model
from ingest.checks.rules import (
    CLOSED,
    END_BEFORE_START,
    FUTURE_DATE,
    SENTENCES,
    SURPLUS_CELLS,
    unreadable_rule,
)
from ingest.quarantine import CellWarning, QuarantinedRow
from ingest.tables.spec import CellType, Column, TableSpec

ROW = "_row"
SURPLUS = "_surplus"
_MASK = "\x1f"
_FAILS = f"{_MASK}fails"
_DATES = frozenset({CellType.DATE, CellType.MOMENT})
_ALWAYS_READABLE = frozenset(
    {
        CellType.TEXT,
        CellType.LIST,
        CellType.OPEN_CODE,
        CellType.HEADLINE,
        CellType.NHS_NUMBER,
        CellType.UPN,
    }
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where rows come from: the file's name, and the London day the delivery was taken."""

    file: str
    extracted_on: date


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome for some rows.

    `good` holds every column of the table as normalised text, with `_row` (the line it starts on), `_key` (record key),
    `_extra` (unknown columns as JSON) and `_content` (hash of the normalised cells).
    """

    good: pl.DataFrame
    quarantined: list[QuarantinedRow]
    warnings: list[CellWarning]
    rows_in: int


def refuse_missing_columns(spec: TableSpec, sent: Sequence[str], file: str) -> None:
    """Raises InputRefused when a column the table cannot do without is not in the header."""
    missing = [name for name in spec.required if name not in sent]
    if missing:
        raise InputRefused(f"required columns are missing: {', '.join(missing)}", file)


def check_table(spec: TableSpec, frame: pl.DataFrame, origin: Origin) -> Checked:
    """What becomes of the rows of `frame`: text columns as sent, `_row`, and `_surplus` where a row has cells beyond
    the header. Raises InputRefused when a required column is missing."""
    refuse_missing_columns(spec, frame.columns, origin.file)
    trimmed = frame.select(ROW, *(_trimmed(name) for name in frame.columns if name not in {ROW, SURPLUS}))
    surplus = frame[SURPLUS].is_not_null() if SURPLUS in frame.columns else pl.repeat(False, frame.height, eager=True)
    present = [column for column in spec.columns if column.name in frame.columns]
    outcome = _read(present, trimmed, extra_cells(spec, trimmed))
    outcome = outcome.with_columns((surplus | _any_fails(spec, outcome)).alias(_FAILS))
    failed = outcome[_FAILS]
    quarantined = _set_aside(spec, trimmed.filter(failed), frame.filter(failed), origin) if failed.any() else []
    good = outcome.filter(~failed) if quarantined else outcome
    good, period_masks = _with_periods(spec, good, origin)
    warnings = _count_warnings(spec, good.hstack(period_masks), origin)
    return Checked(_complete(spec, good), quarantined, warnings, frame.height)


def _trimmed(name: str) -> pl.Expr:
    cell = pl.col(name).str.strip_chars()
    return pl.when(cell != "").then(cell).alias(name)


def _read(present: Sequence[Column], trimmed: pl.DataFrame, extra: pl.Expr) -> pl.DataFrame:
    """For each column its value, a mask of cells that cannot be read, and a mask for each other oddity."""
    with_nul = _columns_with_nul(present, trimmed)
    readings = {column: read(column) for column in present}
    # Each value is worked out once, under a name of its own, before anything is said of it.
    values = [
        (pl.when(~_has_nul(column)).then(reading.value) if column.name in with_nul else reading.value).alias(
            _value(column)
        )
        for column, reading in readings.items()
    ]
    told = [extra]
    for column, reading in readings.items():
        cell, value = pl.col(column.name), pl.col(_value(column))
        if not column.required and (column.type not in _ALWAYS_READABLE or column.name in with_nul):
            told.append((cell.is_not_null() & value.is_null()).alias(_mask(column.name, unreadable_rule(column))))
        if column.closes_to is not None:
            value = pl.when(cell.is_not_null()).then(value.fill_null(column.closes_to))
        told.append(value.alias(column.name))
        told += [
            (cell.is_not_null() & mask).fill_null(value=False).alias(_mask(column.name, rule))
            for rule, mask in reading.oddities
        ]
    return trimmed.with_columns(values).select(ROW, *told)


def _value(column: Column) -> str:
    return f"{_MASK}value{_MASK}{column.name}"


def _has_nul(column: Column) -> pl.Expr:
    return pl.col(column.name).str.contains("\0", literal=True)


def _columns_with_nul(present: Sequence[Column], trimmed: pl.DataFrame) -> set[str]:
    found = trimmed.select(_has_nul(column).any() for column in present)
    return {name for name, has in found.row(0, named=True).items() if has}


def _mask(column: str, rule: str) -> str:
    return f"{_MASK}{column}{_MASK}{rule}"


def _any_fails(spec: TableSpec, outcome: pl.DataFrame) -> pl.Series:
    """Whether a row lacks something it cannot do without: a null value, whether empty or unreadable."""
    fails = [pl.col(column.name).is_null() for column in spec.columns if column.required]
    for column in spec.columns:
        if column.required_when is not None:
            other, value = column.required_when
            lacks = pl.col(column.name).is_null() if column.name in outcome.columns else pl.lit(value=True)
            fails.append((pl.col(other) == value).fill_null(value=False) & lacks)
    return outcome.select(pl.any_horizontal(fails)).to_series()


def _set_aside(spec: TableSpec, rows: pl.DataFrame, sent: pl.DataFrame, origin: Origin) -> list[QuarantinedRow]:
    columns = [ROW, *(column.name for column in spec.columns if column.can_be_required and column.name in rows.columns)]
    aside, model = [], row_model(spec)
    for row, as_sent in zip(rows.select(columns).iter_rows(named=True), sent.iter_rows(named=True), strict=True):
        line = row.pop(ROW)
        too_many = as_sent.get(SURPLUS) is not None
        found = [("", SURPLUS_CELLS, SENTENCES[SURPLUS_CELLS])] if too_many else faults(model, row)
        column, rule, _ = found[0]
        message = "; ".join(f"{name}: {sentence}" if name else sentence for name, _, sentence in found)
        text = as_sent.get(column) if column else as_sent[SURPLUS]
        aside.append(QuarantinedRow(spec.name, origin.file, line, column, rule, text or "", message))
    return aside


def _with_periods(spec: TableSpec, good: pl.DataFrame, origin: Origin) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows without ends that lie before their start, and the masks of those ends and of dates in the future."""
    masks: list[pl.Expr] = []
    kept: list[pl.Expr] = []
    for start, end in spec.periods:
        if start in good.columns and end in good.columns:
            before = (pl.col(end) < pl.col(start)) & ~pl.col(start).str.starts_with(pl.col(end))
            masks.append(before.fill_null(value=False).alias(_mask(end, END_BEFORE_START)))
            kept.append(pl.when(~before.fill_null(value=False)).then(pl.col(end)).alias(end))
    after = _after(origin.extracted_on)
    for column in spec.columns:
        if column.type in _DATES and not column.may_be_ahead and column.name in good.columns:
            ahead = (pl.col(column.name) > after[column.type]).fill_null(value=False)
            masks.append(ahead.alias(_mask(column.name, FUTURE_DATE)))
    return good.with_columns(kept), good.select(masks)


def _after(day: date) -> dict[CellType, str]:
    """What a date's text must exceed to lie after the day: a partial date that could be the day does not."""
    return {CellType.DATE: day.isoformat(), CellType.MOMENT: f"{end_of_day(day):%Y-%m-%dT%H:%M:%SZ}"}


def _count_warnings(spec: TableSpec, good: pl.DataFrame, origin: Origin) -> list[CellWarning]:
    masks = [name for name in good.columns if name.startswith(_MASK) and name != _FAILS]
    if not masks or good.is_empty():
        return []
    counts = good.select(pl.col(masks).sum()).row(0, named=True)
    closing = {column.name for column in spec.columns if column.closes_to is not None}
    warnings = []
    for mask, count in counts.items():
        if count:
            _, column, rule = mask.split(_MASK)
            rule = CLOSED if column in closing else rule
            first = good.filter(pl.col(mask))[ROW].item(0)
            warnings.append(CellWarning(spec.name, origin.file, column, rule, SENTENCES[rule], count, first))
    return warnings


def _complete(spec: TableSpec, good: pl.DataFrame) -> pl.DataFrame:
    columns = [pl.col(name) if name in good.columns else pl.lit(None, pl.String).alias(name) for name in spec.names]
    whole = good.select(ROW, *columns, "_extra")
    whole = whole.with_columns(record_keys(spec))
    return whole.with_columns(content_hashes(spec, whole)).select(*spec.names, ROW, "_key", "_extra", "_content")
