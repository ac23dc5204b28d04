"""What people say against what is recorded about them, and what was answered, in the ledger. Nothing is changed or taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Select, Table, insert, select

from graph.model.objections import Objection, ObjectionKind, Reply
from graph.store.ledger.columns import Instant, Words
from graph.store.ledger.database import Database
from graph.store.ledger.tables import metadata

OBJECTIONS = Table(
    "objections",
    metadata,
    Column("id", Words, primary_key=True),
    Column("person", Words, nullable=False),
    Column("record", Words, nullable=False),
    Column("claim", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("says", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Index("objections_by_person", "person"),
    Index("objections_by_record", "record"),
)

OBJECTION_REPLIES = Table(
    "objection_replies",
    metadata,
    Column("objection", ForeignKey("objections.id"), primary_key=True),
    Column("says", Words, nullable=False),
    Column("is_upheld", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Objections:
    """What people say against what is recorded."""

    database: Database

    def add(self, said: Objection) -> None:
        """Keeps a statement."""
        values = {name: getattr(said, name) for name in ("id", "person", "record", "claim", "says", "at")}
        with self.database.writing() as connection:
            connection.execute(insert(OBJECTIONS).values(kind=said.kind.value, **values))

    def answer(self, objection: str, reply: Reply) -> None:
        """Keeps what was answered."""
        with self.database.writing() as connection:
            connection.execute(
                insert(OBJECTION_REPLIES).values(
                    objection=objection, says=reply.says, is_upheld=reply.is_upheld, at=reply.at
                )
            )

    def every(self) -> Sequence[Objection]:
        """All of them, in the order they were made: a partnership has tens a year."""
        return self._read(_EVERY)

    def find(self, objection: str) -> Objection | None:
        """One of them."""
        return next(iter(self._read(_EVERY.where(OBJECTIONS.c.id == objection))), None)

    def _read(self, wanted: Select[Any]) -> Sequence[Objection]:
        with self.database.reading() as connection:
            return [_told(dict(row)) for row in connection.execute(wanted).mappings()]


def _told(row: Mapping[str, Any]) -> Objection:
    said = {name: row[name] for name in _SAID}
    reply = Reply(row["reply"], row["is_upheld"], row["answered_at"]) if row["answered_at"] else None
    return Objection(**{**said, "kind": ObjectionKind(said["kind"])}, reply=reply)


_SAID = ("id", "person", "record", "claim", "kind", "says", "at")
_ANSWER = OBJECTION_REPLIES.c
_EVERY = (
    select(
        *(OBJECTIONS.c[name] for name in _SAID),
        _ANSWER.says.label("reply"),
        _ANSWER.is_upheld,
        _ANSWER.at.label("answered_at"),
    )
    .outerjoin_from(OBJECTIONS, OBJECTION_REPLIES)
    .order_by(OBJECTIONS.c.at, OBJECTIONS.c.id)
)
