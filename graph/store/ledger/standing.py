"""Grants and conflicts in the ledger, and what stands about a caller now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from graph.access.accounts import ConflictEnded, ConflictNamed, GrantEnded, GrantRecord
from graph.access.policy import Standing
from graph.access.visible import Grant
from graph.model.claims import Marking
from graph.model.period import today_in_london
from graph.store.ledger.database import Database
from graph.store.ledger.opened import open_now
from graph.store.ledger.tables import CONFLICTS, GRANTS


@dataclass(frozen=True, slots=True)
class Grants:
    """Grants: kept when ended, so that it can be said who could see what when."""

    database: Database

    def find(self, grant_id: str) -> GrantRecord | None:
        """One grant, ended ones too."""
        with self.database.reading() as connection:
            row = connection.execute(select(GRANTS).where(GRANTS.c.id == grant_id)).mappings().first()
        return _to_grant(row) if row else None

    def every(self) -> tuple[GrantRecord, ...]:
        """All grants, ended ones too, by account and time."""
        with self.database.reading() as connection:
            rows = connection.execute(select(GRANTS).order_by(GRANTS.c.account, GRANTS.c.created_at, GRANTS.c.id))
            return tuple(map(_to_grant, rows.mappings()))


def keep_grant(connection: Connection, grant: GrantRecord) -> None:
    """Keeps a grant, in the transaction of its audit entry."""
    values = {
        "id": grant.id,
        "account": grant.account,
        "marking": grant.marking.value,
        "record_id": grant.record_id,
        "until": grant.until,
        "approvers": list(grant.approvers),
        "created_at": grant.created_at,
        "ended_at": grant.ended_at,
    }
    connection.execute(insert(GRANTS).values(**values))


def end_grant(connection: Connection, ended: GrantEnded) -> None:
    """Ends a grant that is open, in the transaction of its audit entry."""
    chosen = (GRANTS.c.id == ended.id) & GRANTS.c.ended_at.is_(None)
    connection.execute(update(GRANTS).where(chosen).values(ended_at=ended.at))


def _to_grant(row: RowMapping) -> GrantRecord:
    return GrantRecord(**dict(row) | {"marking": Marking(row["marking"]), "approvers": tuple(row["approvers"])})


@dataclass(frozen=True, slots=True)
class Conflicts:
    """The conflict list: whom an account may never be shown."""

    database: Database

    def every(self) -> tuple[ConflictNamed, ...]:
        """All of it, by account and person."""
        with self.database.reading() as connection:
            rows = connection.execute(select(CONFLICTS).order_by(CONFLICTS.c.account, CONFLICTS.c.record_id))
            return tuple(ConflictNamed(**row) for row in rows.mappings())


def keep_conflict(connection: Connection, conflict: ConflictNamed) -> None:
    """Puts somebody on the list, in the transaction of its audit entry."""
    values = {"account": conflict.account, "record_id": conflict.record_id, "created_at": conflict.created_at}
    connection.execute(insert(CONFLICTS).values(**values))


def end_conflict(connection: Connection, ended: ConflictEnded) -> None:
    """Takes somebody off the list, in the transaction of its audit entry."""
    chosen = (CONFLICTS.c.account == ended.account) & (CONFLICTS.c.record_id == ended.record_id)
    connection.execute(delete(CONFLICTS).where(chosen))


@dataclass(frozen=True, slots=True)
class Standings:
    """What stands about a caller."""

    database: Database

    def standing(self, account: str, now: datetime) -> Standing:
        """Open grants, the conflict list, what the caller opened; the day of the newest delivery is the partnership's to say."""
        today = today_in_london(now)
        open_grants = select(GRANTS.c.marking, GRANTS.c.record_id).where(
            GRANTS.c.account == account,
            GRANTS.c.ended_at.is_(None),
            GRANTS.c.until > today,
            GRANTS.c.created_at <= now,
        )
        conflicts = select(CONFLICTS.c.record_id).where(CONFLICTS.c.account == account)
        with self.database.reading() as connection:
            grants = frozenset(Grant(Marking(marking), record) for marking, record in connection.execute(open_grants))
            denied = frozenset(connection.scalars(conflicts))
            children, broken = open_now(connection, account, now)
        return Standing(grants, denied, children, broken=broken)
