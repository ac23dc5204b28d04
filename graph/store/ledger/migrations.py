"""What brings a ledger of an older version to this one's tables: a step for each version, in the transaction that opens it.

Tables that are new are made when a ledger is opened; a step is for what an existing table has to become.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import BigInteger, Column, Connection, Table, delete, func, insert, select, text, type_coerce, update
from sqlalchemy.schema import CreateColumn

from graph.store.ledger.tables import AUDIT, AUDIT_CLOCK, SCHEMA, SCHEMA_VERSION


def bring_up_from(version: int, connection: Connection) -> None:
    """Every step from a version to this one; none where it is this one's already."""
    for step in range(version, SCHEMA_VERSION):
        _STEPS[step](connection)
    if version != SCHEMA_VERSION:
        connection.execute(update(SCHEMA).values(version=SCHEMA_VERSION))


def measure_clock(connection: Connection) -> None:
    """Works out from the log how far clocks ever went back."""
    at = type_coerce(AUDIT.c.at, BigInteger)
    entries = select(at.label("at"), func.max(at).over(order_by=AUDIT.c.sequence).label("latest")).subquery()
    behind = entries.c.latest - entries.c.at
    latest, back_by = connection.execute(select(func.max(entries.c.latest), func.max(behind))).one()
    connection.execute(delete(AUDIT_CLOCK))
    connection.execute(insert(AUDIT_CLOCK).values(id=1, latest=latest or 0, back_by=back_by or 0))


def _find_entries_by_index(connection: Connection) -> None:
    """1 to 2: an entry of the log is found by account, operation and time without reading the others."""
    for column in (AUDIT.c.caller, AUDIT.c.operation):
        _add_column(connection, AUDIT, column)
    for index in sorted(AUDIT.indexes, key=lambda one: str(one.name)):
        index.create(connection)
    measure_clock(connection)


def _add_column(connection: Connection, table: Table, column: Column[str]) -> None:
    said = CreateColumn(column).compile(dialect=connection.dialect)
    connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {said}"))


_STEPS: Mapping[int, Callable[[Connection], None]] = {1: _find_entries_by_index}
