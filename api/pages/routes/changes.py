"""What changed around a person since another day: in what was so, and in what was known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer, feeds
from api.pages.dates import DatesAsked, read_dates, read_day
from api.pages.responding import About, show_about, show_nobody, signed_in, today
from graph.errors import BadInput
from graph.model.answers import At, PersonAnswer
from graph.model.changes import Change, ChangeKind, Changes
from graph.model.period import end_of_day, london_day

router = APIRouter(dependencies=[Depends(signed_in)])
UNLESS_SAID = timedelta(days=91)
AS_KNOWN_THEN, AS_KNOWN_NOW = "then", "now"
HEADINGS: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: "New since then",
    ChangeKind.ENDED: "Ended",
    ChangeKind.BECAME_KNOWN: "Was so already, and became known",
    ChangeKind.NO_LONGER_SAID: "No longer on record",
    ChangeKind.SAID_OTHERWISE: "Said otherwise than before",
    ChangeKind.JOINED: "Known to be one person",
}


@dataclass(frozen=True, slots=True)
class Before:
    """The earlier day as the address names it (empty: a quarter of a year before), and by whose knowledge."""

    day: str
    known: str

    def at(self, dates: DatesAsked, latest: date, today: date) -> At:
        """The earlier moment, to the same agencies. Raises BadInput for a day that is none, or after the later one."""
        later = dates.at
        day = read_day("before", self.day) or (later.as_of or latest) - UNLESS_SAID
        if day > (later.as_of or latest):
            raise BadInput("before", "is after the day it is compared with")
        if self.known == AS_KNOWN_NOW or (later.known_at is None and day >= today):  # its end lies ahead of now
            return At(day, later.known_at, later.known_to)
        known = end_of_day(day)
        return At(day, min(known, later.known_at) if later.known_at else known, later.known_to)


def read_before(before: str = "", before_known: str = AS_KNOWN_THEN) -> Before:
    """The earlier day of an address."""
    return Before(before.strip(), AS_KNOWN_NOW if before_known == AS_KNOWN_NOW else AS_KNOWN_THEN)


@router.get("/people/{person_id}/changes")
def changes(
    request: Request,
    person_id: str,
    dates: Annotated[DatesAsked, Depends(read_dates)],
    before: Annotated[Before, Depends(read_before)],
) -> Response:
    """Each kind of change under a heading; what stayed is counted."""
    found, earlier = ask_changes(request, person_id, dates, before)
    if found is None:
        return show_nobody(request)
    return show_about(
        request,
        "changes.html",
        About(found.person, dates, found.asked),
        found=found,
        groups=groups_of(found),
        earlier=earlier,
        before=before,
        extra_pairs=(("before", earlier.as_of.isoformat() if earlier.as_of else ""), ("before_known", before.known)),
    )


def ask_changes(request: Request, person_id: str, dates: DatesAsked, before: Before) -> tuple[Changes | None, At]:
    """The answer (None: nobody to know of), and the earlier moment it was compared with."""
    person = answer(request, PersonAnswer, "person", id=person_id, at=dates.at)
    if person is None:
        return None, At()
    earlier = before.at(dates, _latest(request), today(request))
    return answer(request, Changes, "changes", around=person.id, before=earlier, at=dates.at, hops=1), earlier


def groups_of(found: Changes) -> list[tuple[str, list[Change]]]:
    """The changes under a heading each, in one order always; headings without a change are left out."""
    listed = [(HEADINGS[kind], [change for change in found.changes if change.kind is kind]) for kind in ChangeKind]
    return [(heading, held) for heading, held in listed if held]


def _latest(request: Request) -> date:
    """The day a page is about unless its address names one: today, or that of the newest delivery (rules.md §1)."""
    newest = max((london_day(feed.extracted_at) for feed in feeds(request)), default=date.max)
    return min(today(request), newest)
