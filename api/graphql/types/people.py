"""People, households, claims and their records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any

import strawberry

from api.graphql.paging import page_of
from api.graphql.scalars import PartialDate
from api.graphql.types.asked import Agency, Period
from graph.model import answers


@strawberry.enum
class ClaimStatus(Enum):
    """How the source stands by a claim."""

    ASSERTED = "ASSERTED"
    CORROBORATED = "CORROBORATED"
    DISPUTED = "DISPUTED"
    REFUTED = "REFUTED"


@strawberry.enum
class Judgement(Enum):
    """What a person judged two records to be."""

    SAME = "SAME"
    DIFFERENT = "DIFFERENT"
    UNSURE = "UNSURE"


@strawberry.type
class Record:
    """The record a claim was made of; `asSent` only where the caller may read the row."""

    agency: Agency
    system: str
    table: str
    record_ref: str
    delivery: strawberry.ID
    as_sent: str | None


@strawberry.enum
class ObjectionKind(Enum):
    """A correction says what is right instead; an objection says that it should not be used."""

    CORRECTION = "CORRECTION"
    OBJECTION = "OBJECTION"


@strawberry.type
class Objection:
    """What the person says against what is recorded, and the answer; words only where the row's own may be read."""

    id: strawberry.ID
    kind: ObjectionKind
    says: str | None
    at: datetime
    answer: str | None
    answered_at: datetime | None
    upheld: bool | None


@strawberry.type
class Claim:
    """One dated, sourced statement in words."""

    id: strawberry.ID
    says: str
    valid: Period
    recorded_at: datetime
    superseded_at: datetime | None
    status: ClaimStatus
    record: Record
    said_otherwise: list[Claim]
    objections: list[Objection]


@strawberry.type
class ClaimConnection:
    """A page of claims."""

    nodes: list[Claim]
    end_cursor: str | None
    has_next_page: bool


@strawberry.type
class Comparison:
    """One thing compared, in words."""

    field: str
    left: str | None
    right: str | None
    says: str
    weight: float


@strawberry.type
class MergeEffect:
    """What joining two records would do."""

    households_joined: int
    people_joined: int
    conflicts: list[str]
    would_reveal: bool


@strawberry.type
class Candidate:
    """Two people who may be one."""

    left: Person
    right: Person
    probability: float
    comparisons: list[Comparison]
    judgement: Judgement | None
    judged_by: str | None
    effect: MergeEffect | None


@strawberry.type
class Household:
    """A household and who lives there on the day."""

    id: strawberry.ID
    label: str
    kind: str

    @strawberry.field
    def residents(self) -> list[Residence]:
        """Who lives there on the day asked about."""
        return _whole(self).residents  # type: ignore[no-any-return]

    @strawberry.field
    def agencies_differ(self) -> bool:
        """Whether agencies that each name two or more residents name different ones."""
        return _whole(self).agencies_differ  # type: ignore[no-any-return]


@strawberry.type
class Residence:
    """Where a person lives or lived."""

    person: Person
    household: Household
    role: str
    valid: Period
    status: ClaimStatus
    agencies: list[Agency]
    claims: list[Claim]


@strawberry.type
class Person:
    """A person as known at the dates asked."""

    id: strawberry.ID
    display_name: str
    identified: bool
    description: str | None
    names: list[str]
    date_of_birth: PartialDate | None
    expected_birth: PartialDate | None
    date_of_death: PartialDate | None
    age: int | None
    age_in_words: str | None
    is_child: bool
    sex: str | None
    records: list[Record]

    @strawberry.field
    def claims(self, first: int | None = 50, after: str | None = None) -> ClaimConnection:
        """What agencies say about them, by claim id."""
        return _claims(_whole(self).claims, first, after)

    @strawberry.field
    def candidates(self) -> list[Candidate]:
        """May be the same person as: suggestions nobody has judged."""
        return _whole(self).candidates  # type: ignore[no-any-return]

    @strawberry.field
    def households(self) -> list[Residence]:
        """Every stay, by start."""
        return _whole(self).households  # type: ignore[no-any-return]


@strawberry.type
class PersonConnection:
    """A page of people."""

    nodes: list[Person]
    end_cursor: str | None
    has_next_page: bool


def _whole(source: Any) -> Any:  # noqa: ANN401 - typed as the schema's class, given as the answer's
    """The answer with everything; sources are answers, never instances of the types here."""
    return source.whole() if source.whole is not None else source


def _claims(claims: Sequence[answers.ClaimAnswer], first: int | None, after: str | None) -> ClaimConnection:
    page, more = page_of(claims, first, after)
    return ClaimConnection(nodes=page, end_cursor=page[-1].id if page else None, has_next_page=more)
