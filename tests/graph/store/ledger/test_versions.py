"""A ledger of an older version is refused with words until it is upgraded; one of a newer version always is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from graph.audit.log import AuditLog, LooksWanted
from graph.errors import StoreUnavailable
from graph.store.ledger import open_ledger
from graph.store.ledger.tables import SCHEMA, SCHEMA_VERSION
from tests.graph.store.ledgers import LEDGERS, fresh_url
from tests.graph.store.test_ledger import EVENT, NOW

FIRST_VERSION = (
    "DROP INDEX audit_by_at",
    "DROP INDEX audit_by_caller",
    "DROP INDEX audit_by_operation",
    "ALTER TABLE audit DROP COLUMN caller",
    "ALTER TABLE audit DROP COLUMN operation",
    "DROP TABLE audit_clock",
    "UPDATE ledger_schema SET version = 1",
)


@contextmanager
def a_log(kind: str, folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Three entries, the clock of the second an hour behind; what opens their ledger."""
    with fresh_url(kind) as url:
        ledger = open_ledger(folder, url)
        log = AuditLog(ledger.audit, folder / "head.log")
        for caller, hours in (("mo", 2), ("jo", 1), ("mo", 3)):
            log.append(replace(EVENT, caller=caller), NOW + timedelta(hours=hours))
        ledger.close()
        yield folder, url


def make_older(opens: tuple[Path, str | None]) -> None:
    ledger = open_ledger(*opens)
    with ledger.database.writing() as connection:
        for statement in FIRST_VERSION:
            connection.exec_driver_sql(statement)
    ledger.close()


@pytest.mark.parametrize("kind", LEDGERS)
def test_an_older_ledger_says_how_to_upgrade_it_and_then_finds_by_index(kind: str, tmp_path: Path) -> None:
    with a_log(kind, tmp_path) as opens:
        make_older(opens)
        with pytest.raises(StoreUnavailable, match=r"older version.*schema 1.*kithmap upgrade"):
            open_ledger(*opens)
        open_ledger(*opens, upgraded=True).close()
        open_ledger(*opens, upgraded=True).close()
        ledger = open_ledger(*opens)
        log = AuditLog(ledger.audit, tmp_path / "head.log")
        log.append(EVENT, NOW)
        assert log.verify() == ()
        assert [one.sequence for one in ledger.audit.newest(LooksWanted(9, caller="mo"))] == [4, 3, 1]
        of_an_hour = LooksWanted(9, since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=2))
        assert [one.sequence for one in ledger.audit.newest(of_an_hour)] == [2]
        ledger.close()


@pytest.mark.parametrize("kind", LEDGERS)
def test_a_newer_ledger_is_refused_with_words(kind: str, tmp_path: Path) -> None:
    with a_log(kind, tmp_path) as opens:
        ledger = open_ledger(*opens)
        with ledger.database.writing() as connection:
            connection.execute(update(SCHEMA).values(version=SCHEMA_VERSION + 1))
        ledger.close()
        for upgraded in (False, True):
            with pytest.raises(StoreUnavailable, match="newer version of kithmap"):
                open_ledger(*opens, upgraded=upgraded)
