"""How moments are typed on the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph.command import read_moment
from graph.errors import BadInput


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-31", datetime(2024, 2, 1, tzinfo=UTC)),
        ("2024-06-30", datetime(2024, 6, 30, 23, tzinfo=UTC)),
        ("2024-06-30T09:00:00Z", datetime(2024, 6, 30, 9, tzinfo=UTC)),
        ("2024-06-30T09:00:00+02:00", datetime(2024, 6, 30, 7, tzinfo=UTC)),
        ("2024-06-30T09:00", datetime(2024, 6, 30, 8, tzinfo=UTC)),
    ],
)
def test_a_day_means_its_end_and_a_time_without_offset_is_of_london(text: str, moment: datetime) -> None:
    assert read_moment(text, "--known-at") == moment


def test_nothing_typed_is_no_moment() -> None:
    assert read_moment(None, "--known-at") is None


@pytest.mark.parametrize("text", ["soon", "2024-02-30", "2024-01-31T99:00", "31/01/2024"])
def test_what_is_no_moment_is_refused_without_its_value(text: str) -> None:
    with pytest.raises(BadInput, match="--known-at") as refused:
        read_moment(text, "--known-at")
    assert text not in str(refused.value)
