"""Rows of our tables made of a source's rows, with what does not fit what the mapping states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ingest.checks.rules import SENTENCES, SURPLUS_CELLS
from ingest.mapping.cells import Misfit, Reading, Stated, holds, read_cell
from ingest.mapping.gathering import LINE, SURPLUS
from ingest.mapping.places import RowNumbers
from ingest.mapping.plan import Rows, Unfit
from ingest.mapping.spool import FALLBACK, FAULT, ROW, SENT, columns_of
from ingest.quarantine import CellWarning
from ingest.tables.registry import TABLES


@dataclass(frozen=True, slots=True)
class _Fault:
    """A misfit of one column, as messages name it."""

    column: str
    misfit: Misfit
    sent: pl.Expr
    heading: str

    @property
    def message(self) -> str:
        """A sentence that names column and heading, and no value."""
        return f"{self.column} (from {self.heading}): {self.misfit.sentence}"


class Maker:
    """Makes the rows of one entry under `rows` of a source. `headings`: what its columns are called in the file."""

    def __init__(self, rows: Rows, stated: Stated, headings: Mapping[str, str]) -> None:
        self._rows = rows
        self._spec = TABLES[rows.into]
        columns = {column.name: column for column in self._spec.columns}
        self._readings = {name: read_cell(cell, columns[name], stated) for name, cell in rows.cells.items()}
        self._faults = [
            _Fault(name, misfit, reading.sent, _heading(rows, name, headings))
            for name, reading in self._readings.items()
            for misfit in reading.misfits
        ]

    @property
    def run(self) -> str | None:
        """The run the rows are made by, None where each is of a row of the source alone."""
        return self._rows.run

    @property
    def table(self) -> str:
        """The table the rows are of."""
        return self._spec.name

    def make(self, frame: pl.DataFrame, numbers: RowNumbers) -> tuple[pl.DataFrame, list[tuple[_Fault, int, int]]]:
        """The rows as `spool.columns_of` says, and (what, how often, first row) of cells left out or kept unfit."""
        lowest = frame[LINE].min()
        first = lowest if isinstance(lowest, int) else 0
        chosen = frame.filter(holds(self._rows.when, self._rows.unless))
        if self._rows.each is not None:
            parts = pl.col(self._rows.each).str.split(self._rows.parted_by)
            chosen = chosen.with_columns(parts).explode(self._rows.each, empty_as_null=True)
            chosen = chosen.with_columns(pl.col(self._rows.each).str.strip_chars()).filter(
                pl.col(self._rows.each) != ""
            )
        chosen = chosen.with_columns(pl.Series(ROW, numbers.of(chosen[LINE], first), pl.Int64))
        return chosen.select(self._expressions()), list(self._let_pass(chosen))

    def _expressions(self) -> Iterator[pl.Expr]:
        nothing = Reading(pl.lit(None, pl.String), pl.lit(None, pl.String))
        stopping = [fault for fault in self._faults if fault.misfit.becomes is Unfit.QUARANTINE]
        made = {ROW: pl.col(ROW), FALLBACK: pl.lit(self._rows.fallback, pl.Int64)}
        for name in self._spec.names:
            reading = self._readings.get(name, nothing)
            made[name], made[SENT + name] = reading.value, reading.sent
        made |= dict(zip(FAULT, _fault_cells(stopping), strict=True))
        return (made[name].cast(kind).alias(name) for name, kind in columns_of(self._spec).items())

    def _let_pass(self, chosen: pl.DataFrame) -> Iterator[tuple[_Fault, int, int]]:
        passing = [fault for fault in self._faults if fault.misfit.becomes in {Unfit.KEEP, Unfit.LEAVE_OUT}]
        if not passing or chosen.is_empty():
            return
        masks = chosen.select(ROW, *(fault.misfit.mask.alias(str(nth)) for nth, fault in enumerate(passing)))
        for nth, fault in enumerate(passing):
            rows = masks.filter(pl.col(str(nth)))[ROW]
            if len(rows):
                yield fault, len(rows), rows[0]


def warning_of(table: str, file: str, told: tuple[_Fault, int, int]) -> CellWarning:
    """A warning of cells that were let pass."""
    fault, count, first = told
    return CellWarning(table, file, fault.column, fault.misfit.rule, fault.message, count, first)


def _heading(rows: Rows, name: str, headings: Mapping[str, str]) -> str:
    cells = [rows.cells[name]]
    named: list[str] = []
    while cells:
        cell = cells.pop(0)
        named += [headings.get(column, column) for column in cell.from_]
        named += [headings.get(column, column) for column in cell.sum_of]
        cells += [*cell.first, *cell.parts]
    return ", ".join(dict.fromkeys(named)) or "the mapping"


def _fault_cells(faults: Sequence[_Fault]) -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]:
    """Column, rule and text as sent of a row's first fault, and a message that names every one."""
    surplus = pl.col(SURPLUS).is_not_null()
    first = [(surplus, pl.lit(""), pl.lit(SURPLUS_CELLS), pl.col(SURPLUS), pl.lit(SENTENCES[SURPLUS_CELLS]))]
    every = first + [
        (fault.misfit.mask, pl.lit(fault.column), pl.lit(fault.misfit.rule), fault.sent, pl.lit(fault.message))
        for fault in faults
    ]
    column, rule, sent = (pl.coalesce(pl.when(one[0]).then(one[part]) for one in every) for part in (1, 2, 3))
    messages = pl.concat_str([pl.when(one[0]).then(one[4]) for one in every], separator="; ", ignore_nulls=True)
    return column, rule, sent, messages
