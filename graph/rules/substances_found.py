"""Substances found in a child, with which adults around it had prescriptions or substance contact then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from graph.model.case import supports
from graph.model.claims import Claim, ClaimKind
from graph.model.period import Certainty, PartialDate, months_before
from graph.rules.attendances import attendances, dated, row_of
from graph.rules.happenings import Happening, events_with
from graph.rules.once import may_be_one
from graph.rules.rule import LOCAL, Found, Rule, Setting
from graph.rules.stretches import at_least, find_stretch
from graph.rules.subject import Span, Subject
from graph.rules.wording import plain

TOXICOLOGY, INGESTION = frozenset({"toxicology"}), frozenset({"ingestion"})
CONTACTS = frozenset({"prescription", "substance_misuse_contact", "overdose"})
INGESTIONS = Setting("ingestions", 2, f"ingestions that make it repeated ({LOCAL})")
MONTHS = Setting("months", 24, f"months up to the day asked about ({LOCAL})")
BEFORE = Setting("adult_months", 6, f"months up to a finding in which an adult's contact counts as then ({LOCAL})")


def find(subject: Subject) -> Found | None:
    """The results and ingestions, and beside them the adults; None without any."""
    window, alike = subject.window(MONTHS.value), may_be_one(subject.case)
    tests, swallowed = attendances(subject, TOXICOLOGY), attendances(subject, INGESTION)
    results = find_stretch(dated(subject, tests.values()), MONTHS.value, at_least(1), window, alike)
    repeated = find_stretch(dated(subject, swallowed.values()), MONTHS.value, at_least(INGESTIONS.value), window, alike)
    held = [stretch for stretch in (results, repeated) if stretch]
    if not held:
        return None
    groups = {**tests, **swallowed}
    things = sorted(
        (thing for stretch in held for thing in stretch.things), key=lambda thing: (thing.on, thing.claims[0].id)
    )
    beside = list(_adults_then(subject, [thing.on for thing in things]))
    said = [
        *(["a toxicology result"] if results else []),
        *([f"{repeated.counted} ingestions"] if repeated else []),
    ]
    return Found(
        since=things[0].on,
        says=f"{' and '.join(said).capitalize()} on record for the child.",
        details=(*(row_of(subject, groups[thing.claims[0].id]) for thing in things), *(row for row, _ in beside)),
        evidence=tuple(
            dict.fromkeys([*(c for thing in things for c in thing.claims), *(claim for _, claim in beside)])
        ),
        possible=all(stretch.possible for stretch in held),
    )


def _adults_then(subject: Subject, days: list[PartialDate]) -> Iterator[tuple[tuple[str, str], Claim]]:
    spans = [Span(months_before(day.first, BEFORE.value), day.last + timedelta(days=1)) for day in days]
    for adult in subject.adults:
        person = adult.person.id
        for event in events_with(subject.case, person, subject.as_of, frozenset({"subject"})):
            if event.type in CONTACTS and _is_then(event, spans):
                yield (
                    (adult.person.name, f"{plain(event.type)} {event.on} ({_by(subject, event.claim)})"),
                    event.claim,
                )
        for claim in subject.case.about(person, ClaimKind.EPISODE, ClaimKind.INVOLVEMENT):
            if supports(claim) and _is_substance(subject, claim) and any(span.holds(claim.valid) for span in spans):
                yield (adult.person.name, f"substance misuse service {claim.valid.text} ({_by(subject, claim)})"), claim


def _is_then(event: Happening, spans: list[Span]) -> bool:
    return event.on is not None and any(span.has(event.on) is not Certainty.NO for span in spans)


def _is_substance(subject: Subject, claim: Claim) -> bool:
    of_service = subject.agency_kind(claim.agency) == "substance_misuse"
    return of_service or (claim.kind is ClaimKind.EPISODE and claim.value("kind") == "substance_misuse")


def _by(subject: Subject, claim: Claim) -> str:
    return subject.agency_name(claim.agency)


SUBSTANCES_FOUND = Rule(
    name="substances_found",
    version="1",
    says=(
        "A toxicology result, or repeated ingestion, with which adults around the child had prescriptions, an overdose or "
        "contact with a substance misuse service in the six months before."
    ),
    for_family=(
        "A test found substances in the child, or the child swallowed something more than once. Adults who were "
        "prescribed or used substances at that time are listed so that someone asks how they were kept. It accuses nobody."
    ),
    settings=(INGESTIONS, MONTHS, BEFORE),
    source="The review: a combination of nine drugs in the child's system.",
    needs=tuple((kind, table) for kind in ("hospital", "urgent_care") for table in ("event_people", "events")),
    would_refute=(
        "The result was negative, or what was found had been prescribed to the child.",
        "Two of the records are one ingestion.",
    ),
    find=find,
)
