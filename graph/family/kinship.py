"""Relationships in their forward form, parents, partners and carers (rules.md §2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from graph.family.people import individual
from graph.model.case import Case, supports, value_date
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import Certainty, PartialDate, Period
from graph.model.vocabulary import CARER_TYPES, EX_TYPES, PARENT_TYPES, PARTNER_TYPES, read_relationship


@dataclass(frozen=True, slots=True)
class Relation:
    """`of` has `who` as `type` ("who is type of of"), as one claim says."""

    type: str
    who: str
    of: str
    claim: Claim

    @property
    def period(self) -> Period:
        """When it held."""
        return self.claim.valid


def relations(case: Case, person: str, *, everyone: bool = False) -> tuple[Relation, ...]:
    """Every supported relationship claim with this person on either side, in forward form."""
    asked = ("relations", person, everyone and case.is_of_some)
    found = case.worked_out.get(asked)
    if found is None:
        about = case.all_about if everyone else case.about
        said = (to_relation(case, claim) for claim in about(person, ClaimKind.RELATIONSHIP) if supports(claim))
        found = case.worked_out[asked] = tuple(relation for relation in said if relation is not None)
    return cast("tuple[Relation, ...]", found)


def to_relation(case: Case, claim: Claim) -> Relation | None:
    """A relationship claim in forward form; None when it relates a person to themselves."""
    person, other = case.entity_at(claim, Role.PERSON), case.entity_at(claim, Role.OTHER)
    if not person or not other or person == other:
        return None
    kind, turned = read_relationship(claim.value("type") or "other")
    return Relation(kind, other, person, claim) if turned else Relation(kind, person, other, claim)


def parents_of(case: Case, child: str, *, everyone: bool = False) -> tuple[Relation, ...]:
    """Birth, step and adoptive parents on record, with or without dates."""
    return tuple(
        found for found in relations(case, child, everyone=everyone) if found.of == child and found.type in PARENT_TYPES
    )


def children_of(case: Case, parent: str, *, everyone: bool = False) -> tuple[Relation, ...]:
    """Those of whom this person is a parent of any kind."""
    return tuple(
        found
        for found in relations(case, parent, everyone=everyone)
        if found.who == parent and found.type in PARENT_TYPES
    )


@dataclass(frozen=True, slots=True)
class Partnership:
    """A partnership of two people as one claim says; `is_ex` where the claim itself says it is over."""

    one: str
    other: str
    is_ex: bool
    claim: Claim

    @property
    def period(self) -> Period:
        """When it held."""
        return self.claim.valid

    def with_(self, person: str) -> str:
        """The other of the two."""
        return self.other if person == self.one else self.one


def partnerships_of(case: Case, person: str, *, everyone: bool = False) -> tuple[Partnership, ...]:
    """Spouses, partners and exes of a person."""
    return tuple(
        Partnership(found.who, found.of, found.type in EX_TYPES, found.claim)
        for found in relations(case, person, everyone=everyone)
        if found.type in PARTNER_TYPES | EX_TYPES
    )


def partnership_held(partnerships: Iterable[Partnership], since: date, until: date) -> Certainty:
    """Whether any of these was a standing partnership on some day of `[since, until)`."""
    return max((held.period.overlaps(since, until) for held in partnerships if not held.is_ex), default=Certainty.NO)


@dataclass(frozen=True, slots=True)
class Carer:
    """Someone who cares for the child, and the claim that says so: a relationship, or a part as carer in an event.

    `happened` is the last day of that event as its source gave it.
    """

    person: str
    type: str
    period: Period
    claim: Claim
    happened: PartialDate | None = None


def carers_of(case: Case, child: str, *, everyone: bool = False) -> tuple[Carer, ...]:
    """Parents of all kinds, guardians, foster, kinship and private foster carers, `carer`s, and carers in events."""
    by_relation = [
        Carer(found.who, found.type, found.period, found.claim)
        for found in relations(case, child, everyone=everyone)
        if found.of == child and found.type in CARER_TYPES and (found.type != "carer" or _is_adult(case, found.who))
    ]
    return tuple(by_relation + list(_carers_in_events(case, child, everyone=everyone)))


def _carers_in_events(case: Case, child: str, *, everyone: bool) -> Iterable[Carer]:
    about = case.all_about if everyone else case.about
    for event in event_ids(case, child, everyone=everyone):
        when = event_period(case, event)
        for part in about(event, ClaimKind.EVENT_PERSON):
            person = case.entity_at(part, Role.PERSON)
            if part.value("role") == "carer" and person and person != child and _is_adult(case, person):
                yield Carer(person, "carer at an event", when, part, last_day(case, event, when))


def _is_adult(case: Case, person: str) -> bool:
    """Whether an adult on the day: a young carer is a child of the family, not its carer (rules.md §2)."""
    return individual(case, person).may_be_adult_on(case.dates.as_of)


def event_ids(case: Case, person: str, *, everyone: bool = False) -> tuple[str, ...]:
    """The events a person has a part in."""
    about = case.all_about if everyone else case.about
    events = (case.entity_at(part, Role.EVENT) for part in about(person, ClaimKind.EVENT_PERSON))
    return tuple(dict.fromkeys(event for event in events if event))


def event_claim(case: Case, event: str) -> Claim | None:
    """The claim that describes an event, None where it is not for this reader or not known."""
    return next(iter(case.descriptions(event, ClaimKind.EVENT)), None)


def event_period(case: Case, event: str) -> Period:
    """When an event was; unknown where its own row is not for this reader."""
    described = event_claim(case, event)
    return described.valid if described else Period()


def last_day(case: Case, event: str, when: Period) -> PartialDate | None:
    """The last day of an event as its source gave it: its end, or its only date."""
    described = event_claim(case, event)
    return (value_date(described, "end") if described else None) or when.start


def stands_in_window(carer: Carer, case: Case) -> bool:
    """Whether the care overlaps the window, possibly."""
    return carer.period.overlaps(case.dates.since, case.dates.until) is not Certainty.NO
