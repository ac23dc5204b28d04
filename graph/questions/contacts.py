"""`professionalContacts`: who was involved with a person, hand-overs, gaps, who last saw them, who is silent (rules.md §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph.family.feeds import blanks_of
from graph.model.answers import Blank
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.histories import Handover, InvolvementAnswer, ProfessionalContacts
from graph.questions.expected import silent_agencies
from graph.questions.reading import AROUND, Reading
from graph.questions.seen import Seen, professionals_at, tell_last_seen, times_seen
from graph.questions.telling import Telling
from graph.questions.workers import hand_overs, involvements_of, turnover, unallocated

NEEDED_FEEDS = (
    ("children_social_care", "involvements"),
    ("children_social_care", "episodes"),
    ("children_social_care", "events"),
)


def find_professional_contacts(reading: Reading, person_id: str) -> ProfessionalContacts | None:
    """The contacts, or None when there is no such person or none the caller may know of."""
    case = reading.case(reading.fetch((person_id,), AROUND))
    person = case.entity(person_id)
    if not case.descriptions(person, ClaimKind.PERSON) or not reading.may_ask_about(case, person):
        return None
    telling = reading.telling(case)
    reading.show(person)
    return tell_contacts(telling, person)


def tell_contacts(telling: Telling, person: str) -> ProfessionalContacts:
    """The contacts of a person of a case."""
    case = telling.case
    seen = times_seen(case, person)
    held = involvements_of(case, person)
    told = {claim.id: _tell(telling, claim, seen) for claim in held}
    silent = silent_agencies(telling, person)
    gaps = unallocated(telling, person)
    blanks = blanks_of(case.partnership, NEEDED_FEEDS, case.dates.as_of)
    return ProfessionalContacts(
        asked=telling.asked((*blanks, *map(_as_feed, silent)), window=True),
        involvements=tuple(told.values()),
        handovers=tuple(
            Handover(told[change.earlier.id], told[change.later.id], change.working_days)
            for change in hand_overs(case, held)
        ),
        last_seen=tuple(tell_last_seen(telling, seen)),
        gaps=tuple(gap.valid for gap in gaps),
        silent=(*silent, *telling.withheld()),
        workers_in_window=turnover(case, held),
        person=telling.person(person),
        unallocated=gaps,
        blanks=blanks,
    )


def _as_feed(silent: Blank) -> Blank:
    """The feed that is missing where an agency can't be heard: what an agency would say of a person is its events."""
    return replace(silent, what="events") if silent.agency else silent


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
        last_seen=next((one.day for one in by_them if one.day), None),
        last_seen_alone=next((one.day for one in by_them if one.alone and one.day), None),
        claims=telling.claims((claim, row) if row else (claim,)),
    )
