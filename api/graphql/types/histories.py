"""Histories: chronology, siblings, professional contacts."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from api.graphql.scalars import PartialDate
from api.graphql.types.asked import Agency, Asked, Blank, Period
from api.graphql.types.people import Claim, Person, Residence
from graph.model.vocabulary import SiblingKind
from graph.questions.chronology import Whose

strawberry.enum(SiblingKind, description="How two people are siblings.")
strawberry.enum(Whose, description="Whose happenings a chronology shows.")


@strawberry.type
class Entry:
    """One line of a history; `age` is that of the person whose history it is, `ageInMonths` below zero before birth."""

    id: strawberry.ID
    happened: Period
    known: datetime
    agency: Agency
    category: str
    type: str
    headline: str
    people: list[Person]
    child_seen: bool | None
    child_seen_alone: bool | None
    action_taken: str | None
    no_action_recorded: bool
    also_recorded_by: list[Agency]
    claims: list[Claim]
    age: str | None
    age_in_months: int | None


@strawberry.type
class Gap:
    """A stretch with nothing recorded."""

    valid: Period
    agency: Agency | None


@strawberry.type
class Chronology:
    """A page of entries, and the gaps of the whole window."""

    asked: Asked
    entries: list[Entry]
    gaps: list[Gap]
    total: int
    end_cursor: str | None
    has_next_page: bool
    blanks: list[Blank]


@strawberry.type
class Sibling:
    """A sibling, the kind, and the claims that make it so."""

    person: Person
    kind: SiblingKind
    through: list[Claim]
    households: list[Residence]
    episodes: list[Entry]
    events: list[Entry]
    asserted_only: bool
    says: str


@strawberry.type
class SiblingHistory:
    """The siblings of a child across households, and the child's own lane to lay theirs beside, by date or by age."""

    asked: Asked
    child: Person
    siblings: list[Sibling]
    blanks: list[Blank]
    child_episodes: list[Entry]
    child_events: list[Entry]


@strawberry.type
class Involvement:
    """A professional's part in a person's life."""

    professional: str
    role: str
    service: str | None
    agency: Agency
    contact_route: str | None
    valid: Period
    last_seen: date | None
    last_seen_alone: date | None
    claims: list[Claim]


@strawberry.type
class Handover:
    """One worker after another, and the working days between."""

    from_: Involvement | None = strawberry.field(name="from")
    to: Involvement
    gap_working_days: int


@strawberry.type
class LastSeen:
    """When an agency last saw the child, and alone; possibly later where a month or year alone is recorded."""

    agency: Agency
    on: date | None
    alone: date | None
    by: str | None
    claims: list[Claim]
    alone_by: str | None
    possibly_on: PartialDate | None
    possibly_alone: PartialDate | None


@strawberry.type
class ProfessionalContacts:
    """Who was involved with a person."""

    asked: Asked
    involvements: list[Involvement]
    handovers: list[Handover]
    last_seen: list[LastSeen]
    gaps: list[Period]
    silent: list[Blank]
    workers_in_window: int
    unallocated: list[Gap]
    blanks: list[Blank]
