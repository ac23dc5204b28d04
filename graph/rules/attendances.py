"""Attendances of a child for injury or ingestion, each once, with what was said, who came along and who was told."""

from __future__ import annotations

from collections.abc import Iterable

from graph.model.claims import Role
from graph.rules.happenings import ABOUT_ROLES, Happening, events_with
from graph.rules.once import dated_once, each_once, service_of
from graph.rules.stretches import Dated
from graph.rules.subject import Subject
from graph.rules.wording import plain

EXPLAINED = frozenset({"injury_attendance", "ingestion"})
_ACCEPTED = {"y": "explanation accepted", "n": "explanation not accepted"}


def attendances(subject: Subject, types: frozenset[str]) -> dict[str, tuple[Happening, ...]]:
    """The child's attendances of these types, records of one happening together, by the id of their first claim."""
    found = [
        event for event in events_with(subject.case, subject.child, subject.as_of, ABOUT_ROLES) if event.type in types
    ]
    return {group[0].claim.id: group for group in each_once(subject.case, found)}


def dated(subject: Subject, groups: Iterable[tuple[Happening, ...]]) -> list[Dated]:
    """Each attendance on its date, counted by its provider."""
    return dated_once(subject, (event for group in groups for event in group))


def row_of(subject: Subject, group: tuple[Happening, ...]) -> tuple[str, str]:
    """An attendance as a line: date; provider, complaint, explanation and whether accepted, who came along, who was told."""
    first = group[0]
    said = [
        service_of(subject, group),
        first.claim.value("headline") or plain(first.type),
        *(_explanations(group) if first.type in EXPLAINED else ()),
        f"came along: {_who_came(subject, group)}",
        f"told: {_who_was_told(subject, group)}",
    ]
    return str(first.on), "; ".join(said)


def _explanations(group: tuple[Happening, ...]) -> list[str]:
    texts = [f"explanation: {text}" for event in group if (text := event.claim.value("explanation"))]
    accepted = [_ACCEPTED[said] for event in group if (said := event.claim.value("explanation_accepted")) in _ACCEPTED]
    return [
        *dict.fromkeys(texts),
        *(dict.fromkeys(accepted) or ["whether the explanation was accepted is not recorded"]),
    ]


def _who_came(subject: Subject, group: tuple[Happening, ...]) -> str:
    came = {
        subject.name(person)
        for event in group
        for part in event.parts
        if part.value("role") == "accompanying" and (person := subject.case.entity_at(part, Role.PERSON))
    }
    return ", ".join(sorted(came)) or "not recorded"


def _who_was_told(subject: Subject, group: tuple[Happening, ...]) -> str:
    recorded = {event.agency for event in group}
    told = {known.agency for event in group for known in subject.case.knowing(event.claim) if known.share}
    return ", ".join(sorted(subject.agency_name(agency) for agency in told - recorded)) or "nobody on record"
