"""What is wrong with rows and feeds, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from api.pages.words import capital, counted, day, listed, plain, thousands
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
            return f"{whose} is late: nothing since {day(fault.since)}, {_days(fault.now)}; it comes every {_days(fault.before)}"
        case FeedFaultKind.MISSING if not fault.table:
            return f"{whose} has stopped: nothing since {day(fault.since)}, {_days(fault.now)}; it came every {_days(fault.before)}"
        case FeedFaultKind.MISSING:
            return f"{whose}: the table {plain(fault.table)} came before, and is missing from the delivery of {day(fault.since)}"
    return (
        f"{whose}: the table {plain(fault.table)} has shrunk: {thousands(fault.now)} rows in the delivery of {day(fault.since)},"
        f" {thousands(fault.before)} in the one before"
    )


def _days(number: int) -> str:
    return counted(number, "day", "days")


class Apart(Protocol):
    """A row set apart, of a load or of a sample."""

    @property
    def file(self) -> str: ...
    @property
    def line(self) -> int | None: ...
    @property
    def column(self) -> str | None: ...
    @property
    def rule(self) -> str: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Alike:
    """Rows of one file in which the same is wrong: where they are in words, said once."""

    file: str
    where: str
    column: str | None
    wrong: str
    message: str


def alike(rows: Iterable[Apart]) -> list[Alike]:
    """Rows set apart, those with the same fault as one, in the order each fault comes up first."""
    lines: dict[tuple[str, str | None, str, str], list[int]] = {}
    for row in rows:
        held = lines.setdefault((row.file, row.column, row.rule, row.message), [])
        if row.line:
            held.append(row.line)
    return [
        Alike(file, _lines(numbers), column, rule_words(rule), message)
        for (file, column, rule, message), numbers in lines.items()
    ]


def _lines(numbers: Sequence[int]) -> str:
    """`line 3`, `lines 3 to 7, 9 and 12`; nothing where no line is known."""
    stretches: list[list[int]] = []
    for number in sorted(set(numbers)):
        if stretches and number == stretches[-1][-1] + 1:
            stretches[-1][1:] = [number]
        else:
            stretches.append([number])
    told = listed([" to ".join(map(str, stretch)) for stretch in stretches])
    return f"{'line' if len(set(numbers)) == 1 else 'lines'} {told}" if told else ""
