"""`was_not_brought`: appointments the child was not brought to, in number or at more than one service (rules.md §4)."""

from __future__ import annotations

from graph.model.claims import Claim
from graph.rules.happenings import ABOUT_ROLES, Happening, events_with
from graph.rules.once import dated_once, may_be_one
from graph.rules.rule import LOCAL, Found, Rule, Setting
from graph.rules.stretches import Dated, Stretch, at_least, at_least_by, find_stretch
from graph.rules.subject import Subject
from graph.rules.wording import sentence

TIMES = Setting("appointments", 3, f"or more not brought to ({LOCAL})")
MONTHS = Setting("months_for_appointments", 12, f"months ({LOCAL})")
SERVICES = Setting("services", 2, f"or more different services ({LOCAL})")
SERVICE_MONTHS = Setting("months_for_services", 6, f"months ({LOCAL})")


def find(subject: Subject) -> Found | None:
    """The appointments of every stretch that holds enough of them, or None."""
    window = subject.window(MONTHS.value)
    alike = may_be_one(subject.case)
    missed = dated_once(subject, _missed(subject))
    often = find_stretch(missed, MONTHS.value, at_least(TIMES.value), window, alike)
    across = find_stretch(missed, SERVICE_MONTHS.value, at_least_by(SERVICES.value), window, alike)
    stretches = [stretch for stretch in (often, across) if stretch]
    if not stretches:
        return None
    things = _joined(stretches)
    return Found(
        since=min(stretch.since for stretch in stretches),
        says=_words(often, across),
        details=tuple((str(thing.on), _told(subject, thing)) for thing in things),
        evidence=tuple(dict.fromkeys(claim for thing in things for claim in thing.claims)),
        possible=all(stretch.possible for stretch in stretches),
    )


def _missed(subject: Subject) -> list[Happening]:
    events = events_with(subject.case, subject.child, subject.as_of, ABOUT_ROLES)
    return [event for event in events if (event.category, event.type) == ("appointment", "was_not_brought")]


def _joined(stretches: list[Stretch]) -> list[Dated]:
    things = {thing.claims: thing for stretch in stretches for thing in stretch.things}
    return sorted(things.values(), key=lambda thing: (thing.on, thing.by))


def _words(often: Stretch | None, across: Stretch | None) -> str:
    said = []
    if often:
        said.append(
            f"{often.counted} appointments the child was not brought to, {TIMES.value} or more in {MONTHS.value} months"
        )
    if across:
        services = len({thing.by for thing in across.things})
        said.append(f"not brought to {services} services within {SERVICE_MONTHS.value} months")
    return sentence(said)


def _told(subject: Subject, thing: Dated) -> str:
    return "; ".join(dict.fromkeys(_of_record(subject, claim) for claim in thing.claims))


def _of_record(subject: Subject, claim: Claim) -> str:
    where = claim.value("provider") or subject.agency_name(claim.agency)
    action = claim.value("action_taken") or claim.value("outcome") or "no action recorded"
    return f"{where}: {action}"


WAS_NOT_BROUGHT = Rule(
    name="was_not_brought",
    version="1",
    says="The child was not brought to several health appointments, or to appointments of more than one service.",
    for_family=(
        "Appointments made for your child went by without your child being there. Services may ask what made it hard to "
        "come, and what would help."
    ),
    settings=(TIMES, MONTHS, SERVICES, SERVICE_MONTHS),
    source='Local setting; no published number. "Was not brought" rather than "did not attend": the child does not decide.',
    needs=(
        ("gp", "events"),
        ("gp", "event_people"),
        ("hospital", "events"),
        ("hospital", "event_people"),
        ("camhs", "events"),
        ("camhs", "event_people"),
    ),
    would_refute=(
        "the appointment was cancelled or moved by the service, or the letter went to another address",
        "the child was seen elsewhere for the same thing",
    ),
    find=find,
)
