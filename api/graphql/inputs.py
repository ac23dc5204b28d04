"""What questions take: the four dates and the window."""

from __future__ import annotations

from datetime import date, datetime

import strawberry

from graph.model import answers


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
