"""What somebody signed in may open at all, so that no page offers what would only be refused."""

from __future__ import annotations

from graph.access.operations import BREAK_GLASS, CLAIM_RELATIONSHIP, roles_that_may
from graph.access.purpose import PURPOSES, Depth, PurposeCode
from graph.model.loading import MeAnswer

LOADS_OPEN_TO = frozenset({"steward", "admin"})


def sees_people(me: MeAnswer | None) -> bool:
    """Whether the purpose they gave shows people; looking after data or accounts shows none."""
    return me is not None and bool(me.purpose) and PURPOSES[PurposeCode(me.purpose)].depth is Depth.PEOPLE


def may_check(me: MeAnswer | None) -> bool:
    """Whether they may ask who is around people nobody has a record of working with."""
    return sees_people(me) and me is not None and not _asking("unknownPartnerCheck").isdisjoint(me.roles)


def sees_loads(me: MeAnswer | None) -> bool:
    """Whether they look after what is loaded."""
    return me is not None and bool(me.purpose) and not LOADS_OPEN_TO.isdisjoint(me.roles)


def sees_pairs(me: MeAnswer | None) -> bool:
    """Whether they review who is who."""
    return (
        me is not None and me.purpose == PurposeCode.DATA_QUALITY and not _asking("identityQueue").isdisjoint(me.roles)
    )


def sees_looks(me: MeAnswer | None) -> bool:
    """Whether they read who looked at whom."""
    return me is not None and me.purpose == PurposeCode.AUDIT_REVIEW and not _asking("audit").isdisjoint(me.roles)


def sees_area(me: MeAnswer | None) -> bool:
    """Whether they ask about the whole area under pseudonyms."""
    if me is None or not me.purpose or _asking("areaCounts").isdisjoint(me.roles):
        return False
    return PURPOSES[PurposeCode(me.purpose)].depth is Depth.STRUCTURE


def may_open(me: MeAnswer | None) -> bool:
    """Whether they may break the glass where they have no way in."""
    return sees_people(me) and me is not None and not _asking(BREAK_GLASS).isdisjoint(me.roles)


def may_claim(me: MeAnswer | None) -> bool:
    """Whether there is a relationship they could claim: not for whoever may look at any child."""
    return sees_people(me) and me is not None and not _asking(CLAIM_RELATIONSHIP).isdisjoint(me.roles)


def _asking(operation: str) -> frozenset[str]:
    return frozenset(role.value for role in roles_that_may(operation))
