"""The four dates of a question, resolved (rules.md §1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from graph.errors import BadInput
from graph.model.answers import At, Window
from graph.model.dates import Dates, known_at_end_of, resolve_dates
from graph.model.people import Agency, Feed, Partnership

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
NEWEST = datetime(2024, 3, 31, 20, tzinfo=UTC)
AREA = Partnership({"csc": Agency("csc", "Social care", "children_social_care")}, (), NEWEST)
EMPTY = Partnership({}, (), None)


def resolved(at: At = At(), window: Window = Window(), area: Partnership = AREA, months: int | None = 24) -> Dates:  # noqa: B008 - frozen
    return resolve_dates(at, window, area, NOW, months)


def test_without_dates_the_day_is_that_of_the_newest_delivery_and_said_so() -> None:
    dates = resolved()
    assert (dates.as_of, dates.as_of_is_newest_delivery) == (date(2024, 3, 31), True)
    assert (dates.known_at, dates.known_to) == (NOW, None)
    assert (dates.since, dates.until) == (date(2022, 3, 31), date(2024, 4, 1))


def test_where_nothing_is_delivered_the_day_is_today() -> None:
    assert (resolved(area=EMPTY).as_of, resolved(area=EMPTY).as_of_is_newest_delivery) == (date(2024, 6, 1), False)


def test_a_history_goes_back_to_the_beginning() -> None:
    assert resolved(months=None).since == date.min


@pytest.mark.parametrize(
    ("at", "window", "argument"),
    [
        (At(), Window(date(2024, 2, 1), date(2024, 1, 31)), "window"),
        (At(known_to=()), Window(), "knownTo"),
        (At(known_to=("csc", "elsewhere")), Window(), "knownTo"),
        (At(as_of=date(1899, 12, 31)), Window(), "asOf"),
        (At(as_of=date(2200, 1, 1)), Window(), "asOf"),
        (At(known_at=datetime(9999, 1, 1, tzinfo=UTC)), Window(), "knownAt"),
        (At(), Window(to=date(1, 1, 1)), "window"),
    ],
)
def test_dates_out_of_order_or_reach_and_unknown_agencies_are_refused(at: At, window: Window, argument: str) -> None:
    with pytest.raises(BadInput) as refused:
        resolved(at, window)
    assert refused.value.argument == argument


@pytest.mark.parametrize(
    ("window", "fits"),
    [
        (Window(date(2014, 1, 1), date(2014, 12, 31)), False),
        (Window(date(2014, 1, 1), date(2015, 1, 1)), True),
        (Window(to=date(2014, 12, 31)), False),
        (Window(date(2024, 3, 31), date(2024, 5, 1)), True),
        (Window(date(2024, 4, 1), date(2024, 5, 1)), False),
        (Window(date(2024, 4, 1)), False),
    ],
)
def test_a_window_touches_what_was_delivered(window: Window, fits: bool) -> None:
    feed = Feed("csc", "main", "events", 1, "2015-01-01", "2024-03-31", NEWEST, "d1")
    at = At(as_of=date(2024, 6, 1))
    if fits:
        assert resolved(at, window, replace(AREA, feeds=(feed,))).as_of == date(2024, 6, 1)
        return
    with pytest.raises(BadInput, match="window"):
        resolved(at, window, replace(AREA, feeds=(feed,)))


def test_a_feed_that_says_not_since_when_may_reach_back_for_ever() -> None:
    said = Feed("csc", "main", "events", 1, "2015-01-01", None, NEWEST, "d1")
    feeds = (said, replace(said, table="people", covers_from=None))
    last = date(2014, 12, 31)
    assert resolved(window=Window(to=last), area=replace(AREA, feeds=feeds)).until == date(2015, 1, 1)


@pytest.mark.parametrize(
    ("first", "fits"), [(date(2023, 5, 31), True), (date(2023, 6, 1), True), (date(2023, 6, 2), False)]
)
def test_a_window_begins_no_later_than_the_day_asked_about(first: date, fits: bool) -> None:
    at, window = At(as_of=date(2023, 6, 1)), Window(first, date(2023, 12, 31))
    if fits:
        assert resolved(at, window).since == first
        return
    with pytest.raises(BadInput, match="after the day asked about"):
        resolved(at, window)


def test_the_years_at_the_edge_are_taken() -> None:
    for day in (date(1900, 1, 1), date(2199, 12, 31)):
        assert resolved(At(as_of=day)).as_of == day


def test_a_day_of_knowing_means_its_end_in_london() -> None:
    assert known_at_end_of(date(2024, 6, 30)) == datetime(2024, 6, 30, 23, tzinfo=UTC)
