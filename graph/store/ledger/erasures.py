"""Who was erased, and who may not be: keyed ids of records, so that a later delivery does not bring them back.

The tables lie here beside their only reader. What is kept of an erased person is these ids and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Index, Table, delete, insert, or_, select, update

from graph.store.ledger.columns import Instant, Words
from graph.store.ledger.database import Database
from graph.store.ledger.objections import OBJECTION_REPLIES, OBJECTIONS
from graph.store.ledger.tables import (
    CONFLICTS,
    GRANTS,
    JUDGEMENTS,
    OPENED_ACCESS,
    SET_ASIDES,
    SIGN_OFFS,
    UNDOINGS,
    metadata,
)

GONE = "erased"
_AT_ONCE = 500  # ids in one statement: every database takes so many

ERASED_RECORDS = Table(
    "erased_records",
    metadata,
    Column("record_id", Words, primary_key=True),
    Column("agency", Words, nullable=False),
    Column("system", Words, nullable=False),
    Column("table", Words, nullable=False),
    Column("at", Instant, nullable=False),
)

LEGAL_HOLDS = Table(
    "legal_holds",
    metadata,
    Column("record_id", Words, primary_key=True),
    Column("since", Instant, primary_key=True),
    Column("ended_at", Instant),
    Index("legal_holds_by_end", "ended_at"),
)


@dataclass(frozen=True, slots=True)
class ErasedRecord:
    """A record that is erased: its keyed id, and in whose table it was."""

    record_id: str
    agency: str
    system: str
    table: str


@dataclass(frozen=True, slots=True)
class Erasures:
    """The erasures of the ledger."""

    database: Database

    def begin(self, records: Sequence[ErasedRecord], people: Collection[str], now: datetime) -> None:
        """Notes what is erased and takes out what the ledger itself says about the people, in one transaction.

        Judgements and findings set aside go whole; of grants, conflicts and opened access nothing but ids stays.
        """
        with self.database.writing() as connection:
            known = set(connection.scalars(select(ERASED_RECORDS.c.record_id)))
            rows = [
                {"record_id": one.record_id, "agency": one.agency, "system": one.system, "table": one.table, "at": now}
                for one in {one.record_id: one for one in records}.values()
                if one.record_id not in known
            ]
            if rows:
                connection.execute(insert(ERASED_RECORDS), rows)
            for ids in _in_parts(people):
                _forget(connection, ids, now)
            for ids in _in_parts({*people, *(one.record_id for one in records)}):
                _forget_objections(connection, ids)

    def every(self) -> tuple[ErasedRecord, ...]:
        """All records ever erased."""
        columns = ERASED_RECORDS.c
        wanted = select(columns.record_id, columns.agency, columns.system, columns.table).order_by(columns.record_id)
        with self.database.reading() as connection:
            return tuple(ErasedRecord(*row) for row in connection.execute(wanted))

    def hold(self, people: Iterable[str], now: datetime) -> None:
        """Keeps these records from being erased."""
        fresh = sorted(set(people) - self.held())
        with self.database.writing() as connection:
            if fresh:
                connection.execute(insert(LEGAL_HOLDS), [{"record_id": one, "since": now} for one in fresh])

    def release(self, people: Iterable[str], now: datetime) -> int:
        """Ends their holds; how many there were."""
        with self.database.writing() as connection:
            return sum(
                connection.execute(
                    update(LEGAL_HOLDS)
                    .where(LEGAL_HOLDS.c.record_id.in_(ids), LEGAL_HOLDS.c.ended_at.is_(None))
                    .values(ended_at=now)
                ).rowcount
                for ids in _in_parts(people)
            )

    def held(self) -> frozenset[str]:
        """The records nobody may erase now."""
        wanted = select(LEGAL_HOLDS.c.record_id).where(LEGAL_HOLDS.c.ended_at.is_(None))
        with self.database.reading() as connection:
            return frozenset(connection.scalars(wanted))


def _in_parts(ids: Iterable[str]) -> list[list[str]]:
    held = sorted(set(ids))
    return [held[start : start + _AT_ONCE] for start in range(0, len(held), _AT_ONCE)]


def _forget_objections(connection: Connection, ids: Sequence[str]) -> None:
    """What they said, and what was said against a row that goes with them."""
    about = or_(OBJECTIONS.c.person.in_(ids), OBJECTIONS.c.record.in_(ids))
    replies = OBJECTION_REPLIES.c.objection.in_(select(OBJECTIONS.c.id).where(about))
    connection.execute(delete(OBJECTION_REPLIES).where(replies))
    connection.execute(delete(OBJECTIONS).where(about))


def _forget(connection: Connection, ids: Sequence[str], now: datetime) -> None:
    about = or_(JUDGEMENTS.c.left_record.in_(ids), JUDGEMENTS.c.right_record.in_(ids))
    judged = select(JUDGEMENTS.c.id).where(about)
    connection.execute(delete(UNDOINGS).where(UNDOINGS.c.judgement.in_(judged)))
    connection.execute(delete(JUDGEMENTS).where(about))
    connection.execute(delete(SET_ASIDES).where(or_(SET_ASIDES.c.child.in_(ids), SET_ASIDES.c.adult.in_(ids))))
    connection.execute(delete(CONFLICTS).where(CONFLICTS.c.record_id.in_(ids)))
    open_grants = GRANTS.c.record_id.in_(ids), GRANTS.c.ended_at.is_(None)
    connection.execute(update(GRANTS).where(*open_grants).values(ended_at=now))
    # Who opened whom, and when, is part of who looked; why they did may name anybody.
    opened = OPENED_ACCESS.c.child.in_(ids)
    of_them = select(OPENED_ACCESS.c.reference).where(opened)
    connection.execute(update(SIGN_OFFS).where(SIGN_OFFS.c.reference.in_(of_them)).values(note=GONE))
    connection.execute(update(OPENED_ACCESS).where(opened).values(reason=GONE))
