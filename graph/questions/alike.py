"""Who an unidentified adult may be: people of the same case with a reason each (rules.md §3, `unidentified`).

Suggestions only: a person's judgement alone makes two one. Worked out from what this reader may see.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.family.effect import people_linked
from graph.family.households import stays_of, together
from graph.identity.contacts import clean_email, clean_phone, clean_vehicle
from graph.identity.normalise import name_tokens, nickname_roots, short_form_stems
from graph.model.answers import Candidate, Comparison
from graph.model.case import Case
from graph.model.claims import ClaimKind, Role
from graph.questions.telling import Telling

_WEIGHT = {
    "vehicle": 6.0,
    "phone": 6.0,
    "email": 6.0,
    "first name": 3.0,
    "address": 2.0,
    "same people": 1.5,
    "events": 1.0,
}
_LEAST = 3.0
_DETAIL_CELLS = (
    ("phones", "phone", clean_phone),
    ("emails", "email", clean_email),
    ("vehicles", "vehicle", clean_vehicle),
)
_DETAILS = frozenset(scheme for _, scheme, _ in _DETAIL_CELLS)


def candidates_for(telling: Telling, unidentified: str) -> tuple[Candidate, ...]:
    """People of the case it may be, each with why it fits, strongest reasons first, then by id."""
    found = [
        candidate
        for person in _named_people(telling, unidentified)
        if frozenset((unidentified, person)) not in telling.judged_apart
        if (candidate := _candidate(telling, unidentified, person)) is not None
    ]
    return tuple(sorted(found, key=lambda held: (-held.probability, held.right.id)))


def _named_people(telling: Telling, unidentified: str) -> list[str]:
    case = telling.case
    people = {case.entity(claim.record_id) for claim in case.claims if claim.kind is ClaimKind.PERSON}
    as_of = case.dates.as_of
    return [
        person
        for person in sorted(people - {unidentified})
        if (one := telling.individual(person)).identified and one.may_be_adult_on(as_of) and not one.died_before(as_of)
    ]


def _candidate(telling: Telling, left: str, right: str) -> Candidate | None:
    one, other = telling.individual(left).sex, telling.individual(right).sex
    if one and other and one != other:
        return None
    if _are_two(telling.case, left, right):
        return None
    reasons = tuple(_reasons(telling, left, right))
    weight = sum(reason.weight for reason in reasons)
    if weight < _LEAST or (
        _are_named_otherwise(telling, left, right) and not {one.field for one in reasons} & _DETAILS
    ):
        return None
    odds = 2.0 ** (weight - 6.0)
    return Candidate(telling.person(left), telling.person(right), round(odds / (1 + odds), 4), reasons)


def _reasons(telling: Telling, left: str, right: str) -> Iterator[Comparison]:
    case = telling.case
    yield from _same_details(case, left, right)
    first = _same_first_name(telling, left, right)
    if first:
        yield first
    if any(together(one, other) for one in stays_of(case, left) for other in stays_of(case, right)):
        yield Comparison("address", None, None, "recorded at the same address at the same time", _WEIGHT["address"])
    shared = people_linked(case, left) & people_linked(case, right)
    if shared:
        names = ", ".join(telling.individual(person).name for person in sorted(shared))
        yield Comparison("same people", None, None, f"both are linked to {names}", _WEIGHT["same people"])


def _same_details(case: Case, left: str, right: str) -> Iterator[Comparison]:
    one, other = _details(case, left), _details(case, right)
    for scheme, _ in one & other:
        yield Comparison(scheme, None, None, f"the same {scheme}", _WEIGHT[scheme])


def _details(case: Case, person: str) -> set[tuple[str, str]]:
    """The phones, emails and vehicles on a person's rows, each with what it is."""
    return {
        (scheme, value)
        for row in case.descriptions(person, ClaimKind.PERSON)
        for cell, scheme, clean in _DETAIL_CELLS
        for text in row.list_of(cell)
        if (value := clean(text))
    }


def _are_two(case: Case, left: str, right: str) -> bool:
    """Whether one agency has them as two people: related to each other, or both with a part in one event."""
    said = (
        {claim.record_id for claim in case.all_about(person, ClaimKind.RELATIONSHIP)}
        | {event for claim in case.all_about(person, ClaimKind.EVENT_PERSON) if (event := claim.end(Role.EVENT))}
        for person in (left, right)
    )
    one, other = said
    return not one.isdisjoint(other)


def _same_first_name(telling: Telling, left: str, right: str) -> Comparison | None:
    for one in _first_names(telling, left):
        for other in _first_names(telling, right):
            if (
                one == other
                or nickname_roots(one) & nickname_roots(other)
                or short_form_stems(one) & nickname_roots(other)
                or nickname_roots(one) & short_form_stems(other)
            ):
                return Comparison("first name", one, other, "first names that go together", _WEIGHT["first name"])
    return None


def _are_named_otherwise(telling: Telling, left: str, right: str) -> bool:
    """Whether both have a first name and none goes with the other's."""
    named = all(_first_names(telling, person) for person in (left, right))
    return named and _same_first_name(telling, left, right) is None


def _first_names(telling: Telling, person: str) -> list[str]:
    one = telling.individual(person)
    cells = [row.value("given_name") or "" for row in one.claims] + [
        name for row in one.claims for name in row.list_of("other_names")
    ]
    if not one.identified:
        cells.append(one.name)
    return sorted({tokens[0] for cell in cells if (tokens := name_tokens(cell))})
