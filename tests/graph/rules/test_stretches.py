"""So many things within so many months: the day before, on and after the boundary; partial dates only possibly."""

from __future__ import annotations

from datetime import date

import pytest

from graph.model.period import parse_partial
from graph.rules.stretches import Dated, at_least, at_least_by, count_in_words, find_stretch, never_one, within_months
from graph.rules.subject import Span

WINDOW = Span(date(2022, 3, 31), date(2024, 4, 1))


def dated(*days: str) -> list[Dated]:
    return [Dated(parse_partial(day.split()[0]), (), day.partition(" ")[2]) for day in days]


def test_both_days_of_a_stretch_count() -> None:
    assert within_months(date(2023, 1, 15), date(2024, 1, 14), 12)
    assert within_months(date(2023, 1, 15), date(2024, 1, 15), 12)
    assert not within_months(date(2023, 1, 15), date(2024, 1, 16), 12)
    assert not within_months(date(2023, 1, 15), date(2023, 1, 14), 12)


def test_three_within_twelve_months_are_found_on_the_day_and_not_the_day_after() -> None:
    first = dated("2023-01-15", "2023-06-01")
    assert find_stretch([*first, *dated("2024-01-15")], 12, at_least(3), WINDOW)
    assert find_stretch([*first, *dated("2024-01-16")], 12, at_least(3), WINDOW) is None


def test_a_stretch_lies_inside_the_window() -> None:
    inside, before = dated("2022-03-31", "2022-05-01"), dated("2022-03-30", "2022-05-01")
    assert find_stretch(inside, 12, at_least(2), WINDOW)
    assert find_stretch(before, 12, at_least(2), WINDOW) is None
    assert find_stretch(dated("2024-03-31", "2024-04-01"), 12, at_least(2), WINDOW) is None


def test_a_partial_date_makes_it_possible_and_an_exact_one_beside_it_certain() -> None:
    found = find_stretch(dated("2022-12", "2023-06-01", "2023-12-20"), 12, at_least(3), WINDOW)
    assert found is not None
    assert found.possible
    certain = find_stretch(dated("2023-01", "2023-06-01", "2023-12-20"), 12, at_least(3), WINDOW)
    assert certain is not None
    assert not certain.possible
    assert find_stretch(dated("2022-11", "2023-06-01", "2023-12-20"), 12, at_least(3), WINDOW) is None


def test_a_partial_date_that_may_lie_outside_the_window_is_only_possible() -> None:
    found = find_stretch(dated("2022-03", "2022-05-01"), 12, at_least(2), WINDOW)
    assert found is not None
    assert found.possible
    assert find_stretch(dated("2022-02", "2022-05-01"), 12, at_least(2), WINDOW) is None


def test_things_are_counted_by_whom_they_are_of() -> None:
    assert find_stretch(dated("2023-01-01 a", "2023-02-01 a"), 6, at_least_by(2), WINDOW) is None
    found = find_stretch(dated("2023-01-01 a", "2023-07-01 b", "2023-09-01 b"), 6, at_least_by(2), WINDOW)
    assert found is not None
    assert [thing.on.text for thing in found.things] == ["2023-01-01", "2023-07-01"]
    assert found.since.text == "2023-01-01"


def test_all_stretches_that_hold_enough_are_told() -> None:
    found = find_stretch(dated("2022-05-01", "2022-06-01", "2023-09-01", "2023-10-01"), 3, at_least(2), WINDOW)
    assert found is not None
    assert len(found.things) == 4


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (["2023-06-01", "2023-06-01"], "2"),
        (["2023-06", "2023-06-01"], "1 or 2"),
        (["2023-06", "2023-07"], "2"),
        (["2023", "2023-06", "2023-07-01", "2023-07-02"], "3 or 4"),
        (["2023", "2023", "2024"], "2 or 3"),
        (["2023", "2023-05", "2023-05"], "1 to 3"),
    ],
)
def test_partial_dates_leave_open_how_many_things_there_are(days: list[str], words: str) -> None:
    things = dated(*days)
    assert count_in_words(things, lambda _one, _other: True) == words
    assert count_in_words(things, never_one) == str(len(days))
