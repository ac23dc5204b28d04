"""What is kept of loads, as a question reads it: each load, its rows set apart, what was put right since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from graph.access.caller import AccessRole, Caller
from graph.errors import BadInput, Forbidden, StoreUnavailable
from graph.model.loading import DeliveriesFound, DeliveryAnswer
from graph.model.people import Agency
from graph.model.period import LONDON
from graph.model.watching import (
    CorrectionTaken,
    CorrectionTold,
    DeliveryOpened,
    FeedsWatched,
    RowSetApart,
    SetApartFile,
    TableLoaded,
)
from graph.questions.sample_book import SampleBook
from graph.questions.watching import watch_feeds
from graph.store.landing import Cells, Landing, line_of
from graph.store.ledger import Ledger
from graph.store.ledger.deliveries import DeliveryRecord, QuarantineNote, TableCount

MOST_ROWS_TOLD = 200
WHERE_AND_WHY = ("_file", "_line", "_rule", "_message", "_table", "_delivery")
"""The columns that say of a row set apart where it came and why it was: taken back with the row put right."""
_FREE_TEXT = frozenset(
    {
        "action_taken",
        "child_view",
        "description",
        "explanation",
        "headline",
        "how",
        "impact",
        "note",
        "outcome",
        "place",
        "reason",
        "recorded_by",
    }
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
Sent = Sequence[tuple[str, bytes]]
"""Files by name, as they came."""
Correct = Callable[[str, Sent, str], CorrectionTaken]
"""Takes rows of a delivery put right: the delivery's id, the files, who sent them."""


def never_corrected(_delivery: str, _sent: Sent, _by: str) -> CorrectionTaken:
    """Where nobody loads."""
    raise StoreUnavailable("corrections are not taken here: use `kithmap correct`")


@dataclass(frozen=True, slots=True)
class DeliveryBook:
    """The loads of a partnership. `correct` takes rows that were put right; `samples` tries what is not loaded."""

    ledger: Ledger
    landing: Landing
    now: Callable[[], datetime]
    correct: Correct = never_corrected
    samples: SampleBook = field(default_factory=SampleBook)

    def page(self, first: int, after: str | None) -> DeliveriesFound:
        """A page of deliveries, newest load first."""
        if after is not None and self.ledger.deliveries.find(after) is None:
            raise BadInput("after", "is not a cursor of this answer")
        found = self.ledger.deliveries.page(first + 1, after)
        page = found[:first]
        return DeliveriesFound(tuple(map(tell_delivery, page)), page[-1].id if page else None, len(found) > first)

    def open(self, delivery: str, caller: Caller, *, sees_rows: bool) -> DeliveryOpened | None:
        """One load: what became of its rows, which were set apart and why."""
        record = self.ledger.deliveries.find(delivery)
        if record is None:
            return None
        notes = [note for _, note in self.ledger.deliveries.quarantine(delivery)] if sees_rows else []
        corrections = self.ledger.corrections.of(delivery) if sees_rows else ()
        return DeliveryOpened(
            tell_delivery(record),
            tuple(map(_tell_table, sorted(record.counts, key=lambda count: count.table))),
            tuple(map(_tell_row, notes[:MOST_ROWS_TOLD])),
            sees_rows,
            sees_rows and may_correct(caller, record.agency),
            max(0, len(notes) - MOST_ROWS_TOLD),
            tuple(CorrectionTold(one.at, one.rows_in, one.taken) for one in corrections),
        )

    def check_correcting(self, delivery: str, caller: Caller) -> bool:
        """Whether there is such a load. Raises Forbidden where its rows are another agency's to put right."""
        record = self.ledger.deliveries.find(delivery)
        if record is not None and not may_correct(caller, record.agency):
            raise Forbidden("the rows of another agency are that agency's to put right")
        return record is not None

    def set_apart(self, delivery: str, table: str, caller: Caller) -> SetApartFile | None:
        """A table's open rows set apart, as sent; free text only to a steward of the agency that sent it."""
        record = self.ledger.deliveries.find(delivery)
        told = self._told(delivery, table)
        if record is None or told is None or told.is_empty():
            return None
        columns = self._columns(record, table, is_own=caller.agency == record.agency)
        sent = self._sent(record, table, told["line"].to_list())
        rows = tuple(
            {name: _as_typed(sent[why["line"]].get(name, "")) for name in columns} | _where_and_why(record, why)
            for why in told.iter_rows(named=True)
            if why["line"] in sent
        )
        return SetApartFile((*columns, *WHERE_AND_WHY), rows)

    def watched(self) -> FeedsWatched:
        """What came on which day, and which feeds are late, missing or shrunken."""
        deliveries, withdrawals = self.ledger.deliveries.every(), self.ledger.withdrawals.in_force().values()
        return watch_feeds(deliveries, withdrawals, self._today())

    def _today(self) -> date:
        return self.now().astimezone(LONDON).date()

    def _told(self, delivery: str, table: str) -> pl.DataFrame | None:
        path = self.landing.set_apart(delivery)
        if not path.exists():
            return None
        return pl.read_parquet(path).filter(pl.col("table") == table).sort("line")

    def _columns(self, record: DeliveryRecord, table: str, *, is_own: bool) -> list[str]:
        """The columns as sent, in their order. What is not ours may hold anything, and is text."""
        sent = [name for name in pl.read_parquet_schema(self.landing.as_sent(record.id, table)) if name[0] != "_"]
        if is_own:
            return sent
        path = self.landing.checked(record.id, table)
        ours = set(pl.read_parquet_schema(path)) if path.exists() else set()
        return [name for name in sent if name in ours and name not in _FREE_TEXT]

    def _sent(self, record: DeliveryRecord, table: str, rows: Iterable[int]) -> Mapping[int, Cells]:
        """The rows as they were sent last."""
        wanted = [(name, table, row) for row in rows for name in record.landed_as]
        found = self.landing.rows(wanted)
        return {row: found[name, table, row][0] for name, _, row in wanted if (name, table, row) in found}


def sees_rows(roles: Iterable[AccessRole]) -> bool:
    """Whether these roles may read which rows were set apart; names and counts of loads are for more."""
    return AccessRole.STEWARD in roles


def may_correct(caller: Caller, agency: str) -> bool:
    """Whether a steward may put an agency's rows right: its own do, and those of no agency, who act for all."""
    return caller.agency in {None, agency}


def tell_delivery(record: DeliveryRecord) -> DeliveryAnswer:
    """A load as lists show it."""
    return DeliveryAnswer(
        id=record.id,
        agency=Agency(record.agency, record.agency_name, record.agency_kind),
        system=record.system,
        extracted_at=record.extracted_at,
        loaded_at=record.loaded_at,
        mode=record.mode,
        rows_in=record.rows_in,
        stored=record.stored,
        unchanged=record.unchanged,
        quarantined=record.quarantined,
        published=record.is_published,
        refused=record.refused,
    )


def _tell_table(count: TableCount) -> TableLoaded:
    stored, unchanged = count.stored - count.closed_stored, count.unchanged - count.closed_unchanged
    set_apart = count.quarantined - count.closed_quarantined
    return TableLoaded(count.table, stored + unchanged + set_apart, stored, unchanged, set_apart)


def _tell_row(note: QuarantineNote) -> RowSetApart:
    return RowSetApart(note.table, note.file, note.line, note.column, note.rule, note.message)


def _where_and_why(record: DeliveryRecord, why: Mapping[str, object]) -> dict[str, str]:
    line = line_of(int(str(why["line"])))
    told = (why["file"], line, why["rule"], why["message"], why["table"], record.id)
    return dict(zip(WHERE_AND_WHY, map(str, told), strict=True))


def _as_typed(cell: str) -> str:
    """A cell whose own apostrophe can be told from the one a spreadsheet's formula gets (`graph.questions.writing`)."""
    return f"'{cell}" if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA_STARTS) else cell
