"""`breakGlass` and `claimRelationship`: a way in for one caller to one child, with a reason, told to others (access.md §3).

What comes back says nothing of the child: a child there is none of and one who may not be known are refused alike.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from graph.access.opened import LASTS, AccessOpened, OpenedKind, read_category, read_reason
from graph.errors import BadInput
from graph.family.people import individual
from graph.model.case import Case
from graph.model.claims import ClaimKind
from graph.model.ids import IdKey
from graph.model.opening import GrantedAnswer, RefusedAnswer
from graph.model.people import EntityKind
from graph.questions.reading import AROUND, REFUSED, Reading, people_shown_near
from graph.store.port import Step

NOBODY_TO_OPEN = "names no child whose records you may open: check the id or reference"
SEVERAL = "is your agency's reference for several children: give the id"
_PARTS = frozenset({ClaimKind.ASSESSMENT_PERSON})
# Who else is named in a child's assessments is around the child too.
_ASSESSED_WITH = (Step(_PARTS, frozenset({EntityKind.ASSESSMENT})), Step(_PARTS, frozenset({EntityKind.PERSON})))


@dataclass(frozen=True, slots=True)
class AccessAsked:
    """What is asked to be opened: of whom (an id, or a reference of the caller's agency), why; a category for a glass."""

    child: str
    reason: str
    category: str = ""
    reference: str = ""


def open_access(
    reading: Reading, key: IdKey, kind: OpenedKind, asked: AccessAsked, now: datetime
) -> GrantedAnswer | RefusedAnswer:
    """Until when it is open, or why it is not; kept and told with the audit entry."""
    try:
        is_glass = kind is OpenedKind.BREAK_GLASS
        reason = read_reason(asked.reason) if is_glass else read_reason(asked.reason, shortest=1)
        category = read_category(asked.category).value if is_glass else ""
        case, child = _child_of(reading, key, asked)
    except BadInput as fault:
        reading.ended = REFUSED
        return RefusedAnswer(str(fault), fault.argument)
    opened = AccessOpened(
        reference=f"{_LETTER[kind]}{secrets.token_hex(6)}",
        kind=kind,
        account=reading.decision.caller.name,
        agency=reading.decision.caller.agency,
        child=child,
        reason=reason,
        at=now,
        until=now + LASTS[kind],
        category=category,
        opens=_around(reading, case, child) if is_glass else (),
    )
    reading.show(case.entity(child))
    reading.beside = opened
    return GrantedAnswer(opened.until, opened.reference, case.entity(child))


_LETTER = {OpenedKind.BREAK_GLASS: "b", OpenedKind.CLAIMED_RELATIONSHIP: "r"}


def _child_of(reading: Reading, key: IdKey, asked: AccessAsked) -> tuple[Case, str]:
    """The record asked about, of a child. Raises BadInput alike for nobody and for somebody who may not be known."""
    records = _records_named(reading, key, asked.reference) if asked.reference else (asked.child,)
    case = reading.case(reading.fetch(records, AROUND))
    known = {claim.record_id for claim in case.claims if claim.kind is ClaimKind.PERSON}
    found = [record for record in records if record in known and _is_child(case, case.entity(record))]
    argument = "reference" if asked.reference else "child"
    if not found:
        raise BadInput(argument, NOBODY_TO_OPEN)
    if len({case.entity(record) for record in found}) > 1:
        raise BadInput(argument, SEVERAL)
    return case, found[0]


def _records_named(reading: Reading, key: IdKey, reference: str) -> tuple[str, ...]:
    agency = reading.decision.caller.agency
    systems = {feed.system for feed in reading.partnership.feeds if feed.agency == agency and feed.table == "people"}
    return tuple(key.record_id(agency or "", system, "people", reference) for system in sorted(systems))


def _is_child(case: Case, entity: str) -> bool:
    person = individual(case, entity)
    return person.is_child_on(case.dates.as_of) or person.acts_as_child


def _around(reading: Reading, case: Case, child: str) -> tuple[str, ...]:
    """Everybody and every place around the child, found through what is restricted too: whose `restricted` opens."""
    near = people_shown_near(case, (child,)) | {case.entity(child)}
    return tuple(sorted(near | reading.fetch((child,), _ASSESSED_WITH).reached))
