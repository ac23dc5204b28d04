"""What a mapping makes of a sample: what each column became, what was not used, rows by table, what would be set aside.

Nothing of the sample is kept, and nothing here holds a value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from graph.store.landing import line_of
from ingest.checks.rules import UNKNOWN_COLUMN
from ingest.claims.records import split_waiting
from ingest.delivery import DeliverySource, find_deliveries, opened
from ingest.landing import Landing
from ingest.mapping.asked import MappingAsked
from ingest.mapping.converting import Conversion, Task, convert
from ingest.mapping.gathering import Read
from ingest.preparing import Prepared, prepare
from ingest.quarantine import CellWarning, QuarantinedRow

FIRST = 20


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """One file or sheet: which heading each column goes by, columns it lacks, headings nothing uses."""

    source: str
    file: str
    rows: int
    columns: Mapping[str, str]
    missing: tuple[str, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableMade:
    """The rows made of a table: how many, how many of them are set aside, repeat others, or wait for what they name."""

    table: str
    rows: int
    quarantined: int
    repeated: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is set aside, without its text."""

    file: str
    line: int
    table: str
    column: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What one delivery of a mapping would be.

    `by_rule`: rows set aside; `let_pass_by_rule`: cells that do not fit and do not keep their row from being used.
    """

    mapping: str
    agency: str
    system: str
    extracted_at: str
    covers: str
    sources: tuple[SourceSeen, ...]
    tables: tuple[TableMade, ...]
    by_rule: Mapping[str, int]
    let_pass_by_rule: Mapping[str, int]
    first_reasons: tuple[Reason, ...]
    warnings: tuple[CellWarning, ...]
    absent: tuple[str, ...] = ()
    refused: tuple[str, ...] = field(default_factory=tuple)


def preview(asked: MappingAsked, sample: Path) -> list[Preview]:
    """What each delivery of a sample would be. Raises InputRefused for a sample that cannot be opened."""
    return [_preview(source) for source in find_deliveries([sample], asked)]


def _preview(source: DeliverySource) -> Preview:
    with TemporaryDirectory(prefix="kithmap-") as temporary:
        made = Path(temporary)
        prepared = prepare(source, made, tolerance=1.0)
        asked = source.mapping
        with opened(source) as folder:
            files = source.path if source.path.is_file() and not source.is_zip else folder
            conversion = Conversion() if asked is None else _convert(asked, files, prepared, made)
        tables = tuple(_tables(prepared, Landing(made)))
    return _told(asked, prepared, conversion, tables)


def _convert(asked: MappingAsked, files: Path, prepared: Prepared, folder: Path) -> Conversion:
    return convert(Task(asked.plan, asked.part, files, prepared.manifest), folder)


def _told(
    asked: MappingAsked | None, prepared: Prepared, conversion: Conversion, tables: tuple[TableMade, ...]
) -> Preview:
    manifest = prepared.manifest
    seen = {read.place.source for read in conversion.reads}
    known = asked.plan.sources_of(asked.part) if asked is not None else {}
    return Preview(
        mapping=manifest.mapping or "",
        agency=manifest.agency,
        system=manifest.system,
        extracted_at=manifest.extracted_at.isoformat(),
        covers=f"{manifest.covers.from_ or 'always'} to {manifest.covers.to or 'always'}",
        sources=tuple(map(_source, conversion.reads)),
        tables=tables,
        by_rule=dict(Counter(row.rule for row in prepared.quarantined)),
        let_pass_by_rule=_let_pass(prepared.warnings),
        first_reasons=tuple(_reasons(prepared.quarantined)),
        warnings=tuple(_cells(prepared.warnings)),
        absent=tuple(name for name in known if name not in seen),
        refused=prepared.refused,
    )


def _source(read: Read) -> SourceSeen:
    matched = read.matched
    return SourceSeen(read.place.source, read.place.name, read.rows, matched.named, matched.missing, matched.unused)


def _reasons(rows: Sequence[QuarantinedRow]) -> Iterator[Reason]:
    for row in rows[:FIRST]:
        yield Reason(row.file, line_of(row.line), row.table, row.column, row.rule, row.message)


def _let_pass(warnings: Sequence[CellWarning]) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for warning in _cells(warnings):
        if warning.column and warning.table != "delivery":
            counted[warning.rule] += warning.count
    return dict(counted)


def _cells(warnings: Sequence[CellWarning]) -> Iterator[CellWarning]:
    """The warnings but those of headings, which the sources tell."""
    for warning in warnings:
        if warning.rule != UNKNOWN_COLUMN:
            yield replace(warning, first_line=line_of(warning.first_line))


def _tables(prepared: Prepared, landing: Landing) -> Iterator[TableMade]:
    good = {
        count.table: pl.read_parquet(landing.checked_path(prepared.delivery, count.table)) for count in prepared.tables
    }
    keys = {table: frame["_key"] for table, frame in good.items()}
    for count in prepared.tables:
        waiting = split_waiting(count.table, good[count.table], keys).waiting.height
        yield TableMade(count.table, count.rows_in, count.quarantined, count.repeated, waiting)


def as_lines(told: Preview) -> Iterator[str]:
    """The preview in words."""
    yield f"mapping {told.mapping}: {told.agency}, {told.system}, taken {told.extracted_at}, covers {told.covers}"
    for seen in told.sources:
        yield f"{seen.source}: {seen.file}, {seen.rows} rows"
        yield from (f"    {column:<16} {heading}" for column, heading in seen.columns.items())
        if seen.missing:
            yield f"    not in the file: {', '.join(seen.missing)}"
        if seen.unused:
            yield f"    not used: {', '.join(seen.unused)}"
    if told.absent:
        yield f"no file for: {', '.join(told.absent)}"
    for made in told.tables:
        yield f"{made.table:<20} {made.rows} rows, {made.quarantined} quarantined, {made.waiting} wait for another row"
    yield from (f"quarantined by {rule}: {count}" for rule, count in sorted(told.by_rule.items()))
    yield from (
        f"does not fit, and is let pass, by {rule}: {count}" for rule, count in sorted(told.let_pass_by_rule.items())
    )
    for reason in told.first_reasons:
        yield f"quarantined: {reason.file} line {reason.line}: {reason.message}"
    for warning in told.warnings:
        where = f"{warning.file} {warning.column}".strip()
        yield f"warning: {where}: {warning.message} ({warning.count} times, first on line {warning.first_line})"
    yield from (f"would be refused: {reason}" for reason in told.refused)
