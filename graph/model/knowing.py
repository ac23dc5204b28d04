"""What `whoKnewWhat` and `unknownPartnerCheck` take and answer, as values (api.graphql)."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.answers import (
    AdultAroundChild,
    Agency,
    AgencyKnowledge,
    AskedAnswer,
    Blank,
    Candidate,
    PersonAnswer,
)


@dataclass(frozen=True, slots=True)
class KnowledgeRow:
    """What the agencies of a table know of one person, a cell an agency."""

    adult: PersonAnswer
    cells: tuple[AgencyKnowledge, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeTable:
    """Who knew what: agencies by id, and a row a person in the order of first evidence."""

    asked: AskedAnswer
    agencies: tuple[Agency, ...]
    rows: tuple[KnowledgeRow, ...]
    blanks: tuple[Blank, ...]
    child: PersonAnswer


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """Somebody as a team was told of them; every part may be missing. `relationship`: to the child, in the team's words."""

    name: str | None = None
    date_of_birth: str | None = None
    phone: str | None = None
    email: str | None = None
    vehicle: str | None = None
    relationship: str | None = None


@dataclass(frozen=True, slots=True)
class ToldHousehold:
    """Who a team was told of, and where they live as told."""

    people: tuple[ToldPerson, ...]
    address: str | None = None
    postcode: str | None = None
    uprn: str | None = None


@dataclass(frozen=True, slots=True)
class ToldMatch:
    """Somebody told with the people on record it may be; `on_record` where one fits and nothing told stands against it."""

    told: str
    matches: tuple[Candidate, ...]
    on_record: bool


@dataclass(frozen=True, slots=True)
class UnknownPartnerAnswer:
    """Who of those told is on record, and who is on record around them and was not told."""

    asked: AskedAnswer
    told: tuple[ToldMatch, ...]
    others_on_record: tuple[AdultAroundChild, ...]
    blanks: tuple[Blank, ...]
