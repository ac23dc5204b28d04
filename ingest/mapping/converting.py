"""An agency's own files converted: every row of its sources read once, the rows of our tables made and kept on disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from graph.errors import InputRefused
from ingest.checks.rules import UNKNOWN_COLUMN, UNKNOWN_TABLE
from ingest.manifest import Manifest
from ingest.mapping.cells import Stated
from ingest.mapping.ends_elsewhere import NONE_CLOSED, NOT_TOLD, ClosedEnds, closed_ends
from ingest.mapping.gathering import LINE, SURPLUS, Place, Read, find_places, is_source_file, read_places
from ingest.mapping.held import Held
from ingest.mapping.making import Maker, warning_of
from ingest.mapping.places import MOST_SOURCES, RowNumbers
from ingest.mapping.plan import OF_DELIVERY, Plan, Run, Source
from ingest.mapping.refs import Refs
from ingest.mapping.runs import run_rows
from ingest.mapping.spool import Finished, Spool
from ingest.opening.sheets import sheet_names
from ingest.quarantine import CellWarning, merge_warnings

_PLACE = "_place"
DIFFERS = "said_differently"
_NOT_NAMED = "no column of the mapping: not taken"
_NOT_READ = "no source of the mapping reads it: not taken"
_DIFFERS = "rows about one record say different things: the first is kept"


@dataclass(frozen=True, slots=True)
class Conversion:
    """What became of files: each place read, our tables' files, warnings, files no source reads, faults that refuse all.

    `gives`: which tables each source gives rows to. `sources`: the places' names, in the order rows are numbered by.
    """

    tables: Mapping[str, Finished] = field(default_factory=dict)
    reads: tuple[Read, ...] = ()
    warnings: tuple[CellWarning, ...] = ()
    unread: tuple[str, ...] = ()
    gives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[CellWarning, ...]:
        """Every warning: of cells, of columns the mapping does not name, of files it does not read."""
        columns = [
            CellWarning("", read.place.name, heading, UNKNOWN_COLUMN, _NOT_NAMED, 1, 1)
            for read in self.reads
            for heading in read.matched.unused
        ]
        files = [CellWarning("", file, "", UNKNOWN_TABLE, _NOT_READ, 1, 1) for file in self.unread]
        return (*self.warnings, *columns, *files)

    def files_of(self, table: str) -> list[str]:
        """The files and sheets that give rows to a table."""
        return [read.place.name for read in self.reads if table in self.gives.get(read.place.source, ())]

    @property
    def sources(self) -> tuple[str, ...]:
        """The files and sheets rows came from."""
        return tuple(read.place.name for read in self.reads)


def source_files(path: Path) -> list[Path]:
    """The files a mapping may read at a path, a file or a folder, by name."""
    files = [path] if path.is_file() else sorted(one for one in path.iterdir() if one.is_file())
    return [file for file in files if is_source_file(file)]


def places_in(plan: Plan, part: str | None, path: Path) -> list[Place]:
    """Where the rows of one delivery lie. Raises InputRefused for workbooks that cannot be opened, or too many files."""
    places = find_places(plan.sources_of(part), source_files(path))
    if len(places) > MOST_SOURCES:
        raise InputRefused(f"more than {MOST_SOURCES} files and sheets: send them as several deliveries", path.name)
    return places


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be converted: the files at a path, by one delivery of a mapping, as its manifest describes it."""

    plan: Plan
    part: str | None
    path: Path
    manifest: Manifest

    @property
    def constants(self) -> dict[str, str | None]:
        """What rows may name besides their columns."""
        covers = self.manifest.covers
        days = (covers.from_, covers.to, self.manifest.extracted_on)
        return dict(zip(OF_DELIVERY, (self.manifest.agency_name, *map(_day, days)), strict=True))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _joined(sources: Mapping[str, Source]) -> set[str]:
    return {rows.into for source in sources.values() for rows in source.rows if rows.joined}


def convert(task: Task, folder: Path) -> Conversion:
    """The rows of our tables made of files, kept in `folder`. What cannot be read at all is in `faults`."""
    plan, part, path = task.plan, task.part, task.path
    sources = plan.sources_of(part)
    try:
        places = places_in(plan, part, path)
        if not places:
            raise InputRefused(nothing_to_read(plan, part), path.name)
        with ExitStack() as held, Spool(folder, _joined(sources)) as spool:
            converting = _Converting(task, places, spool, Held(held, folder))
            for read, frame in read_places(converting.sources, places, plan.encoding):
                converting.take(read, frame)
            converting.finish_runs()
            tables = spool.finish()
    except InputRefused as fault:
        return Conversion(faults=(str(fault),))
    unread = _unread(plan, path) if part == plan.parts[0] else ()
    told = [*converting.warnings, *_differing(tables)]
    reads, gives = tuple(converting.reads.values()), {name: _tables(one) for name, one in converting.sources.items()}
    return Conversion(tables, reads, tuple(merge_warnings(told)), unread, gives)


def _tables(source: Source) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rows.into for rows in source.rows))


def _unread(plan: Plan, path: Path) -> tuple[str, ...]:
    """The files, and sheets of workbooks read by sheet, that no source of the mapping reads; told with the first delivery."""
    files = source_files(path)
    places = find_places(plan.sources, files)
    read, by_sheet = {place.path for place in places}, {place.path for place in places if place.sheet is not None}
    taken = {(place.path, place.sheet) for place in places}
    sheets = ((file, sheet) for file in files if file in by_sheet for sheet in sheet_names(file))
    left = (f"{file.name} {sheet}" for file, sheet in sheets if (file, sheet) not in taken)
    return (*(file.name for file in files if file not in read), *left)


def nothing_to_read(plan: Plan, part: str | None) -> str:
    """The sentence said of files none of which a mapping reads."""
    read = sorted({name for source in plan.sources_of(part).values() for name in source.file})
    return f"holds no file the mapping {plan.mapping} reads; it reads {', '.join(read)}"


def _differing(tables: Mapping[str, Finished]) -> Iterator[CellWarning]:
    for table, finished in tables.items():
        for column, count, first in finished.differing:
            yield CellWarning(table, table, column, DIFFERS, _DIFFERS, count, first)


class _Converting:
    """The conversion while it runs."""

    def __init__(self, task: Task, places: Sequence[Place], spool: Spool, held: Held) -> None:
        plan, sources = task.plan, task.plan.sources_of(task.part)
        self._constants = [pl.lit(said, pl.String).alias(name) for name, said in task.constants.items()]
        self.sources = sources
        self.reads: dict[Place, Read] = {place: Read(place) for place in places}
        self.warnings: list[CellWarning] = []
        self._plan = plan
        self._order = {place: nth for nth, place in enumerate(places)}
        self._refs = {name: Refs(source, plan.dates) for name, source in sources.items()}
        self._makers: dict[tuple[Place, tuple[tuple[str, str], ...]], list[Maker]] = {}
        self._numbers: dict[tuple[Place, str], RowNumbers] = {}
        self._places = list(places)
        self._spool = spool
        self._held = held
        runs = [run for source in sources.values() for run in source.runs.values()]
        self._to_hold = {name for name, source in sources.items() if source.runs}
        self._to_hold |= {run.closed_by.source for run in runs if run.closed_by is not None}

    def take(self, read: Read, frame: pl.DataFrame) -> None:
        """Makes the rows of a frame, but those made of several rows of the source: these wait until all have come."""
        self.reads[read.place] = read
        source = self.sources[read.place.source]
        frame = _cleaned(frame, self._plan.nothing).select(LINE, SURPLUS, *source.columns)
        whole = self._refs[read.place.source].added(frame)
        self._make(read, whole, run=None)
        if read.place.source in self._to_hold:
            self._held.add(read.place.source, frame.with_columns(pl.lit(self._order[read.place]).alias(_PLACE)))
        for run in source.runs:
            # None yet, but a table none come of was sent all the same.
            self._make(read, whole.clear(), run)

    def finish_runs(self) -> None:
        """Makes the rows that are made of several of their source's."""
        for name, run_name, run in self._runs():
            source = self.sources[name]
            refs = Refs(source, self._plan.dates)
            closed = self._closed_by(run)
            for part in self._held.parts(name, run.of):
                together = refs.added(run_rows(run, part, source.dates or self._plan.dates, closed))
                for (place,), rows in together.group_by(_PLACE, maintain_order=True):
                    self._make(self.reads[self._places[int(str(place))]], rows, run_name)

    def _closed_by(self, run: Run) -> ClosedEnds:
        told = run.closed_by
        if told is None:
            return NONE_CLOSED
        if not self._held.holds(told.source):
            return NOT_TOLD
        dates = self.sources[told.source].dates or self._plan.dates
        return closed_ends(told, self._held.parts(told.source, told.of), dates)

    def _runs(self) -> list[tuple[str, str, Run]]:
        sources = [(name, source) for name, source in self.sources.items() if self._held.holds(name)]
        return [(name, run_name, run) for name, source in sources for run_name, run in source.runs.items()]

    def _make(self, read: Read, frame: pl.DataFrame, run: str | None) -> None:
        frame = frame.with_columns(self._constants)
        for maker in self._makers_of(read):
            if maker.run == run:
                made, let_pass = maker.make(frame, self._numbers_of(read.place, maker.table))
                self._spool.add(maker.table, made)
                self.warnings += [warning_of(maker.table, read.place.name, told) for told in let_pass]

    def _makers_of(self, read: Read) -> list[Maker]:
        key = (read.place, tuple(read.matched.named.items()))
        if key not in self._makers:
            source = self.sources[read.place.source]
            stated = Stated(source.dates or self._plan.dates, self._plan.codes)
            self._makers[key] = [Maker(rows, stated, read.matched.named) for rows in source.rows]
        return self._makers[key]

    def _numbers_of(self, place: Place, table: str) -> RowNumbers:
        if (place, table) not in self._numbers:
            runs = bool(self.sources[place.source].runs)
            self._numbers[place, table] = RowNumbers(self._order[place], place.name, in_any_order=runs)
        return self._numbers[place, table]


def _cleaned(frame: pl.DataFrame, nothing: Sequence[str]) -> pl.DataFrame:
    """The cells trimmed, null where they are empty or one of the texts that stand for nothing."""
    cells = [pl.col(name).str.strip_chars() for name in frame.columns if name not in {LINE, SURPLUS}]
    return frame.with_columns(cells).with_columns(
        pl.when((pl.col(name) != "") & ~pl.col(name).is_in(list(nothing))).then(pl.col(name)).alias(name)
        for name in frame.columns
        if name not in {LINE, SURPLUS}
    )
