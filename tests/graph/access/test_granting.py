"""Who approves a grant of each marking, and what is no approval (access.md §2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.access.granting import GrantAsked, check_grant
from graph.errors import BadInput
from graph.model.claims import Marking

TODAY = date(2024, 4, 1)


def an_account(name: str, *roles: AccessRole, is_disabled: bool = False) -> Account:
    return Account(name, "*", frozenset(roles), datetime(2024, 1, 1, tzinfo=UTC), is_disabled=is_disabled)


ACCOUNTS = {
    account.name: account
    for account in (
        an_account("priya", AccessRole.PRACTITIONER),
        an_account("mo", AccessRole.MANAGER),
        an_account("jo", AccessRole.MANAGER),
        an_account("sam", AccessRole.STEWARD),
        an_account("both", AccessRole.MANAGER, AccessRole.STEWARD),
        an_account("gone", AccessRole.MANAGER, is_disabled=True),
        an_account("lee", AccessRole.AUDITOR),
    )
}


def asked(marking: Marking = Marking.RESTRICTED, *approvers: str, account: str = "priya") -> GrantAsked:
    return GrantAsked(account, marking, "r1", date(2024, 5, 1), approvers)


@pytest.mark.parametrize(
    ("marking", "approvers"),
    [
        (Marking.RESTRICTED, ("mo",)),
        (Marking.RESTRICTED, ("sam", "mo")),
        *((marking, ("mo", "sam")) for marking in (Marking.SEALED, Marking.CONFIDENTIAL)),
        *((marking, ("sam", "both")) for marking in (Marking.SEALED, Marking.CONFIDENTIAL)),
        *((marking, ("mo", "both")) for marking in (Marking.SEALED, Marking.CONFIDENTIAL)),
    ],
)
def test_a_grant_with_its_approvals_is_taken(marking: Marking, approvers: tuple[str, ...]) -> None:
    check_grant(asked(marking, *approvers), ACCOUNTS, TODAY)


@pytest.mark.parametrize(
    ("marking", "approvers"),
    [
        (Marking.RESTRICTED, ()),
        (Marking.RESTRICTED, ("sam",)),
        (Marking.RESTRICTED, ("lee",)),
        (Marking.RESTRICTED, ("nobody",)),
        (Marking.RESTRICTED, ("mo", "nobody")),
        (Marking.RESTRICTED, ("gone",)),
        *((marking, approvers) for marking in (Marking.SEALED, Marking.CONFIDENTIAL) for approvers in (
            ("mo",), ("sam",), ("mo", "jo"), ("both",), ("both", "both"), ("sam", "lee"),
        )),
    ],
)  # fmt: skip
def test_too_few_approvals_are_refused(marking: Marking, approvers: tuple[str, ...]) -> None:
    with pytest.raises(BadInput) as refused:
        check_grant(asked(marking, *approvers), ACCOUNTS, TODAY)
    assert refused.value.argument == "--approved-by"


@pytest.mark.parametrize(("account", "approvers"), [("mo", ("mo",)), ("mo", ("mo", "jo")), ("both", ("both", "sam"))])
def test_nobody_approves_their_own_grant(account: str, approvers: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="own grant"):
        check_grant(asked(Marking.SEALED, *approvers, account=account), ACCOUNTS, TODAY)


@pytest.mark.parametrize("account", ["nobody", "gone", "lee", "sam"])
def test_a_grant_is_for_an_account_that_sees_people(account: str) -> None:
    with pytest.raises(BadInput) as refused:
        check_grant(asked(Marking.RESTRICTED, "mo", account=account), ACCOUNTS, TODAY)
    assert refused.value.argument == "name"


def test_a_grant_ends_on_a_later_day() -> None:
    check_grant(replace(asked(Marking.RESTRICTED, "mo"), until=date(2024, 4, 2)), ACCOUNTS, TODAY)
    with pytest.raises(BadInput, match="a day after today"):
        check_grant(replace(asked(Marking.RESTRICTED, "mo"), until=TODAY), ACCOUNTS, TODAY)
