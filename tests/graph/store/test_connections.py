"""Connections to the graph file are as many as are in use at once, whichever threads ask."""

import threading
from contextlib import ExitStack
from pathlib import Path

import apsw
import pytest

from graph.store.embedded.connections import MOST_IDLE, Connections


@pytest.fixture
def connections(tmp_path: Path) -> Connections:
    return Connections(tmp_path / "graph.sqlite")


def at_once(connections: Connections, count: int) -> list[apsw.Connection]:
    """The connections of so many readings under way together, all over by now."""
    with ExitStack() as readings:
        return [readings.enter_context(connections.reading()) for _ in range(count)]


def test_threads_that_come_and_go_leave_one_connection(connections: Connections) -> None:
    seen: list[apsw.Connection] = []
    for _ in range(20):
        thread = threading.Thread(target=lambda: seen.extend(at_once(connections, 1)))
        thread.start()
        thread.join()
    assert len(seen) == 20
    assert len(set(map(id, seen))) == 1


def test_readings_at_once_have_a_connection_each(connections: Connections) -> None:
    assert len(set(map(id, at_once(connections, 5)))) == 5


def test_of_many_at_once_no_more_than_a_few_are_kept(connections: Connections) -> None:
    first = at_once(connections, 3 * MOST_IDLE)
    again = at_once(connections, 3 * MOST_IDLE)
    assert len(set(map(id, first)) & set(map(id, again))) == MOST_IDLE


def test_a_reading_that_failed_leaves_nothing_to_the_next(connections: Connections) -> None:
    with pytest.raises(apsw.SQLError), connections.reading() as connection:
        connection.execute("SELECT nothing FROM nowhere")
    with connections.reading() as connection:
        assert connection.execute("SELECT 1").fetchall() == [(1,)]


def test_what_is_closed_holds_no_file(connections: Connections) -> None:
    kept = at_once(connections, 2)
    connections.close()
    for one in kept:
        with pytest.raises(apsw.ConnectionClosedError):
            one.execute("SELECT 1")
