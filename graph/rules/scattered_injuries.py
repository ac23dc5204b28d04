"""Injuries and ingestions at several places or again and again, put side by side."""

from __future__ import annotations

from graph.rules.attendances import attendances, dated, row_of
from graph.rules.once import may_be_one
from graph.rules.rule import LOCAL, Found, Rule, Setting
from graph.rules.stretches import at_least, at_least_by, count_in_words, find_stretch
from graph.rules.subject import Subject

TYPES = frozenset({"injury_attendance", "ingestion"})
ATTENDANCES = Setting("attendances", 3, f"attendances for injury or ingestion ({LOCAL})")
MONTHS = Setting("months", 12, f"months in which they lie ({LOCAL})")
PROVIDERS = Setting("providers", 2, f"different providers ({LOCAL})")
PROVIDER_MONTHS = Setting("provider_months", 6, f"months in which they lie ({LOCAL})")


def find(subject: Subject) -> Found | None:
    """The attendances as a table; None below both thresholds."""
    groups = attendances(subject, TYPES)
    things = dated(subject, groups.values())
    window, alike = subject.window(), may_be_one(subject.case)
    many = find_stretch(things, MONTHS.value, at_least(ATTENDANCES.value), window, alike)
    spread = find_stretch(things, PROVIDER_MONTHS.value, at_least_by(PROVIDERS.value), window, alike)
    held = [stretch for stretch in (many, spread) if stretch]
    if not held:
        return None
    chosen = {thing.claims[0].id: thing for stretch in held for thing in stretch.things}
    rows = sorted(chosen.values(), key=lambda thing: (thing.on, thing.claims[0].id))
    providers = len({thing.by for thing in rows})
    return Found(
        since=rows[0].on,
        says=(
            f"{count_in_words(rows, alike)} attendances for injury or ingestion "
            f"at {providers} provider{'' if providers == 1 else 's'}."
        ),
        details=tuple(row_of(subject, groups[thing.claims[0].id]) for thing in rows),
        evidence=tuple(
            dict.fromkeys(
                claim for thing in rows for event in groups[thing.claims[0].id] for claim in (event.claim, *event.parts)
            )
        ),
        possible=all(stretch.possible for stretch in held),
    )


SCATTERED_INJURIES = Rule(
    name="scattered_injuries",
    version="1",
    says="Three or more attendances for injury or ingestion within 12 months, or at two or more providers within 6.",
    for_family=(
        "The child was seen for injuries, or for having swallowed something, several times or in several places. "
        "Children do hurt themselves; the question is whether anybody saw all of these visits together."
    ),
    settings=(ATTENDANCES, MONTHS, PROVIDERS, PROVIDER_MONTHS),
    source="The review: thirteen attendances that nobody put side by side; NICE CG89 (no national number exists).",
    needs=tuple((kind, table) for kind in ("hospital", "urgent_care") for table in ("event_people", "events")),
    would_refute=(
        "Two of the records are one attendance.",
        "A paediatric opinion that looked at all of them together and explains them.",
    ),
    find=find,
)
