"""Escalations of professional disagreements, and whether an outcome came in time (rules.md §4, `unresolved_disagreement`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graph.model.claims import Claim
from graph.model.period import Certainty, PartialDate, working_days
from graph.rules.delivered import is_current
from graph.rules.happenings import Happening, events_with
from graph.rules.subject import Span, Subject

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Escalation:
    """An escalation without outcome in time, and the late outcome if there was one."""

    since: PartialDate
    agency: str
    late: PartialDate | None
    claims: tuple[Claim, ...]
    possible: bool


def find_escalations(subject: Subject, window: Span, days: int) -> Iterator[Escalation]:
    """Escalations in the window whose time is over; only where the events that would tell of an outcome are delivered."""
    if subject.agency is None or not is_current(subject, subject.agency.id, "events", "event_people"):
        return
    events = events_with(subject.case, subject.child, subject.as_of)
    outcomes = events_with(subject.case, subject.child, subject.as_of, everyone=True)
    for event in events:
        is_one = (event.category, event.type) == ("challenge", "escalation")
        inside = window.has(event.on) if event.on else Certainty.NO
        if event.on and is_one and inside is not Certainty.NO and is_current(subject, event.agency, "events"):
            late = [one.on for one in outcomes if _is_outcome(one) and one.on and one.on.last >= event.on.first]
            certainty = min(inside, _overdue(event.on, late, subject.as_of, days))
            if certainty is not Certainty.NO:
                first = min(late, default=None)
                yield Escalation(
                    event.on, event.agency, first, (event.claim, *event.parts), certainty is Certainty.POSSIBLE
                )


def _is_outcome(event: Happening) -> bool:
    return (event.category, event.type) == ("challenge", "escalation_outcome")


def _overdue(on: PartialDate, outcomes: list[PartialDate], as_of: date, days: int) -> Certainty:
    """Whether the working days are over and no outcome came within them."""
    if not _is_over(on.first, as_of, days):
        return Certainty.NO
    if any(_in_time(on.first, outcome.last, days) and outcome.first >= on.last for outcome in outcomes):
        return Certainty.NO
    maybe = any(_in_time(on.last, outcome.first, days) for outcome in outcomes)
    return Certainty.POSSIBLE if maybe or not _is_over(on.last, as_of, days) else Certainty.CERTAIN


def _is_over(raised: date, as_of: date, days: int) -> bool:
    """Whether the last of the working days after the escalation lies before the day asked about."""
    return working_days(raised + _ONE_DAY, as_of) >= days


def _in_time(raised: date, outcome: date, days: int) -> bool:
    return working_days(raised + _ONE_DAY, outcome + _ONE_DAY) <= days
