"""Who may be granted what, and by whom (access.md §2): the rules of a grant before it is kept. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.errors import BadInput
from graph.model.claims import Marking

BY_TWO = frozenset({Marking.SEALED, Marking.CONFIDENTIAL})
"""The markings that a manager and a steward open together."""
_CAN_USE_ONE = frozenset({AccessRole.PRACTITIONER, AccessRole.ASSESSMENT, AccessRole.MANAGER})


@dataclass(frozen=True, slots=True)
class GrantAsked:
    """A grant as asked for: who, which marking, of whom (any record id), until which day (not open on it), approved by whom."""

    account: str
    marking: Marking
    record_id: str
    until: date
    approvers: tuple[str, ...]


def check_grant(asked: GrantAsked, accounts: Mapping[str, Account], today: date) -> None:
    """Raises BadInput naming the option at fault: no such account, too few approvals, a day that is over."""
    grantee = accounts.get(asked.account)
    if grantee is None or grantee.is_disabled:
        raise BadInput("name", "is no account, or a disabled one")
    if not grantee.roles & _CAN_USE_ONE:
        raise BadInput("name", "has no role that sees people, so no grant would open anything to it")
    if asked.until <= today:
        raise BadInput("--until", "must be a day after today: on it the grant is over")
    _check_approvals(asked, _approvers(asked, accounts))


def _approvers(asked: GrantAsked, accounts: Mapping[str, Account]) -> tuple[Account, ...]:
    named = tuple(dict.fromkeys(asked.approvers))
    if not named:
        raise BadInput("--approved-by", "names nobody")
    if asked.account in named:
        raise BadInput("--approved-by", "names the account itself: nobody approves their own grant")
    found = [accounts.get(name) for name in named]
    approvers = tuple(account for account in found if account is not None and not account.is_disabled)
    if len(approvers) != len(named):
        raise BadInput("--approved-by", "names somebody who is no account, or a disabled one")
    return approvers


def _check_approvals(asked: GrantAsked, approvers: Iterable[Account]) -> None:
    by = tuple(approvers)
    managers = {account.name for account in by if AccessRole.MANAGER in account.roles}
    stewards = {account.name for account in by if AccessRole.STEWARD in account.roles}
    if not managers:
        raise BadInput("--approved-by", "names no manager: a grant is approved by one")
    if asked.marking not in BY_TWO:
        return
    if not stewards:
        raise BadInput("--approved-by", f"names no steward: {asked.marking} needs a manager and a steward")
    if len(managers | stewards) == 1:
        raise BadInput("--approved-by", f"names one person: {asked.marking} needs two, a manager and a steward")
