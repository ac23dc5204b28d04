"""What is so in a made-up county, before any agency has seen a part of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

AS_OF = date(2024, 3, 31)
"""The day every county is of: the day of its deliveries."""
CHILDREN_SERVICES = "csc"
GROWN_UP = 18


@dataclass(frozen=True)
class Person:
    """Someone as they are, with every number they hold."""

    id: str
    given: str
    middle: str
    family: str
    sex: str
    born: date
    nhs: str = ""
    upn: str = ""
    phone: str = ""
    email: str = ""
    birth_family: str = ""
    died: date | None = None
    is_unborn: bool = False
    is_identified: bool = True
    is_adopted: bool = False

    def age(self, on: date) -> int:
        """Whole years lived on a day; below zero before birth."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))

    def is_child(self, on: date) -> bool:
        """Under 18 that day, or unborn."""
        return self.age(on) < GROWN_UP


@dataclass(frozen=True)
class Home:
    """A place people live."""

    id: str
    address: str
    postcode: str
    uprn: str
    kind: str = "private"
    confidential: bool = False


@dataclass(frozen=True)
class Stay:
    """One person at one home for a time."""

    person: str
    home: str
    start: date
    end: date | None = None
    role: str = "resident"


@dataclass(frozen=True)
class Tie:
    """One person is `type` of another."""

    person: str
    other: str
    type: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class Happening:
    """An event as the one agency that wrote it down holds it."""

    agency: str
    on: date
    category: str
    type: str
    people: tuple[tuple[str, str], ...]
    headline: str
    provider: str = ""
    explanation: str = ""
    accepted: str = ""
    sensitivity: str = ""


@dataclass(frozen=True)
class CaseWork:
    """What children's social care did: one episode, its assessment and who was named in it."""

    start: date
    end: date | None
    kind: str
    assessed: tuple[str, ...] = ()
    assessment_start: date | None = None
    assessment_end: date | None = None


@dataclass
class Family:
    """One family with everyone tied to it: the unit a county is made of, one at a time."""

    serial: int
    people: dict[str, Person] = field(default_factory=dict)
    homes: dict[str, Home] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    work: list[CaseWork] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    known_to_services: set[str] = field(default_factory=set)
    """Whom children's social care has a record of."""
    told_by_share: set[str] = field(default_factory=set)
    """Whom it knows only because another agency shared where they live."""
    clients: list[tuple[str, str]] = field(default_factory=list)
    """(agency, person): who an adult or health service works with."""
    never_one: list[tuple[str, str, str]] = field(default_factory=list)
    """(person, person, why): people easily taken for one who are two."""
    birth_names: set[str] = field(default_factory=set)
    """Birth identities of children adopted since: sealed wherever children's social care holds them."""

    def living_at(self, home: str, on: date) -> list[str]:
        """Who lives at a home on a day, in the order they came."""
        return [
            stay.person
            for stay in self.stays
            if stay.home == home and stay.start <= on and (stay.end is None or on < stay.end)
        ]
