"""What making two people one would do, told before it is done: in numbers, from what the reader may see. Pure."""

from __future__ import annotations

from graph.family.households import stays_of
from graph.family.kinship import event_ids, relations
from graph.model.case import Case
from graph.model.claims import ClaimKind, Role


def homes_joined(case: Case, left: str, right: str) -> int:
    """How many homes would be linked through one person that are not now: those only one of the two is known at.

    None, where either is known at no home: then the other's homes stay as they are.
    """
    mine, theirs = _homes(case, left), _homes(case, right)
    return len(mine ^ theirs) if mine and theirs else 0


def people_joined(case: Case, left: str, right: str) -> int:
    """How many people one of the two is linked to and the other is not: who would be newly connected."""
    return len((_people(case, left) ^ _people(case, right)) - {left, right})


def _homes(case: Case, person: str) -> frozenset[str]:
    return frozenset(stay.household for stay in stays_of(case, person))


def _people(case: Case, person: str) -> frozenset[str]:
    """Who lives or lived at a home of theirs, is related to them, or was at an event with them."""
    at_home = {
        entity
        for home in _homes(case, person)
        for claim in case.about(home, ClaimKind.RESIDENCE)
        if (entity := case.entity_at(claim, Role.PERSON))
    }
    return (people_linked(case, person) | at_home) - {person}


def people_linked(case: Case, person: str) -> frozenset[str]:
    """Who a person is related to or was at an event with."""
    related = {entity for found in relations(case, person) for entity in (found.who, found.of)}
    met = {
        entity
        for event in event_ids(case, person)
        for part in case.about(event, ClaimKind.EVENT_PERSON)
        if (entity := case.entity_at(part, Role.PERSON))
    }
    return frozenset((related | met) - {person})
