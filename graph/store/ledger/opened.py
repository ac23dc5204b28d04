"""Glasses broken, relationships claimed, their sign-offs and notices in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from graph.access.noticing import Notice
from graph.access.opened import AccessOpened, BrokenGlass, OpenedKind, Reviewed, SignOff
from graph.store.ledger.database import Database
from graph.store.ledger.tables import NOTICES, OPENED_ACCESS, SIGN_OFFS

MOST_NOTICES = 100


@dataclass(frozen=True, slots=True)
class Openings:
    """What was opened, and who signed it off."""

    database: Database

    def find(self, reference: str) -> Reviewed | None:
        """One opening with its sign-off."""
        found = self._read(OPENED_ACCESS.c.reference == reference, 1)
        return found[0] if found else None

    def newest(self, first: int, accounts: Collection[str] | None = None, *, waiting: bool) -> Sequence[Reviewed]:
        """The newest first, of these accounts (None: of all); those that wait for a sign-off, or those that have one."""
        wanted: ColumnElement[bool] = SIGN_OFFS.c.reference.is_(None) if waiting else SIGN_OFFS.c.reference.is_not(None)
        if accounts is not None:
            wanted &= OPENED_ACCESS.c.account.in_(sorted(accounts))
        return self._read(wanted, first)

    def _read(self, wanted: ColumnElement[bool], first: int) -> Sequence[Reviewed]:
        newest_first = OPENED_ACCESS.c.sequence.desc()  # times may tie, and references say nothing
        with self.database.reading() as connection:
            return [
                _to_reviewed(row)
                for row in connection.execute(_EVERY.where(wanted).order_by(newest_first).limit(first)).mappings()
            ]


_EVERY = select(OPENED_ACCESS, SIGN_OFFS.c.by, SIGN_OFFS.c.note, SIGN_OFFS.c.at.label("signed_at")).outerjoin(
    SIGN_OFFS, SIGN_OFFS.c.reference == OPENED_ACCESS.c.reference
)


def keep_opened(connection: Connection, opened: AccessOpened, sequence: int) -> None:
    """Keeps an opening and its notice, in the transaction of the audit entry of that sequence."""
    values = {
        "reference": opened.reference,
        "kind": opened.kind.value,
        "account": opened.account,
        "agency": opened.agency,
        "child": opened.child,
        "category": opened.category,
        "reason": opened.reason,
        "opens": list(opened.opens),
        "at": opened.at,
        "until": opened.until,
        "sequence": sequence,
    }
    connection.execute(insert(OPENED_ACCESS).values(**values))
    connection.execute(insert(NOTICES).values(reference=opened.reference, kind=opened.kind.value, at=opened.at))


def keep_sign_off(connection: Connection, sign_off: SignOff) -> None:
    """Keeps a sign-off, in the transaction of its audit entry."""
    values = {"reference": sign_off.reference, "by": sign_off.by, "note": sign_off.note, "at": sign_off.at}
    connection.execute(insert(SIGN_OFFS).values(**values))


def open_now(connection: Connection, account: str, now: datetime) -> tuple[frozenset[str], tuple[BrokenGlass, ...]]:
    """The children an account claimed and the glasses it broke that hold now."""
    columns = OPENED_ACCESS.c
    wanted = select(columns.kind, columns.child, columns.opens, columns.until).where(
        columns.account == account, columns.until > now, columns.at <= now
    )
    found = connection.execute(wanted.order_by(columns.at, columns.reference)).all()
    claimed = frozenset(child for kind, child, _, _ in found if kind == OpenedKind.CLAIMED_RELATIONSHIP)
    broken = tuple(
        BrokenGlass(child, tuple(opens), until) for kind, child, opens, until in found if kind == OpenedKind.BREAK_GLASS
    )
    return claimed, broken


def _to_reviewed(row: RowMapping) -> Reviewed:
    values: dict[str, Any] = dict(row)
    by, note, signed_at = (values.pop(name) for name in ("by", "note", "signed_at"))
    values.pop("sequence")
    opened = AccessOpened(**values | {"kind": OpenedKind(values["kind"]), "opens": tuple(values["opens"])})
    return Reviewed(opened, None if by is None else SignOff(opened.reference, by, note, signed_at))


@dataclass(frozen=True, slots=True)
class Notices:
    """What somebody has to be told of (`graph.access.noticing.NoticeBook`)."""

    database: Database

    def waiting(self) -> Sequence[Notice]:
        """Those nobody was told yet, the oldest first, a hundred at most."""
        oldest = NOTICES.c.at, NOTICES.c.reference
        wanted = select(NOTICES).where(NOTICES.c.sent_at.is_(None)).order_by(*oldest).limit(MOST_NOTICES)
        with self.database.reading() as connection:
            rows = connection.execute(wanted).mappings()
            return [Notice(row["reference"], OpenedKind(row["kind"]), row["at"]) for row in rows]

    def mark_sent(self, reference: str, now: datetime) -> None:
        """Notes that one went out."""
        with self.database.writing() as connection:
            connection.execute(update(NOTICES).where(NOTICES.c.reference == reference).values(sent_at=now))
