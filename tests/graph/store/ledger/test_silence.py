"""A ledger that is silent, or busy with somebody else, is said to be unavailable, and is found again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from graph.errors import StoreUnavailable
from graph.store.ledger import Ledger, open_ledger
from graph.store.ledger.database import take_turn
from tests.graph.store.ledger.test_at_once import two_ledgers
from tests.graph.store.ledgers import LEDGERS, fresh_url
from tests.graph.store.test_ledger import NOW
from tools.faults.proxy import Bad, Trouble, Wire


@pytest.fixture
def wired(tmp_path: Path) -> Iterator[tuple[Ledger, Wire]]:
    """A ledger on PostgreSQL behind a network of the test's own."""
    server = make_url(os.environ["KITHMAP_LEDGER_URL"])
    with Wire(server.host or "127.0.0.1", server.port or 5432) as wire, fresh_url("postgresql") as own:
        assert own
        through = make_url(own).set(host="127.0.0.1", port=wire.port)
        ledger = open_ledger(tmp_path, through.render_as_string(hide_password=False))
        yield ledger, wire
        wire.mend()
        ledger.close()


@pytest.mark.parametrize("kind", LEDGERS)
def test_a_turn_that_another_keeps_is_waited_for_and_given_up(kind: str, tmp_path: Path) -> None:
    with two_ledgers(kind, tmp_path) as (one, other):
        with one.database.writing() as connection:
            take_turn(connection)
            with pytest.raises(StoreUnavailable):
                other.attempts.take("n", NOW)
        assert other.attempts.take("n", NOW) is not None


@pytest.mark.postgres
def test_a_server_that_says_nothing_is_given_up_and_found_again(wired: tuple[Ledger, Wire]) -> None:
    ledger, wire = wired
    assert ledger.accounts.every() == ()
    wire.become(Trouble(Bad.HOLE))
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            ledger.accounts.every()
    wire.mend()
    assert ledger.accounts.every() == ()


@pytest.mark.postgres
def test_a_commit_without_an_answer_is_no_success(wired: tuple[Ledger, Wire]) -> None:
    ledger, wire = wired
    wire.become(Trouble(Bad.ANSWER_LOST))
    with pytest.raises(StoreUnavailable):
        ledger.attempts.take("n", NOW)
    wire.mend()
    assert ledger.attempts.take("n", NOW) is not None


@pytest.mark.postgres
def test_a_statement_that_takes_too_long_is_ended_by_the_server(wired: tuple[Ledger, Wire]) -> None:
    ledger, _ = wired
    with pytest.raises(StoreUnavailable), ledger.database.reading() as connection:
        connection.execute(text("SELECT pg_sleep(60)"))
    assert ledger.accounts.every() == ()
