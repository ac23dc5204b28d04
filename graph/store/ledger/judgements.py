"""The log of judgements: who said which records are one person, why, since when; undone by another entry."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from graph.identity.contradiction import Contradiction, find_contradiction
from graph.identity.judgements import Judgement, Pair, Verdict
from graph.store.ledger.database import Database, take_turn
from graph.store.ledger.tables import JUDGEMENTS, UNDOINGS
from graph.store.stored_form import from_ms, to_ms


@dataclass(frozen=True, slots=True)
class Undoing:
    """Who undid a judgement, and when."""

    judgement: Judgement
    author: str
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A judgement ever made, and who undid it, why and when (empty, and None, where nobody did)."""

    judgement: Judgement
    undone_by: str
    undone_because: str
    undone_at: datetime | None


def always(_judgement: Judgement) -> bool:
    """Every judgement counts."""
    return True


@dataclass(frozen=True, slots=True)
class Judgements:
    """The judgements of the ledger."""

    database: Database

    def add(
        self, judgement: Judgement, counts: Callable[[Judgement], bool] = always, joined: Iterable[Pair] = ()
    ) -> Judgement | Contradiction:
        """The judgement as kept, or what in force it contradicts; then nothing is kept.

        Of two people judging at once one comes first, and the other is held against what the first said. Only earlier
        judgements that `counts` says the judge may know of are looked at; `joined` are pairs that the policy joined.
        """
        with self.database.writing() as connection:
            take_turn(connection)
            contradiction = find_contradiction(judgement, list(filter(counts, _in_force(connection))), joined)
            return contradiction or _keep(connection, judgement)

    def undo(self, judgement_id: str, author: str, reason: str, now: datetime) -> Undoing | None:
        """Undoes a judgement; None where there is none of that id. Of one undone before, who did that is told."""
        with self.database.writing() as connection:
            take_turn(connection)
            row = connection.execute(select(JUDGEMENTS).where(JUDGEMENTS.c.id == judgement_id)).mappings().first()
            if row is None:
                return None
            wanted = select(UNDOINGS).where(UNDOINGS.c.judgement == judgement_id)
            before = connection.execute(wanted).mappings().first()
            if before is not None:
                return Undoing(_to_judgement(row), before["author"], before["at"], is_new=False)
            connection.execute(insert(UNDOINGS).values(judgement=judgement_id, author=author, reason=reason, at=now))
            return Undoing(_to_judgement(row), author, now, is_new=True)

    def find(self, judgement_id: str) -> Judgement | None:
        """One judgement, undone or not."""
        with self.database.reading() as connection:
            row = connection.execute(select(JUDGEMENTS).where(JUDGEMENTS.c.id == judgement_id)).mappings().first()
        return _to_judgement(row) if row else None

    def past(self, judgement_id: str) -> Past | None:
        """One judgement with what became of it, or None."""
        with self.database.reading() as connection:
            row = connection.execute(_PAST.where(JUDGEMENTS.c.id == judgement_id)).mappings().first()
        return _to_past(row) if row else None

    def history(self) -> Sequence[Past]:
        """Every judgement ever made with what became of it, in the order they were made."""
        with self.database.reading() as connection:
            return [_to_past(row) for row in connection.execute(_PAST.order_by(JUDGEMENTS.c.number)).mappings()]

    def in_force(self) -> Sequence[Judgement]:
        """Every judgement nobody has undone, in the order they were made."""
        with self.database.reading() as connection:
            return _in_force(connection)


_PAST = select(
    JUDGEMENTS,
    UNDOINGS.c.author.label("undone_by"),
    UNDOINGS.c.reason.label("undone_because"),
    UNDOINGS.c.at.label("undone_at"),
).outerjoin(UNDOINGS, UNDOINGS.c.judgement == JUDGEMENTS.c.id)


def _to_past(row: RowMapping) -> Past:
    return Past(_to_judgement(row), row["undone_by"] or "", row["undone_because"] or "", row["undone_at"])


def _in_force(connection: Connection) -> Sequence[Judgement]:
    wanted = (
        select(JUDGEMENTS).where(JUDGEMENTS.c.id.not_in(select(UNDOINGS.c.judgement))).order_by(JUDGEMENTS.c.number)
    )
    return [_to_judgement(row) for row in connection.execute(wanted).mappings()]


def _keep(connection: Connection, judgement: Judgement) -> Judgement:
    kept = replace(judgement, id="j" + secrets.token_hex(8))
    values = {
        "id": kept.id,
        "left_record": kept.left,
        "right_record": kept.right,
        "judgement": kept.verdict.value,
        "author": kept.author,
        "reason": kept.reason,
        "at": from_ms(kept.at),
        "evidence_since": None if kept.evidence_since is None else from_ms(kept.evidence_since),
    }
    connection.execute(insert(JUDGEMENTS).values(**values))
    return kept


def _to_judgement(row: RowMapping) -> Judgement:
    since = row["evidence_since"]
    return Judgement(
        left=row["left_record"],
        right=row["right_record"],
        verdict=Verdict(row["judgement"]),
        author=row["author"],
        reason=row["reason"],
        at=to_ms(row["at"]),
        sequence=row["number"],
        evidence_since=None if since is None else to_ms(since),
        id=row["id"],
    )
