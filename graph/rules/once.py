"""Records of one happening counted once (rules.md §5): two agencies that wrote down the same event said it, not did it, twice."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.case import Case
from graph.rules.happenings import Happening
from graph.rules.stretches import Dated
from graph.rules.subject import Subject


def each_once(case: Case, events: Iterable[Happening]) -> list[tuple[Happening, ...]]:
    """Events of one person, grouped: one type and start date, and the same provider or a share between the two agencies."""
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
    if one.agency == other.agency or one.type != other.type or one.on is None or one.on != other.on:
        return False
    providers = [(event.claim.value("provider") or "").casefold().strip() for event in (one, other)]
    if providers[0] and providers[0] == providers[1]:
        return True
    return case.knows(other.agency, one.claim) or case.knows(one.agency, other.claim)


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
