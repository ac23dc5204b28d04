"""Agencies one would expect at an age, or by an open plan, that are silent, and which kind of nothing it is (rules.md §5, §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from graph.family.feeds import silence_of
from graph.family.kinship import event_claim, event_ids, event_period
from graph.family.people import Individual
from graph.model.answers import Blank, BlankKind
from graph.model.case import Case, begun_by, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.people import Agency
from graph.model.period import Certainty, Period, age_on, of_day
from graph.questions.entries import happenings
from graph.questions.telling import Telling

CONFERENCE = "conference"
_UNDER_FIVE, _SCHOOL_AGE = range(5), range(5, 17)
_PLANS = frozenset({"child_protection", "looked_after", "cin"})
_BEFORE_PLAN = timedelta(days=31)
"""A conference may come before the plan it makes by so much."""


def silent_agencies(telling: Telling, person: str) -> tuple[Blank, ...]:
    """Agencies one would expect with nothing recorded: at this age, then those of the conference of an open plan.

    Of an agency outside `known_to` nothing is known: it was not asked, which is no silence.
    """
    case = telling.case
    by_age = [
        blank
        for kind in _expected_at_age(telling.individual(person), case.dates.as_of)
        for blank in _of_kind(case, person, kind)
    ]
    return (*by_age, *_of_conference(case, person))


def _expected_at_age(person: Individual, as_of: date) -> list[str]:
    """The kinds one would expect, surely so where the birth date is partial; none of the unborn or the dead."""
    if person.is_unborn or person.died_before(as_of) or (person.born and person.born.first > as_of):
        return []
    expected = ["gp"]
    if person.born:
        ages = {age_on(person.born, as_of), age_on(of_day(person.born.last), as_of)}
        expected += ["health_visiting"] if ages <= set(_UNDER_FIVE) else []
        expected += ["school"] if ages <= set(_SCHOOL_AGE) else []
    return expected


def _of_kind(case: Case, person: str, kind: str) -> Iterator[Blank]:
    agencies = [held for _, held in sorted(case.partnership.agencies.items()) if held.kind == kind]
    if not agencies:
        yield Blank(kind, None, BlankKind.NOT_DELIVERED)
    if any(_speaks(case, person, agency) for agency in agencies):
        return
    asked = [agency for agency in agencies if _is_asked(case, agency)]
    for agency in asked or agencies:
        yield _silence(case, agency, kind)


def _is_asked(case: Case, agency: Agency) -> bool:
    return case.dates.known_to is None or agency.id in case.dates.known_to


def _silence(case: Case, agency: Agency, what: str) -> Blank:
    if not _is_asked(case, agency):
        return Blank(what, agency, BlankKind.NOT_ASKED)
    kind, since = silence_of(case.partnership, agency, case.dates.as_of)
    return Blank(what, agency, kind, since)


def _speaks(case: Case, person: str, agency: Agency) -> bool:
    """Whether the agency recorded something about the person that falls, possibly, into the window."""
    until = min(case.dates.until, case.dates.as_of + timedelta(days=1))
    return any(
        _when(case, claim).overlaps(case.dates.since, until) is not Certainty.NO
        for claim in case.about(person)
        if claim.agency == agency.id and supports(claim)
    )


def _when(case: Case, claim: Claim) -> Period:
    event = case.entity_at(claim, Role.EVENT) if claim.kind is ClaimKind.EVENT_PERSON else None
    return event_period(case, event) if event else claim.valid


def _of_conference(case: Case, person: str) -> Iterator[Blank]:
    """Who had a part in the conference of an open plan, and has recorded nothing dated after it; `since` is that day."""
    conferences = _conferences(case, person)
    first: dict[str, date] = {}
    for event in conferences:
        day = event.valid.maybe_from
        for agency in _agencies_at(case, event, person):
            first[agency] = min(day, first.get(agency, day))
    spoken = {
        (one.claim.agency, one.when.start.last)
        for one in (happenings(case, person) if first else ())
        if one.when.start and one.when.start.first <= case.dates.as_of
    }
    spoken |= {
        (claim.agency, claim.valid.start.last)
        for claim in case.about(person, ClaimKind.INVOLVEMENT, ClaimKind.ATTENDANCE)
        if supports(claim) and claim.valid.start and begun_by(claim.valid, case.dates.as_of)
    }
    for named, day in sorted(first.items()):
        known = case.partnership.agencies.get(named)
        if known and not any(speaker == named and on > day for speaker, on in spoken):
            yield Blank(CONFERENCE, known, _silence(case, known, CONFERENCE).kind, day)


def _conferences(case: Case, person: str) -> list[Claim]:
    """The conferences of the plans open on the day: those that name the plan, or were held from a month before it on."""
    plans = [
        claim
        for claim in case.about(person, ClaimKind.EPISODE)
        if claim.value("kind") in _PLANS
        and supports(claim)
        and claim.valid.holds_on(case.dates.as_of) is not Certainty.NO
    ]
    events = (event_claim(case, event) for event in event_ids(case, person))
    return [
        event
        for event in events
        if event and supports(event) and event.value("type") == "conference" and event.valid.start
        if event.valid.start.first <= case.dates.as_of and any(_is_of_plan(event, plan) for plan in plans)
    ]


def _is_of_plan(event: Claim, plan: Claim) -> bool:
    named = event.end(Role.EPISODE)
    if named:
        return named == plan.record_id
    return plan.valid.start is None or event.valid.maybe_from >= plan.valid.start.first - _BEFORE_PLAN


def _agencies_at(case: Case, event: Claim, person: str) -> Iterable[str]:
    """Who had a part in a conference: who recorded it, whose professionals came, who told or was told at it."""
    whole = case.entity(event.record_id)
    shares = [
        *case.all_about(whole, ClaimKind.SHARE),
        *(share for share in case.all_about(person, ClaimKind.SHARE) if share.valid.start == event.valid.start),
    ]
    at_it = [share for share in shares if share.value("how") == CONFERENCE and share.value("outcome") == "shared"]
    said = (event, *case.all_about(whole, ClaimKind.EVENT_PROFESSIONAL), *at_it)
    return dict.fromkeys([*(claim.agency for claim in said), *(share.value("to_agency") or "" for share in at_it)])
