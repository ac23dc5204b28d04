"""A server that fails at once is asked again for a moment; one that used up its time, or says why, is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from neo4j.exceptions import ClientError, ServiceUnavailable

from graph.store.neo4j import waiting
from graph.store.neo4j.waiting import again_while_quick


def failing(*errors: Exception) -> tuple[Callable[[], str], list[Exception]]:
    """A question that fails with each error once, and then is answered."""
    left = list(errors)

    def ask() -> str:
        if left:
            raise left.pop(0)
        return "answer"

    return ask, left


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_PAUSE", 0.0)


def test_a_connection_that_was_cut_is_asked_again() -> None:
    ask, left = failing(ServiceUnavailable("cut"), ServiceUnavailable("cut"))
    assert again_while_quick(ask) == "answer"
    assert left == []


def test_what_would_fail_again_is_not_asked_again() -> None:
    ask, left = failing(ClientError("no such thing"), ServiceUnavailable("cut"))
    with pytest.raises(ClientError):
        again_while_quick(ask)
    assert len(left) == 1


def test_nobody_asks_again_once_the_time_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_QUICK", -1.0)
    ask, left = failing(ServiceUnavailable("silent"), ServiceUnavailable("silent"))
    with pytest.raises(ServiceUnavailable):
        again_while_quick(ask)
    assert len(left) == 1
