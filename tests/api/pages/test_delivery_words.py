"""Rows set apart in words: the same fault is said once, with where it is."""

from __future__ import annotations

from api.pages.delivery_words import alike
from graph.model.sampling import SampleReason

DATE = ("start", "unreadable_date", "start: not a date")


def reason(line: int, column: str = DATE[0], rule: str = DATE[1], message: str = DATE[2]) -> SampleReason:
    return SampleReason("a.csv", line, column, rule, message)


def test_rows_with_the_same_fault_are_one_and_say_on_which_lines_they_are() -> None:
    (told,) = alike([reason(line) for line in (9, 3, 4, 5, 12)])
    assert (told.file, told.where, told.wrong) == ("a.csv", "lines 3 to 5, 9 and 12", "Not a date")


def test_another_fault_another_column_or_another_file_stands_apart_in_the_order_they_came() -> None:
    rows = [reason(3), reason(4, column="end"), reason(5, rule="future_date"), reason(6)]
    assert [(one.column, one.wrong, one.where) for one in alike(rows)] == [
        ("start", "Not a date", "lines 3 and 6"),
        ("end", "Not a date", "line 4"),
        ("start", "A date that is still to come", "line 5"),
    ]


def test_a_fault_of_a_row_whose_line_is_not_known_says_no_line() -> None:
    (told,) = alike([reason(0)])
    assert told.where == ""
