"""Which feed is current on a day, and which blank stands for one that is not (rules.md §1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from graph.family.feeds import blanks_of, feed_blank, missing_names
from graph.model.answers import BlankKind
from graph.model.people import Agency, Feed, Partnership

CSC = Agency("csc", "Vale Children's Social Care", "children_social_care")
FEED = Feed("csc", "main", "assessments", 9, "2015-01-01", "2024-03-01", datetime(2024, 3, 20, 22, tzinfo=UTC), "d1")


def blank_on(day: str, *feeds: Feed) -> BlankKind | None:
    found = feed_blank(Partnership({"csc": CSC}, feeds), CSC, "assessments", date.fromisoformat(day))
    return found.kind if found else None


@pytest.mark.parametrize(
    ("day", "blank"),
    [("2024-03-31", None), ("2024-04-01", None), ("2024-04-02", BlankKind.OUT_OF_DATE)],
)
def test_a_feed_is_current_for_31_days_after_what_it_covers(day: str, blank: BlankKind | None) -> None:
    assert blank_on(day, FEED) is blank


@pytest.mark.parametrize(
    ("day", "blank"), [("2014-12-31", BlankKind.NOT_DELIVERED), ("2015-01-01", None), ("2015-01-02", None)]
)
def test_a_day_before_what_a_feed_covers_was_not_delivered(day: str, blank: BlankKind | None) -> None:
    assert blank_on(day, FEED) is blank


def test_a_feed_nobody_delivered_is_not_delivered() -> None:
    assert blank_on("2024-03-01") is BlankKind.NOT_DELIVERED
    assert blank_on("2024-03-01", replace(FEED, table="people")) is BlankKind.NOT_DELIVERED
    assert blank_on("2024-03-01", replace(FEED, agency="police")) is BlankKind.NOT_DELIVERED


def test_what_is_out_of_date_says_since_when() -> None:
    found = feed_blank(Partnership({"csc": CSC}, (FEED,)), CSC, "assessments", date(2024, 6, 1))
    assert found is not None
    assert found.since == date(2024, 3, 1)


def test_an_agency_with_two_systems_is_current_when_one_is() -> None:
    old = replace(FEED, system="old", covers_to="2020-01-01")
    assert blank_on("2024-03-15", old, FEED) is None
    assert blank_on("2024-03-15", old) is BlankKind.OUT_OF_DATE


def test_without_a_last_day_covered_the_extraction_counts() -> None:
    feed = replace(FEED, covers_to=None)
    assert blank_on("2024-04-20", feed) is None
    assert blank_on("2024-04-21", feed) is BlankKind.OUT_OF_DATE


def test_a_kind_with_no_agency_here_is_said_by_its_kind() -> None:
    blanks = blanks_of(Partnership({"csc": CSC}, (FEED,)), [("police", "events")], date(2024, 3, 1))
    assert [(blank.what, blank.agency, blank.kind) for blank in blanks] == [
        ("police/events", None, BlankKind.NOT_DELIVERED)
    ]
    assert missing_names(blanks) == ("police/events",)


def test_a_current_feed_leaves_no_blank() -> None:
    assert blanks_of(Partnership({"csc": CSC}, (FEED,)), [(CSC.kind, "assessments")], date(2024, 3, 1)) == ()
