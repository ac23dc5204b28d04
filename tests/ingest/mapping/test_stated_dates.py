"""Dates are read as a mapping states them, and in no other way."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mapping.stated_dates import day_after, format_fault, read_day, read_stated

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
FORMATS = {
    "yyyy-mm-dd": "%Y-%m-%d",
    "dd/mm/yyyy": "%d/%m/%Y",
    "mm/dd/yyyy": "%m/%d/%Y",
    "dd.mm.yyyy": "%d.%m.%Y",
    "yyyymmdd": "%Y%m%d",
    "dd mon yyyy": "%d %b %Y",
    "dd month yyyy": "%d %B %Y",
}


def read(text: str, *formats: str) -> str | None:
    return pl.DataFrame({"cell": [text]}).select(read_stated(pl.col("cell"), formats)).item()  # type: ignore[no-any-return]


@given(DAYS, st.sampled_from(sorted(FORMATS)))
def test_a_date_written_as_stated_is_that_day(day: date, said: str) -> None:
    assert read(day.strftime(FORMATS[said]), said) == day.isoformat()
    assert read(day.strftime(FORMATS[said]).upper(), said) == day.isoformat()


@given(DAYS)
def test_an_american_date_is_never_turned(day: date) -> None:
    american = day.strftime("%m/%d/%Y")
    found = read(american, "dd/mm/yyyy")
    assert found is None if day.day > 12 else found == f"{day.year}-{day.day:02}-{day.month:02}"


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2011",
        "2010",
        "2010-12-25",
        "1/2/2010",
        "25/12/10",
        "00/12/2010",
        "25/12/2010 ",
        "٢٥/12/2010",
        "",
        "25-12-2010",
    ],
)
def test_what_does_not_fit_is_no_date(text: str) -> None:
    assert read(text, "dd/mm/yyyy") is None


@pytest.mark.parametrize(
    ("text", "formats", "expected"),
    [
        ("1/2/2010", ["d/m/yyyy"], "2010-02-01"),
        ("MAY 1984", ["d mon yyyy", "mon yyyy", "yyyy"], "1984-05"),
        ("1984", ["d mon yyyy", "mon yyyy", "yyyy"], "1984"),
        ("5 Smarch 1984", ["d month yyyy"], None),
        ("2024-03-31T23:05:01", ["yyyy-mm-ddThh:mi:ss"], "2024-03-31T23:05:01"),
        ("31/03/2024 23:05", ["dd/mm/yyyy hh:mi"], "2024-03-31T23:05:00"),
        ("31/03/2024 25:05", ["dd/mm/yyyy hh:mi"], None),
        ("2024-03-31", ["dd/mm/yyyy", "yyyy-mm-dd"], "2024-03-31"),
    ],
)
def test_several_ways_of_writing_may_be_stated(text: str, formats: list[str], expected: str | None) -> None:
    assert read(text, *formats) == expected


@pytest.mark.parametrize(
    ("formats", "fault"),
    [
        (["dd/mm/yyyy"], None),
        (["dd/mm/yyyy", "yyyy-mm-dd", "d/m/yyyy"], None),
        (["dd/mm/yyyy", "mm/dd/yyyy"], "two different dates"),
        (["d/m/yyyy", "mm/dd/yyyy"], "two different dates"),
        (["dd/mm/yy"], "which century"),
        (["dd/yyyy"], "no whole date"),
        (["dd/mm"], "no whole date"),
        (["dd/dd/yyyy"], "no whole date"),
        (["mm hh yyyy"], "no whole date"),
        (["%d/%m/%Y"], "no way to write dates"),
        (["day"], "no way to write dates"),
    ],
)
def test_a_format_that_would_be_a_guess_is_refused(formats: list[str], fault: str | None) -> None:
    told = format_fault(formats)
    assert told is None if fault is None else told is not None and fault in told


def test_a_day_has_no_clock_and_the_day_after_a_whole_date_is_known() -> None:
    frame = pl.DataFrame({"cell": ["2024-02-28T10:00:00", "2023-12-31T00:00:00"]})
    days = frame.select(read_day(pl.col("cell"), ["yyyy-mm-ddThh:mi:ss"]).alias("day"))
    assert days["day"].to_list() == ["2024-02-28", "2023-12-31"]
    assert days.select(day_after(pl.col("day")))["day"].to_list() == ["2024-02-29", "2024-01-01"]
    assert pl.DataFrame({"day": ["2024-05", "2024"]}).select(day_after(pl.col("day")))["day"].to_list() == [
        "2024-05",
        "2024",
    ]
