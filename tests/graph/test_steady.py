"""Rights are counted by a moment that goes on, however the clock is set."""

from datetime import UTC, datetime, timedelta

import pytest

from graph.errors import StoreUnavailable
from graph.steady import KEPT_EVERY, SteadyClock

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Counter:
    """Seconds a test counts, and what was kept by other processes."""

    def __init__(self, latest: datetime = NOON - DAY) -> None:
        self.seconds = 0.0
        self.latest = latest
        self.asked = 0

    def elapsed(self) -> float:
        return self.seconds

    def reach(self, moment: datetime) -> datetime:
        self.asked += 1
        self.latest = max(self.latest, moment)
        return self.latest


def test_it_says_what_the_clock_says_while_that_goes_on() -> None:
    kept, steady = Counter(), SteadyClock()
    assert [steady.read(NOON + n * MINUTE, kept.reach) for n in range(3)] == [NOON + n * MINUTE for n in range(3)]


def test_a_clock_that_is_set_back_does_not_take_it_back() -> None:
    kept = Counter()
    steady = SteadyClock(kept.elapsed)
    steady.read(NOON, kept.reach)
    assert steady.read(NOON - DAY, kept.reach) == NOON


def test_after_a_clock_was_set_back_seconds_go_on_being_counted() -> None:
    kept = Counter()
    steady = SteadyClock(kept.elapsed)
    steady.read(NOON, kept.reach)
    kept.seconds = 3600
    assert steady.read(NOON - DAY, kept.reach) == NOON + timedelta(hours=1)
    kept.seconds = 7200
    assert steady.read(NOON - DAY + timedelta(hours=1), kept.reach) == NOON + timedelta(hours=2)


def test_a_clock_set_back_by_less_than_passed_shortens_nothing_either() -> None:
    kept = Counter()
    steady = SteadyClock(kept.elapsed)
    steady.read(NOON, kept.reach)
    kept.seconds = 600
    assert steady.read(NOON + 5 * MINUTE, kept.reach) == NOON + 10 * MINUTE


def test_what_another_process_reached_is_where_it_starts() -> None:
    kept = Counter(latest=NOON + DAY)
    assert SteadyClock().read(NOON, kept.reach) == NOON + DAY


def test_it_is_kept_once_in_a_while_and_not_at_each_question() -> None:
    kept, steady = Counter(), SteadyClock()
    for second in range(10):
        steady.read(NOON + timedelta(seconds=second), kept.reach)
    assert kept.asked == 1
    steady.read(NOON + KEPT_EVERY, kept.reach)
    assert (kept.asked, kept.latest) == (2, NOON + KEPT_EVERY)


def test_where_it_can_not_be_kept_no_right_is_counted() -> None:
    def gone(_moment: datetime) -> datetime:
        raise StoreUnavailable("the ledger does not answer")

    steady = SteadyClock()
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            steady.read(NOON, gone)
