"""Made rows as the checks take them: as they were sent, as they read, and those the mapping itself sets aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from graph.store.landing import line_of
from ingest.mapping.held import batches
from ingest.mapping.places import file_of
from ingest.mapping.spool import FAULT, ROW, SENT, Finished
from ingest.quarantine import CellWarning, QuarantinedRow
from ingest.tables.spec import TableSpec

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Sending:
    """Some rows of a table: all as they were sent, those to check, those set aside already.

    `to_correct` are all as they read, with the text as sent where it could not be read: what a row set aside is given
    back as, so that only what is at fault needs correcting.
    """

    as_sent: pl.DataFrame
    to_check: pl.DataFrame
    set_aside: list[QuarantinedRow] = field(default_factory=list)
    to_correct: pl.DataFrame | None = None

    def kept(self, lines: Sequence[int]) -> pl.DataFrame:
        """The rows as they are kept, when those on these lines are set aside."""
        if self.to_correct is None or not lines:
            return self.as_sent
        aside = pl.col(ROW).is_in(list(lines))
        return pl.concat([self.as_sent.filter(~aside), self.to_correct.filter(aside)]).sort(ROW)


def sent_rows(spec: TableSpec, finished: Finished, sources: Sequence[str]) -> Iterator[Sending]:
    """The rows made of a table, some at a time. As sent stands under our columns' names."""
    for made in batches(finished.path):
        fails = made[FAULT[1]].is_not_null()
        yield Sending(
            made.select(*(pl.col(SENT + name).alias(name) for name in spec.names), ROW),
            made.filter(~fails).select(*spec.names, ROW),
            list(_set_aside(spec, made.filter(fails), sources)),
            made.select(*(pl.coalesce(name, SENT + name).alias(name) for name in spec.names), ROW),
        )


def _set_aside(spec: TableSpec, made: pl.DataFrame, sources: Sequence[str]) -> Iterator[QuarantinedRow]:
    for row, column, rule, sent, message in made.select(ROW, *FAULT).iter_rows():
        yield QuarantinedRow(spec.name, file_of(row, sources, spec.name), row, column, rule, sent or "", message)


def in_its_file(row: QuarantinedRow, sources: Sequence[str]) -> QuarantinedRow:
    """The row with the file it came in."""
    return replace(row, file=file_of(row.line, sources, row.file))


def at_its_line(warning: CellWarning, sources: Sequence[str]) -> CellWarning:
    """The warning with the file and line of the first cell it is about; one about a heading has both already."""
    if warning.first_line <= 1:
        return warning
    file = file_of(warning.first_line, sources, warning.file)
    return replace(warning, file=file, first_line=line_of(warning.first_line))


def files_named(sources: Sequence[str]) -> str:
    """The files rows came from, in few words."""
    more = len(sources) - _NAMED
    return ", ".join(sources[:_NAMED]) + (f" and {more} more" if more > 0 else "")
