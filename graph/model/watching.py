"""What is said of loads to whoever looks after them: one load opened, and feeds that are late, missing or shrunken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from graph.model.loading import DeliveryAnswer
from graph.model.people import Agency


@dataclass(frozen=True, slots=True)
class TableLoaded:
    """A table of a delivery: rows in = stored + unchanged + set apart, closed rows left out of each."""

    table: str
    rows_in: int
    stored: int
    unchanged: int
    set_apart: int


@dataclass(frozen=True, slots=True)
class RowSetApart:
    """Where and why a row was set apart; its value is never told."""

    table: str
    file: str
    line: int | None
    column: str | None
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class CorrectionTold:
    """Rows sent again: when, how many, how many of them were taken."""

    at: datetime
    rows_in: int
    taken: int


@dataclass(frozen=True, slots=True)
class DeliveryOpened:
    """One load. `set_apart` is empty where the caller may not see rows (`sees_rows`), and holds the first of them.

    `may_correct`: whether the caller may send them back; another agency's rows are that agency's to put right.
    """

    delivery: DeliveryAnswer
    tables: tuple[TableLoaded, ...]
    set_apart: tuple[RowSetApart, ...]
    sees_rows: bool
    may_correct: bool
    more: int
    corrections: tuple[CorrectionTold, ...]


@dataclass(frozen=True, slots=True)
class SetApartFile:
    """A table's rows set apart, as sent, with where and why each was."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class CorrectionTaken:
    """What became of a correction; `applied`: whether answers show it already."""

    rows_in: int
    taken: int
    still_set_apart: int
    not_set_apart: int
    applied: bool = False


class FeedFaultKind(StrEnum):
    """What may be wrong with a feed."""

    LATE = "late"
    MISSING = "missing"
    SHRUNKEN = "shrunken"


@dataclass(frozen=True, slots=True)
class FeedFault:
    """A feed somebody has to ask after: since which day, and the days or rows it is about.

    `table` is empty where the whole system is meant. `before` and `now`: days it usually takes and has taken, or rows.
    """

    kind: FeedFaultKind
    agency: Agency
    system: str
    table: str
    since: date
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class DayDelivered:
    """What one system of an agency delivered on a day."""

    day: date
    agency: Agency
    system: str
    tables: tuple[str, ...]
    is_published: bool


@dataclass(frozen=True, slots=True)
class FeedsWatched:
    """Deliveries by day, newest first, what is wrong with feeds, and when deliveries were taken back."""

    days: tuple[DayDelivered, ...]
    faults: tuple[FeedFault, ...]
    taken_back: tuple[DayDelivered, ...] = ()
