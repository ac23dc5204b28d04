"""What is wrong with rows and feeds, in words."""

from __future__ import annotations

from collections.abc import Mapping

from api.pages.words import capital, counted, day, plain, thousands
from graph.model.watching import FeedFault, FeedFaultKind

RULES: Mapping[str, str] = {
    "required_missing": "A cell the row cannot do without is empty",
    "surplus_cells": "More cells than the first line has headings",
    "unreadable_date": "Not a date",
    "unreadable_moment": "Not a date and time",
    "unreadable_reference": "Not a reference that can be kept",
    "unreadable_count": "Not a whole number",
    "unreadable_text": "Holds a character that cannot be kept",
    "date_not_as_stated": "Not a date as the mapping says dates are written",
    "check_digit": "The check digit is wrong",
    "future_date": "A date that is still to come",
    "end_before_start": "An end before its start",
    "said_differently": "Rows about one record say different things",
    "unknown_code": "Not one of the codes of this column",
    "repeated_reference": "Another row of the delivery has this reference",
    "waits": "Waits for a record that has not come",
    "erased": "About somebody who is erased",
}


def rule_words(code: str) -> str:
    """A rule that a row breaks."""
    return RULES.get(code, capital(plain(code)))


def feed_fault(fault: FeedFault) -> str:
    """What is wrong with a feed, since when."""
    whose = f"{fault.agency.name} ({fault.system})"
    match fault.kind:
        case FeedFaultKind.LATE:
            return (
                f"{whose} is late: nothing since {day(fault.since)}, {_days(fault.now)}; it takes {_days(fault.before)}"
            )
        case FeedFaultKind.MISSING if not fault.table:
            return f"{whose} has stopped: nothing since {day(fault.since)}, {_days(fault.now)}; it took {_days(fault.before)}"
        case FeedFaultKind.MISSING:
            return f"{whose}: {plain(fault.table)} is missing from the delivery of {day(fault.since)}, not from the one before"
    return (
        f"{whose}: {plain(fault.table)} has shrunk: {thousands(fault.now)} rows in the delivery of {day(fault.since)},"
        f" {thousands(fault.before)} in the one before"
    )


def _days(number: int) -> str:
    return counted(number, "day", "days")
