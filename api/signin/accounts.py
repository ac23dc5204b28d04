"""Local accounts: one per role on a fresh data folder, more by command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from api.signin.passwords import hash_password, one_time_password
from graph.access.accounts import Account, AccountBook
from graph.access.caller import AccessRole
from graph.errors import BadInput, WrongUse
from graph.model.people import Partnership

_WITH_AGENCY = (AccessRole.PRACTITIONER, AccessRole.ASSESSMENT, AccessRole.MANAGER)
CASE_AGENCY_KIND = "children_social_care"


def add_account(  # noqa: PLR0913, PLR0917 - what an account is made of
    book: AccountBook,
    name: str,
    roles: Iterable[AccessRole],
    now: datetime,
    agency: str | None = None,
    professionals: Iterable[str] = (),
    *,
    teams: Iterable[str] = (),
    one_time: bool = True,
) -> str:
    """A new account and its password, which is kept nowhere; a one-time one must be changed on the first sign-in.

    Raises BadInput for a name that is taken.
    """
    password = one_time_password()
    for professional in professionals:
        if ":" not in professional:
            raise BadInput("professional", "is AGENCY:REF")
    account = Account(
        name=name,
        password_hash=hash_password(password),
        roles=frozenset(roles),
        created_at=now,
        agency=agency,
        professionals=frozenset(professionals),
        teams=frozenset(teams),
        is_one_time=one_time,
    )
    book.add(account)
    return password


def new_password(book: AccountBook, name: str) -> str:
    """A new one-time password of a local account, which is kept nowhere; its sessions are over.

    Raises BadInput for no account, WrongUse for one that signs in by an identity provider.
    """
    account = book.find(name)
    if account is None:
        raise BadInput("name", "is no account")
    if not account.password_hash:
        raise WrongUse("the account signs in by the identity provider: its password is there")
    password = one_time_password()
    book.set_password(name, hash_password(password), is_one_time=True)
    return password


def add_first_accounts(
    book: AccountBook, partnership: Partnership, now: datetime, *, one_time: bool = True
) -> Mapping[str, str]:
    """One account for each role, named after it, with its password; nothing when there are accounts already."""
    if book.every():
        return {}
    social_care = sorted(agency.id for agency in partnership.agencies.values() if agency.kind == CASE_AGENCY_KIND)
    agency = social_care[0] if social_care else None
    return {
        role.value: add_account(
            book, role.value, [role], now, agency if role in _WITH_AGENCY else None, one_time=one_time
        )
        for role in AccessRole
    }


def describe(account: Account) -> dict[str, Any]:
    """An account as a list of accounts shows it."""
    return {
        "name": account.name,
        "roles": sorted(role.value for role in account.roles),
        "agency": account.agency,
        "professionals": sorted(account.professionals),
        "teams": sorted(account.teams),
        "disabled": account.is_disabled,
    }
