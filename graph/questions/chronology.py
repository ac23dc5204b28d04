"""`chronology`: everything recorded about a child, its household and siblings, all agencies merged (rules.md §5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum

from graph.errors import BadInput
from graph.family.circle import Circle, circle_of, circle_seeds
from graph.family.feeds import blanks_of, feed_blank
from graph.family.households import home_of
from graph.model.answers import Blank, BlankKind
from graph.model.case import Case, supports
from graph.model.claims import ClaimKind
from graph.model.histories import Chronology, Entry
from graph.model.period import Certainty
from graph.questions.adults import AROUND_STEPS, CIRCLE_STEPS
from graph.questions.entries import Happening, entry_id, event_at, group_same, happenings, tell_entry
from graph.questions.reading import Reading, need_child
from graph.questions.silences import Spoken, blanks_before, find_gaps
from graph.questions.spans import tell_spans
from graph.questions.telling import Telling

NEEDED_FEEDS = (
    ("children_social_care", "episodes"),
    ("children_social_care", "events"),
    ("children_social_care", "assessments"),
    ("children_social_care", "shares"),
    ("children_social_care", "residences"),
    ("police", "events"),
    ("hospital", "events"),
    ("gp", "events"),
    ("school", "events"),
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
    circle = circle_of(whole, child)
    groups = groups_in_window(whole, circle, about)
    page, more = _page(groups, first, after)
    entries = tuple(tell_entry(telling, group, child) for group in page)
    reading.show(child, *(person.id for entry in entries for person in entry.people))
    missing = (
        *blanks_of(whole.partnership, NEEDED_FEEDS, whole.dates.as_of),
        *_other_feeds(whole),
    )
    return Chronology(
        asked=telling.asked(missing, window=True),
        entries=entries,
        gaps=find_gaps(telling, circle.child, spoken_in(groups)),
        total=len(groups),
        end_cursor=entries[-1].id if entries else None,
        has_next_page=more,
        blanks=(
            *missing,
            *blanks_before(whole, circle.child),
            *blanks_of_nothing(groups, telling),
            *telling.withheld(),
        ),
        spans=tell_spans(telling, circle.child.id) if Whose.CHILD in about else (),
    )


def all_entries(telling: Telling, circle: Circle, about: Iterable[Whose]) -> list[Entry]:
    """Every entry of the window, in order of happening."""
    return [tell_entry(telling, group, circle.child.id) for group in groups_in_window(telling.case, circle, about)]


def groups_in_window(case: Case, circle: Circle, about: Iterable[Whose]) -> list[list[Happening]]:
    """The records of each happening of the window, in order of happening; each record once, whoever of them it is about."""
    held = [one for one in _all_happenings(case, circle, frozenset(about)) if _in_window(case, one)]
    return _once_each(group_same(case, sorted(held, key=lambda one: one.order)))


def _once_each(groups: Iterable[list[Happening]]) -> list[list[Happening]]:
    """Groups that hold the same record of the same happening as one: it is about several people asked about."""
    found: dict[int, list[Happening]] = {}
    place: dict[tuple[str, str], int] = {}
    for number, group in enumerate(groups):
        keys = {(one.claim.id, one.type) for one in group}
        first, *others = sorted({place[key] for key in keys if key in place} | {number})
        found[number] = group
        for other in others:
            found[first] += found.pop(other)
        for one in found[first] if others else group:
            place[one.claim.id, one.type] = first
    return list(found.values())


def spoken_in(groups: Iterable[Sequence[Happening]]) -> list[Spoken]:
    """The days of happenings, with who recorded each."""
    return [
        Spoken(group[0].when.start, frozenset(held.claim.agency for held in group))
        for group in groups
        if group[0].when.start
    ]


def _all_happenings(case: Case, circle: Circle, about: frozenset[Whose]) -> list[Happening]:
    people = [circle.child.id] if Whose.CHILD in about else []
    if Whose.SIBLINGS in about:
        people += [path.person for path in circle.siblings]
    found = [one for person in people for one in happenings(case, person)]
    if Whose.HOUSEHOLD in about:
        found += _of_household(case, circle)
    return found


def _of_household(case: Case, circle: Circle) -> list[Happening]:
    """What happened to those who lived with the child on the day it happened, and at the home it lived in."""
    homes = [home_of(case, household) for household in circle.households]
    mates = sorted({person for home in homes for person in home.stays} - {circle.child.id})
    of_people = (one for person in mates for one in happenings(case, person))
    of_homes = (
        event_at(case, claim, home.id)
        for home in homes
        for claim in case.about(home.id, ClaimKind.EVENT)
        if supports(claim)
    )
    return [
        one
        for one in (*of_people, *of_homes)
        if (day := _day_together(one)) and any(home.joins(one.about, circle.child.id, day) for home in homes)
    ]


def _day_together(one: Happening) -> date | None:
    """The day to ask who lived together on: of a move out, the last day before it."""
    start = one.when.start
    if start is None:
        return None
    return start.first - timedelta(days=1) if one.type == "moved_out" else start.first


def _in_window(case: Case, one: Happening) -> bool:
    if one.when.start is None:
        return case.dates.since == date.min
    until = min(case.dates.until, case.dates.as_of + timedelta(days=1))
    return one.when.overlaps(case.dates.since, until) is not Certainty.NO


def _page(
    groups: Sequence[Sequence[Happening]], first: int, after: str | None
) -> tuple[Sequence[Sequence[Happening]], bool]:
    start = 0
    if after is not None:
        places = [index for index, group in enumerate(groups) if entry_id(group) == after]
        if not places:
            raise BadInput("after", "is not a cursor of this answer")
        start = places[0] + 1
    return groups[start : start + first], start + first < len(groups)


def blanks_of_nothing(groups: Iterable[Sequence[Happening]], telling: Telling) -> tuple[Blank, ...]:
    """Agencies whose events are here, with none in this answer; of those outside `known_to`, that they were not asked."""
    case = telling.case
    told = {held.claim.agency for group in groups for held in group}
    feeds = {feed.agency for feed in case.partnership.feeds if feed.table == "events"}
    known_to = feeds if case.dates.known_to is None else case.dates.known_to
    return tuple(
        Blank("events", agency, BlankKind.DELIVERED_NONE if agency.id in known_to else BlankKind.NOT_ASKED)
        for agency in telling.agencies(feeds - told)
        if agency.id not in known_to or not feed_blank(case.partnership, agency, "events", case.dates.as_of)
    )


def _other_feeds(case: Case) -> tuple[Blank, ...]:
    """Events of the other kinds of agency that are no longer current: their silence since then says nothing."""
    asked = {kind for kind, _ in NEEDED_FEEDS}
    others = {
        feed.agency
        for feed in case.partnership.feeds
        if feed.table == "events" and (known := case.partnership.agencies.get(feed.agency)) and known.kind not in asked
    }
    return tuple(
        blank
        for agency in sorted(others)
        if (blank := feed_blank(case.partnership, case.partnership.agencies[agency], "events", case.dates.as_of))
    )
