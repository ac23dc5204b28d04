"""Whose account a sign-in is, and what the account may be from here on: what the token says, and nothing it does not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from api.signin.oidc.tokens import subject_of
from graph.access.accounts import Account, ProvidedAs, SignInBooks
from graph.access.caller import AccessRole
from graph.errors import BadInput, SignInRefused
from graph.openid.settings import ClaimNames, OpenIdSettings, RoleGiven
from graph.questions.operator import OPERATOR

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Said:
    """What a token says of somebody; None for what no claim is asked for."""

    who: ProvidedAs
    name: str
    roles: frozenset[AccessRole]
    agency: str | None
    professionals: frozenset[str] | None
    teams: frozenset[str] | None


def read_said(claims: Mapping[str, Any], settings: OpenIdSettings, agencies: Collection[str]) -> Said:
    """What the claims say, in our words. Raises SignInRefused for an agency this partnership does not have."""
    names = settings.claims
    given = [settings.roles[text] for text in _texts(claims, names.roles) if text in settings.roles]
    agency = _agency(claims, names, given)
    if agency is not None and agency not in agencies:
        raise SignInRefused("an agency that is none of this partnership")
    return Said(
        who=ProvidedAs(settings.issuer, subject_of(claims, names.subject)),
        name=said.strip().lower() if isinstance(said := claims.get(names.name), str) else "",
        roles=frozenset(one.role for one in given),
        agency=agency,
        professionals=_records(claims, names.professionals),
        teams=frozenset(_texts(claims, names.teams)) if names.teams else None,
    )


def _texts(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A claim of one text or several."""
    said = claims.get(name, [])
    found = said if isinstance(said, list) else [said]
    if not all(isinstance(one, str) for one in found):
        raise SignInRefused("a claim that is no text")
    return tuple(found)


def _agency(claims: Mapping[str, Any], names: ClaimNames, given: list[RoleGiven]) -> str | None:
    """The one agency of the claim or of the roles."""
    said = {one.agency for one in given if one.agency} | set(_texts(claims, names.agency) if names.agency else ())
    if len(said) > 1:
        raise SignInRefused("more than one agency")
    return next(iter(said), None)


def _records(claims: Mapping[str, Any], name: str | None) -> frozenset[str] | None:
    if name is None:
        return None
    found = frozenset(_texts(claims, name))
    if not all(":" in one for one in found):
        raise SignInRefused("a professional record that is not AGENCY:REF")
    return found


def take_up(books: SignInBooks, said: Said, settings: OpenIdSettings, now: datetime) -> Account:
    """The account of somebody whose token holds: made at the first sign-in, brought to what the token says at each.

    Raises SignInRefused for one that is disabled, or has no role left.
    """
    account = _standing(books.provided.find(said.who) or _make(books, said, now), said, settings)
    books.accounts.keep_standing(account)
    if account.is_disabled:
        raise SignInRefused("a disabled account")
    if not account.roles:
        raise SignInRefused("no role")
    return account


def _make(books: SignInBooks, said: Said, now: datetime) -> Account:
    """A new account without a role yet, or the one that another sign-in of the same person made a moment ago."""
    if not said.roles:
        raise SignInRefused("no role")
    account = Account(_free_name(books, said), "", frozenset(), now)
    try:
        books.provided.add(said.who, account)
    except BadInput:
        found = books.provided.find(said.who)
        if found is None:
            raise SignInRefused("a name taken a moment ago") from None
        return found
    return account


def _standing(account: Account, said: Said, settings: OpenIdSettings) -> Account:
    """The account as the token has it. What no claim is asked for stays as it was linked."""
    by_role = any(given.agency for given in settings.roles.values())
    by_provider = settings.claims.agency is not None or by_role
    return replace(
        account,
        roles=said.roles,
        agency=said.agency if by_provider else account.agency,
        professionals=account.professionals if said.professionals is None else said.professionals,
        teams=account.teams if said.teams is None else said.teams,
    )


def _free_name(books: SignInBooks, said: Said) -> str:
    """The name the provider gives, where it is one and nobody's: never that of an account there is, in any case."""
    mark = sha256(f"{said.who.issuer}\n{said.who.subject}".encode()).hexdigest()[:_SHORT]
    if not _NAME.fullmatch(said.name):
        return f"user-{mark}"
    taken = {account.name.casefold() for account in books.accounts.every()} | {OPERATOR}
    return f"{said.name}-{mark}" if said.name in taken else said.name


def find_client(books: SignInBooks, said: Said) -> Account | None:
    """The account an API client asks as: one there is already, with the roles that its token and the account both have."""
    account = books.provided.find(said.who)
    if account is None or account.is_disabled:
        return None
    return replace(account, roles=account.roles & said.roles)
