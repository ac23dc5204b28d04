"""Rows of our tables as they are made, kept beside each other until a table is whole, then one row a record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import polars as pl

from ingest.landing import FrameWriter
from ingest.mapping.held import in_parts
from ingest.tables.registry import TABLES
from ingest.tables.spec import CellType, TableSpec

ROW = "_row"
SENT = "="
FAULT = ("_fault_column", "_fault_rule", "_fault_sent", "_fault_message")
FALLBACK = "_fallback"
ONE_ROW_A_RECORD = frozenset({"people", "households", "professionals", "agencies"})
_LISTS = frozenset({CellType.LIST, CellType.SCHEMED})
_CLOSED_FIRST = {"sealed": 0, "restricted": 1, "open": 2}


def columns_of(spec: TableSpec) -> dict[str, pl.DataType]:
    """What a frame of made rows holds: each column's value, what it was sent as (`=name`), where it came from, its fault."""
    texts = [*spec.names, *(SENT + name for name in spec.names), *FAULT]
    return {ROW: pl.Int64(), FALLBACK: pl.Int64(), **dict.fromkeys(texts, pl.String())}


@dataclass(frozen=True, slots=True)
class Finished:
    """A table's file; (column, how many records, first row) where rows about one record said different things."""

    path: Path
    differing: tuple[tuple[str, int, int], ...] = ()


class Spool:
    """Made rows on disk, a file a table."""

    def __init__(self, folder: Path, joined: Collection[str] = ()) -> None:
        self._folder = folder
        self._joined = ONE_ROW_A_RECORD | set(joined)
        self._writers: dict[str, FrameWriter] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Spool:
        return self

    def add(self, table: str, made: pl.DataFrame) -> None:
        """Adds rows; the first ones, even none, make the table one that was sent."""
        if table not in self._writers:
            self._writers[table] = self._stack.enter_context(FrameWriter(self._folder / f"{table}.made.parquet"))
        self._writers[table].write(made.select(list(columns_of(TABLES[table]))))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def finish(self) -> dict[str, Finished]:
        """The file of each table, whole: of people, households, professionals, agencies, joined ones one row a record."""
        self._stack.close()
        return {table: self._finished(table) for table in sorted(self._writers)}

    def _finished(self, table: str) -> Finished:
        made = self._folder / f"{table}.made.parquet"
        if table not in self._joined:
            return Finished(made)
        whole, spec = self._folder / f"{table}.parquet", TABLES[table]
        told: list[tuple[str, int, int]] = []
        with FrameWriter(whole) as writer:
            for part in in_parts(made, spec.key[:1]):
                counted = counting(spec, part)
                writer.write(one_a_record(spec, counted))
                told += differing(spec, counted)
        made.unlink()
        return Finished(whole, tuple(_added(told)))


def _added(told: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """What parts of a table say, column by column: so many records together, and the first of their first rows."""
    by_column: dict[str, tuple[int, int]] = {}
    for column, count, first in told:
        before, earliest = by_column.get(column, (0, first))
        by_column[column] = before + count, min(earliest, first)
    return ((column, count, first) for column, (count, first) in by_column.items())


def counting(spec: TableSpec, made: pl.DataFrame) -> pl.DataFrame:
    """The rows that count: those made as a fallback only where nothing before them names the record."""
    key = spec.key[0]
    return made.filter(pl.col(key).is_null() | (pl.col(FALLBACK) == pl.col(FALLBACK).min().over(key)))


def one_a_record(spec: TableSpec, made: pl.DataFrame) -> pl.DataFrame:
    """Rows about one record as one: of each column the first cell that says something, the most closed of markings.

    Rows at fault stay as they are.
    """
    key = spec.key[0]
    at_fault = pl.col(FAULT[1]).is_not_null() | pl.col(key).is_null()
    good = made.filter(~at_fault)
    merged = good.group_by(key, maintain_order=True).agg(
        pl.col(ROW).first(),
        pl.col(FALLBACK).first(),
        *(_said(spec, name) for name in spec.names if name != key),
        *(pl.col(SENT + name).drop_nulls().first() for name in spec.names),
        *(pl.lit(None, pl.String).alias(name) for name in FAULT),
    )
    return pl.concat([merged.select(made.columns), made.filter(at_fault)])


def _said(spec: TableSpec, name: str) -> pl.Expr:
    cell = pl.col(name).drop_nulls()
    column = next(column for column in spec.columns if column.name == name)
    if column.type in _LISTS:
        return cell.unique(maintain_order=True).str.join(";").replace("", None)
    if column.closes_to is None:
        return cell.first()
    if name == "sensitivity":
        # What is none of the codes will be read as sealed, so it comes before all of them.
        rank = pl.col(name).str.to_lowercase().replace_strict(_CLOSED_FIRST, default=0, return_dtype=pl.Int64)
        return (
            pl.col(name).sort_by(pl.when(pl.col(name).is_null()).then(9).otherwise(rank), maintain_order=True).first()
        )
    closed = cell.filter(cell.str.to_lowercase() == column.closes_to)
    return pl.coalesce(closed.first(), cell.first()).alias(name)


def differing(spec: TableSpec, made: pl.DataFrame) -> Iterator[tuple[str, int, int]]:
    """(column, how many records, first row) where good rows about one record say different things."""
    key = spec.key[0]
    good = made.filter(pl.col(FAULT[1]).is_null() & pl.col(key).is_not_null())
    single = [column.name for column in spec.columns if column.type not in _LISTS and column.name != key]
    names = [name for name in single if good[name].null_count() < good.height]
    told = good.group_by(key, maintain_order=True).agg(
        pl.col(ROW).first(), *(pl.col(name).drop_nulls().n_unique() for name in names)
    )
    for name in names:
        rows = told.filter(pl.col(name) > 1)[ROW]
        if len(rows):
            yield name, len(rows), rows[0]
