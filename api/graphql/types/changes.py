"""What changed around a person between two moments."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api.graphql.scalars import PartialDate
from api.graphql.types.asked import Asked, Blank
from api.graphql.types.network import Edge
from api.graphql.types.people import Claim, Person
from graph.model.answers import AdultState
from graph.model.changes import ChangeKind

strawberry.enum(
    ChangeKind,
    description="ADDED and ENDED happened between the two days; BECAME_KNOWN was so before and recorded since; "
    "NO_LONGER_SAID was taken back, corrected or refuted; SAID_OTHERWISE holds still, said by others or with other "
    "dates; JOINED: two people are known to be one.",
)


@strawberry.type(
    description="on: the day it began or ended; known: when it was first recorded; edges: one, those of an event, none for JOINED"
)
class Change:
    """One change in words."""

    kind: ChangeKind
    says: str
    people: list[Person]
    edges: list[Edge]
    on: PartialDate | None
    known: datetime | None
    claims: list[Claim]


@strawberry.type(description="before, after: null where they were not around the child")
class AdultChange:
    """An adult around the child whose state is another than before."""

    adult: Person
    before: AdultState | None
    after: AdultState | None
    says: str


@strawberry.type(description="asked: the later moment; before: the earlier; unchanged: how many links are as they were")
class Changes:
    """What differs around a person between two moments."""

    asked: Asked
    before: Asked
    person: Person
    changes: list[Change]
    adults: list[AdultChange]
    unchanged: int
    more: list[str]
    blanks: list[Blank]
