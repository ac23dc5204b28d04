"""Local accounts, tries to sign in, sessions and bearer tokens in the ledger (see `graph.access.accounts`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from graph.access.accounts import Account, ApiToken, Session
from graph.access.caller import AccessRole
from graph.errors import BadInput
from graph.store.ledger.columns import column_names
from graph.store.ledger.database import Database, take_turn
from graph.store.ledger.tables import ACCOUNTS, ATTEMPTS, SESSIONS, TOKENS

MOST_TRIES = 10
TRIES_COUNT_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Accounts:
    """Local accounts by name."""

    database: Database

    def add(self, account: Account) -> None:
        """Keeps a new account. Raises BadInput when the name is taken."""
        if self.find(account.name) is not None:
            raise BadInput("name", "is taken")
        with self.database.writing() as connection:
            try:
                connection.execute(insert(ACCOUNTS).values(**to_row(account)))
            except IntegrityError:
                raise BadInput("name", "is taken") from None

    def find(self, name: str) -> Account | None:
        """The account, disabled ones too."""
        with self.database.reading() as connection:
            row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == name)).mappings().first()
        return to_account(row) if row else None

    def every(self) -> tuple[Account, ...]:
        """All accounts by name."""
        with self.database.reading() as connection:
            return tuple(map(to_account, connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.name)).mappings()))

    def set_password(self, name: str, password_hash: str, is_one_time: bool) -> None:
        """Replaces the password and ends the account's sessions."""
        self._change(name, password_hash=password_hash, is_one_time=is_one_time)
        self._end_sessions(name)

    def set_roles(self, name: str, roles: Iterable[AccessRole]) -> None:
        """Replaces the roles; it counts on the next request."""
        self._change(name, roles=sorted(role.value for role in roles))

    def keep_standing(self, account: Account) -> None:
        """Replaces roles, agency, records and teams by this account's; it counts on the next request."""
        standing = ("roles", "agency", "professionals", "teams")
        self._change(account.name, **{name: value for name, value in to_row(account).items() if name in standing})

    def disable(self, name: str) -> None:
        """Closes the account and ends its sessions; it counts on the next request."""
        self._change(name, is_disabled=True)
        self._end_sessions(name)

    def _change(self, name: str, **values: Any) -> None:  # noqa: ANN401 - column values
        with self.database.writing() as connection:
            if not connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(**values)).rowcount:
                raise BadInput("name", "is no account")

    def _end_sessions(self, name: str) -> None:
        with self.database.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.account == name))


def to_row(account: Account) -> dict[str, Any]:
    """An account as its row."""
    return {
        "name": account.name,
        "password_hash": account.password_hash,
        "is_one_time": account.is_one_time,
        "roles": sorted(role.value for role in account.roles),
        "agency": account.agency,
        "professionals": sorted(account.professionals),
        "teams": sorted(account.teams),
        "is_disabled": account.is_disabled,
        "created_at": account.created_at,
    }


def to_account(row: RowMapping) -> Account:
    """The account of a row."""
    values = dict(row)
    return Account(
        **values
        | {
            "roles": frozenset(map(AccessRole, values["roles"])),
            "professionals": frozenset(values["professionals"]),
            "teams": frozenset(values["teams"]),
        }
    )


@dataclass(frozen=True, slots=True)
class Attempts:
    """Tries to sign in, by a hash of the name that was typed."""

    database: Database

    def take(self, name_hash: str, now: datetime) -> int | None:
        """Notes a try and returns its number; None when this name has no tries left in the last 15 minutes."""
        since = now - TRIES_COUNT_FOR
        with self.database.writing() as connection:
            take_turn(connection)
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.at < since))
            counted = select(func.count()).select_from(ATTEMPTS).where(ATTEMPTS.c.name_hash == name_hash)
            if (connection.scalar(counted) or 0) >= MOST_TRIES:
                return None
            made = connection.execute(insert(ATTEMPTS).values(name_hash=name_hash, at=now))
            return int(made.inserted_primary_key[0])  # type: ignore[index]

    def forgive(self, number: int) -> None:
        """Forgets a try that succeeded."""
        with self.database.writing() as connection:
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.number == number))


@dataclass(frozen=True, slots=True)
class Sessions:
    """Signed-in browsers by the hash of their cookie."""

    database: Database

    def add(self, session: Session) -> None:
        """Keeps a new session."""
        values = {name: getattr(session, name) for name in column_names(SESSIONS)}
        with self.database.writing() as connection:
            connection.execute(insert(SESSIONS).values(**values))

    def find(self, token_hash: str) -> Session | None:
        """The session, however old."""
        with self.database.reading() as connection:
            row = connection.execute(select(SESSIONS).where(SESSIONS.c.token_hash == token_hash)).mappings().first()
        return Session(**row) if row else None

    def of(self, account: str) -> tuple[Session, ...]:
        """All of an account, however old, the newest first."""
        newest_first = SESSIONS.c.created_at.desc(), SESSIONS.c.token_hash
        wanted = select(SESSIONS).where(SESSIONS.c.account == account).order_by(*newest_first)
        with self.database.reading() as connection:
            return tuple(Session(**row) for row in connection.execute(wanted).mappings())

    def touch(self, token_hash: str, now: datetime) -> None:
        """Notes that it was used."""
        self._change(token_hash, seen_at=now)

    def set_purpose(self, token_hash: str, purpose: str | None) -> None:
        """Notes why its owner asks from here on."""
        self._change(token_hash, purpose=purpose)

    def end(self, token_hash: str) -> None:
        """Forgets it."""
        with self.database.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.token_hash == token_hash))

    def end_of(self, account: str) -> int:
        """Forgets all of an account and returns how many there were."""
        with self.database.writing() as connection:
            return connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account)).rowcount

    def _change(self, token_hash: str, **values: Any) -> None:  # noqa: ANN401 - column values
        with self.database.writing() as connection:
            connection.execute(update(SESSIONS).where(SESSIONS.c.token_hash == token_hash).values(**values))


@dataclass(frozen=True, slots=True)
class Tokens:
    """Bearer tokens by their hash."""

    database: Database

    def add(self, token: ApiToken) -> None:
        """Keeps a new token."""
        values = {name: getattr(token, name) for name in column_names(TOKENS)}
        with self.database.writing() as connection:
            connection.execute(insert(TOKENS).values(**values))

    def find(self, token_hash: str) -> ApiToken | None:
        """The token, ended and expired ones too."""
        with self.database.reading() as connection:
            row = connection.execute(select(TOKENS).where(TOKENS.c.token_hash == token_hash)).mappings().first()
        return ApiToken(**row) if row else None

    def end(self, account: str, label: str, now: datetime) -> int:
        """Ends the account's tokens of that label and returns how many there were."""
        chosen = (TOKENS.c.account == account) & (TOKENS.c.label == label) & TOKENS.c.ended_at.is_(None)
        with self.database.writing() as connection:
            return connection.execute(update(TOKENS).where(chosen).values(ended_at=now)).rowcount

    def end_of(self, account: str, now: datetime) -> int:
        """Ends all of an account and returns how many there were."""
        chosen = (TOKENS.c.account == account) & TOKENS.c.ended_at.is_(None)
        with self.database.writing() as connection:
            return connection.execute(update(TOKENS).where(chosen).values(ended_at=now)).rowcount
