"""Several writers of one ledger at once, and a server that goes away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from graph.audit.log import AuditLog
from graph.errors import AuditUnavailable, StoreUnavailable, WrongUse
from graph.identity.contradiction import Contradiction
from graph.identity.judgements import Verdict
from graph.store.ledger import Ledger, open_ledger
from graph.store.ledger.accounts import MOST_TRIES
from tests.graph.store.ledger.test_books import JUDGED, MO
from tests.graph.store.ledgers import LEDGERS, fresh_url
from tests.graph.store.test_ledger import EVENT, NOW
from tools.postgres.server import Server, make_server

T = TypeVar("T")


@contextmanager
def two_ledgers(kind: str, folder: Path) -> Iterator[tuple[Ledger, Ledger]]:
    """One ledger, opened twice as two processes would."""
    with fresh_url(kind) as url:
        one, other = open_ledger(folder, url), open_ledger(folder, url)
        try:
            yield one, other
        finally:
            one.close()
            other.close()


def at_once(count: int, work: Callable[[int], T]) -> list[T]:
    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(work, range(count)))


@pytest.mark.parametrize("kind", LEDGERS)
def test_entries_of_many_at_once_are_one_whole_chain(kind: str, tmp_path: Path) -> None:
    with two_ledgers(kind, tmp_path) as ledgers:
        logs = [AuditLog(ledger.audit, tmp_path / "head.log") for ledger in ledgers]
        entries = at_once(80, lambda n: logs[n % 2].append(replace(EVENT, shown=(f"r{n}", "all")), NOW))
        assert sorted(entry.sequence for entry in entries) == list(range(1, 81))
        assert logs[0].verify() == ()
        assert ledgers[1].audit.head()[0] == 80


@pytest.mark.parametrize("kind", LEDGERS)
def test_of_many_tries_at_once_no_more_than_ten_are_taken(kind: str, tmp_path: Path) -> None:
    with two_ledgers(kind, tmp_path) as ledgers:
        taken = at_once(30, lambda n: ledgers[n % 2].attempts.take("n", NOW))
        assert sum(number is not None for number in taken) == MOST_TRIES


@pytest.mark.parametrize("kind", LEDGERS)
def test_of_two_judgements_that_contradict_one_is_kept(kind: str, tmp_path: Path) -> None:
    same, different = JUDGED, replace(JUDGED, verdict=Verdict.DIFFERENT, author="jo")
    with two_ledgers(kind, tmp_path) as ledgers:
        told = at_once(2, lambda n: ledgers[n].judgements.add((same, different)[n]))
        kept = len(ledgers[0].judgements.in_force())
        assert kept + sum(isinstance(one, Contradiction) for one in told) == 2


@pytest.mark.parametrize("kind", LEDGERS)
def test_one_of_two_accounts_of_a_name_is_kept(kind: str, tmp_path: Path) -> None:
    def add(ledger: Ledger) -> str:
        try:
            ledger.accounts.add(MO)
        except Exception as error:  # noqa: BLE001 - which one is what is asked
            return type(error).__name__
        return "kept"

    with two_ledgers(kind, tmp_path) as ledgers:
        assert sorted(at_once(2, lambda n: add(ledgers[n]))) == ["BadInput", "kept"]


@pytest.fixture
def server() -> Iterator[Server]:
    made = make_server()
    made.start()
    yield made
    made.remove()


@pytest.mark.postgres
def test_a_server_that_goes_away_is_said_to_and_found_again(server: Server, tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path, server.url)
    log = AuditLog(ledger.audit, tmp_path / "head.log")
    log.append(EVENT, NOW)
    with pytest.raises(StoreUnavailable), ledger.database.writing() as connection:
        server.stop("immediate")
        connection.exec_driver_sql("SELECT 1")
    with pytest.raises(StoreUnavailable) as told:
        ledger.audit.head()
    assert server.password not in str(told.value)
    with pytest.raises(AuditUnavailable):
        log.append(EVENT, NOW)
    server.start()
    log.append(EVENT, NOW)
    assert (ledger.audit.head()[0], log.verify()) == (2, ())
    ledger.close()


@pytest.mark.parametrize("end", ["", "?sslmode=require", "?sslmode=prefer", "?host=10.0.0.4"])
def test_a_ledger_elsewhere_is_reached_encrypted_and_checked_or_not_at_all(end: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="verify-full"):
        open_ledger(tmp_path, f"postgresql://kithmap:between-us@ledger.example/kithmap{end}")


def test_one_reached_encrypted_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        open_ledger(tmp_path, "postgresql://kithmap@ledger.invalid/kithmap?sslmode=verify-full")


@pytest.mark.postgres
def test_a_server_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="does not answer"):
        open_ledger(tmp_path, "postgresql://kithmap:between-us@127.0.0.1:1/kithmap")
