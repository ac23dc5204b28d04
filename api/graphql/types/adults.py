"""Adults around a child."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from api.graphql.scalars import PartialDate
from api.graphql.types.asked import Agency, Asked, Blank
from api.graphql.types.people import Candidate, Claim, Person
from graph.model.answers import AdultState, BlankKind

strawberry.enum(AdultState, description="What the assessing agency's records say of an adult.")


@strawberry.type
class Ground:
    """Why an adult is around a child."""

    kind: str
    says: str
    possible: bool
    first_date: PartialDate | None
    last_date: PartialDate | None
    agencies: list[Agency]
    claims: list[Claim]


@strawberry.type
class AgencyKnowledge:
    """Since when an agency knows, how, and how to reach it; where it knows nothing, which blank stands there."""

    agency: Agency
    first_knew: datetime | None
    how: str
    contact_route: str | None
    claims: list[Claim]
    blank: BlankKind | None


@strawberry.type
class SetAside:
    """Who set it aside, why, until when, and which evidence was recorded or delivered since."""

    by: str
    reason: str
    until: date
    says: str
    pieces_since: int
    evidence_since: list[Claim]


@strawberry.type
class AdultAroundChild:
    """An adult around the child."""

    adult: Person
    under_eighteen: bool
    state: AdultState
    grounds: list[Ground]
    since: PartialDate | None
    known_by: list[AgencyKnowledge]
    candidates: list[Candidate]
    to_ask: str
    set_aside: SetAside | None
    assessed_in: list[Claim]
    not_asked: list[Blank]


@strawberry.type
class AdultsAroundChild:
    """Every adult around a child, by date of first evidence."""

    asked: Asked
    child: Person
    adults: list[AdultAroundChild]
    assessed_instead: list[Person]
    blanks: list[Blank]
    assessing_agency: Agency | None
    notes: list[str]


@strawberry.type
class KnowledgeRow:
    """What agencies know of one person."""

    adult: Person
    cells: list[AgencyKnowledge]


@strawberry.type
class KnowledgeTable:
    """Who knew what, since when and how."""

    asked: Asked
    agencies: list[Agency]
    rows: list[KnowledgeRow]
    blanks: list[Blank]
    child: Person


@strawberry.type
class ToldMatch:
    """Somebody told, and whom on record they may be; `onRecord` where nothing told stands against one of those."""

    told: str
    matches: list[Candidate]
    on_record: bool


@strawberry.type
class UnknownPartnerAnswer:
    """Who of those told is on record, and who is on record around them and was not told."""

    asked: Asked
    told: list[ToldMatch]
    others_on_record: list[AdultAroundChild]
    blanks: list[Blank]
