"""Scalars of the API: days, moments in UTC, and dates as their source gave them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

from graph.errors import BadInput
from graph.model.period import end_of_day, parse_partial

PartialDate = NewType("PartialDate", str)


def write_moment(moment: datetime) -> str:
    """`2019-05-03T09:00:00Z`."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
    return text.replace("+00:00", "Z")


def read_moment(text: object) -> datetime:
    """A moment with an offset, or a day, which means its end in London."""
    if not isinstance(text, str):
        raise BadInput("DateTime", "is a text such as 2019-05-03T09:00:00Z")
    try:
        if len(text) == len("2019-05-03"):
            return end_of_day(datetime.fromisoformat(text).date())
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise BadInput("DateTime", "is not a moment: expected 2019-05-03T09:00:00Z") from None
    if moment.tzinfo is None:
        raise BadInput("DateTime", "needs an offset, such as Z")
    return moment.astimezone(UTC)


def read_partial(text: object) -> str:
    """A partial date's text, checked."""
    try:
        return parse_partial(str(text)).text
    except ValueError:
        raise BadInput("PartialDate", "is not a date: expected 2019, 2019-05 or 2019-05-03") from None


MOMENT = strawberry.scalar(name="DateTime", serialize=write_moment, parse_value=read_moment)
PARTIAL = strawberry.scalar(
    name="PartialDate",
    description="2019, 2019-05 or 2019-05-03: as the source gave it, never padded",
    serialize=str,
    parse_value=read_partial,
)
SCALARS: Mapping[object, ScalarDefinition] = {datetime: MOMENT, PartialDate: PARTIAL}
