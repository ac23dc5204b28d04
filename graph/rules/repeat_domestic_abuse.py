"""`repeat_domestic_abuse`: incidents again and again around the child, or a MARAC again within a year (rules.md §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graph.model.case import begun_by, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import of_day
from graph.model.vocabulary import EVENT_ROLES
from graph.rules.happenings import Happening, events_with, in_order
from graph.rules.once import each_once, may_be_one
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.stretches import Dated, MayBeOne, Stretch, at_least, find_stretch
from graph.rules.subject import Subject
from graph.rules.wording import sentence

INCIDENTS = Setting("incidents", 3, "or more, of one day and the same people one (SafeLives: potential escalation)")
INCIDENT_MONTHS = Setting("months_for_incidents", 12, "months (SafeLives)")
MARAC_MONTHS = Setting("months_for_marac", 12, "months since the last referral (SafeLives: a repeat)")
WINDOW = Setting("window_months", 24, f"months up to the day asked about ({LOCAL})")
_PART = ClaimKind.EVENT_PERSON
_SUSPECT = frozenset({"suspect"})
_PART_OF_ADULT = EVENT_ROLES - {"witness", "reporter"}
_PART_OF_CHILD = EVENT_ROLES - {"reporter"}


def find(subject: Subject) -> Found | None:
    """The incidents, or the MARAC referrals, of every stretch that holds enough of them; or None."""
    window = subject.window(WINDOW.value)
    often = find_stretch(
        _incidents(subject), INCIDENT_MONTHS.value, at_least(INCIDENTS.value), window, _one_incident(subject)
    )
    again = [
        stretch
        for person in sorted(_family(subject))
        if (stretch := find_stretch(_maracs(subject, person), MARAC_MONTHS.value, at_least(2), window, _one_referral))
    ]
    stretches = [*([often] if often else []), *again]
    if not stretches:
        return None
    things = sorted(
        (thing for stretch in stretches for thing in stretch.things), key=lambda thing: (thing.on, thing.by)
    )
    return Found(
        since=min(stretch.since for stretch in stretches),
        says=sentence(_parts_of_sentence(often, again)),
        details=tuple(dict.fromkeys((str(thing.on), thing.by) for thing in things)),
        evidence=tuple(dict.fromkeys(claim for thing in things for claim in thing.claims)),
        possible=all(stretch.possible for stretch in stretches),
    )


def _parts_of_sentence(often: Stretch | None, again: list[Stretch]) -> list[str]:
    said = []
    if often:
        said.append(
            f"{often.counted} incidents of domestic abuse, {INCIDENTS.value} or more in {INCIDENT_MONTHS.value} months"
        )
    if again:
        said.append(f"referred to MARAC again within {MARAC_MONTHS.value} months")
    return said


def _family(subject: Subject) -> frozenset[str]:
    """The child, its carers in the window, and the adults who live with it on the day asked about."""
    residents = _adults(subject, subject.residents_with_child(subject.as_of))
    return (subject.circle.carer_ids | residents | {subject.child}) - subject.disregarding


def _adults(subject: Subject, people: Iterable[str]) -> frozenset[str]:
    return frozenset(person for person in people if subject.individual(person).may_be_adult_on(subject.as_of))


def _incidents(subject: Subject) -> list[Dated]:
    """Incidents with the child, a carer, or an adult who lived with it then or does now; each once."""
    case, family = subject.case, _family(subject)
    homes = subject.circle.households
    stays = (claim for home in homes for claim in case.about(home, ClaimKind.RESIDENCE))
    lived = {person for claim in stays if (person := case.entity_at(claim, Role.PERSON))} - subject.disregarding
    found = in_order(
        event
        for person in sorted(family | lived)
        for event in events_with(case, person, subject.as_of)
        if event.type == "domestic_abuse" and event.on and _with_family(subject, event, family)
    )
    return [_dated(subject, group) for group in _same_day_and_people(subject, found)]


def _with_family(subject: Subject, event: Happening, family: frozenset[str]) -> bool:
    """Whether it is an incident with the family; of a suspect whose part was set aside, it is none."""
    suspects = event.people(subject.case, _SUSPECT)
    if suspects and suspects <= subject.disregarding:
        return False
    if subject.child in event.people(subject.case, _PART_OF_CHILD):
        return True
    parts = event.people(subject.case, _PART_OF_ADULT) - subject.disregarding
    if parts & (family - {subject.child}):
        return True
    on = event.on
    return on is not None and bool(parts & _adults(subject, subject.residents_with_child(on.first)))


def _same_day_and_people(subject: Subject, events: Iterable[Happening]) -> list[tuple[Happening, ...]]:
    """Records of one happening together, and those of one day with the same people; a month alone is no day."""
    found: dict[tuple[object, frozenset[str]], tuple[Happening, ...]] = {}
    for group in each_once(subject.case, events):
        on = group[0].on
        key = (on if on and on.is_exact else group[0].id, group[0].people(subject.case))
        found[key] = (*found.get(key, ()), *group)
    return list(found.values())


def _one_incident(subject: Subject) -> MayBeOne:
    """Whether two incidents would be one, were they of one day: with the same people, or of one happening."""
    case, alike = subject.case, may_be_one(subject.case)

    def people(thing: Dated) -> frozenset[str | None]:
        return frozenset(case.entity_at(part, Role.PERSON) for part in thing.claims if part.kind is _PART)

    return lambda one, other: people(one) == people(other) or alike(one, other)


def _one_referral(_one: Dated, _other: Dated) -> bool:
    """MARAC referrals of one person and one day are one, whoever wrote them down."""
    return True


def _dated(subject: Subject, group: tuple[Happening, ...]) -> Dated:
    case, first = subject.case, group[0]
    people = sorted(first.people(case), key=lambda person: (subject.name(person), person))
    who = ", ".join(dict.fromkeys(subject.name(person) for person in people))
    agencies = ", ".join(dict.fromkeys(subject.agency_name(event.agency) for event in group))
    action = next((text for event in group if (text := event.claim.value("action_taken"))), "no action recorded")
    claims = tuple(claim for event in group for claim in (event.claim, *event.parts))
    return Dated(first.on or of_day(subject.as_of), claims, f"domestic abuse, {agencies}: {who}; {action}")


def _maracs(subject: Subject, person: str) -> list[Dated]:
    """A person's MARAC referrals; those of one day are one, whoever wrote them down."""
    held = (
        claim
        for claim in subject.case.about(person, ClaimKind.EPISODE)
        if claim.value("kind") == "marac" and supports(claim) and begun_by(claim.valid, subject.as_of)
    )
    once: dict[str, Dated] = {}
    for claim in sorted(held, key=_order):
        if claim.valid.start:
            told = f"MARAC: {subject.name(person)}"
            day = claim.valid.start.text if claim.valid.start.is_exact else claim.id
            thing = once.get(day, Dated(claim.valid.start, (), told))
            once[day] = replace(thing, claims=(*thing.claims, claim))
    return list(once.values())


def _order(claim: Claim) -> tuple[object, str]:
    return claim.valid.maybe_from, claim.id


REPEAT_DOMESTIC_ABUSE = Rule(
    name="repeat_domestic_abuse",
    version="1",
    says=(
        "Domestic abuse again and again with the child, a carer or an adult of the home in it, or a second referral within a "
        "year to MARAC, where agencies meet about the gravest domestic abuse."
    ),
    for_family=(
        "Violence or abuse in the family was recorded several times. It says nothing about who is to blame. Anyone who is "
        "hurt or frightened may ask for help; services should ask how and when to talk."
    ),
    settings=(INCIDENTS, INCIDENT_MONTHS, MARAC_MONTHS, WINDOW),
    source="SafeLives, MARAC criteria: 3 or more incidents in 12 months; a repeat within 12 months of the last referral.",
    needs=(("police", "events"), ("police", "event_people"), (ASSESSING, "episodes")),
    would_refute=(
        "two of the records are one incident, or one MARAC referral",
        "one of the incidents was with other people",
    ),
    find=find,
)
