"""Why an adult is around a child: the grounds of rules.md §2, each with its claims, dates and the agencies that hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from graph.family.circle import Circle
from graph.family.contact import shared_contacts
from graph.family.evidence import Evidence, GroundFound
from graph.family.households import (
    Stay,
    Together,
    clip_start,
    joins_people,
    long_enough,
    place,
    residents_on,
    stays_of,
    together,
)
from graph.family.kinship import (
    Carer,
    Partnership,
    event_ids,
    event_period,
    last_day,
    partnership_held,
    partnerships_of,
)
from graph.family.people import individual
from graph.model.case import Case, begun_by, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import Certainty, Period, of_day
from graph.model.vocabulary import LIVING_ROLES, PARENT_TYPES

ORDER = (
    "co_resident",
    "frequent_visitor",
    "partner_of_carer",
    "parent",
    "carer",
    "at_event",
    "sibling_history",
    "shared_contact",
)
_ROLES_OF_GROUND = {"co_resident": LIVING_ROLES, "frequent_visitor": frozenset({"frequent_visitor"})}
_NOT_A_PART = frozenset({"witness", "reporter"})
_SUBJECT_ROLES = frozenset({"subject", "child", "victim"})
_HARM_EPISODES = frozenset({"section47", "child_protection", "looked_after"})
_ONE_DAY = timedelta(days=1)


def grounds_around(case: Case, circle: Circle) -> dict[str, tuple[GroundFound, ...]]:
    """Every person with at least one ground, by id; children and the dead are still among them.

    Foster carers of a placement are left out unless a ground holds that the placement does not make.
    """
    pieces: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    for piece in _every_evidence(case, circle):
        cut = _within_childhood(case, piece, circle)
        if cut is not None and cut.adult != circle.child.id:
            pieces[cut.adult][cut.ground].append(cut)
    found = {
        adult: tuple(GroundFound(kind, adult, tuple(by_kind[kind])) for kind in ORDER if kind in by_kind)
        for adult, by_kind in sorted(pieces.items())
    }
    return {adult: grounds for adult, grounds in found.items() if not _only_by_placement(grounds)}


def _only_by_placement(grounds: tuple[GroundFound, ...]) -> bool:
    pieces = [piece for ground in grounds for piece in ground.evidence]
    return all(piece.by_placement for piece in pieces)


def _every_evidence(case: Case, circle: Circle) -> Iterator[Evidence]:
    yield from _living_with(case, circle)
    yield from _partners(case, circle)
    yield from _carers(case, circle)
    yield from _at_events(case, circle)
    yield from _sibling_events(case, circle)
    yield from _sibling_residence(case, circle)
    for contact in shared_contacts(case, sorted(circle.carer_ids)):
        yield Evidence(
            contact.person,
            "shared_contact",
            (contact.claim,),
            Period(),
            Certainty.CERTAIN,
            f"same {contact.scheme} as a carer",
            dated=False,
        )


def _within_childhood(case: Case, piece: Evidence, circle: Circle) -> Evidence | None:
    """Evidence cut to begin no earlier than 40 weeks before birth; older evidence is history, save sibling history.

    Other evidence must lie in what the window and the child's time have in common; where partial dates leave that open,
    it is only possible.
    """
    earliest = circle.child.links_begin
    if earliest is None or not piece.dated:
        return piece
    if piece.ground != "sibling_history" and earliest > case.dates.since:
        certainty = min(piece.certainty, _happened_since(case, piece.period, earliest))
        if certainty is Certainty.NO:
            return None
        piece = replace(piece, certainty=certainty)
    if piece.period.maybe_until <= earliest:
        day = of_day(earliest)
        return replace(piece, period=Period(day, of_day(earliest + _ONE_DAY)), happened=day, before=piece.last)
    return replace(piece, period=clip_start(piece.period, earliest))


def _in_window(case: Case, period: Period) -> Certainty:
    return period.overlaps(case.dates.since, min(case.dates.until, case.dates.as_of + _ONE_DAY))


def _happened_in_window(case: Case, when: Period) -> Certainty:
    """As `_in_window`; a partial date that may lie before the window leaves it open that the event does."""
    return _happened_since(case, when, case.dates.since)


def _happened_since(case: Case, when: Period, since: date) -> Certainty:
    """Whether it lies in the part of the window from `since` on."""
    certainty = when.overlaps(since, min(case.dates.until, case.dates.as_of + _ONE_DAY))
    is_moment = when.start is not None and when.end is not None and when.end.first == when.start.after
    if is_moment and when.maybe_from < since:
        return min(certainty, Certainty.POSSIBLE)
    return certainty


def _living_with(case: Case, circle: Circle) -> Iterator[Evidence]:
    child_stays = stays_of(case, circle.child.id)
    placed = _placed_with(case, circle)
    for household in circle.households:
        if not place(case, household).may_join:
            continue
        mine = [stay for stay in child_stays if stay.household == household]
        for person in _people_at(case, household):
            yield from _shared_stays(case, person, mine, "co_resident", placed)
            yield from _shared_stays(case, person, mine, "frequent_visitor", placed)


def _people_at(case: Case, household: str) -> list[str]:
    return sorted(
        {
            person
            for claim in case.about(household, ClaimKind.RESIDENCE)
            if (person := case.entity_at(claim, Role.PERSON))
        }
    )


def _shared_stays(case: Case, person: str, mine: list[Stay], ground: str, placed: frozenset[str]) -> Iterator[Evidence]:
    for theirs in stays_of(case, person, _ROLES_OF_GROUND[ground]):
        for stay in mine:
            shared = together(theirs, stay)
            if shared is None or not begun_by(shared.period, case.dates.as_of):
                continue
            certainty = _certainty(case, shared)
            if certainty is Certainty.NO or not _joins_then(case, shared):
                continue
            by_placement = person in placed and any(claim.value("basis") == "placement" for claim in stay.claims)
            words = "lived at the same address" if ground == "co_resident" else "visited often"
            # The link's start is the adult's to set: an unknown start of theirs sets no first date (rules.md §1).
            period = shared.period if theirs.period.start else Period(None, shared.period.end)
            yield Evidence(person, ground, theirs.claims, period, certainty, words, by_placement)


def _certainty(case: Case, shared: Together) -> Certainty:
    """Whether the stays make people co-resident in the window; one exact claim is not unsaid by a vaguer one beside it."""
    found = min(long_enough(shared, case.dates.as_of), _in_window(case, shared.period))
    if found is not Certainty.POSSIBLE:
        return found
    pairs = (
        together(replace(shared.first, period=one.valid), replace(shared.second, period=other.valid))
        for one in shared.first.claims
        for other in shared.second.claims
    )
    said = (min(long_enough(pair, case.dates.as_of), _in_window(case, pair.period)) for pair in pairs if pair)
    return max(found, max(said, default=found))


def _joins_then(case: Case, shared: Together) -> bool:
    """Whether the household joined its people on the first or the last day (or `as_of`) of the overlap."""
    household = shared.first.household
    last = min(case.dates.as_of, shared.period.maybe_until - _ONE_DAY)
    first = min(shared.period.surely_from, last) if shared.period.start else last
    return any(joins_people(case, household, day) for day in {first, last})


def _placed_with(case: Case, circle: Circle) -> frozenset[str]:
    """Foster carers of the child or of a sibling: their home and care are made by the placement."""
    children = [circle.child.id, *(path.person for path in circle.siblings)]
    fosterers = {carer.person for carer in circle.carers_ever if carer.type == "foster_carer"}
    for child in children[1:]:
        for claim in case.about(child, ClaimKind.RELATIONSHIP):
            if claim.value("type") in {"foster_carer", "fostered_child"}:
                fosterers |= {case.entity(end.record_id) for end in claim.ends} - {child}
    return frozenset(fosterers)


def _partners(case: Case, circle: Circle) -> Iterator[Evidence]:
    placed = _placed_with(case, circle)
    for carer in sorted(circle.carer_ids):
        for held in partnerships_of(case, carer):
            certainty = _in_window(case, held.period)
            if certainty is not Certainty.NO and begun_by(held.period, case.dates.as_of):
                words = "former partner of a carer" if held.is_ex or held.period.end else "partner of a carer"
                partner = held.with_(carer)
                by_placement = {carer, partner} <= placed
                yield Evidence(partner, "partner_of_carer", (held.claim,), held.period, certainty, words, by_placement)
    yield from _partners_of_residents(case, circle)


def _partners_of_residents(case: Case, circle: Circle) -> Iterator[Evidence]:
    as_of = case.dates.as_of
    for household in circle.households:
        if not joins_people(case, household, as_of):
            continue
        present = residents_on(case, household, as_of)
        if circle.child.id not in present:
            continue
        for resident in sorted(present.keys() - circle.carer_ids - {circle.child.id}):
            if not individual(case, resident).may_be_adult_on(as_of):
                continue
            for held in partnerships_of(case, resident):
                certainty = min(partnership_held((held,), as_of, as_of + _ONE_DAY), _in_window(case, held.period))
                if certainty is not Certainty.NO:
                    yield _partner_of_resident(held, resident, certainty)


def _partner_of_resident(held: Partnership, resident: str, certainty: Certainty) -> Evidence:
    return Evidence(
        held.with_(resident),
        "partner_of_carer",
        (held.claim,),
        held.period,
        certainty,
        "partner of an adult in the home",
    )


def _carers(case: Case, circle: Circle) -> Iterator[Evidence]:
    until = min(case.dates.until, case.dates.as_of + _ONE_DAY)
    for carer in circle.carers:
        certainty = _in_window(case, carer.period)
        if certainty is Certainty.NO:
            continue
        if carer.type == "step_parent" and not _step_partnership_stands(case, circle, carer, until):
            continue
        kind = "parent" if carer.type in PARENT_TYPES else "carer"
        words = carer.type.replace("_", " ")
        yield Evidence(
            carer.person,
            kind,
            (carer.claim,),
            carer.period,
            certainty,
            words,
            carer.type == "foster_carer",
            happened=carer.happened,
        )


def _step_partnership_stands(case: Case, circle: Circle, step: Carer, until: date) -> bool:
    """A step-parent counts while the partnership holds; where no partnership is on record, as asserted."""
    parents = {
        carer.person for carer in circle.carers_ever if carer.type in PARENT_TYPES and carer.person != step.person
    }
    with_parents = [held for held in partnerships_of(case, step.person) if held.with_(step.person) in parents]
    return not with_parents or partnership_held(with_parents, case.dates.since, until) is not Certainty.NO


def _at_events(case: Case, circle: Circle) -> Iterator[Evidence]:
    child = circle.child.id
    for person in (child, *sorted(circle.carer_ids)):
        with_whom = "the child" if person == child else "a carer"
        for event in event_ids(case, person):
            when = event_period(case, event)
            certainty = _happened_in_window(case, when)
            if certainty is Certainty.NO or when.start is None:
                continue
            for part in _parts_in(case, event):
                adult = case.entity_at(part, Role.PERSON)
                if adult and adult not in {child, person}:
                    words = f"{(part.value('role') or 'present').replace('_', ' ')} at an event with {with_whom}"
                    yield Evidence(
                        adult, "at_event", (part,), when, certainty, words, happened=last_day(case, event, when)
                    )


def _parts_in(case: Case, event: str) -> list[Claim]:
    """The parts that count: any role but witness and reporter."""
    return [
        part
        for part in case.about(event, ClaimKind.EVENT_PERSON)
        if supports(part) and (part.value("role") or "") not in _NOT_A_PART
    ]


def _sibling_events(case: Case, circle: Circle) -> Iterator[Evidence]:
    for path in circle.siblings:
        for event in event_ids(case, path.person):
            when = event_period(case, event)
            parts = case.about(event, ClaimKind.EVENT_PERSON)
            about_sibling = any(
                case.entity_at(part, Role.PERSON) == path.person
                and part.value("role") in _SUBJECT_ROLES
                and supports(part)
                for part in parts
            )
            if not about_sibling or not begun_by(when, case.dates.as_of):
                continue
            for part in _parts_in(case, event):
                adult = case.entity_at(part, Role.PERSON)
                if adult and adult != path.person:
                    words, last = "at an event about a sibling", last_day(case, event, when)
                    yield Evidence(adult, "sibling_history", (part,), when, Certainty.CERTAIN, words, happened=last)


def _sibling_residence(case: Case, circle: Circle) -> Iterator[Evidence]:
    """Residents of a sibling's home during that sibling's section 47, child protection or care episode."""
    placed = _placed_with(case, circle)
    for path in circle.siblings:
        episodes = [
            claim
            for claim in case.about(path.person, ClaimKind.EPISODE)
            if claim.value("kind") in _HARM_EPISODES and supports(claim) and begun_by(claim.valid, case.dates.as_of)
        ]
        for stay in stays_of(case, path.person) if episodes else ():
            if not place(case, stay.household).may_join:
                continue
            for person in _people_at(case, stay.household):
                yield from _resident_during(case, person, stay, episodes, placed)


def _resident_during(
    case: Case, person: str, stay: Stay, episodes: list[Claim], placed: frozenset[str]
) -> Iterator[Evidence]:
    if person == stay.person:
        return
    for theirs in stays_of(case, person):
        shared = together(theirs, stay)
        if shared is None or not _joins_then(case, shared):
            continue
        certainty = max((_overlap(shared.period, episode.valid) for episode in episodes), default=Certainty.NO)
        certainty = min(certainty, shared.certainty)
        if certainty is not Certainty.NO and begun_by(shared.period, case.dates.as_of):
            by_placement = person in placed and any(claim.value("basis") == "placement" for claim in stay.claims)
            period = shared.period if theirs.period.start else Period(None, shared.period.end)
            words = "lived with a sibling during a child protection or care episode"
            yield Evidence(person, "sibling_history", theirs.claims, period, certainty, words, by_placement)


def _overlap(one: Period, other: Period) -> Certainty:
    if max(one.surely_from, other.surely_from) < min(one.surely_until, other.surely_until):
        return Certainty.CERTAIN
    maybe = max(one.maybe_from, other.maybe_from) < min(one.maybe_until, other.maybe_until)
    return Certainty.POSSIBLE if maybe else Certainty.NO
