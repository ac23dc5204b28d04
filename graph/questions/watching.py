"""Which feeds are late, missing or shrunken, and what was delivered on which day: from the deliveries alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from graph.model.people import Agency
from graph.model.period import london_day
from graph.model.watching import DayDelivered, FeedFault, FeedFaultKind, FeedsWatched
from graph.store.ledger.deliveries import DeliveryRecord, TableCount
from graph.store.ledger.putting_right import Withdrawal


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """When a feed is said to be amiss; local settings, no published definition exists.

    A system is late when its newest delivery is older than its usual step and `days_of_grace`, or than `longest_step`
    days where it has no step yet; it is missing after `steps_until_missing` of them. The usual step is the median of the
    days between its newest `deliveries_of_a_step` deliveries, of three or more. A table is shrunken when a full delivery
    has less than `share_kept` of the rows of the one before, from `fewest_rows` on, and speaks for as many days.
    """

    longest_step: int = 31
    days_of_grace: int = 1
    steps_until_missing: int = 3
    deliveries_of_a_step: int = 12
    share_kept: float = 2 / 3
    fewest_rows: int = 20
    days_told: int = 31


DEFAULTS = WatchSettings()
_FOR_A_STEP = 3


def watch_feeds(
    records: Sequence[DeliveryRecord],
    withdrawn: Iterable[Withdrawal],
    today: date,
    settings: WatchSettings = DEFAULTS,
) -> FeedsWatched:
    """What is to be said of feeds on a day. `records` in the order in which their agencies made them."""
    held: dict[tuple[str, str], list[DeliveryRecord]] = defaultdict(list)
    for record in records:
        if record.is_published:
            held[record.agency, record.system].append(record)
    faults = [fault for _, mine in sorted(held.items()) for fault in _faults(mine, today, settings)]
    names = {record.agency: _agency(record) for record in records}
    return FeedsWatched(
        tuple(_days(records, today, settings)), tuple(faults), tuple(_taken_back(withdrawn, names, today, settings))
    )


def _faults(mine: Sequence[DeliveryRecord], today: date, settings: WatchSettings) -> Iterator[FeedFault]:
    newest = mine[-1]
    days = sorted({london_day(record.extracted_at) for record in mine})
    step = _usual_step(days, settings)
    limit = settings.longest_step if step is None else step + settings.days_of_grace
    silent = (today - days[-1]).days
    if silent > limit:
        is_missing = silent > limit * settings.steps_until_missing
        kind = FeedFaultKind.MISSING if is_missing else FeedFaultKind.LATE
        yield FeedFault(kind, _agency(newest), newest.system, "", days[-1], step or settings.longest_step, silent)
    full = [record for record in mine if record.mode == "full"]
    if len(full) > 1:
        yield from _faults_of_tables(full[-2], full[-1], settings)


def _usual_step(days: Sequence[date], settings: WatchSettings) -> int | None:
    if len(days) < _FOR_A_STEP:
        return None
    newest = days[-settings.deliveries_of_a_step :]
    return max(1, round(median((later - earlier).days for earlier, later in pairwise(newest))))


def _faults_of_tables(before: DeliveryRecord, newest: DeliveryRecord, settings: WatchSettings) -> Iterator[FeedFault]:
    had, has = ({count.table: _rows(count) for count in record.counts} for record in (before, newest))
    since = london_day(newest.extracted_at)
    for table, rows in sorted(had.items()):
        if table not in has:
            yield FeedFault(FeedFaultKind.MISSING, _agency(newest), newest.system, table, since, rows, 0)
        elif (
            rows >= settings.fewest_rows
            and has[table] < rows * settings.share_kept
            and not _covers_less(before, newest, table, settings)
        ):
            yield FeedFault(FeedFaultKind.SHRUNKEN, _agency(newest), newest.system, table, since, rows, has[table])


def _rows(count: TableCount) -> int:
    """The rows that came in and are closed to nobody."""
    closed = count.closed_stored + count.closed_unchanged + count.closed_quarantined
    return count.rows_in - closed


def _covers_less(before: DeliveryRecord, newest: DeliveryRecord, table: str, settings: WatchSettings) -> bool:
    """Whether fewer rows were to be expected: the delivery speaks for so many days less."""
    earlier, later = _days_covered(before, table), _days_covered(newest, table)
    if later is None:
        return False
    return earlier is None or later < earlier * settings.share_kept


def _days_covered(record: DeliveryRecord, table: str) -> int | None:
    feed = next((one for one in record.feeds if one.table == table), None)
    since = (feed.covers_from if feed else None) or record.covers_from
    until = (feed.covers_to if feed else None) or record.covers_to
    return (until - since).days + 1 if since and until else None


def _days(records: Sequence[DeliveryRecord], today: date, settings: WatchSettings) -> Iterator[DayDelivered]:
    since = today - timedelta(settings.days_told)
    told = [(london_day(record.loaded_at), record) for record in records]
    newest_first = sorted(
        told, key=lambda one: (-one[0].toordinal(), one[1].agency, one[1].system, one[1].extracted_at)
    )
    for day, record in newest_first:
        if since < day <= today:
            tables = tuple(sorted(count.table for count in record.counts))
            yield DayDelivered(day, _agency(record), record.system, tables, record.is_published)


def _taken_back(
    withdrawn: Iterable[Withdrawal], names: dict[str, Agency], today: date, settings: WatchSettings
) -> Iterator[DayDelivered]:
    since = today - timedelta(settings.days_told)
    for one in sorted(withdrawn, key=lambda one: (one.at, one.agency, one.system), reverse=True):
        day = london_day(one.at)
        if since < day <= today:
            yield DayDelivered(
                day, names.get(one.agency) or Agency(one.agency, one.agency, "other"), one.system, (), False
            )


def _agency(record: DeliveryRecord) -> Agency:
    return Agency(record.agency, record.agency_name, record.agency_kind)
