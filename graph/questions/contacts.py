"""`professionalContacts`: who was involved with a person, hand-overs, gaps, who last saw them, who is silent (rules.md §5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from graph.family.kinship import event_claim, event_ids
from graph.family.people import individual
from graph.model.answers import (
    Blank,
    BlankKind,
    Handover,
    InvolvementAnswer,
    LastSeen,
    PeriodAnswer,
    ProfessionalContacts,
)
from graph.model.case import Case, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.people import EntityKind
from graph.model.period import Certainty, Period, of_day, working_days
from graph.questions.reading import LINKS, ONWARD, PLACES, Reading
from graph.questions.telling import Telling
from graph.store.port import Step

_STEPS = (
    Step(LINKS | {ClaimKind.INVOLVEMENT}, PLACES | {EntityKind.PROFESSIONAL}),
    ONWARD,
    ONWARD,
)
CASE_ROLES = frozenset({"lead", "allocated"})
_UNDER_FIVE, _SCHOOL_AGE = 5, range(5, 17)


@dataclass(frozen=True, slots=True)
class Seen:
    """An event at which the person was seen: when, by which agency, whether alone, on which claims."""

    on: date
    agency: str
    alone: bool
    event: str
    claims: tuple[Claim, ...]


def find_professional_contacts(reading: Reading, person_id: str) -> ProfessionalContacts | None:
    """The contacts, or None when there is no such person or none the caller may know of."""
    case = reading.case(reading.fetch((person_id,), _STEPS))
    person = case.entity(person_id)
    if not case.descriptions(person, ClaimKind.PERSON) or not reading.may_ask_about(case, person):
        return None
    telling = reading.telling(case)
    seen = times_seen(case, person)
    held = involvements_of(case, person)
    told = {claim.id: _tell(telling, claim, seen) for claim in held}
    reading.show(person)
    silent = silent_agencies(telling, person)
    return ProfessionalContacts(
        asked=telling.asked(silent, window=True),
        involvements=tuple(told[claim.id] for claim in held),
        handovers=tuple(_handovers(held, told)),
        last_seen=tuple(_last_seen(telling, seen)),
        gaps=tuple(gaps_between(held)),
        silent=(*silent, *telling.withheld()),
        workers_in_window=len({_worker(claim) for claim in held if claim.value("role") in CASE_ROLES}),
        person=telling.person(person),
    )


def involvements_of(case: Case, person: str) -> list[Claim]:
    """Involvements overlapping the window, by start."""
    until = min(case.dates.until, case.dates.as_of + timedelta(days=1))
    held = [
        claim
        for claim in case.about(person, ClaimKind.INVOLVEMENT)
        if supports(claim) and claim.valid.overlaps(case.dates.since, until) is not Certainty.NO
    ]
    return sorted(held, key=lambda claim: (claim.valid.maybe_from, claim.id))


def _worker(claim: Claim) -> str:
    return claim.end(Role.PROFESSIONAL) or claim.id


def times_seen(case: Case, person: str) -> list[Seen]:
    """Events by `as_of` at which the person was seen, latest first."""
    found = []
    for event in event_ids(case, person):
        described = event_claim(case, event)
        if described is None or described.valid.start is None or described.valid.maybe_from > case.dates.as_of:
            continue
        alone = described.says_yes("child_seen_alone") is True
        if described.says_yes("child_seen") or alone:
            part = tuple(
                part
                for part in case.about(event, ClaimKind.EVENT_PERSON)
                if case.entity_at(part, Role.PERSON) == person
            )
            found.append(Seen(described.valid.start.first, described.agency, alone, event, (described, *part)))
    return sorted(found, key=lambda seen: (seen.on, seen.event), reverse=True)


def _tell(telling: Telling, claim: Claim, seen: Sequence[Seen]) -> InvolvementAnswer:
    case = telling.case
    professional = case.entity_at(claim, Role.PROFESSIONAL)
    row = next(iter(case.descriptions(professional, ClaimKind.PROFESSIONAL)), None) if professional else None
    by_them = [one for one in seen if professional and professional in professionals_at(case, one.event)]
    return InvolvementAnswer(
        professional=(row.value("name") if row else None) or "Name not recorded",
        role=claim.value("role") or "involved",
        service=claim.value("service") or (row.value("service") if row else None),
        agency=telling.agency(claim.agency),
        contact_route=row.value("contact_route") if row else None,
        valid=telling.period(claim.valid, (claim,)),
        last_seen=by_them[0].on if by_them else None,
        last_seen_alone=next((one.on for one in by_them if one.alone), None),
        claims=telling.claims((claim, row) if row else (claim,)),
    )


def professionals_at(case: Case, event: str) -> frozenset[str]:
    """Who took part in an event as a professional."""
    claims = case.all_about(event, ClaimKind.EVENT_PROFESSIONAL)
    return frozenset(found for claim in claims if (found := case.entity_at(claim, Role.PROFESSIONAL)))


def _handovers(held: Iterable[Claim], told: dict[str, InvolvementAnswer]) -> Iterable[Handover]:
    """One worker after another in the same role of one agency."""
    lines: dict[tuple[str, str], list[Claim]] = {}
    for claim in held:
        lines.setdefault((claim.agency, claim.value("role") or ""), []).append(claim)
    for line in lines.values():
        for earlier, later in pairwise(line):
            if earlier.valid.end and later.valid.start and _worker(earlier) != _worker(later):
                gap = working_days(earlier.valid.end.first, later.valid.start.first)
                yield Handover(told[earlier.id], told[later.id], gap)


def gaps_between(held: Iterable[Claim]) -> Iterable[PeriodAnswer]:
    """Stretches between case workers of one agency with none."""
    lines: dict[str, list[Period]] = {}
    for claim in held:
        if claim.value("role") in CASE_ROLES:
            lines.setdefault(claim.agency, []).append(claim.valid)
    for periods in lines.values():
        covered = periods[0].maybe_until
        for period in periods[1:]:
            if period.surely_from > covered and working_days(covered, period.surely_from) > 0:
                yield PeriodAnswer(of_day(covered).text, of_day(period.surely_from).text, open=False)
            covered = max(covered, period.maybe_until)


def _last_seen(telling: Telling, seen: Iterable[Seen]) -> Iterable[LastSeen]:
    by_agency: dict[str, list[Seen]] = {}
    for one in seen:
        by_agency.setdefault(one.agency, []).append(one)
    for agency in sorted(by_agency):
        latest = by_agency[agency][0]
        alone = next((one for one in by_agency[agency] if one.alone), None)
        names = sorted(telling.name_of(found) for found in professionals_at(telling.case, latest.event))
        recorded_by = latest.claims[0].value("recorded_by")
        claims = {claim.id: claim for one in (latest, alone) if one for claim in one.claims}
        yield LastSeen(
            telling.agency(agency),
            latest.on,
            alone.on if alone else None,
            ", ".join(names) or recorded_by,
            telling.claims(claims.values()),
        )


def silent_agencies(telling: Telling, person: str) -> tuple[Blank, ...]:
    """Agencies one would expect at this age with nothing recorded: health visiting, a school, a GP.

    Of an agency outside `known_to` nothing is known: it was not asked, which is no silence.
    """
    case = telling.case
    age = individual(case, person).age_at(case.dates.as_of)
    expected = ["gp"]
    if age is not None and age < _UNDER_FIVE:
        expected.append("health_visiting")
    if age is not None and age in _SCHOOL_AGE:
        expected.append("school")
    known_to = case.dates.known_to
    told = {claim.agency for claim in case.about(person)}
    found = []
    for kind in sorted(expected):
        agencies = [held for _, held in sorted(case.partnership.agencies.items()) if held.kind == kind]
        asked = [held for held in agencies if known_to is None or held.id in known_to]
        if not agencies:
            found.append(Blank(kind, None, BlankKind.NOT_DELIVERED))
        elif not asked:
            found += [Blank(kind, agency, BlankKind.NOT_ASKED) for agency in agencies]
        elif not any(agency.id in told for agency in agencies):
            found += [Blank(kind, agency, BlankKind.DELIVERED_NONE) for agency in asked]
    return tuple(found)
