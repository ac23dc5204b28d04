"""What was so on a day, over by then, or later: at every boundary."""

from __future__ import annotations

from datetime import date

import pytest

from api.pages.when import When, seen_from, split_by_day
from tests.viz.family import TESSA, a_period, a_stay

DAY = date(2023, 6, 1)


@pytest.mark.parametrize(
    ("start", "end", "when"),
    [
        ("2023-06-01", None, When.ON),
        ("2023-06-02", None, When.AFTER),
        ("2023-06", None, When.ON),
        ("2023-07", None, When.AFTER),
        (None, None, When.ON),
        ("2020", "2023-06-01", When.BEFORE),
        ("2020", "2023-06-02", When.ON),
        ("2020", "2023-05", When.BEFORE),
        ("2020", "2023-06", When.ON),
        (None, "2022", When.BEFORE),
    ],
)
def test_a_vague_date_rules_nothing_out(start: str | None, end: str | None, when: When) -> None:
    assert seen_from(DAY, a_period(start, end)) is when


def test_things_stay_in_their_order_within_each_part() -> None:
    stays = [a_stay(TESSA) for _ in range(3)]
    placed = split_by_day(stays, DAY)
    assert placed.on == tuple(stays)
    assert (placed.before, placed.after) == ((), ())
