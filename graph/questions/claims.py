"""`claim`: one claim with its source and, where the caller may read it, the row as sent."""

from __future__ import annotations

from graph.model.answers import ClaimAnswer
from graph.model.case import build_case
from graph.model.claims import Role
from graph.questions.reading import AROUND, Reading

_PERSONS = frozenset({Role.PERSON, Role.OTHER})
_SHARED_PLACES = frozenset({Role.EVENT, Role.ASSESSMENT, Role.HOUSEHOLD})


def find_claim(reading: Reading, claim_id: str) -> ClaimAnswer | None:
    """The claim, or None when there is none or none the caller may know of: it is about someone they may ask about."""
    fetched = reading.fetch_claim(claim_id)
    found = next((claim for claim in fetched.claims if claim.id == claim_id), None)
    if found is None:
        return None
    seeds = sorted({end.record_id for end in found.ends if end.role in _PERSONS | _SHARED_PLACES})
    around = reading.fetch(seeds, AROUND)
    case = reading.case(around)
    people = {
        case.entity(end.record_id)
        for claim in (found, *(held for seed in seeds for held in case.all_about(case.entity(seed))))
        for end in claim.ends
        if end.role in _PERSONS
    }
    named = {case.entity(end.record_id) for end in found.ends if end.role in _PERSONS}
    asked = named or people
    if not any(reading.may_ask_about(case, person) for person in sorted(asked)):
        return None
    if any(case.entity(record) in named for record in reading.decision.denied):
        return None
    reading.show(*named)
    whole = build_case((found, *case.claims), (*fetched.members, *around.members), reading.partnership, reading.dates)
    return reading.telling(whole, always=(found,)).claim(found)
