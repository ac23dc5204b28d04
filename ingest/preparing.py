"""One delivery made ready: read, checked and landed. Nothing is published here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graph.errors import InputRefused
from graph.store.landing import line_of
from ingest.checks.repeats import Repeats, find_repeats
from ingest.checks.rules import SENTENCES, UNKNOWN_COLUMN, UNKNOWN_TABLE, UNREADABLE_TABLE
from ingest.checks.table import ROW, SURPLUS, Checked, Origin, check_table, refuse_missing_columns
from ingest.delivery import DeliverySource, TableFile, delivery_id, find_tables, opened, repeated_tables
from ingest.landing import FrameWriter, Landing, whole_file
from ingest.manifest import MANIFEST, Manifest, oddities_in, parse_manifest, to_manifest
from ingest.mapping.asked import MappingAsked
from ingest.mapping.converting import Task, convert, places_in
from ingest.mapping.reading import find_mapping
from ingest.mapping.sending import Sending, at_its_line, files_named, in_its_file, sent_rows
from ingest.mapping.stating import manifest_of
from ingest.opening.table import read_table
from ingest.quarantine import CellWarning, QuarantinedRow, merge_warnings
from ingest.room import require_room
from ingest.tables.registry import TABLES
from ingest.tables.spec import TableSpec

CHECKS_VERSION = 1
TOLERATED_FROM_ROWS = 100


@dataclass(frozen=True, slots=True)
class TableCount:
    """What became of a table's rows: rows_in = good + repeated + quarantined."""

    table: str
    file: str
    rows_in: int
    good: int
    repeated: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A table an agency's system supplies, the days it covers (None: unbounded) and its good rows."""

    table: str
    covers_from: date | None
    covers_to: date | None
    rows: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A landed delivery. With any reason in `refused` nothing of it may be published."""

    source: str
    delivery: str
    manifest: Manifest
    tables: tuple[TableCount, ...]
    quarantined: tuple[QuarantinedRow, ...]
    warnings: tuple[CellWarning, ...]
    refused: tuple[str, ...]
    landed_before: bool

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The tables this delivery supplies."""
        covered = ((count, self.manifest.covers_of(count.table)) for count in self.tables)
        return tuple(Feed(count.table, covers.from_, covers.to, count.good) for count, covers in covered)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the checks found, whatever the tolerance."""

    tables: tuple[TableCount, ...] = ()
    quarantined: tuple[QuarantinedRow, ...] = ()
    warnings: tuple[CellWarning, ...] = ()
    faults: tuple[str, ...] = ()

    def __add__(self, other: _Outcome) -> _Outcome:
        return _Outcome(
            self.tables + other.tables,
            self.quarantined + other.quarantined,
            self.warnings + other.warnings,
            self.faults + other.faults,
        )


def prepare(source: DeliverySource, data: Path, tolerance: float) -> Prepared:
    """The delivery, read, checked and landed under `data`; at once when the same content has landed before.

    Raises InputRefused when it cannot be opened or its manifest is at fault.
    """
    landing = Landing(data)
    with opened(source) as folder:
        sent = _sent(source, folder)
        digest = "" if sent.mapping is None else sent.mapping.digest
        delivery = delivery_id(sent.manifest, sent.files, digest)
        outcome = _find_outcome(landing, delivery)
        before = outcome is not None
        if outcome is None:
            require_room((file.path for file in sent.files), data)
            outcome = _land(landing, delivery, sent)
    refused = (*outcome.faults, *_beyond(outcome.tables, tolerance))
    told = (outcome.tables, outcome.quarantined, (*sent.assumed, *outcome.warnings), refused)
    return Prepared(source.name, delivery, sent.manifest, *told, landed_before=before)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What lies in a delivery's folder: its manifest, its files, and the mapping for files in another format."""

    folder: Path
    manifest: Manifest
    files: list[TableFile]
    mapping: MappingAsked | None = None
    assumed: tuple[CellWarning, ...] = ()


def _sent(source: DeliverySource, folder: Path) -> _Sent:
    path, where = folder / MANIFEST, f"{source.name}/{MANIFEST}"
    said = parse_manifest(path, where) if path.is_file() else None
    if said is None and source.mapping is None:
        raise InputRefused(f"has no {MANIFEST}", source.name)
    mapping = source.mapping
    if mapping is None and said and "mapping" in said:
        mapping = MappingAsked(find_mapping(str(said["mapping"]), folder))
    if mapping is None:
        manifest = to_manifest(said or {}, where)
        return _Sent(folder, manifest, find_tables(folder), assumed=tuple(oddities_in(said or {}, manifest)))
    places = places_in(mapping.plan, mapping.part, folder)
    manifest, assumed = manifest_of(mapping, said or {}, places, source.path)
    paths = dict.fromkeys(place.path for place in places)
    files = [TableFile(path.name, path) for path in paths]
    return _Sent(folder, manifest, files, mapping, (*assumed, *oddities_in(said or {}, manifest)))


def _find_outcome(landing: Landing, delivery: str) -> _Outcome | None:
    kept: dict[str, Any] | None = landing.find_summary(delivery)
    if kept is None or kept["checks"] != CHECKS_VERSION:
        return None
    return _Outcome(
        tuple(TableCount(**count) for count in kept["tables"]),
        tuple(landing.quarantine(delivery)),
        tuple(CellWarning(**warning) for warning in kept["warnings"]),
        tuple(kept["faults"]),
    )


def _land(landing: Landing, delivery: str, sent: _Sent) -> _Outcome:
    sources: tuple[str, ...] = ()
    if sent.mapping is None:
        outcome = _land_files(landing, delivery, sent)
    else:
        outcome, sources = _land_mapped(landing, delivery, sent, sent.mapping)
    landing.write_quarantine(delivery, list(outcome.quarantined))
    landing.make_outlast(delivery)
    summary = {
        "checks": CHECKS_VERSION,
        "tables": [asdict(count) for count in outcome.tables],
        "warnings": [asdict(warning) for warning in outcome.warnings],
        "faults": list(outcome.faults),
        "sources": list(sources),
    }
    landing.write_summary(delivery, summary)
    return outcome


def _land_files(landing: Landing, delivery: str, sent: _Sent) -> _Outcome:
    faults = [f"{table}: the table came in more than one file; expected one" for table in repeated_tables(sent.files)]
    outcome = _Outcome(faults=tuple(faults))
    for file in sent.files if not faults else []:
        spec = TABLES.get(file.table)
        if spec is None:
            outcome += _land_unknown(landing, delivery, file)
        else:
            origin = Origin(file.path.name, sent.manifest.extracted_on)
            sendings = (Sending(frame, frame) for frame in read_table(file.path))
            outcome += _land_known(landing, delivery, spec, origin, sendings)
    return outcome


def _land_mapped(
    landing: Landing, delivery: str, sent: _Sent, mapping: MappingAsked
) -> tuple[_Outcome, tuple[str, ...]]:
    """The tables made of files in another format, landed; the names of the files and sheets they are made of."""
    with TemporaryDirectory(prefix="kithmap-") as made:
        conversion = convert(Task(mapping.plan, mapping.part, sent.folder, sent.manifest), Path(made))
        outcome = _Outcome(warnings=conversion.told, faults=conversion.faults)
        for table, finished in conversion.tables.items():
            origin = Origin(files_named(conversion.files_of(table)), sent.manifest.extracted_on)
            rows = sent_rows(TABLES[table], finished, conversion.sources)
            outcome += _land_known(landing, delivery, TABLES[table], origin, rows)
    placed = tuple(in_its_file(row, conversion.sources) for row in outcome.quarantined)
    warnings = tuple(at_its_line(warning, conversion.sources) for warning in outcome.warnings)
    return replace(outcome, quarantined=placed, warnings=warnings), conversion.sources


def _land_unknown(landing: Landing, delivery: str, file: TableFile) -> _Outcome:
    """Keeps a file that is not of a table as sent, where it can be read at all."""
    rule = UNKNOWN_TABLE
    try:
        with whole_file(landing.as_sent_path(delivery, file.table)) as part, FrameWriter(part) as writer:
            for frame in read_table(file.path):
                writer.write(frame)
    except InputRefused:
        rule = UNREADABLE_TABLE
    return _Outcome(warnings=(CellWarning(file.table, file.path.name, "", rule, SENTENCES[rule], 1, 1),))


def _land_known(
    landing: Landing, delivery: str, spec: TableSpec, origin: Origin, sendings: Iterable[Sending]
) -> _Outcome:
    parts: list[Checked] = []
    try:
        with ExitStack() as stack:
            sent = stack.enter_context(_writer(landing.as_sent_path(delivery, spec.name), stack))
            good = stack.enter_context(_writer(landing.checked_path(delivery, spec.name), stack))
            unknown: set[str] = set()
            for sending in sendings:
                frame = sending.to_check
                refuse_missing_columns(spec, frame.columns, origin.file)
                unknown = set(frame.columns) - set(spec.names) - {ROW, SURPLUS}
                checked = check_table(spec, frame, origin)
                set_aside = [*sending.set_aside, *checked.quarantined]
                sent.write(sending.kept([row.line for row in set_aside]))
                good.write(checked.good)
                parts.append(Checked(checked.good.clear(), set_aside, checked.warnings, sending.as_sent.height))
    except InputRefused as fault:
        return _Outcome(faults=(str(fault),))
    repeats = find_repeats(landing.checked_path(delivery, spec.name))
    if repeats.again:
        landing.drop_rows(delivery, spec.name, repeats.again)
    return _told(spec, origin, parts, repeats) + _unknown_columns(spec, origin, unknown)


def _writer(path: Path, stack: ExitStack) -> FrameWriter:
    return FrameWriter(stack.enter_context(whole_file(path, outlasts=False)))


def _told(spec: TableSpec, origin: Origin, parts: list[Checked], repeats: Repeats) -> _Outcome:
    quarantined = tuple(row for part in parts for row in part.quarantined)
    warnings = merge_warnings(warning for part in parts for warning in part.warnings)
    rows_in = sum(part.rows_in for part in parts)
    again = len(repeats.again)
    count = TableCount(spec.name, origin.file, rows_in, rows_in - again - len(quarantined), again, len(quarantined))
    return _Outcome((count,), quarantined, tuple(warnings), tuple(_conflict(origin, repeats)))


def _conflict(origin: Origin, repeats: Repeats) -> Iterator[str]:
    if repeats.conflicts:
        lines = " and ".join(str(line_of(line)) for line in repeats.lines)
        yield f"{origin.file}: {repeats.conflicts} references come twice with different content (first: lines {lines})"


def _unknown_columns(spec: TableSpec, origin: Origin, names: set[str]) -> _Outcome:
    sentence = SENTENCES[UNKNOWN_COLUMN]
    warnings = [CellWarning(spec.name, origin.file, name, UNKNOWN_COLUMN, sentence, 1, 1) for name in sorted(names)]
    return _Outcome(warnings=tuple(warnings))


def _beyond(tables: tuple[TableCount, ...], tolerance: float) -> Iterator[str]:
    for count in tables:
        if count.rows_in >= TOLERATED_FROM_ROWS and count.quarantined > tolerance * count.rows_in:
            yield (
                f"{count.file}: {count.quarantined} of {count.rows_in} rows cannot be used,"
                f" more than the tolerance of {tolerance:.1%}"
            )
