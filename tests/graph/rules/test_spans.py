"""Days covered, days left, days silent (rules.md §1: half-open; partial dates only possibly)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graph.model.period import of_day
from graph.rules.spans import find_silence, left_of, meet, runs_of
from graph.rules.subject import Span
from tests.builders import period

YEAR = Span(date(2023, 1, 1), date(2024, 1, 1))
numbers = st.integers(0, 120)
spans = st.tuples(numbers, st.integers(1, 60))


def day(number: int) -> date:
    return date(2023, 1, 1) + timedelta(days=number)


def days_of(found: list[Span]) -> set[date]:
    return {span.since + timedelta(days=n) for span in found for n in range((span.until - span.since).days)}


@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_what_is_left_of_a_run_is_every_day_that_none_takes(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    def runs(pairs: list[tuple[int, int]]) -> list[Span]:
        said = [period(day(start).isoformat(), day(start + length).isoformat()) for start, length in pairs]
        return runs_of(said, YEAR, sure=True)

    held, taken = runs(first), runs(second)
    left = [span for run in held for span in left_of(run, taken)]
    assert days_of(left) == days_of(held) - days_of(taken)
    assert all(one.until < other.since for one, other in pairwise(held))


@given(st.lists(numbers, max_size=6), st.integers(1, 130), st.integers(1, 40))
def test_a_silence_is_found_exactly_when_some_day_had_no_entry_for_so_long(
    entries: list[int], length: int, allowed: int
) -> None:
    run = Span(day(0), day(length))

    def silent_on(number: int) -> bool:
        return number >= allowed and not any(number - allowed <= entry <= number for entry in entries)

    dated = [of_day(day(entry)) for entry in entries]
    assert (find_silence(run, dated, allowed, sure=True) is not None) is any(silent_on(n) for n in range(length))


def test_a_partial_date_covers_a_day_only_possibly() -> None:
    month = [period("2023-05", "2023-07")]
    assert runs_of(month, YEAR, sure=True) == [Span(date(2023, 5, 31), date(2023, 7, 1))]
    assert runs_of(month, YEAR, sure=False) == [Span(date(2023, 5, 1), date(2023, 7, 31))]
    assert runs_of([period(None, None)], YEAR, sure=True) == [YEAR]


def test_spans_with_no_day_in_common_do_not_meet() -> None:
    assert meet(Span(day(0), day(5)), Span(day(5), day(9))) is None
