"""What is drawn and walked: people, households and agencies joined by claims (api.graphql, Node and Edge)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.model.answers import AskedAnswer, Blank, ClaimAnswer, HouseholdAnswer, PeriodAnswer, PersonAnswer
from graph.model.people import Agency


class LinkKind(StrEnum):
    """Kinds of link a network may show."""

    LIVES_WITH = "LIVES_WITH"
    FAMILY = "FAMILY"
    PARTNER = "PARTNER"
    CARER = "CARER"
    EVENT = "EVENT"
    CONTACT_DETAIL = "CONTACT_DETAIL"
    PROFESSIONAL = "PROFESSIONAL"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Node:
    """A person, household, event, agency or contact detail of a network; `kind` names which. Badges are words."""

    id: str
    kind: str
    label: str
    person: PersonAnswer | None = None
    household: HouseholdAnswer | None = None
    agency: Agency | None = None
    badges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """One link with its claims; `label` is the relationship type or ground."""

    id: str
    source: str
    target: str
    kind: LinkKind
    label: str
    valid: PeriodAnswer
    agencies: tuple[Agency, ...]
    status: str
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class Further:
    """Somebody of a network, and how many people around them it does not show."""

    person: str
    people: int


@dataclass(frozen=True, slots=True)
class Expanded:
    """Whom a network was opened around besides its centre, in the order asked; where it leads on; links of each kind.

    `brought`: who and what is shown only because of each of those opened. `kinds`: how many links, or events, of a kind
    there are or would be if that kind were asked for too.
    """

    opened: tuple[str, ...] = ()
    brought: tuple[tuple[str, ...], ...] = ()
    further: tuple[Further, ...] = ()
    kinds: tuple[tuple[LinkKind, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes by id and edges by id; nothing is left out silently: `more` says how many of what.

    `expanded` is told where it was asked for.
    """

    asked: AskedAnswer
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    truncated: bool = False
    more: tuple[str, ...] = ()
    blanks: tuple[Blank, ...] = ()
    expanded: Expanded | None = None
