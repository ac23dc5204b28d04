"""Events as rules read them: what happened, when, and who had which part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.family.kinship import event_claim
from graph.model.case import Case, begun_by, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import PartialDate

ABOUT_ROLES = frozenset({"subject", "child", "victim"})
"""Roles of whom an event is about."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event: the claim that describes it, and the claims of who had a part."""

    id: str
    claim: Claim
    parts: tuple[Claim, ...]

    @property
    def agency(self) -> str:
        """Who recorded it."""
        return self.claim.agency

    @property
    def category(self) -> str:
        """Its category (deliveries.md §6)."""
        return self.claim.value("category") or ""

    @property
    def type(self) -> str:
        """Its type (deliveries.md §6)."""
        return self.claim.value("type") or ""

    @property
    def on(self) -> PartialDate | None:
        """When it happened, or began."""
        return self.claim.valid.start

    def people(self, case: Case, roles: frozenset[str] | None = None) -> frozenset[str]:
        """Who had a part, in these roles (None: any)."""
        return frozenset(
            person
            for part in self.parts
            if (roles is None or part.value("role") in roles) and (person := case.entity_at(part, Role.PERSON))
        )


def events_with(
    case: Case, person: str, as_of: date, roles: frozenset[str] | None = None, *, everyone: bool = False
) -> tuple[Happening, ...]:
    """Events up to `as_of` in which a person had a part (in these roles), by date; those the evidence holds, or all."""
    about = case.all_about if everyone else case.about
    ids = dict.fromkeys(
        event
        for part in about(person, ClaimKind.EVENT_PERSON)
        if supports(part)
        and (roles is None or part.value("role") in roles)
        and (event := case.entity_at(part, Role.EVENT))
    )
    found = (happening(case, event) for event in ids)
    held = (one for one in found if one is not None and supports(one.claim) and begun_by(one.claim.valid, as_of))
    return in_order(held)


def happening(case: Case, event: str) -> Happening | None:
    """An event with its parts, None where its own row is not for this reader or not known."""
    claim = event_claim(case, event)
    if claim is None:
        return None
    parts = tuple(part for part in case.all_about(event, ClaimKind.EVENT_PERSON) if supports(part))
    return Happening(event, claim, parts)


def in_order(events: Iterable[Happening]) -> tuple[Happening, ...]:
    """Events by date, each once."""
    once = {event.id: event for event in events}
    return tuple(sorted(once.values(), key=lambda event: (event.claim.valid.maybe_from, event.id)))
