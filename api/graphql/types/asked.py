"""What every answer carries: agencies, periods, what was asked, blanks."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from api.graphql.scalars import PartialDate
from graph.model.answers import BlankKind

strawberry.enum(BlankKind, description="Kinds of nothing.")


@strawberry.type
class Agency:
    """An agency of the partnership."""

    id: strawberry.ID
    name: str
    kind: str


@strawberry.type
class Period:
    """Half-open dates as the source gave them."""

    from_: PartialDate | None = strawberry.field(name="from")
    to: PartialDate | None
    open: bool
    unconfirmed_since: datetime | None


@strawberry.type
class Asked:
    """What was asked, on what it stands, what is missing."""

    as_of: date
    known_at: datetime
    known_to: list[Agency]
    window: Period | None
    identity_as_of: datetime
    feeds_missing: list[str]
    withheld: bool
    as_of_is_newest_delivery: bool


@strawberry.type
class Blank:
    """A kind of nothing, where and since when."""

    what: str
    agency: Agency | None
    kind: BlankKind
    since: date | None


@strawberry.type
class Feed:
    """A table an agency supplies."""

    agency: Agency
    system: str
    table: str
    rows: int
    covers_from: date | None
    covers_to: date | None
    extracted_at: datetime
