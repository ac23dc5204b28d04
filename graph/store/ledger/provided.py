"""Accounts that an identity provider vouches for, and sign-ins that are used up, in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from graph.access.accounts import Account, ProvidedAs
from graph.errors import BadInput
from graph.store.ledger.accounts import to_account, to_row
from graph.store.ledger.database import Database
from graph.store.ledger.tables import ACCOUNTS, PROVIDED, SESSIONS, SPENT


@dataclass(frozen=True, slots=True)
class Provided:
    """Accounts by who a provider says they are."""

    database: Database

    def find(self, who: ProvidedAs) -> Account | None:
        """The account of a subject, disabled ones too."""
        wanted = (PROVIDED.c.issuer == who.issuer) & (PROVIDED.c.subject == who.subject)
        joined = select(ACCOUNTS).join(PROVIDED, PROVIDED.c.account == ACCOUNTS.c.name).where(wanted)
        with self.database.reading() as connection:
            row = connection.execute(joined).mappings().first()
        return to_account(row) if row else None

    def add(self, who: ProvidedAs, account: Account) -> None:
        """Keeps a new account with its subject, both or neither. Raises BadInput when either is taken."""
        with self.database.writing() as connection:
            try:
                connection.execute(insert(ACCOUNTS).values(**to_row(account)))
                connection.execute(insert(PROVIDED).values(**_row(who, account.name, account.created_at)))
            except IntegrityError:
                raise BadInput("name", "is taken") from None

    def link(self, who: ProvidedAs, name: str, now: datetime) -> None:
        """Makes a subject an account's. Raises BadInput when it is somebody's, or there is no such account."""
        with self.database.writing() as connection:
            try:
                connection.execute(insert(PROVIDED).values(**_row(who, name, now)))
            except IntegrityError:
                raise BadInput("--subject", "is linked to an account already, or there is no such account") from None

    def end_other_sessions(self, issuer: str) -> int:
        """Ends the sessions of accounts the issuer does not vouch for and returns how many there were."""
        theirs = select(PROVIDED.c.account).where(PROVIDED.c.issuer == issuer)
        with self.database.writing() as connection:
            return connection.execute(delete(SESSIONS).where(SESSIONS.c.account.not_in(theirs))).rowcount


def _row(who: ProvidedAs, name: str, now: datetime) -> dict[str, object]:
    return {"issuer": who.issuer, "subject": who.subject, "account": name, "created_at": now}


@dataclass(frozen=True, slots=True)
class Spent:
    """Sign-ins that were answered once, by their hash: none is answered again."""

    database: Database

    def spend(self, hashed: str, now: datetime, since: datetime) -> bool:
        """Notes that a sign-in is answered; False when it was before. Those older than `since` are forgotten."""
        with self.database.writing() as connection:
            connection.execute(delete(SPENT).where(SPENT.c.at < since))
            try:
                connection.execute(insert(SPENT).values(hash=hashed, at=now))
            except IntegrityError:
                return False
        return True
