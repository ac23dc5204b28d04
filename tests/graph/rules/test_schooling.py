"""Compulsory age, school days and terms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.period import of_day, parse_partial
from graph.rules.schooling import compulsory_days, school_days, term_of
from graph.rules.subject import Span


@pytest.mark.parametrize(
    ("born", "first", "after"),
    [
        ("2012-05-01", "2017-08-31", "2028-07-01"),
        ("2012-08-31", "2017-08-31", "2028-07-01"),
        ("2012-09-01", "2017-12-31", "2029-06-30"),
        ("2012-12-31", "2017-12-31", "2029-06-30"),
        ("2013-01-01", "2018-03-31", "2029-06-30"),
        ("2012-02-29", "2017-03-31", "2028-07-01"),
    ],
)
def test_compulsory_age_is_from_the_prescribed_day_to_the_leaving_date(born: str, first: str, after: str) -> None:
    expected = Span(date.fromisoformat(first), date.fromisoformat(after))
    assert compulsory_days(parse_partial(born), sure=True) == expected
    assert compulsory_days(parse_partial(born), sure=False) == expected


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_every_child_is_of_compulsory_age_for_ten_to_twelve_years_and_a_partial_date_for_fewer(born: date) -> None:
    span = compulsory_days(of_day(born), sure=True)
    assert timedelta(days=3700) < span.until - span.since < timedelta(days=4300)
    year = parse_partial(str(born.year))
    sure, maybe = compulsory_days(year, sure=True), compulsory_days(year, sure=False)
    assert maybe.since <= span.since <= sure.since
    assert sure.until <= span.until <= maybe.until


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2023-07-20", "2023-07-22", 1),
        ("2023-08-31", "2023-09-02", 1),
        ("2023-12-20", "2024-01-03", 1),
        ("2023-12-20", "2024-01-04", 2),
        ("2023-06-10", "2023-06-12", 0),
        ("2023-06-12", "2023-06-12", 0),
    ],
)
def test_school_days_are_weekdays_outside_the_long_holidays(since: str, until: str, days: int) -> None:
    assert school_days(Span(date.fromisoformat(since), date.fromisoformat(until))) == days


@pytest.mark.parametrize(
    ("start", "last", "term"),
    [
        ("2023-09-05", "2023-12-19", "autumn term 2023"),
        ("2024-01-08", "2024-04-11", "spring term 2024"),
        ("2024-04-15", "2024-07-20", "summer term 2024"),
        ("2024-04-10", "2024-04-10", "spring term 2024"),
        ("2024-04-11", "2024-04-11", "summer term 2024"),
        ("2023-09-05", "2024-02-02", "autumn term 2023"),
        ("2023-09-05", "2024-02-03", None),
    ],
)
def test_a_row_counts_to_the_term_its_middle_lies_in(start: str, last: str, term: str | None) -> None:
    assert term_of(date.fromisoformat(start), date.fromisoformat(last)) == term
