"""What the rules say of a child."""

from __future__ import annotations

import strawberry

from api.graphql.scalars import PartialDate
from api.graphql.types.adults import SetAside
from api.graphql.types.asked import Blank
from api.graphql.types.people import Claim
from graph.model.findings import FindingState

strawberry.enum(FindingState, description="What is said of a rule in a case.")


@strawberry.type
class Rule:
    """A rule: what it says to a social worker and to a family, its settings, its source, what it needs."""

    name: str
    version: str
    says: str
    settings: str
    source: str
    for_family: str
    would_refute: list[str]
    needs: list[str]


@strawberry.type
class Detail:
    """One line of what was found."""

    name: str
    value: str


@strawberry.type
class Finding:
    """A rule's result for a child."""

    rule: Rule
    state: FindingState
    since: PartialDate | None
    says: str
    details: list[Detail]
    evidence: list[Claim]
    would_refute: list[str]
    strengths: list[Claim]
    missing_feeds: list[str]
    set_aside: SetAside | None
    blanks: list[Blank]
    possible: bool
    failed: bool
