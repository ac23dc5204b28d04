"""Whether the parts of a mapping fit together: columns, tables, codes, dates, deliveries; every fault, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ingest.mapping.plan import OF_DELIVERY, Cell, Plan, Rows, Source
from ingest.tables.registry import TABLES
from ingest.tables.spec import CellType

Place = tuple[str | int, ...]
Fault = tuple[Place, str]
_NO_COLUMN = "not among `columns` or `refs` of this source"
_SAY_DATES = "say how the file writes dates, for example `dates: dd/mm/yyyy`"


def faults_of(plan: Plan) -> Iterator[Fault]:
    """Where parts do not fit: the steps that lead to the place, and a sentence."""
    for name, source in plan.sources.items():
        at = ("sources", name)
        if plan.deliveries and source.delivery not in plan.deliveries:
            yield at, f"source {name}: say which of `deliveries` it belongs to: {', '.join(plan.deliveries)}"
        if not plan.deliveries and source.delivery is not None:
            yield at, f"source {name}: `delivery` names one of `deliveries`, and the mapping has none"
        if any(ref.days for ref in source.refs.values()) and not (source.dates or plan.dates):
            yield at, f"source {name}: {_SAY_DATES}"
        yield from _of_source(at, source)
        yield from _closed_elsewhere(plan, at, source)
        for nth, rows in enumerate(source.rows):
            yield from _of_rows((*at, "rows", nth), rows, source)
            yield from _of_cells(plan, (*at, "rows", nth, "cells"), (name, rows), source.dates or plan.dates)


def _of_source(at: Place, source: Source) -> Iterator[Fault]:
    if twice := sorted(set(source.columns) & set(source.refs)):
        yield at, f"{', '.join(twice)} is both a column and a ref: give the ref another name"
    known = _known(source)
    yield from _unknown((*at, "needs"), source.needs, known)
    for name, ref in source.refs.items():
        yield from _unknown((*at, "refs", name), ref.from_, known)
    for name, run in source.runs.items():
        if unknown := sorted(set(run.named) - set(source.columns)):
            yield (*at, "runs", name), f"{', '.join(unknown)}: not among `columns` of this source"


def _closed_elsewhere(plan: Plan, at: Place, source: Source) -> Iterator[Fault]:
    for name, run in source.runs.items():
        told = run.closed_by
        if told is None:
            continue
        other = plan.sources.get(told.source)
        if other is None or other.delivery != source.delivery:
            yield (*at, "runs", name), f"closed_by: {told.source} is no source of the same delivery"
        elif unknown := sorted(told.named - set(other.columns)):
            yield (*at, "runs", name), f"closed_by: {', '.join(unknown)}: not among `columns` of {told.source}"
        elif len(told.of) != len(run.of):
            yield (*at, "runs", name), "closed_by: `of` names as many columns as the run's own `of`"


def _known(source: Source) -> set[str]:
    return {*source.columns, *source.refs, *OF_DELIVERY}


def _unknown(at: Place, named: Sequence[str], known: set[str]) -> Iterator[Fault]:
    if unknown := sorted(set(named) - known):
        yield at, f"{', '.join(unknown)}: {_NO_COLUMN}"


def _of_rows(at: Place, rows: Rows, source: Source) -> Iterator[Fault]:
    known = _known(source)
    yield from _unknown(at, [*rows.when, *rows.unless, *([rows.each] if rows.each else [])], known)
    for target, cell in rows.cells.items():
        named = [name for one in _cells(cell) for name in (*one.from_, *one.sum_of, *one.when, *one.unless)]
        yield from _unknown((*at, "cells", target), named, known)
    if rows.run is not None and rows.run not in source.runs:
        yield at, f"{rows.run}: not among `runs` of this source"
    spec = TABLES.get(rows.into)
    if spec is None:
        yield at, f"`{rows.into}` is no table; the tables are {', '.join(TABLES)}"
        return
    if unknown := sorted(set(rows.cells) - set(spec.names)):
        yield at, f"{rows.into} has no column {', '.join(unknown)}; it has {', '.join(spec.names)}"
    if missing := [name for name in spec.required if name not in rows.cells]:
        yield at, f"a row of {rows.into} cannot do without {', '.join(missing)}"


def _of_cells(plan: Plan, at: Place, named: tuple[str, Rows], dates: Sequence[str]) -> Iterator[Fault]:
    name, rows = named
    spec = TABLES.get(rows.into)
    dated = (
        {column.name for column in spec.columns if column.type in {CellType.DATE, CellType.MOMENT}} if spec else set()
    )
    for target, cell in rows.cells.items():
        where, place = f"source {name}, {rows.into}.{target}", (*at, target)
        for one in _cells(cell):
            if isinstance(one.codes, str) and one.codes not in plan.codes:
                yield place, f"{where}: there are no codes called {one.codes}: add them under `codes`"
            if one.every and one.find is None:
                yield place, f"{where}: `every` is for all that `find` finds: give `find` too"
            if target in dated and one.from_ and not (one.dates or dates):
                yield place, f"{where}: {_SAY_DATES}"


def _cells(cell: Cell) -> Iterator[Cell]:
    yield cell
    for one in (*cell.first, *cell.parts):
        yield from _cells(one)
