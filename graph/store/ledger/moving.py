"""The whole ledger as lines of JSON and back: for a backup, and from one kind of database to the other."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Table, delete, func, insert, select

from graph.errors import InputRefused
from graph.store.ledger.columns import column_names
from graph.store.ledger.database import Database
from graph.store.ledger.migrations import measure_clock
from graph.store.ledger.postgres import unhurried
from graph.store.ledger.tables import (
    ATTEMPTS,
    AUDIT,
    AUDIT_CLOCK,
    PREPARED,
    RIGHTS_CLOCK,
    SCHEMA,
    SCHEMA_VERSION,
    SESSIONS,
    SPENT,
    TOKENS,
    metadata,
)

_LEFT_BEHIND = frozenset({ATTEMPTS, AUDIT_CLOCK, PREPARED, RIGHTS_CLOCK, SCHEMA, SESSIONS, SPENT, TOKENS})
"""Sign-ins end with a restore: whoever was signed out since must not be signed in again."""
_AT_ONCE = 5_000
_MOMENT, _DAY, _BYTES = "$moment", "$day", "$bytes"


def tables_to_move() -> tuple[str, ...]:
    """The tables that are moved, those others refer to first."""
    return tuple(table.name for table in metadata.sorted_tables if table not in _LEFT_BEHIND)


class LedgerLines:
    """Every row of a ledger as it stood at one moment, table by table, a line a row."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, table: str) -> Iterator[bytes]:
        """The lines of one table."""
        wanted = metadata.tables[table]
        rows = self._connection.execution_options(yield_per=_AT_ONCE).execute(
            select(*(wanted.c[name] for name in column_names(wanted))).order_by(*wanted.primary_key.columns)
        )
        for row in rows.mappings():
            yield orjson.dumps({str(name): _plain(value) for name, value in row.items()})


def holds_nothing(database: Database) -> bool:
    """Whether nothing was ever loaded into a ledger, nobody added and nothing recorded."""
    with database.reading() as connection:
        return not any(
            connection.scalar(select(func.count()).select_from(metadata.tables[name]))
            for name in tables_to_move()
            if name != "audit_head"
        )


class Filling:
    """Fills an empty ledger: all of it or, where anything is amiss, nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def fill(self, table: str, lines: Iterable[bytes]) -> None:
        """Writes the rows of one table, in place of what a new ledger starts with."""
        wanted = metadata.tables[table]
        self._connection.execute(delete(wanted))
        batch: list[dict[str, Any]] = []
        for line in lines:
            batch.append(_read_row(wanted, line))
            if len(batch) == _AT_ONCE:
                self._connection.execute(insert(wanted), batch)
                batch = []
        if batch:
            self._connection.execute(insert(wanted), batch)
        self._go_on_counting(wanted)
        if wanted is AUDIT:
            with unhurried(self._connection):
                measure_clock(self._connection)

    def _go_on_counting(self, table: Table) -> None:
        """PostgreSQL counts by itself and does not look at numbers it was given."""
        counted = table.autoincrement_column
        if counted is None or self._connection.dialect.name != "postgresql":
            return
        sequence = func.pg_get_serial_sequence(table.name, counted.name)
        next_one = select(func.coalesce(func.max(counted), 0) + 1).scalar_subquery()
        self._connection.execute(select(func.setval(sequence, next_one, False)))


def schema_version() -> int:
    """The version of the tables this program writes and reads."""
    return SCHEMA_VERSION


def _plain(value: object) -> object:
    match value:
        case datetime():
            return {_MOMENT: value.isoformat()}
        case date():
            return {_DAY: value.isoformat()}
        case bytes():
            return {_BYTES: base64.b64encode(value).decode()}
    return value


def _read_row(table: Table, line: bytes) -> dict[str, Any]:
    try:
        said: dict[str, Any] = orjson.loads(line)
        row = {name: _whole(value) for name, value in said.items()}
    except (ValueError, AttributeError, TypeError):
        raise InputRefused("holds a row that can't be read", table.name) from None
    if row.keys() - set(column_names(table)):
        raise InputRefused("holds a column this version does not have", table.name)
    return row


def _whole(value: object) -> object:
    match value:
        case {"$moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"$day": str(text)}:
            return date.fromisoformat(text)
        case {"$bytes": str(text)}:
            return base64.b64decode(text)
    return value
