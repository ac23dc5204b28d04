"""A family over up to four generations."""

from __future__ import annotations

import strawberry

from api.graphql.types.asked import Agency, Asked, Blank, Period
from api.graphql.types.people import Claim, ClaimStatus, Household, Person
from graph.model.genogram import Standing, TieSort

strawberry.enum(
    TieSort, description="What a tie is. SAID: kin in the word of its label, where no parents of record make them so."
)
strawberry.enum(Standing, description="What a person was on the day asked about.")


@strawberry.type
class GenogramPerson:
    """Somebody of the family, or of the household of the person it is about."""

    person: Person
    standing: Standing
    is_index: bool
    lives_with_index: bool


@strawberry.type(
    description="source: the parent, or one of two alike; ended: over on the day; possible: its dates leave it open; "
    "differs: one agency says it is over, another does not"
)
class Tie:
    """One relationship of two people, whoever says so, with its claims."""

    id: strawberry.ID
    source: strawberry.ID
    target: strawberry.ID
    sort: TieSort
    label: str
    valid: Period
    ended: bool
    possible: bool
    differs: bool
    agencies: list[Agency]
    status: ClaimStatus
    claims: list[Claim]


@strawberry.type(description="identical: only where a record says so")
class Twins:
    """Born to one mother on one day."""

    people: list[strawberry.ID]
    identical: bool


@strawberry.type
class Member:
    """Somebody of the genogram who lived there on the day."""

    person: strawberry.ID
    role: str
    claims: list[Claim]


@strawberry.type(description="others: how many more lived there that day")
class Home:
    """A household that joins people of the genogram."""

    household: Household
    members: list[Member]
    others: int


@strawberry.type(description="id: whom to open to see them")
class Branch:
    """Relatives of somebody in the genogram who are left out."""

    id: strawberry.ID
    name: str
    count: int


@strawberry.type(description="what is left out is never silent: branches and more say how many of whose relatives")
class Genogram:
    """A family as of the dates asked."""

    asked: Asked
    around: strawberry.ID
    people: list[GenogramPerson]
    ties: list[Tie]
    twins: list[Twins]
    homes: list[Home]
    branches: list[Branch]
    more: list[str]
    blanks: list[Blank]
