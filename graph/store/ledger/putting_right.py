"""What was put right after a load: rows corrected, deliveries taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from graph.store.ledger.columns import column_names
from graph.store.ledger.database import Database
from graph.store.ledger.tables import CORRECTIONS, DELIVERIES, WITHDRAWALS


@dataclass(frozen=True, slots=True)
class Correction:
    """Rows of a delivery sent again: how many came, and how many of them were taken."""

    id: str
    delivery: str
    at: datetime
    by: str
    rows_in: int
    taken: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A delivery taken back: whose it was, when, by whom and why; `ended_at` where it was loaded again on purpose."""

    delivery: str
    agency: str
    system: str
    extracted_at: datetime
    at: datetime
    by: str
    reason: str
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of the ledger."""

    database: Database

    def add(self, correction: Correction) -> None:
        """Keeps a correction; adding it again changes nothing."""
        with self.database.writing() as connection:
            connection.execute(delete(CORRECTIONS).where(CORRECTIONS.c.id == correction.id))
            values = {name: getattr(correction, name) for name in column_names(CORRECTIONS)}
            connection.execute(insert(CORRECTIONS).values(**values))

    def of(self, delivery: str) -> tuple[Correction, ...]:
        """The corrections of a delivery, in the order they came."""
        wanted = select(CORRECTIONS).where(CORRECTIONS.c.delivery == delivery)
        with self.database.reading() as connection:
            found = connection.execute(wanted.order_by(CORRECTIONS.c.at, CORRECTIONS.c.id)).mappings()
            return tuple(Correction(**row) for row in found)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """The deliveries taken back. An entry is never deleted: it says which agency's systems were ever here."""

    database: Database

    def add(self, withdrawal: Withdrawal) -> None:
        """Takes a delivery and its corrections out of what is loaded, and says so, in one transaction."""
        with self.database.writing() as connection:
            names = [name for name in column_names(WITHDRAWALS) if name != "number"]
            number = (connection.scalar(select(func.max(WITHDRAWALS.c.number))) or 0) + 1
            values = {name: getattr(withdrawal, name) for name in names}
            connection.execute(insert(WITHDRAWALS).values(number=number, **values))
            connection.execute(delete(CORRECTIONS).where(CORRECTIONS.c.delivery == withdrawal.delivery))
            connection.execute(delete(DELIVERIES).where(DELIVERIES.c.id == withdrawal.delivery))

    def end(self, deliveries: Iterable[str], now: datetime) -> None:
        """Deliveries taken back may be loaded again."""
        ended = WITHDRAWALS.c.delivery.in_(sorted(deliveries)), WITHDRAWALS.c.ended_at.is_(None)
        with self.database.writing() as connection:
            connection.execute(update(WITHDRAWALS).where(*ended).values(ended_at=now))

    def in_force(self) -> dict[str, Withdrawal]:
        """By delivery, the withdrawals that hold."""
        return {one.delivery: one for one in self._every() if one.ended_at is None}

    def systems(self) -> frozenset[tuple[str, str]]:
        """The (agency, system) of every delivery that was ever taken back."""
        return frozenset((one.agency, one.system) for one in self._every())

    def _every(self) -> tuple[Withdrawal, ...]:
        with self.database.reading() as connection:
            found = connection.execute(select(WITHDRAWALS).order_by(WITHDRAWALS.c.number)).mappings()
            return tuple(Withdrawal(**{name: row[name] for name in row if name != "number"}) for row in found)
