"""Who is on record around people and an address that a team was told of, and was not told (rules.md §3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from graph.family.adults import ASSESSING_KIND, AdultFound, adults_around
from graph.family.evidence import Evidence, GroundFound
from graph.family.feeds import feed_blank
from graph.family.households import (
    Stay,
    households_of,
    joins_people,
    place,
    residents_on,
    stays_of,
)
from graph.family.kinship import partnerships_of, relations
from graph.family.knowledge import HeldBy, held_by
from graph.family.people import individual
from graph.model.answers import AdultState
from graph.model.case import Case, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.people import Agency
from graph.model.period import Certainty, Period
from graph.model.vocabulary import CARER_TYPES, LIVING_ROLES

_VISITS = frozenset({"frequent_visitor"})
_LINKS = (
    ClaimKind.RESIDENCE,
    ClaimKind.RELATIONSHIP,
    ClaimKind.EVENT_PERSON,
    ClaimKind.ASSESSMENT_PERSON,
    ClaimKind.EPISODE,
    ClaimKind.INVOLVEMENT,
)
_LEAST_FIRST = (
    AdultState.UNIDENTIFIED,
    AdultState.CANNOT_BE_DETERMINED,
    AdultState.HIDDEN,
    AdultState.KNOWN_NOT_ASSESSED,
    AdultState.ASSESSED,
)


@dataclass(frozen=True, slots=True)
class Around:
    """What others are looked for around: who of those told is on record, the homes as told, who holds a contact told."""

    people: frozenset[str]
    homes: tuple[str, ...]
    holders: Mapping[str, tuple[Claim, ...]]


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody on record who was not told; `child_id` is the child their state is about, None without one."""

    found: AdultFound
    agency: Agency | None
    child_id: str | None


def children_near(case: Case, people: Iterable[str], homes: Iterable[str]) -> tuple[str, ...]:
    """Children on the day: those told themselves, those they care for, those at the homes told or living with them."""
    as_of = case.dates.as_of
    near = set(people)
    for person in sorted(near):
        near |= {found.of for found in relations(case, person) if found.who == person and found.type in CARER_TYPES}
    lived_at = {home for person in people for home in households_of(case, person)}
    for home in {*homes, *lived_at}:
        if joins_people(case, home, as_of, everyone=True):
            present = residents_on(case, home, as_of)
            if home in set(homes) or not present.keys().isdisjoint(people):
                near |= present.keys()
    return tuple(sorted(person for person in near if _is_child(case, person)))


def _is_child(case: Case, person: str) -> bool:
    one = individual(case, person)
    return bool(one.claims) and one.is_child_on(case.dates.as_of) and not one.died_before(case.dates.as_of)


def others_around(case: Case, around: Around, children: Iterable[str]) -> tuple[Other, ...]:
    """Everyone around the children, and around those told and the homes told, who is none of those told.

    An adult around several children is listed once, in the state that says least was done, with the grounds of all.
    Ordered by date of first evidence, then id.
    """
    kids = tuple(children)
    others: dict[str, Other] = {}
    for child in kids:
        found = adults_around(case, child)
        for adult in found.adults:
            if adult.person.id not in around.people:
                here = Other(adult, found.agency, child)
                others[adult.person.id] = _merged(others.get(adult.person.id), here)
    for person, grounds in _grounds_told(case, around).items():
        if person in others:
            held = others[person]
            others[person] = replace(held, found=_with_grounds(held.found, grounds))
        elif _is_listed(case, person):
            others[person] = _other(case, person, grounds)
    return tuple(sorted(others.values(), key=lambda other: (_since(other.found), other.found.person.id)))


def _since(found: AdultFound) -> date:
    return found.since.first if found.since else date.max


def _merged(one: Other | None, other: Other) -> Other:
    if one is None:
        return other
    first, second = sorted((one, other), key=lambda held: _LEAST_FIRST.index(held.found.state))
    return replace(first, found=_with_grounds(first.found, second.found.grounds))


def _with_grounds(found: AdultFound, more: Iterable[GroundFound]) -> AdultFound:
    grounds = tuple(dict.fromkeys((*found.grounds, *more)))
    return replace(
        found, grounds=grounds, since=min((ground.first for ground in grounds if ground.first), default=None)
    )


def _is_listed(case: Case, person: str) -> bool:
    one = individual(case, person)
    return bool(one.claims) and not one.died_before(case.dates.as_of)


def _other(case: Case, person: str, grounds: tuple[GroundFound, ...]) -> Other:
    """Somebody who is around no child of the answer, or is one: their state by what the agency knows of them at all."""
    one = individual(case, person)
    agency = first_assessing_agency(case)
    links = [
        claim
        for claim in case.all_about(person, *_LINKS)
        if supports(claim) and claim.valid.maybe_from <= case.dates.as_of
    ]
    knowing = held_by(case, links)
    assessed = tuple(part for part in links if _assesses(case, agency, part))
    found = AdultFound(
        person=one,
        state=_state(case, agency, knowing, is_named=one.identified, is_assessed=bool(assessed)),
        grounds=grounds,
        since=min((ground.first for ground in grounds if ground.first), default=None),
        knowing=knowing,
        assessed_in=assessed,
        under_eighteen=not one.may_be_adult_on(case.dates.as_of),
    )
    return Other(found, agency, None)


def first_assessing_agency(case: Case) -> Agency | None:
    """The first children's social care agency, where there is no child whose episode names one (rules.md §3)."""
    agencies = [agency for agency in case.partnership.agencies.values() if agency.kind == ASSESSING_KIND]
    return min(agencies, key=lambda agency: agency.id, default=None)


def _state(case: Case, agency: Agency | None, knowing: HeldBy, *, is_named: bool, is_assessed: bool) -> AdultState:
    if not is_named:
        return AdultState.UNIDENTIFIED
    tables = ("assessments", "assessment_people")
    if agency is None or any(feed_blank(case.partnership, agency, table, case.dates.as_of) for table in tables):
        return AdultState.CANNOT_BE_DETERMINED
    if is_assessed:
        return AdultState.ASSESSED
    return AdultState.KNOWN_NOT_ASSESSED if agency.id in knowing else AdultState.HIDDEN


def _assesses(case: Case, agency: Agency | None, part: Claim) -> bool:
    """Whether a claim names them in an assessment the agency started within the window."""
    if agency is None or part.kind is not ClaimKind.ASSESSMENT_PERSON or part.agency != agency.id:
        return False
    described = case.descriptions(case.entity_at(part, Role.ASSESSMENT) or "", ClaimKind.ASSESSMENT)
    return any(supports(row) and row.valid.surely_from >= case.dates.since for row in described)


def _grounds_told(case: Case, around: Around) -> Mapping[str, tuple[GroundFound, ...]]:
    """What links people to those told and the homes told, a ground a kind."""
    found: dict[tuple[str, str], list[Evidence]] = {}
    for piece in _evidence(case, around):
        if piece.adult not in around.people and piece.certainty is not Certainty.NO:
            found.setdefault((piece.adult, piece.ground), []).append(piece)
    grounds: dict[str, list[GroundFound]] = {}
    for (person, kind), pieces in sorted(found.items()):
        grounds.setdefault(person, []).append(GroundFound(kind, person, tuple(dict.fromkeys(pieces))))
    return {person: tuple(held) for person, held in grounds.items()}


def _evidence(case: Case, around: Around) -> Iterator[Evidence]:
    for home in around.homes:
        if joins_people(case, home, case.dates.as_of):
            yield from _at_home(case, home, "at_address_told", "recorded at the address told")
    for person in sorted(around.people):
        yield from _of_family(case, person)
        for stay in stays_of(case, person):
            holds = stay.period.holds_on(case.dates.as_of) is not Certainty.NO
            if holds and stay.household not in around.homes and joins_people(case, stay.household, case.dates.as_of):
                says = f"recorded at an address of {individual(case, person).name}"
                yield from _at_home(case, stay.household, "lives_with_told", says)
    for holder, claims in around.holders.items():
        yield Evidence(
            holder,
            "contact_told",
            claims,
            Period(),
            Certainty.CERTAIN,
            "has the phone, email or vehicle told",
            dated=False,
        )


def _at_home(case: Case, home: str, kind: str, says: str) -> Iterator[Evidence]:
    for stay in _stays_at(case, home):
        visits = stay.role in _VISITS
        certainty = stay.period.overlaps(case.dates.since, case.dates.until)
        if kind == "lives_with_told":
            certainty = stay.period.holds_on(case.dates.as_of)
        words = f"{says} as a frequent visitor" if visits else says
        yield Evidence(stay.person, kind, stay.claims, stay.period, certainty, words)


def _stays_at(case: Case, home: str) -> Iterator[Stay]:
    people = sorted(
        {person for claim in case.about(home, ClaimKind.RESIDENCE) if (person := case.entity_at(claim, Role.PERSON))}
    )
    for person in people:
        for roles in (LIVING_ROLES, _VISITS):
            yield from (stay for stay in stays_of(case, person, roles) if stay.household == home)


def _of_family(case: Case, person: str) -> Iterator[Evidence]:
    """Partners of somebody told, in the window, and children they are carer of."""
    name = individual(case, person).name
    for held in partnerships_of(case, person):
        word = "former partner" if held.is_ex else "partner"
        certainty = held.period.overlaps(case.dates.since, case.dates.until)
        yield Evidence(
            held.with_(person), "partner_of_told", (held.claim,), held.period, certainty, f"{word} of {name}"
        )
    for relation in relations(case, person):
        if relation.who == person and relation.type in CARER_TYPES and _is_child(case, relation.of):
            says = f"child on record, with {name} as {relation.type.replace('_', ' ')}"
            yield Evidence(relation.of, "child_of_told", (relation.claim,), relation.period, Certainty.CERTAIN, says)


def crowd_of_home(case: Case, home: str) -> bool:
    """Whether a home as told joins nobody: no private one, or too many people there on the day."""
    return not place(case, home).may_join or not joins_people(case, home, case.dates.as_of)
