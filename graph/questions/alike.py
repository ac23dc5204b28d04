"""Who an unidentified adult may be: people of the same case with a reason each (rules.md §3, `unidentified`).

Suggestions only: a person's judgement alone makes two one. Worked out from what this reader may see.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.family.effect import people_linked
from graph.family.households import stays_of, together
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
_DETAIL_CELLS = {"phones": "phone", "emails": "email", "vehicles": "vehicle"}


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
    reasons = tuple(_reasons(telling, left, right))
    weight = sum(reason.weight for reason in reasons)
    if weight < _LEAST:
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
    common = _details(case, left).keys() & _details(case, right).keys()
    for detail in sorted(common):
        scheme = _details(case, left)[detail]
        yield Comparison(scheme, None, None, f"the same {scheme}", _WEIGHT.get(scheme, _WEIGHT["phone"]))


def _details(case: Case, person: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in case.descriptions(person, ClaimKind.PERSON):
        schemes = [word for cell, word in _DETAIL_CELLS.items() if row.value(cell)]
        for end in row.ends:
            if end.role is Role.DETAIL:
                found[end.record_id] = schemes[0] if len(schemes) == 1 else "phone"
    return found


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


def _first_names(telling: Telling, person: str) -> list[str]:
    one = telling.individual(person)
    cells = [row.value("given_name") or "" for row in one.claims] + [
        name for row in one.claims for name in row.list_of("other_names")
    ]
    if not one.identified:
        cells.append(one.name)
    return sorted({tokens[0] for cell in cells if (tokens := name_tokens(cell))})
