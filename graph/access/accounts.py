"""Accounts, sessions, grants and the books they are kept in, as callers of the books see them.

The ledger keeps the books; sign-in, the policy and the command line ask them through these Protocols, so that none of
them knows a database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from graph.access.caller import AccessRole, Caller
from graph.model.claims import Marking


@dataclass(frozen=True, slots=True)
class Account:
    """An account. `professionals` are `AGENCY:REF`. A one-time password works until it is changed, for changing it.

    An account of an identity provider has no password: its hash is empty, and nothing fits it.
    """

    name: str
    password_hash: str = field(repr=False)
    roles: frozenset[AccessRole]
    created_at: datetime
    agency: str | None = None
    professionals: frozenset[str] = field(default_factory=frozenset)
    teams: frozenset[str] = field(default_factory=frozenset)
    is_one_time: bool = False
    is_disabled: bool = False

    def to_caller(self, is_operator: bool = False) -> Caller:
        """The account as one who asks."""
        return Caller(self.name, self.roles, self.agency, self.professionals, self.teams, is_operator)


@dataclass(frozen=True, slots=True)
class ProvidedAs:
    """Who an identity provider says somebody is: the subject means something together with the issuer alone."""

    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. Only the hash of its cookie is kept; `csrf` goes into forms; `purpose` is as it was sent."""

    token_hash: str = field(repr=False)
    account: str
    csrf: str = field(repr=False)
    created_at: datetime
    seen_at: datetime
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A bearer token of an API client: its hash, whose it is, and until when it works."""

    token_hash: str = field(repr=False)
    account: str
    label: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """A grant as decided: who, which marking, which person (any record id), `[created, until)`, who approved it."""

    id: str
    account: str
    marking: Marking
    record_id: str
    until: date
    approvers: tuple[str, ...]
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class GrantEnded:
    """That a grant was ended before its day."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ConflictNamed:
    """Somebody an account may never be shown: own family, a neighbour, oneself; by any record of theirs."""

    account: str
    record_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ConflictEnded:
    """That a conflict is none any more."""

    account: str
    record_id: str


class AccountBook(Protocol):
    """Local accounts by name."""

    def add(self, account: Account) -> None:
        """Keeps a new account. Raises BadInput when the name is taken."""

    def find(self, name: str) -> Account | None:
        """The account, disabled ones too."""

    def every(self) -> tuple[Account, ...]:
        """All accounts by name."""

    def set_password(self, name: str, password_hash: str, is_one_time: bool) -> None:
        """Replaces the password and ends the account's sessions."""

    def set_roles(self, name: str, roles: Iterable[AccessRole]) -> None:
        """Replaces the roles; it counts on the next request."""

    def keep_standing(self, account: Account) -> None:
        """Replaces roles, agency, records and teams by this account's; it counts on the next request."""

    def disable(self, name: str) -> None:
        """Closes the account and ends its sessions; it counts on the next request."""


class AttemptBook(Protocol):
    """Tries to sign in, by a hash of the name that was typed."""

    def take(self, name_hash: str, now: datetime) -> int | None:
        """Notes a try and returns its number; None when this name has no tries left in the last 15 minutes."""

    def forgive(self, number: int) -> None:
        """Forgets a try that succeeded."""


class SessionBook(Protocol):
    """Signed-in browsers by the hash of their cookie."""

    def add(self, session: Session) -> None:
        """Keeps a new session."""

    def find(self, token_hash: str) -> Session | None:
        """The session, however old."""

    def of(self, account: str) -> tuple[Session, ...]:
        """All of an account, however old, the newest first."""

    def touch(self, token_hash: str, now: datetime) -> None:
        """Notes that it was used."""

    def set_purpose(self, token_hash: str, purpose: str | None) -> None:
        """Notes why its owner asks from here on."""

    def end(self, token_hash: str) -> None:
        """Forgets it."""

    def end_of(self, account: str) -> int:
        """Forgets all of an account and returns how many there were."""


class TokenBook(Protocol):
    """Bearer tokens by their hash."""

    def add(self, token: ApiToken) -> None:
        """Keeps a new token."""

    def find(self, token_hash: str) -> ApiToken | None:
        """The token, ended and expired ones too."""

    def end(self, account: str, label: str, now: datetime) -> int:
        """Ends the account's tokens of that label and returns how many there were."""

    def end_of(self, account: str, now: datetime) -> int:
        """Ends all of an account and returns how many there were."""


class ProvidedBook(Protocol):
    """Accounts by who an identity provider says they are."""

    def find(self, who: ProvidedAs) -> Account | None:
        """The account of a subject, disabled ones too."""

    def add(self, who: ProvidedAs, account: Account) -> None:
        """Keeps a new account with its subject, both or neither. Raises BadInput when either is taken."""

    def link(self, who: ProvidedAs, name: str, now: datetime) -> None:
        """Makes a subject an account's. Raises BadInput when it is somebody's, or there is no such account."""

    def end_other_sessions(self, issuer: str) -> int:
        """Ends the sessions of accounts the issuer does not vouch for and returns how many there were."""


class SpentBook(Protocol):
    """Sign-ins that were answered once."""

    def spend(self, hashed: str, now: datetime, since: datetime) -> bool:
        """Notes that a sign-in is answered; False when it was before. Those older than `since` are forgotten."""


class SignInBooks(Protocol):
    """The books sign-in needs, as one value."""

    @property
    def accounts(self) -> AccountBook:
        """Local accounts."""

    @property
    def attempts(self) -> AttemptBook:
        """Tries to sign in."""

    @property
    def sessions(self) -> SessionBook:
        """Signed-in browsers."""

    @property
    def tokens(self) -> TokenBook:
        """Bearer tokens."""

    @property
    def provided(self) -> ProvidedBook:
        """Accounts by who the identity provider says they are."""

    @property
    def spent(self) -> SpentBook:
        """Sign-ins by the provider that are used up."""
