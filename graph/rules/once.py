"""Records of one happening counted once (rules.md §5): two agencies that wrote down the same event said it, not did it, twice."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.case import Case
from graph.model.claims import Claim, ClaimKind
from graph.rules.happenings import Happening
from graph.rules.stretches import Dated, MayBeOne
from graph.rules.subject import Subject


def each_once(case: Case, events: Iterable[Happening]) -> list[tuple[Happening, ...]]:
    """Events of one person, grouped: one type and day, and the same provider or a share between the two agencies."""
    groups: list[list[Happening]] = []
    for event in events:
        mates = (group for group in groups if any(_is_same(case, event, other) for other in group))
        group = next(mates, None)
        if group is None:
            groups.append([event])
        else:
            group.append(event)
    return [tuple(group) for group in groups]


def _is_same(case: Case, one: Happening, other: Happening) -> bool:
    if one.on is None or one.on != other.on or not one.on.is_exact:
        return False
    return _is_alike(case, one.claim, other.claim)


def _is_alike(case: Case, one: Claim, other: Claim) -> bool:
    if one.agency == other.agency or one.value("type") != other.value("type"):
        return False
    providers = [(claim.value("provider") or "").casefold().strip() for claim in (one, other)]
    if providers[0] and providers[0] == providers[1]:
        return True
    return case.knows(other.agency, one) or case.knows(one.agency, other)


def may_be_one(case: Case) -> MayBeOne:
    """Whether two happenings would be one, were they of one day: a month alone leaves that open (rules.md §1)."""
    return lambda one, other: any(
        _is_alike(case, first, second)
        for first in one.claims
        for second in other.claims
        if first.kind is second.kind is ClaimKind.EVENT
    )


def service_of(subject: Subject, group: Iterable[Happening]) -> str:
    """At which service it was: the provider that is named, else the agency that recorded it."""
    records = list(group)
    named = (event.claim.value("provider") for event in records)
    return next((provider for provider in named if provider), subject.agency_name(records[0].agency))


def dated_once(subject: Subject, events: Iterable[Happening]) -> list[Dated]:
    """Each happening once with all its claims, counted by its service."""
    return [
        Dated(group[0].on, tuple(event.claim for event in group), service_of(subject, group).casefold().strip())
        for group in each_once(subject.case, events)
        if group[0].on is not None
    ]
