"""`chronology`: everything recorded about a child, its household and siblings, all agencies merged (rules.md §5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from graph.errors import BadInput
from graph.family.circle import Circle, circle_of, circle_seeds
from graph.family.feeds import blanks_of
from graph.family.households import residents_on
from graph.model.answers import Blank, BlankKind, Chronology, Entry, GapAnswer, PeriodAnswer
from graph.model.case import Case
from graph.model.claims import ClaimKind
from graph.model.period import Certainty, parse_partial
from graph.questions.adults import AROUND_STEPS, CIRCLE_STEPS
from graph.questions.entries import Happening, group_same, happenings, tell_entry
from graph.questions.reading import Reading, need_child
from graph.questions.telling import Telling

LONG_SILENCE = timedelta(days=90)
NEEDED_FEEDS = tuple(
    (kind, table)
    for kind, table in (
        ("children_social_care", "episodes"),
        ("children_social_care", "events"),
        ("children_social_care", "assessments"),
        ("police", "events"),
        ("hospital", "events"),
        ("gp", "events"),
        ("school", "events"),
    )
)


class Whose(StrEnum):
    """Whose happenings a chronology shows."""

    CHILD = "CHILD"
    HOUSEHOLD = "HOUSEHOLD"
    SIBLINGS = "SIBLINGS"


def find_chronology(
    reading: Reading, child_id: str, about: Sequence[Whose], first: int, after: str | None
) -> Chronology | None:
    """A page of the chronology, or None when there is no such child or none the caller may know of."""
    fetched = reading.fetch((child_id,), CIRCLE_STEPS)
    case = reading.case(fetched)
    child = case.entity(child_id)
    if not case.descriptions(child, ClaimKind.PERSON) or not reading.may_ask_about_child(case, child):
        return None
    need_child(case, child)
    circle = circle_of(case, child, everyone=True)
    whole = reading.case(fetched, reading.fetch(circle_seeds(circle, case), AROUND_STEPS))
    telling = reading.telling(whole)
    entries = all_entries(telling, circle_of(whole, child, everyone=True), about)
    page, more = _page(entries, first, after)
    reading.show(child, *(person.id for entry in page for person in entry.people))
    blanks = (
        *blanks_of(whole.partnership, NEEDED_FEEDS, whole.dates.as_of),
        *_nothing(entries, telling),
        *telling.withheld(),
    )
    return Chronology(
        asked=telling.asked(blanks, window=True),
        entries=tuple(page),
        gaps=gaps_in(whole, entries),
        total=len(entries),
        end_cursor=page[-1].id if page else None,
        has_next_page=more,
        blanks=blanks,
    )


def all_entries(telling: Telling, circle: Circle, about: Iterable[Whose]) -> list[Entry]:
    """Every entry of the window, in order of happening."""
    case = telling.case
    held = [one for one in _all_happenings(case, circle, frozenset(about)) if _in_window(case, one)]
    seen: dict[tuple[str, str], Happening] = {}
    for one in held:
        seen.setdefault((one.claim.id, one.type), one)
    groups = group_same(case, sorted(seen.values(), key=lambda one: one.order))
    return [tell_entry(telling, group) for group in groups]


def _all_happenings(case: Case, circle: Circle, about: frozenset[Whose]) -> list[Happening]:
    people = [circle.child.id] if Whose.CHILD in about else []
    if Whose.SIBLINGS in about:
        people += [path.person for path in circle.siblings]
    found = [one for person in people for one in happenings(case, person)]
    if Whose.HOUSEHOLD in about:
        found += _of_household(case, circle)
    return found


def _of_household(case: Case, circle: Circle) -> list[Happening]:
    """What happened to those who lived with the child on the day it happened."""
    mates = {
        person
        for household in circle.households
        for claim in case.about(household, ClaimKind.RESIDENCE)
        for person in {case.entity(end.record_id) for end in claim.ends} - {household, circle.child.id}
    }
    return [
        one
        for person in sorted(mates)
        for one in happenings(case, person)
        if one.when.start and _lived_with(case, circle, person, one.when.start.first)
    ]


def _lived_with(case: Case, circle: Circle, person: str, day: date) -> bool:
    for household in circle.households:
        present = residents_on(case, household, day)
        if person in present and circle.child.id in present:
            return True
    return False


def _in_window(case: Case, one: Happening) -> bool:
    if one.when.start is None:
        return case.dates.since == date.min
    until = min(case.dates.until, case.dates.as_of + timedelta(days=1))
    return one.when.overlaps(case.dates.since, until) is not Certainty.NO


def _page(entries: Sequence[Entry], first: int, after: str | None) -> tuple[Sequence[Entry], bool]:
    start = 0
    if after is not None:
        places = [index for index, entry in enumerate(entries) if entry.id == after]
        if not places:
            raise BadInput("after", "is not a cursor of this answer")
        start = places[0] + 1
    return entries[start : start + first], start + first < len(entries)


def _nothing(entries: Sequence[Entry], telling: Telling) -> tuple[Blank, ...]:
    """Agencies whose events are here, with none in this answer."""
    told = {agency.id for entry in entries for agency in (entry.agency, *entry.also_recorded_by)}
    feeds = {feed.agency for feed in telling.case.partnership.feeds if feed.table == "events"}
    return tuple(Blank("events", agency, BlankKind.DELIVERED_NONE) for agency in telling.agencies(feeds - told))


def gaps_in(case: Case, entries: Iterable[Entry]) -> tuple[GapAnswer, ...]:
    """Stretches of 90 days or more between entries, and up to `as_of`, with nothing recorded by anyone."""
    dates = [parse_partial(entry.happened.from_) for entry in entries if entry.happened.from_]
    days = sorted({day for known in dates for day in (known.first, known.last)})
    end = min(case.dates.as_of, case.dates.until - timedelta(days=1))
    stretches = zip(days, [*days[1:], end][: len(days)], strict=True)  # no entry, no gap between any
    return tuple(
        GapAnswer(PeriodAnswer((since + timedelta(days=1)).isoformat(), until.isoformat(), open=False))
        for since, until in stretches
        if until - since >= LONG_SILENCE
    )
