"""When a child was seen, by which agency, alone or not (rules.md §5: who last saw C, and alone)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.family.kinship import event_claim, event_ids
from graph.family.people import individual
from graph.model.case import Case, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.histories import LastSeen
from graph.model.period import PartialDate
from graph.questions.telling import Telling
from graph.rules.happenings import ABOUT_ROLES

_SEEN = frozenset({"seen", "seen_alone", "spoken_to", "direct_work"})
"""Types of `child_voice` that happen only with the child there, whatever the cells say or leave out."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An event at which the child was seen: when, by which agency, whether alone, on which claims, the event's first."""

    on: PartialDate
    agency: str
    alone: bool
    event: str
    claims: tuple[Claim, ...]

    @property
    def day(self) -> date | None:
        """The day, None where the source gave only a month or a year."""
        return self.on.first if self.on.first == self.on.last else None


def times_seen(case: Case, person: str) -> list[Seen]:
    """Events by `as_of` at which the person, a child then, was seen; latest first. Being mentioned is not being seen."""
    child = individual(case, person)
    found = []
    for event in event_ids(case, person):
        described = event_claim(case, event)
        if described is None or described.valid.start is None or not supports(described):
            continue
        on = described.valid.start
        parts = _parts(case, event, person)
        if parts and on.first <= case.dates.as_of and child.is_child_on(on.first):
            seen, alone = _seen(described)
            if seen:
                found.append(Seen(on, described.agency, alone, event, (described, *parts)))
    return sorted(found, key=lambda one: (one.on.last, one.on.first, one.event), reverse=True)


def _parts(case: Case, event: str, person: str) -> tuple[Claim, ...]:
    return tuple(
        part
        for part in case.about(event, ClaimKind.EVENT_PERSON)
        if case.entity_at(part, Role.PERSON) == person and part.value("role") in ABOUT_ROLES
    )


def _seen(event: Claim) -> tuple[bool, bool]:
    """Whether seen, and whether alone: as the cells say; where they say nothing, as the type does."""
    voice = event.value("type") if event.value("category") == "child_voice" else None
    alone = event.says_yes("child_seen_alone")
    was_alone = voice == "seen_alone" if alone is None else alone
    seen = event.says_yes("child_seen")
    return was_alone or (voice in _SEEN if seen is None else seen), was_alone


def tell_last_seen(telling: Telling, seen: Iterable[Seen]) -> Iterable[LastSeen]:
    """Of each agency the last time, and the last time alone; times of a partial date only as possibly later."""
    by_agency: dict[str, list[Seen]] = {}
    for one in seen:
        by_agency.setdefault(one.agency, []).append(one)
    for agency in sorted(by_agency):
        times = by_agency[agency]
        latest, maybe = _latest(times)
        alone, maybe_alone = _latest([one for one in times if one.alone])
        shown = [one for one in (latest, maybe, alone, maybe_alone) if one]
        yield LastSeen(
            telling.agency(agency),
            latest.day if latest else None,
            alone.day if alone else None,
            seen_by(telling, latest or maybe),
            telling.claims(claim for one in shown for claim in one.claims),
            alone_by=seen_by(telling, alone or maybe_alone),
            possibly_on=maybe.on.text if maybe else None,
            possibly_alone=maybe_alone.on.text if maybe_alone else None,
        )


def _latest(times: Sequence[Seen]) -> tuple[Seen | None, Seen | None]:
    """The latest on a day, and one of a partial date that may be later."""
    latest = next((one for one in times if one.day), None)
    maybe = next((one for one in times if not one.day), None)
    is_later = maybe is not None and (latest is None or maybe.on.last > latest.on.first)
    return latest, maybe if is_later else None


def seen_by(telling: Telling, seen: Seen | None) -> str | None:
    """Who of the agency saw the child, as far as recorded."""
    if seen is None:
        return None
    names = sorted(telling.name_of(found) for found in professionals_at(telling.case, seen.event))
    return ", ".join(names) or seen.claims[0].value("recorded_by")


def professionals_at(case: Case, event: str) -> frozenset[str]:
    """Who took part in an event as a professional."""
    claims = case.all_about(event, ClaimKind.EVENT_PROFESSIONAL)
    return frozenset(found for claim in claims if (found := case.entity_at(claim, Role.PROFESSIONAL)))
