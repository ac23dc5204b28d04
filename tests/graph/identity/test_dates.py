"""When two statements of a birth could be one birth."""

import pytest

from graph.identity.dates import BirthDates, read_birth_dates


def born(*dates: str, about: str | None = None, expected: str | None = None) -> BirthDates:
    return read_birth_dates(list(dates), about, expected)


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        (born("1983-11-02"), born("1983-02-11"), True),
        (born("1983-11-02"), born("1983-11-03"), True),
        (born("1983-11-02"), born("1938-11-02"), True),
        (born("1983-11-02"), born("1983"), True),
        (born("1983-11-02"), born("1983-11"), True),
        (born("1983-11-02"), born("1983-01-01"), True),
        (born("1983-11"), born("1983"), True),
        (born("1983-11-02"), born(about="1984"), True),
        (born("1983-11-02"), born(about="1980..1985"), True),
        (born("1983-11-02"), born(about="1990..1995"), False),
        (born("1983-11-02"), born("1983-12"), False),
        (born("1983-11-02"), born("1985-06-14"), False),
        (born("2024-06-20"), born(expected="2024-06-02"), True),
        (born("2024-01-05"), born(expected="2023-12-20"), True),
        (born("2023-06-20"), born(expected="2024-06-02"), False),
    ],
)
def test_dates_agree_when_one_birth_explains_both(left: BirthDates, right: BirthDates, agree: bool) -> None:
    assert left.agrees(right) is agree
    assert right.agrees(left) is agree


@pytest.mark.parametrize("text", ["1900-01-01", "1970-01-01", "2001-02-30", "spring", "19"])
def test_fillers_and_impossible_dates_say_nothing(text: str) -> None:
    assert not born(text).known


def test_an_estimate_that_says_too_little_says_nothing() -> None:
    assert not born(about="1900..1980").known
    assert not born(about="1985..1980").known
    assert not born(about="old").known
