"""What a caller may see for a purpose: one value, worked out before anything is read (access.md §1, §2).

Pure: the caller, the purpose and what stands in the ledger about the caller go in; a `Decision` comes out, whose
`visible` goes into the query itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from graph.access.caller import AccessRole, Caller
from graph.access.opened import BrokenGlass
from graph.access.operations import BREAK_GLASS, OPENINGS, REVIEWS, is_about_people, roles_that_may
from graph.access.purpose import PURPOSES, Depth, Purpose, PurposeCode, roles_for
from graph.access.visible import Grant, Visible
from graph.errors import Forbidden
from graph.model.claims import Marking

POLICY_VERSION = "access-2"


class Anchor(StrEnum):
    """Which people a question may be about."""

    ANY_CHILD_AND_AROUND = "any_child_and_around"
    AROUND_MY_CHILDREN = "around_my_children"
    WHOLE_AREA = "whole_area"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger says about a caller now: open grants, the conflict list, children claimed within 14 days, glasses
    broken within the hour.

    All are record ids: any record of the person. `newest` is the London day of the newest published delivery.
    """

    grants: frozenset[Grant] = field(default_factory=frozenset)
    conflicts: frozenset[str] = field(default_factory=frozenset)
    claimed_children: frozenset[str] = field(default_factory=frozenset)
    newest: date | None = None
    broken: tuple[BrokenGlass, ...] = ()


NO_STANDING = Standing()


@dataclass(frozen=True, slots=True)
class Decision:
    """What one operation of one caller may see.

    - `visible`: the predicate of every read.
    - `anchor`: which people it may be about; under AROUND_MY_CHILDREN those around a child of `relationship`.
    - `denied`: people of the caller's conflict list (record ids), never shown or asked about, whatever else is open.
    - `claimed_children`: those of claimed relationships and of broken glasses; `broken`: the glasses, to be said.
    """

    caller: Caller
    purpose: Purpose
    roles: frozenset[AccessRole]
    operation: str
    depth: Depth
    anchor: Anchor
    visible: Visible
    denied: frozenset[str]
    claimed_children: frozenset[str]
    newest: date | None
    broken: tuple[BrokenGlass, ...] = ()
    version: str = POLICY_VERSION


def decide(caller: Caller, purpose: Purpose, operation: str, standing: Standing = NO_STANDING) -> Decision:
    """What the caller may see for this purpose and operation.

    Raises PurposeRequired when the purpose is not open to any of the caller's roles, Forbidden when the operation is
    not open to the roles that count under it.
    """
    roles = roles_for(caller, purpose) & roles_that_may(operation)
    if not roles or not _is_for(operation, purpose):
        raise Forbidden("this is not open to you for this purpose")
    anchor = _anchor(roles, operation)
    broken = standing.broken if is_about_people(operation) else ()
    return Decision(
        caller=caller,
        purpose=purpose,
        roles=roles,
        operation=operation,
        depth=PURPOSES[purpose.code].depth,
        anchor=anchor,
        visible=_opening(operation, standing) if operation in OPENINGS else _visible(caller, roles, anchor, standing),
        denied=standing.conflicts,
        claimed_children=standing.claimed_children.union(glass.child for glass in broken),
        newest=standing.newest,
        broken=broken,
    )


def _is_for(operation: str, purpose: Purpose) -> bool:
    """Whether a purpose goes as deep as an operation: a manager who reviews the log sees no person meanwhile."""
    if operation in REVIEWS:
        return purpose.code is PurposeCode.AUDIT_REVIEW
    if is_about_people(operation) or operation in OPENINGS:
        return PURPOSES[purpose.code].depth in {Depth.PEOPLE, Depth.STRUCTURE}
    return True


def _opening(operation: str, standing: Standing) -> Visible:
    """What is looked through to open something: no text; nobody sealed is there without a grant, none of the conflict list."""
    return Visible(standing.grants, denied=standing.conflicts, restricted_too=operation == BREAK_GLASS)


def _anchor(roles: frozenset[AccessRole], operation: str) -> Anchor:
    if operation in OPENINGS:
        return Anchor.ANY_CHILD_AND_AROUND
    if not is_about_people(operation):
        return Anchor.NOBODY
    if AccessRole.ANALYST in roles:
        return Anchor.WHOLE_AREA
    if AccessRole.ASSESSMENT in roles:
        return Anchor.ANY_CHILD_AND_AROUND
    return Anchor.AROUND_MY_CHILDREN if roles & {AccessRole.PRACTITIONER, AccessRole.MANAGER} else Anchor.NOBODY


def _visible(caller: Caller, roles: frozenset[AccessRole], anchor: Anchor, standing: Standing) -> Visible:
    if anchor is Anchor.WHOLE_AREA:
        # Whatever is closed is closed to analysts, and so is every text: a grant is for a person's own case.
        return Visible(denied=standing.conflicts)
    if anchor is Anchor.NOBODY or caller.agency is None:
        own: frozenset[str] = frozenset()
    else:
        own = frozenset({caller.agency})
    return Visible(
        grants=frozenset() if anchor is Anchor.NOBODY else standing.grants | _grants_of(standing.broken),
        detail_of=own,
        # Only the hub reads the detail of what others shared with its agency (access.md §1, the table's last column).
        detail_shared_with=caller.agency if AccessRole.ASSESSMENT in roles and own else None,
        denied=standing.conflicts,
    )


def _grants_of(broken: tuple[BrokenGlass, ...]) -> frozenset[Grant]:
    """What broken glasses open: `restricted`, and never more (access.md §3)."""
    return frozenset(Grant(Marking.RESTRICTED, record) for glass in broken for record in glass.opens)
