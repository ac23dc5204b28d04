"""Who looked, asked of a log of ten million entries: each question of the auditor against a second."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Index, TextClause, event, text, update

from graph.audit.log import LooksWanted
from graph.errors import WrongUse
from graph.store.ledger import Ledger, open_ledger
from graph.store.ledger.migrations import measure_clock
from graph.store.ledger.moving import holds_nothing
from graph.store.ledger.tables import AUDIT, AUDIT_HEAD, AUDIT_SHOWN
from tools.bench.timing import Figure, in_turns, ready

ENTRIES = 10_000_000
PAGE = 51
A_SECOND = 1.0
START = datetime(2021, 1, 1, tzinfo=UTC)
STEP = timedelta(seconds=10)
_BEGIN = START.timestamp() * 1_000_000
ACCOUNTS, PEOPLE, MUCH_LOOKED_AT = 200, 500_000, 1_000
# Written by the database itself: what an entry holds is as large as real ones are, what it says is not needed.
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
_DO = (
    "CASE WHEN i % 100000 = 0 THEN 'undoJudgement' WHEN i % 500 = 0 THEN 'judge' WHEN i % 50 = 0 THEN 'export:adults.pdf'"
    " WHEN i % 3 = 0 THEN 'network' ELSE 'person' END"
)
_CONTENT = (
    f"""'{{"caller":"account-' || (i * 7919 % {ACCOUNTS}) || '","holds":[],"is_operator":false,"operation":"' || {_DO}"""
    f""" || '","outcome":"answered","policy":"1","purpose":"assessment","records":["q' || (i % {PEOPLE}) ||"""
    f""" '"],"reference":"CSC-1042","roles":["assessment"],"shown":["p' || (i % {PEOPLE}) || '"],"withheld":false}}'"""
)
_HASH = "'5d41402abc4b2a76b9719d911017c592aaaaaaaaaaaaaaaaaaaaaaaa' || (10000000 + i)"
# Once in a while a clock is half a minute behind.
_AT = f"{int(_BEGIN)} + i * {int(STEP.total_seconds() * 1_000_000)} - CASE WHEN i % 100000 = 0 THEN 30000000 ELSE 0 END"
_MUCH = f"CASE WHEN i % {MUCH_LOOKED_AT} = 0 THEN 'much-looked-at' ELSE "


def audit(rounds: int, entries: int | None = None) -> Iterator[Figure]:
    """Each way of searching the log, on the database KITHMAP_LEDGER_URL names, else on a SQLite file."""
    entries = entries or ENTRIES
    with TemporaryDirectory(prefix="kithmap-audit-") as folder:
        ledger = open_ledger(Path(folder), os.environ.get("KITHMAP_LEDGER_URL") or None)
        try:
            if not holds_nothing(ledger.database):
                raise WrongUse("KITHMAP_LEDGER_URL names a ledger with something in it: name an empty one")
            fill(ledger, entries)
            for said, wanted in questions(entries).items():
                times = in_turns({said: ready(partial(ledger.audit.newest, wanted))}, rounds)
                found = len(ledger.audit.newest(wanted))
                named = ledger.database.engine.dialect.name
                measured = f"{said}, of {entries:,} entries on {named}: {found} found"
                yield Figure("AUDIT", measured, times[said], "a second", A_SECOND, 1.0)
        finally:
            ledger.close()


def questions(entries: int) -> Mapping[str, LooksWanted]:
    """What an auditor asks, with the worst each can meet: much, little and nothing, in the middle and at the end."""
    middle = START + STEP * (entries // 2)
    day = timedelta(days=1)
    one, much = frozenset({"p77", "q77"}), frozenset({"much-looked-at"})
    return {
        "newest": LooksWanted(PAGE),
        "from the middle": LooksWanted(PAGE, before=entries // 2),
        "one account": LooksWanted(PAGE, caller="account-7"),
        "an account there is not": LooksWanted(PAGE, caller="account-x"),
        "one operation, rare": LooksWanted(PAGE, operation="undoJudgement"),
        "an account and a rare operation": LooksWanted(PAGE, caller="account-0", operation="undoJudgement"),
        "an account and an operation it never did": LooksWanted(PAGE, caller="account-7", operation="undoJudgement"),
        "a team of ten": LooksWanted(PAGE, callers=frozenset(f"account-{n}" for n in range(10))),
        "one person": LooksWanted(PAGE, records=one),
        "one person and an account": LooksWanted(PAGE, records=one, caller="account-7"),
        "somebody looked at all the time": LooksWanted(PAGE, records=much),
        "somebody looked at all the time, long ago": LooksWanted(PAGE, records=much, until=START + 40 * day),
        "nobody": LooksWanted(PAGE, records=frozenset({"nobody"})),
        "a day in the middle": LooksWanted(PAGE, since=middle, until=middle + day),
        "a day before the first": LooksWanted(PAGE, until=START),
        "the first day": LooksWanted(PAGE, until=START + day),
        "since the middle": LooksWanted(PAGE, since=middle),
        "an account on a day in the middle": LooksWanted(PAGE, caller="account-7", since=middle, until=middle + day),
        "a rare operation in a year": LooksWanted(
            PAGE, operation="undoJudgement", since=middle - 200 * day, until=middle
        ),
    }


def fill(ledger: Ledger, entries: int) -> None:
    """Writes the entries, the people they showed, and the end of the log."""
    indexes = sorted(AUDIT.indexes | AUDIT_SHOWN.indexes, key=lambda one: str(one.name))
    if ledger.database.engine.dialect.name == "sqlite":
        event.listen(ledger.database.engine, "connect", _in_a_hurry)
        ledger.close()
    with ledger.database.writing() as connection:
        _write(connection, entries, indexes)
    if ledger.database.engine.dialect.name == "postgresql":
        # What its own housekeeping does while a log grows.
        with ledger.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _in_a_hurry(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own connection type
    connection.execute("PRAGMA synchronous = OFF")


def _write(connection: Connection, entries: int, indexes: list[Index]) -> None:
    for index in indexes:
        index.drop(connection)
    numbers = _NUMBERS.format(count=entries)
    into = "INSERT INTO audit (sequence, at, content, previous, hash)"
    connection.execute(_literal(f"{into} {numbers} SELECT i, {_AT}, {_CONTENT}, {_HASH}, {_HASH} FROM n"))  # noqa: S608 - all ours
    shown = f"SELECT {_MUCH} 'p' || (i % {PEOPLE}) END AS r, i FROM n UNION ALL SELECT 'q' || (i % {PEOPLE}), i FROM n"  # noqa: S608
    connection.execute(_literal(f"INSERT INTO audit_shown (record_id, sequence) {numbers} {shown} ORDER BY 1, 2"))
    for index in indexes:
        index.create(connection)
    connection.execute(update(AUDIT_HEAD).values(sequence=entries))
    measure_clock(connection)


def _literal(statement: str) -> TextClause:
    return text(statement.replace(":", "\\:"))
