"""The log of judgements: who said which records are one person, why, since when; undone by another entry."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, insert, select

from graph.identity.judgements import Judgement, Verdict
from graph.store.ledger.database import Database
from graph.store.ledger.tables import JUDGEMENTS, UNDOINGS
from graph.store.stored_form import from_ms, to_ms


@dataclass(frozen=True, slots=True)
class Judgements:
    """The judgements of the ledger."""

    database: Database

    def add(self, judgement: Judgement) -> str:
        """Keeps a judgement and returns its id."""
        identifier = "j" + secrets.token_hex(8)
        values = {
            "id": identifier,
            "left_record": judgement.left,
            "right_record": judgement.right,
            "judgement": judgement.verdict.value,
            "author": judgement.author,
            "reason": judgement.reason,
            "at": from_ms(judgement.at),
            "evidence_since": None if judgement.evidence_since is None else from_ms(judgement.evidence_since),
        }
        with self.database.writing() as connection:
            connection.execute(insert(JUDGEMENTS).values(**values))
        return identifier

    def undo(self, judgement_id: str, author: str, reason: str, now: datetime) -> None:
        """Undoes a judgement; undoing again changes nothing."""
        with self.database.writing() as connection:
            done = connection.scalar(select(UNDOINGS.c.judgement).where(UNDOINGS.c.judgement == judgement_id))
            if done is None:
                connection.execute(
                    insert(UNDOINGS).values(judgement=judgement_id, author=author, reason=reason, at=now)
                )

    def in_force(self) -> Sequence[Judgement]:
        """Every judgement nobody has undone, in the order they were made."""
        wanted = (
            select(JUDGEMENTS).where(JUDGEMENTS.c.id.not_in(select(UNDOINGS.c.judgement))).order_by(JUDGEMENTS.c.number)
        )
        with self.database.reading() as connection:
            return [_to_judgement(row) for row in connection.execute(wanted).mappings()]


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
    )
