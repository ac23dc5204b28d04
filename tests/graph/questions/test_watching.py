"""Feeds: late by their usual step, missing, shrunken, each only where rows closed to nobody say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from graph.model.watching import FeedFaultKind
from graph.questions.watching import DEFAULTS, watch_feeds
from graph.store.ledger.deliveries import DeliveryRecord, TableCount, TableFeed
from graph.store.ledger.putting_right import Withdrawal

TODAY = date(2024, 4, 1)


def a_load(days_ago: int, *counts: TableCount, system: str = "log", mode: str = "full") -> DeliveryRecord:
    taken = datetime(2024, 4, 1, 12, tzinfo=UTC) - timedelta(days_ago)
    return DeliveryRecord(
        f"{system}-{days_ago}", "police", "Vale Police", "police", system, taken, mode, date(2015, 1, 1), taken.date(),
        "public task", taken, tuple(TableFeed(one.table, one.stored) for one in counts), counts, publication=1,
    )  # fmt: skip


def events(rows: int, closed: int = 0) -> TableCount:
    return TableCount("events", rows + closed, rows + closed, 0, 0, closed_stored=closed)


def kinds(*records: DeliveryRecord, today: date = TODAY) -> list[tuple[FeedFaultKind, str]]:
    return [(fault.kind, fault.table) for fault in watch_feeds(records, (), today).faults]


@pytest.mark.parametrize(("days", "kind"), [(31, None), (32, FeedFaultKind.LATE), (94, FeedFaultKind.MISSING)])
def test_a_system_with_no_usual_step_is_late_after_31_days(days: int, kind: FeedFaultKind | None) -> None:
    assert kinds(a_load(days, events(5))) == ([(kind, "")] if kind else [])


@pytest.mark.parametrize(("since", "is_late"), [(8, False), (9, True)])
def test_a_weekly_system_is_late_a_day_after_its_week(since: int, is_late: bool) -> None:
    weekly = [a_load(since + 7 * number, events(5)) for number in (3, 2, 1, 0)]
    assert bool(kinds(*weekly)) is is_late


def test_a_quarterly_system_is_not_late_after_31_days() -> None:
    assert kinds(a_load(240, events(5)), a_load(150, events(5)), a_load(60, events(5))) == []


@pytest.mark.parametrize(("rows", "is_shrunken"), [(67, False), (66, True)])
def test_a_table_that_lost_more_than_a_third_of_its_rows_has_shrunk(rows: int, is_shrunken: bool) -> None:
    assert bool(kinds(a_load(20, events(100)), a_load(1, events(rows)))) is is_shrunken


def test_closed_rows_that_come_or_go_shrink_nothing() -> None:
    assert kinds(a_load(20, events(60, closed=60)), a_load(1, events(60))) == []


def test_a_few_rows_less_of_a_few_and_a_delta_are_no_shrinking() -> None:
    assert kinds(a_load(20, events(DEFAULTS.fewest_rows - 1)), a_load(1, events(1))) == []
    assert kinds(a_load(20, events(100)), a_load(1, events(1), mode="delta")) == []


def test_a_delivery_that_speaks_for_fewer_days_is_not_shrunken() -> None:
    month = replace(a_load(1, events(10)), covers_from=date(2024, 3, 1))
    assert kinds(a_load(20, events(100)), month) == []


def test_a_table_the_newest_full_delivery_lacks_is_missing() -> None:
    assert kinds(a_load(20, events(5), TableCount("people", 3, 3, 0, 0)), a_load(1, events(5))) == [
        (FeedFaultKind.MISSING, "people")
    ]


def test_what_was_refused_is_told_by_day_and_is_no_delivery() -> None:
    refused = replace(a_load(1, events(5)), publication=None, refused=("bad",))
    told = watch_feeds([a_load(40, events(5)), refused], (), TODAY)
    assert [(one.day, one.is_published) for one in told.days] == [(date(2024, 3, 31), False)]
    assert [fault.kind for fault in told.faults] == [FeedFaultKind.LATE]


def test_what_was_taken_back_is_told_without_why() -> None:
    at = datetime(2024, 3, 30, tzinfo=UTC)
    back = Withdrawal("d1", "police", "log", at, at, "operator", "sent by mistake")
    (told,) = watch_feeds([a_load(1, events(5))], [back], TODAY).taken_back
    assert (told.day, told.agency.name) == (date(2024, 3, 29), "Vale Police")
