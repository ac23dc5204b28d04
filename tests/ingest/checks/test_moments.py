"""When an agency wrote something down, as UTC."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.period import LONDON
from ingest.checks.moments import to_utc_text


def read(text: str) -> str | None:
    return pl.DataFrame({"cell": [text]}).select(to_utc_text(pl.col("cell"))).to_series().item()


@pytest.mark.parametrize(
    ("sent", "utc"),
    [
        ("2024-01-15", "2024-01-16T00:00:00Z"),
        ("2024-03-31", "2024-03-31T23:00:00Z"),  # the day the clocks go forward ends in summer time
        ("2024-10-27", "2024-10-28T00:00:00Z"),
        ("2024-06-01T12:00", "2024-06-01T11:00:00Z"),
        ("2024-06-01 12:00:05.25", "2024-06-01T11:00:05.250Z"),
        ("2024-06-01T12:00:00Z", "2024-06-01T12:00:00Z"),
        ("2024-06-01T12:00+05:30", "2024-06-01T06:30:00Z"),
        ("2024-06-01T12:00:00-02", "2024-06-01T14:00:00Z"),
        ("2024-10-27T01:30", "2024-10-27T01:30:00Z"),  # comes twice: the later
        ("2024-03-31T01:30", "2024-03-31T01:30:00Z"),  # never came
    ],
)
def test_a_moment_is_read_as_utc(sent: str, utc: str) -> None:
    assert read(sent) == utc


@pytest.mark.parametrize(
    "sent",
    ["2024", "2024-03", "2023-02-29", "2023-02-29T10:00:00Z", "2024-06-01T24:00", "01/06/2024", "9999-12-31", "soon"],
)
def test_what_is_not_a_moment_is_not_guessed(sent: str) -> None:
    assert read(sent) is None


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.sampled_from(["Z", "+01:00", "-0430", ""]))  # noqa: DTZ001
def test_moments_agree_with_the_standard_library(clock: datetime, offset: str) -> None:
    clock = clock.replace(microsecond=clock.microsecond // 1000 * 1000)
    text = clock.isoformat(timespec="milliseconds") + offset
    moment = datetime.fromisoformat(text)
    expected = moment if moment.tzinfo else moment.replace(tzinfo=LONDON, fold=1)
    if not moment.tzinfo and expected.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != clock:
        return  # the hour that spring skips has its own case above
    told = read(text)
    assert told is not None
    assert datetime.fromisoformat(told) == expected.astimezone(UTC)
