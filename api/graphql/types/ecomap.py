"""A child's household, and services and people outside it."""

from __future__ import annotations

import strawberry

from api.graphql.scalars import PartialDate
from api.graphql.types.asked import Agency, Asked, Blank, Period
from api.graphql.types.genogram import GenogramPerson
from api.graphql.types.people import Claim, Household, Person
from graph.model.ecomap import Bond, Lives

strawberry.enum(
    Bond, description="OPEN: something is open on the day; CLOSED: it is over; EVENTS: events on record, nothing else."
)
strawberry.enum(
    Lives, description="Where somebody outside the household lives. SAME_PLACE: at one address that is no household."
)


@strawberry.type
class EcomapMember:
    """Somebody who lives there on the day."""

    entry: GenogramPerson
    role: str
    claims: list[Claim]


@strawberry.type(description="joins: those who live there are a household; else the child alone is told")
class EcomapHome:
    """A home of the child on the day."""

    household: Household
    joins: bool
    members: list[EcomapMember]
    agencies: list[Agency]


@strawberry.type
class Part:
    """One involvement, episode or roll of somebody of the household."""

    person: Person
    what: str
    professional: str | None
    contact_route: str | None
    valid: Period
    claims: list[Claim]


@strawberry.type(
    description="limits: why there may be more than are counted; missed: appointments not kept, which are not counted"
)
class Contacts:
    """Events on record in the window."""

    count: int
    missed: int
    last: PartialDate | None
    child_seen: int
    limits: Blank | None
    claims: list[Claim]


@strawberry.type(description="silent: it is expected to know the child, and recorded nothing of the child itself")
class EcomapService:
    """An agency with something on record of somebody of the household in the window."""

    agency: Agency
    bond: Bond
    valid: Period | None
    people: list[Person]
    parts: list[Part]
    contacts: Contacts
    silent: Blank | None


@strawberry.type(description="ties: what they are to the child; last: when the last tie was over, where none is open")
class EcomapPerson:
    """A relative, carer or adult around the child who does not live with the child."""

    person: Person
    bond: Bond
    ties: list[str]
    lives: Lives
    last: PartialDate | None
    agencies: list[Agency]
    contacts: Contacts
    claims: list[Claim]


@strawberry.type(description="silent: agencies one would expect that have nothing at all on record of the household")
class Ecomap:
    """A child's household, and what is around it."""

    asked: Asked
    child: Person
    homes: list[EcomapHome]
    services: list[EcomapService]
    people: list[EcomapPerson]
    silent: list[Blank]
    blanks: list[Blank]
