"""An ecomap as values: a child's household in the middle, services and people outside it, and how much contact there was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from graph.model.answers import AskedAnswer, Blank, ClaimAnswer, HouseholdAnswer, PeriodAnswer, PersonAnswer
from graph.model.genogram import GenogramPerson
from graph.model.people import Agency


class Bond(StrEnum):
    """How a service or a person stands to the household on the day.

    OPEN: an involvement, an episode, a roll, or a relation is open. CLOSED: there was one in the stretch, and it is over.
    EVENTS: events on record, nothing else.
    """

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    EVENTS = "EVENTS"


class Lives(StrEnum):
    """Where somebody outside the household lives, as far as a picture says it. SAME_PLACE: where people are no household."""

    ELSEWHERE = "ELSEWHERE"
    SAME_PLACE = "SAME_PLACE"
    NOT_RECORDED = "NOT_RECORDED"


@dataclass(frozen=True, slots=True)
class EcomapMember:
    """Somebody who lives there on the day, in which role, on which claims."""

    entry: GenogramPerson
    role: str
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class EcomapHome:
    """A home of the child on the day. `joins`: whether those who live there are a household; else the child alone is told.

    `agencies` say so.
    """

    household: HouseholdAnswer
    joins: bool
    members: tuple[EcomapMember, ...]
    agencies: tuple[Agency, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One involvement, episode or roll: whose, what, who works on it and how to reach them."""

    person: PersonAnswer
    what: str
    professional: str | None
    contact_route: str | None
    valid: PeriodAnswer
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class Contacts:
    """Events of the stretch: how many, how many appointments not kept, when the last was, how often the child was seen.

    `limits`: why the count may be less than there was, None where the feed is current. `claims` are the events.
    """

    count: int
    missed: int
    last: str | None
    child_seen: int
    limits: Blank | None
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class EcomapService:
    """An agency with something on record of somebody of the household. `valid`: of what is open, else of what was.

    `silent`: it is expected to know the child, and recorded nothing of the child itself.
    """

    agency: Agency
    bond: Bond
    valid: PeriodAnswer | None
    people: tuple[PersonAnswer, ...]
    parts: tuple[Part, ...]
    contacts: Contacts
    silent: Blank | None


@dataclass(frozen=True, slots=True)
class EcomapPerson:
    """A relative, carer or adult around the child who does not live with the child. `ties`: what they are to the child.

    `last`: when the last tie was over, where none is open.
    """

    person: PersonAnswer
    bond: Bond
    ties: tuple[str, ...]
    lives: Lives
    last: str | None
    agencies: tuple[Agency, ...]
    contacts: Contacts
    claims: tuple[ClaimAnswer, ...]


@dataclass(frozen=True, slots=True)
class Ecomap:
    """The household of a child and what is around it. `silent`: agencies one would expect that have nothing at all on it."""

    asked: AskedAnswer
    child: PersonAnswer
    alone: GenogramPerson
    homes: tuple[EcomapHome, ...]
    services: tuple[EcomapService, ...]
    people: tuple[EcomapPerson, ...]
    silent: tuple[Blank, ...]
    blanks: tuple[Blank, ...]
