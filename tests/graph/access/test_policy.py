"""Whom a caller may ask about at all, by role (access.md §1): deny by default."""

from __future__ import annotations

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.policy import Anchor, Standing, decide
from graph.access.purpose import read_purpose


@pytest.mark.parametrize(
    ("role", "purpose", "operation", "anchor"),
    [
        (AccessRole.ASSESSMENT, "assessment", "hiddenAdults", Anchor.ANY_CHILD_AND_AROUND),
        (AccessRole.PRACTITIONER, "early_help", "hiddenAdults", Anchor.AROUND_MY_CHILDREN),
        (AccessRole.MANAGER, "case_supervision", "hiddenAdults", Anchor.AROUND_MY_CHILDREN),
        (AccessRole.STEWARD, "data_quality", "deliveries", Anchor.NOBODY),
        (AccessRole.ADMIN, "administration", "deliveries", Anchor.NOBODY),
    ],
)
def test_the_anchor_of_each_role(role: AccessRole, purpose: str, operation: str, anchor: Anchor) -> None:
    caller = Caller("someone", frozenset({role}), "csc", frozenset(), frozenset())
    standing = Standing(frozenset(), frozenset(), frozenset())
    assert decide(caller, read_purpose(purpose), operation, standing).anchor is anchor
