"""The audit chain in the ledger. Writers take turns: the head is read and replaced in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, false, insert, or_, select, update

from graph.access.accounts import GrantEnded, GrantRecord
from graph.access.opened import AccessOpened, SignOff
from graph.audit.log import AuditEntry, Beside, LooksWanted, entry_hash, member_of_content
from graph.store.ledger.columns import column_names
from graph.store.ledger.database import Database
from graph.store.ledger.opened import keep_opened, keep_sign_off
from graph.store.ledger.standing import end_grant, keep_grant
from graph.store.ledger.tables import AUDIT, AUDIT_HEAD, AUDIT_SHOWN

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
            if beside is not None:
                _keep(connection, beside, sequence)
        return entry

    def entries(self) -> Iterator[AuditEntry]:
        """Every entry, in order."""
        last = 0
        while True:
            wanted = select(AUDIT).where(AUDIT.c.sequence > last).order_by(AUDIT.c.sequence).limit(_AT_ONCE)
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

    def newest(self, wanted: LooksWanted) -> tuple[AuditEntry, ...]:
        """The entries wanted, newest first."""
        found = select(AUDIT).where(*_conditions(wanted)).order_by(AUDIT.c.sequence.desc()).limit(wanted.first)
        with self.database.reading() as connection:
            return tuple(_to_entry(row) for row in connection.execute(found).mappings())


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


def _conditions(wanted: LooksWanted) -> Iterator[ColumnElement[bool]]:
    if wanted.before is not None:
        yield AUDIT.c.sequence < wanted.before
    if wanted.since is not None:
        yield AUDIT.c.at >= wanted.since
    if wanted.until is not None:
        yield AUDIT.c.at < wanted.until
    if wanted.records is not None:
        shown = select(AUDIT_SHOWN.c.sequence).where(AUDIT_SHOWN.c.record_id.in_(sorted(wanted.records)))
        yield AUDIT.c.sequence.in_(shown)
    if wanted.callers is not None:
        yield or_(false(), *(_says("caller", name) for name in sorted(wanted.callers)))
    for name, text in (("caller", wanted.caller), ("operation", wanted.operation)):
        if text:
            yield _says(name, text)


def _says(name: str, text: str) -> ColumnElement[bool]:
    return AUDIT.c.content.contains(member_of_content(name, text), autoescape=True)


def _to_entry(row: RowMapping) -> AuditEntry:
    return AuditEntry(**row)
