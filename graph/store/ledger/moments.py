"""The latest moment any process counted rights by, kept for those that start after it (see `graph.steady`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from graph.store.ledger.columns import EPOCH, MICROSECOND
from graph.store.ledger.database import Database, take_turn
from graph.store.ledger.tables import AUDIT_CLOCK, RIGHTS_CLOCK


@dataclass(frozen=True, slots=True)
class Moments:
    """How far time went, by the log and by all who counted rights."""

    database: Database

    def latest(self) -> datetime:
        """The latest moment anything here was done at."""
        with self.database.reading() as connection:
            return EPOCH + max(connection.scalars(_LATEST), default=0) * MICROSECOND

    def reach(self, moment: datetime) -> datetime:
        """Keeps that a moment was reached and gives the latest there was."""
        with self.database.writing() as connection:
            take_turn(connection)
            latest: int = max((moment - EPOCH) // MICROSECOND, *connection.scalars(_LATEST))
            connection.execute(delete(RIGHTS_CLOCK))
            connection.execute(insert(RIGHTS_CLOCK).values(id=1, latest=latest))
        return EPOCH + latest * MICROSECOND


_LATEST = select(AUDIT_CLOCK.c.latest).union_all(select(RIGHTS_CLOCK.c.latest))
