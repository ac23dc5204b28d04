"""What questions take: the four dates and the window."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from api.graphql.scalars import PartialDate
from graph.model import answers, knowing


@strawberry.input(description="The four dates of a question. Empty: today, now, everyone.")
class At:
    """The dates as asked."""

    as_of: date | None = None
    known_at: datetime | None = None
    known_to: list[strawberry.ID] | None = None


@strawberry.input(description="From and to, both days included.")
class Window:
    """The window as asked."""

    from_: date | None = strawberry.field(name="from", default=None)
    to: date | None = None


def to_at(at: At | None) -> answers.At:
    """The dates in the model's words."""
    if at is None:
        return answers.NO_DATES
    known_to = None if at.known_to is None else tuple(str(agency) for agency in at.known_to)
    return answers.At(at.as_of, at.known_at, known_to)


def to_window(window: Window | None) -> answers.Window:
    """The window in the model's words."""
    return answers.Window() if window is None else answers.Window(window.from_, window.to)


@strawberry.input(description="Somebody a team was told of; every part may be missing.")
class ToldPerson:
    """Somebody as told."""

    name: str | None = None
    date_of_birth: PartialDate | None = None
    phone: str | None = None
    email: str | None = None
    vehicle: str | None = None
    relationship: str | None = None


@strawberry.input(description="Who a team was told of, and where they live as told.")
class ToldHousehold:
    """People and home as told."""

    people: list[ToldPerson]
    address: str | None = None
    postcode: str | None = None
    uprn: str | None = None


def to_told(told: ToldHousehold) -> knowing.ToldHousehold:
    """What was told in the model's words."""
    people = tuple(
        knowing.ToldPerson(one.name, one.date_of_birth, one.phone, one.email, one.vehicle, one.relationship)
        for one in told.people
    )
    return knowing.ToldHousehold(people, told.address, told.postcode, told.uprn)
