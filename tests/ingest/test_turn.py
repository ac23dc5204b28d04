"""Writers of one data folder come one after the other."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from graph.errors import StoreUnavailable
from ingest.turn import turn_to_write


def test_a_second_writer_is_refused_when_the_first_does_not_end(tmp_path: Path) -> None:
    with turn_to_write(tmp_path), pytest.raises(StoreUnavailable, match="still running"), turn_to_write(tmp_path, 0.05):
        pass


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with turn_to_write(tmp_path):
            order.append("second")

    with turn_to_write(tmp_path):
        thread = Thread(target=second)
        thread.start()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_the_turn_ends_with_a_writer_that_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), turn_to_write(tmp_path):
        raise ZeroDivisionError
    with turn_to_write(tmp_path, 0.05):
        pass
