"""One operation's time, shared by all that it reads."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graph.access.visible import NOTHING_CLOSED
from graph.deadline import deadline, not_counted, seconds_left
from graph.errors import TooCostly
from graph.store.embedded.store import EmbeddedStore
from tests.graph.store.builders import NOW


def test_what_is_left_counts_down_and_never_past_the_most_a_read_may_take() -> None:
    assert seconds_left(10) == 10
    with deadline(60):
        assert seconds_left(10) == 10
        assert 59 < seconds_left(100) <= 60
    with deadline(0.01):
        time.sleep(0.02)
        with pytest.raises(TooCostly, match="ask for less"):
            seconds_left(10)
    assert seconds_left(10) == 10


def test_a_read_begun_after_the_time_is_over_is_refused(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "graph.sqlite")
    with deadline(0), pytest.raises(TooCostly):
        store.claims_around(["x"], [], NOW, NOTHING_CLOSED)
    assert store.claims_around(["x"], [], NOW, NOTHING_CLOSED).claims == ()
    store.close()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes on where a test says so."""
    moment = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    return moment


def test_what_is_waited_for_is_not_counted(clock: list[float]) -> None:
    with deadline(60):
        clock[0] += 20
        with not_counted():
            clock[0] += 300
        assert seconds_left(100) == 40
    with not_counted():
        assert seconds_left(10) == 10
    assert seconds_left(10) == 10


def test_what_was_waited_for_is_not_counted_where_it_failed(clock: list[float]) -> None:
    with deadline(60):
        with pytest.raises(ZeroDivisionError), not_counted():
            clock[0] += 300
            raise ZeroDivisionError
        assert seconds_left(100) == 60
