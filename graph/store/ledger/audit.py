"""The audit chain in the ledger. Writers take turns: the head is read and replaced in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    case,
    insert,
    select,
    type_coerce,
    update,
)

from graph.access.accounts import ConflictEnded, ConflictNamed, GrantEnded, GrantRecord
from graph.access.opened import AccessOpened, SignOff
from graph.audit.log import AuditEntry, Beside, LooksWanted, entry_hash
from graph.store.ledger.beside_log import faults_beside
from graph.store.ledger.columns import EPOCH, MICROSECOND, column_names
from graph.store.ledger.database import Database
from graph.store.ledger.opened import keep_opened, keep_sign_off
from graph.store.ledger.standing import end_conflict, end_grant, keep_conflict, keep_grant
from graph.store.ledger.tables import AUDIT, AUDIT_CLOCK, AUDIT_HEAD, AUDIT_SHOWN

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class AuditChain:
    """The chain of the ledger (`graph.audit.log.AuditStore`)."""

    database: Database

    def append(self, at: datetime, content: str, shown: Iterable[str], beside: Beside | None = None, /) -> AuditEntry:
        """Writes the next entry of the chain, and what goes with it: both or neither."""
        with self.database.writing() as connection:
            # The row lock makes writers on PostgreSQL take turns; on SQLite the transaction has the whole file.
            head = connection.execute(select(AUDIT_HEAD).with_for_update()).mappings().one()
            sequence, previous = head["sequence"] + 1, head["hash"]
            entry = AuditEntry(sequence, at, content, previous, entry_hash(sequence, at, content, previous))
            connection.execute(insert(AUDIT).values(**{name: getattr(entry, name) for name in column_names(AUDIT)}))
            rows = [{"record_id": record, "sequence": sequence} for record in sorted(set(shown))]
            if rows:
                connection.execute(insert(AUDIT_SHOWN), rows)
            connection.execute(update(AUDIT_HEAD).values(sequence=sequence, hash=entry.hash))
            connection.execute(_CLOCK, {"moment": _micros(at)})
            if beside is not None:
                _keep(connection, beside, sequence)
        return entry

    def together(self) -> AbstractContextManager[None]:
        """What is written inside, entries and all else, is kept or undone as one."""
        return self.database.together()

    def entries(self) -> Iterator[AuditEntry]:
        """Every entry, in order."""
        last = 0
        while True:
            wanted = _EVERY.where(AUDIT.c.sequence > last).order_by(AUDIT.c.sequence).limit(_AT_ONCE)
            with self.database.reading() as connection:
                found = [_to_entry(row) for row in connection.execute(wanted).mappings()]
            yield from found
            if len(found) < _AT_ONCE:
                return
            last = found[-1].sequence

    def head(self) -> tuple[int, str]:
        """Sequence and hash of the last entry as the ledger remembers it."""
        with self.database.reading() as connection:
            row = connection.execute(select(AUDIT_HEAD)).mappings().one()
        return row["sequence"], row["hash"]

    def faults_beside(self) -> Iterator[str]:
        """What was changed, added or taken away of what was written with the entries, in words."""
        return faults_beside(self.database)

    def newest(self, wanted: LooksWanted) -> tuple[AuditEntry, ...]:
        """The entries wanted, newest first. None but those found are read, however many there are."""
        newest_first = AUDIT.c.sequence.desc()
        with self.database.reading() as connection:
            conditions = (*_conditions(wanted), *_days(connection, wanted))
            found = select(AUDIT.c.sequence).where(*conditions).order_by(newest_first).limit(wanted.first)
            entries = _EVERY.where(AUDIT.c.sequence.in_(found)).order_by(newest_first)
            return tuple(_to_entry(row) for row in connection.execute(entries).mappings())


def _keep(connection: Connection, beside: Beside, sequence: int) -> None:
    match beside:
        case AccessOpened():
            keep_opened(connection, beside, sequence)
        case SignOff():
            keep_sign_off(connection, beside)
        case GrantRecord():
            keep_grant(connection, beside)
        case GrantEnded():
            end_grant(connection, beside)
        case ConflictNamed():
            keep_conflict(connection, beside)
        case ConflictEnded():
            end_conflict(connection, beside)


_EVERY = select(*(AUDIT.c[name] for name in column_names(AUDIT)))
_AT = type_coerce(AUDIT.c.at, BigInteger)
_MOMENT = bindparam("moment", type_=BigInteger)
_CLOCK = update(AUDIT_CLOCK).values(
    back_by=case(
        (AUDIT_CLOCK.c.latest - _MOMENT > AUDIT_CLOCK.c.back_by, AUDIT_CLOCK.c.latest - _MOMENT),
        else_=AUDIT_CLOCK.c.back_by,
    ),
    latest=case((AUDIT_CLOCK.c.latest > _MOMENT, AUDIT_CLOCK.c.latest), else_=_MOMENT),
)


def _micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def _conditions(wanted: LooksWanted) -> Iterator[ColumnElement[bool]]:
    if wanted.before is not None:
        yield AUDIT.c.sequence < wanted.before
    if wanted.records is not None:
        shown = select(AUDIT_SHOWN.c.sequence).where(AUDIT_SHOWN.c.record_id.in_(sorted(wanted.records)))
        yield AUDIT.c.sequence.in_(shown)
    if wanted.callers is not None:
        yield AUDIT.c.caller.in_(sorted(wanted.callers))
    if wanted.caller:
        yield AUDIT.c.caller == wanted.caller
    if wanted.operation:
        yield AUDIT.c.operation == wanted.operation


def _days(connection: Connection, wanted: LooksWanted) -> Iterator[ColumnElement[bool]]:
    """Of some days: where in the log they can lie at all, then the days themselves.

    No entry is more than `back_by` behind one before it. So all before one that is more than that too early are too
    early, and all after one that is more than that too late are too late.
    """
    if wanted.since is None and wanted.until is None:
        return
    back_by = connection.scalar(select(AUDIT_CLOCK.c.back_by)) or 0
    if wanted.since is not None:
        since = _micros(wanted.since)
        early = select(AUDIT.c.sequence).where(since - back_by > _AT).order_by(_AT.desc()).limit(1)
        yield AUDIT.c.sequence > (connection.scalar(early) or 0)
        yield since <= _AT
    if wanted.until is not None:
        until = _micros(wanted.until)
        late = select(AUDIT.c.sequence).where(until + back_by <= _AT).order_by(_AT).limit(1)
        first_late = connection.scalar(late)
        if first_late is not None:
            yield AUDIT.c.sequence < first_late
        yield until > _AT


def _to_entry(row: RowMapping) -> AuditEntry:
    return AuditEntry(**row)
