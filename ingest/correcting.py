"""Corrections: rows of a delivery that were set apart and are put right count as if they had come in it.

Only what is set apart is taken, by its table and line; what is still wrong stays set apart, with its new reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

import polars as pl

from graph.errors import InputRefused
from graph.model.period import london_day
from graph.store.landing import Landing as Landed
from graph.store.landing import line_of
from graph.store.ledger.deliveries import DeliveryRecord
from graph.store.ledger.putting_right import Correction
from ingest.checks.rules import SURPLUS_CELLS
from ingest.checks.table import ROW, SURPLUS, Checked, Origin, check_table
from ingest.corrected import MOST_CORRECTIONS, good_rows
from ingest.landing import Landing, whole_file
from ingest.quarantine import QuarantinedRow, read_quarantine
from ingest.sent_back import RowSentBack
from ingest.stores import Stores
from ingest.tables.registry import TABLES
from ingest.tables.spec import TableSpec

REPEATED = "repeated_reference"
_SAID_AGAIN = "another row of the delivery has this reference and says something else"
_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of rows sent back: taken, still wrong or unchanged, or never set apart."""

    delivery: str
    rows_in: int
    taken: int
    still_set_apart: int
    not_set_apart: int


@dataclass(frozen=True, slots=True)
class _Again:
    """A row set apart, as it reads with the cells that were sent back."""

    was: QuarantinedRow
    cells: Mapping[str, str | None]


def take(stores: Stores, delivery: str, sent: Sequence[RowSentBack], by: str, now: datetime) -> Taken:
    """Keeps rows of one delivery that were put right; whoever loads next makes claims of them. Raises InputRefused.

    The caller holds the turn to write.
    """
    record = _find(stores, delivery)
    again, unknown = _match(stores, record, sent)
    changed = list(_changed(stores, record, again))
    if not changed:
        return Taken(delivery, len(sent), 0, len(again), unknown)
    checked = {table: _check(stores, record, table, some) for table, some in _by_table(changed).items()}
    name = _name(delivery, changed)
    _land(Landing(stores.data), name, checked, delivery)
    taken = sum(one.good.height for _, one in checked.values())
    stores.ledger.corrections.add(Correction(name, delivery, now, by, len(sent), taken))
    return Taken(delivery, len(sent), taken, len(again) - taken, unknown)


def _find(stores: Stores, delivery: str) -> DeliveryRecord:
    record = stores.ledger.deliveries.find(delivery)
    if record is None:
        raise InputRefused("names no delivery that is loaded", "_delivery")
    if not record.is_published:
        raise InputRefused("nothing of this delivery was published: send it again whole, corrected", "_delivery")
    if len(record.corrections) >= MOST_CORRECTIONS:
        raise InputRefused("was corrected too often: send it again whole", "_delivery")
    return record


def _match(
    stores: Stores, record: DeliveryRecord, sent: Sequence[RowSentBack]
) -> tuple[list[tuple[QuarantinedRow, RowSentBack]], int]:
    """The rows that are set apart with what was sent back of each, and how many others came. Each place once."""
    path = Landing(stores.data).set_apart_path(record.id)
    told = read_quarantine(path) if path.exists() else []
    held: dict[tuple[str, str, int], list[QuarantinedRow]] = {}
    for row in told:
        held.setdefault((row.table, row.file, line_of(row.line)), []).append(row)
    found: dict[tuple[str, str, int], RowSentBack] = {}
    for one in sent:
        if one.place[1:] in found:
            raise InputRefused("came twice: send each row once", f"{one.place[2]}: line {one.place[3]}")
        found[one.place[1:]] = one
    for place in found:
        if len(held.get(place, ())) > 1:
            raise InputRefused("more than one row came of it: send the delivery again", f"{place[1]}: line {place[2]}")
    known = [(held[place][0], one) for place, one in found.items() if place in held]
    return known, len(sent) - len(known)


def _changed(
    stores: Stores, record: DeliveryRecord, again: Iterable[tuple[QuarantinedRow, RowSentBack]]
) -> Iterator[_Again]:
    """The rows of which some cell reads otherwise; a column that did not come back stays as it was sent."""
    pairs = list(again)
    wanted = [(name, was.table, was.line) for was, _ in pairs for name in record.landed_as]
    sent = Landed(stores.data / "landing").rows(wanted)
    for was, back in pairs:
        last = [sent[name, was.table, was.line][0] for name in record.landed_as if (name, was.table, was.line) in sent]
        cells: dict[str, str | None] = {**last[-1], **back.cells}
        if was.rule == SURPLUS_CELLS and set(last[-1]) - {SURPLUS} <= set(back.cells):
            cells[SURPLUS] = None
        if any((last[-1].get(name) or "").strip() != (cell or "").strip() for name, cell in cells.items()):
            yield _Again(was, cells)


def _by_table(changed: Iterable[_Again]) -> dict[str, list[_Again]]:
    held: dict[str, list[_Again]] = {}
    for one in changed:
        held.setdefault(one.was.table, []).append(one)
    return held


def _check(stores: Stores, record: DeliveryRecord, table: str, some: Sequence[_Again]) -> tuple[pl.DataFrame, Checked]:
    """The rows as they read now, and what the checks make of them."""
    spec, rows = TABLES[table], sorted(some, key=lambda one: one.was.line)
    names = list(dict.fromkeys([*spec.required, *(name for one in rows for name in one.cells if name != SURPLUS)]))
    sent = pl.DataFrame(
        {
            **{name: [one.cells.get(name) or "" for one in rows] for name in names},
            ROW: [one.was.line for one in rows],
            SURPLUS: [one.cells.get(SURPLUS) for one in rows],
        },
        schema={**dict.fromkeys(names, pl.String), ROW: pl.Int64, SURPLUS: pl.String},
    )
    checked = check_table(spec, sent, Origin(rows[0].was.file, london_day(record.extracted_at)))
    files = {one.was.line: one.was.file for one in rows}
    aside = [_in_file(row, files) for row in checked.quarantined]
    good, repeated = _without_repeats(good_rows(record, table, stores.data), checked.good, spec)
    aside += [QuarantinedRow(table, files[line], line, spec.key[0], REPEATED, "", _SAID_AGAIN) for line in repeated]
    return sent, Checked(good, aside, checked.warnings, len(rows))


def _in_file(row: QuarantinedRow, files: Mapping[int, str]) -> QuarantinedRow:
    return QuarantinedRow(row.table, files[row.line], row.line, row.column, row.rule, row.sent, row.message)


def _without_repeats(held: pl.DataFrame, good: pl.DataFrame, spec: TableSpec) -> tuple[pl.DataFrame, list[int]]:
    """The good rows without those whose reference another row has that says something else; the numbers of these."""
    others = held.join(good, on=ROW, how="anti").select("_key", "_content")
    said = pl.concat([others, good.select("_key", "_content")]).unique()
    twice = said.group_by("_key").len().filter(pl.col("len") > 1).select("_key")
    repeated = good.join(twice, on="_key", how="semi")[ROW].to_list()
    return good.join(twice, on="_key", how="anti", maintain_order="left"), repeated


def _name(delivery: str, changed: Iterable[_Again]) -> str:
    """A name for the correction's content."""
    whole = blake2b(delivery.encode(), digest_size=_ID_BYTES)
    for one in sorted(changed, key=lambda one: (one.was.table, one.was.line)):
        whole.update(f"\n{one.was.table} {one.was.line} {sorted(one.cells.items())!r}".encode())
    return whole.hexdigest()


def _land(landing: Landing, name: str, checked: Mapping[str, tuple[pl.DataFrame, Checked]], delivery: str) -> None:
    """Lands a correction; its summary, which says of which files its rows are, comes last."""
    for table, (sent, outcome) in checked.items():
        for path, frame in (
            (landing.as_sent_path(name, table), sent),
            (landing.checked_path(name, table), outcome.good),
        ):
            with whole_file(path) as part:
                frame.write_parquet(part)
    landing.write_quarantine(name, [row for _, outcome in checked.values() for row in outcome.quarantined])
    files = landing.files_of(delivery)
    tables = [{"table": table, "file": files.get(table, table)} for table in sorted(checked)]
    landing.write_summary(name, {"corrects": delivery, "tables": tables, "sources": landing.sources_of(delivery)})
