"""The services of an ecomap: agencies with something on record of somebody of the household, and how much contact there was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from graph.family.feeds import feed_blank
from graph.family.kinship import event_claim, event_ids
from graph.model.answers import Blank, BlankKind, PeriodAnswer
from graph.model.case import Case, begun_by, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.ecomap import Bond, Contacts, EcomapService, Part
from graph.model.people import Agency
from graph.model.period import Certainty, Period
from graph.questions.seen import times_seen
from graph.questions.telling import Telling

_SERVED = (ClaimKind.INVOLVEMENT, ClaimKind.EPISODE, ClaimKind.ATTENDANCE)
NO_MEETING = frozenset({"worker", "information"})
"""Categories of events at which nobody of the household is met: changes of worker, and what agencies tell each other."""
NOT_KEPT = frozenset({"was_not_brought", "cancelled"})


@dataclass
class _Served:
    """What one agency has on record: (person, claim) of involvements, episodes and rolls; events by claim id."""

    parts: list[tuple[str, Claim]] = field(default_factory=list)
    events: dict[str, tuple[Claim, list[Claim]]] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)


def services_around(telling: Telling, members: Sequence[str], silent: Collection[Blank]) -> tuple[EcomapService, ...]:
    """Every agency with something on record of a member in the stretch, by kind of agency and name; the child is first."""
    case = telling.case
    served: dict[str, _Served] = {}
    for member in members:
        for claim in _parts_of(case, member):
            held = served.setdefault(claim.agency, _Served())
            held.parts.append((member, claim))
            held.people.add(member)
        for event, part in events_of(case, member):
            held = served.setdefault(event.agency, _Served())
            held.events.setdefault(event.id, (event, []))[1].append(part)
            held.people.add(member)
    told = [_tell(telling, agency, held, members, silent) for agency, held in served.items()]
    return tuple(sorted(told, key=lambda one: (one.agency.kind, one.agency.name, one.agency.id)))


def _parts_of(case: Case, person: str) -> Iterator[Claim]:
    """Involvements, episodes and rolls that had begun by the day, and are open on it or were in the stretch."""
    since, day = case.dates.since, case.dates.as_of
    for claim in case.about(person, *_SERVED):
        began = supports(claim) and begun_by(claim.valid, day)
        if began and claim.valid.overlaps(since, day + timedelta(days=1)) is not Certainty.NO:
            yield claim


def events_of(case: Case, person: str) -> Iterator[tuple[Claim, Claim]]:
    """Events of the stretch in which a person had a part, and that part: being mentioned is none."""
    until = min(case.dates.until, case.dates.as_of + timedelta(days=1))
    for event in event_ids(case, person):
        described = event_claim(case, event)
        if described is None or described.valid.start is None or not supports(described):
            continue
        if described.value("category") in NO_MEETING:
            continue
        begins = Period(described.valid.start, None)
        if not begun_by(begins, case.dates.as_of) or described.valid.overlaps(case.dates.since, until) is Certainty.NO:
            continue
        for part in case.about(event, ClaimKind.EVENT_PERSON):
            is_theirs = case.entity_at(part, Role.PERSON) == person and part.value("role") != "mentioned"
            if is_theirs and supports(part):
                yield described, part


def _tell(
    telling: Telling, agency: str, held: _Served, members: Sequence[str], silent: Collection[Blank]
) -> EcomapService:
    day = telling.case.dates.as_of
    is_open = [claim for _, claim in held.parts if claim.valid.holds_on(day) is not Certainty.NO]
    bond = Bond.OPEN if is_open else Bond.CLOSED if held.parts else Bond.EVENTS
    known = telling.agency(agency)
    return EcomapService(
        agency=known,
        bond=bond,
        valid=_stretch(telling, is_open or [claim for _, claim in held.parts], is_open=bool(is_open)),
        people=tuple(telling.person(one) for one in members if one in held.people),
        parts=tuple(_tell_part(telling, person, claim) for person, claim in _in_order(held.parts, members)),
        contacts=_count(telling, known, held, members[0]),
        silent=next((blank for blank in silent if blank.agency == known), None),
    )


def _in_order(parts: Iterable[tuple[str, Claim]], members: Sequence[str]) -> list[tuple[str, Claim]]:
    """What is open before what is over, the latest first; within it the child first."""
    return sorted(
        parts,
        key=lambda part: (
            not part[1].valid.is_open,
            members.index(part[0]),
            -part[1].valid.maybe_from.toordinal(),
            part[1].id,
        ),
    )


def _stretch(telling: Telling, claims: Sequence[Claim], *, is_open: bool) -> PeriodAnswer | None:
    """From the first start to the last end; of what is open, without an end."""
    if not claims:
        return None
    starts = [claim.valid.start for claim in claims]
    known = [start for start in starts if start]
    first = min(known) if len(known) == len(starts) else None
    ends = [claim.valid.end for claim in claims if claim.valid.end]
    last = max(ends, key=lambda end: (end.after, end.first)) if ends and not is_open else None
    return telling.period(Period(first, last), claims)


def _tell_part(telling: Telling, person: str, claim: Claim) -> Part:
    case = telling.case
    professional = case.entity_at(claim, Role.PROFESSIONAL)
    row = next(iter(case.descriptions(professional, ClaimKind.PROFESSIONAL)), None) if professional else None
    what = {
        ClaimKind.INVOLVEMENT: claim.value("role") or claim.value("service") or "involved",
        ClaimKind.EPISODE: claim.value("kind") or "other",
    }.get(claim.kind, "on roll")
    return Part(
        person=telling.person(person),
        what=what,
        professional=row.value("name") if row else None,
        contact_route=row.value("contact_route") if row else None,
        valid=telling.period(claim.valid, (claim,)),
        claims=telling.claims((claim, row) if row else (claim,)),
    )


def _count(telling: Telling, agency: Agency, held: _Served, child: str) -> Contacts:
    events = [event for event, _ in held.events.values()]
    missed = [event for event in events if event.value("type") in NOT_KEPT]
    seen = {one.claims[0].id for one in times_seen(telling.case, child)}
    kept = [event for event in events if event not in missed]
    parts = [part for _, parts in held.events.values() for part in parts]
    return replace(
        tell_contacts(telling, kept, (*missed, *parts)),
        missed=len(missed),
        child_seen=len(seen & set(held.events)),
        limits=_limits(telling.case, agency),
    )


def tell_contacts(telling: Telling, events: Sequence[Claim], beside: Iterable[Claim] = ()) -> Contacts:
    """So many events, and when the last began; `beside` are more claims that say so."""
    days = [event.valid.start for event in events if event.valid.start]
    last = max(days, key=lambda day: (day.last, day.first), default=None)
    return Contacts(len(events), 0, last.text if last else None, 0, None, telling.claims((*events, *beside)))


def _limits(case: Case, agency: Agency) -> Blank | None:
    """Why an agency's events may be more than are counted here."""
    known_to = case.dates.known_to
    if known_to is not None and agency.id not in known_to:
        return Blank("events", agency, BlankKind.NOT_ASKED)
    return feed_blank(case.partnership, agency, "events", case.dates.as_of)
