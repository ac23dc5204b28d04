"""Networks: what is drawn and walked."""

from __future__ import annotations

import strawberry

from api.graphql.types.asked import Agency, Asked, Blank, Period
from api.graphql.types.people import Claim, ClaimStatus, Household, Person
from graph.model.network import LinkKind

strawberry.enum(LinkKind, description="Kinds of link.")


@strawberry.type
class Node:
    """A person, household, event, agency or contact detail."""

    id: strawberry.ID
    kind: str
    label: str
    person: Person | None
    household: Household | None
    agency: Agency | None
    badges: list[str]


@strawberry.type(
    description="people who live together are joined through their household node; label: the relationship type or ground"
)
class Edge:
    """One link with its claims."""

    id: strawberry.ID
    source: strawberry.ID
    target: strawberry.ID
    kind: LinkKind
    label: str
    valid: Period
    agencies: list[Agency]
    status: ClaimStatus
    claims: list[Claim]


@strawberry.type(description="truncated is never silent: more says how many of what were left out")
class Network:
    """Nodes and edges as of the dates asked."""

    asked: Asked
    nodes: list[Node]
    edges: list[Edge]
    truncated: bool
    more: list[str]
    blanks: list[Blank]
