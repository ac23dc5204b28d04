"""`think_family_gap`: an adult service works with a carer, another service with the child, and they don't speak (rules.md §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from graph.model.case import begun_by, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import Certainty, PartialDate, of_day
from graph.model.vocabulary import fold_code
from graph.rules.delivered import is_current
from graph.rules.happenings import Happening, events_with
from graph.rules.rule import LOCAL, Found, Rule, Setting
from graph.rules.spans import runs_of
from graph.rules.subject import Span, Subject
from graph.rules.wording import plain, sentence

BOTH_DAYS = Setting("days_both_open", 60, f"days up to the day asked about ({LOCAL})")
QUIET_DAYS = Setting("days_without_share_or_meeting", 90, f"days up to the day asked about ({LOCAL})")
ADULT_SERVICES = frozenset({"adult_mental_health", "adult_social_care", "probation", "substance_misuse"})
ADULT_EPISODES = frozenset({"adult_care", "mental_health", "probation", "substance_misuse"})
CHILDREN_SERVICES = frozenset({"camhs", "children_social_care", "early_help"})
_MEETINGS = frozenset({"conference", "legal_meeting", "strategy_discussion"})
_ONE_DAY = timedelta(days=1)
_Counts = Callable[[Subject, Claim], bool]


@dataclass(frozen=True, slots=True)
class Lane:
    """An agency's open work with one person: over which claims, since when, whether certainly all the days asked for."""

    person: str
    agency: str
    claims: tuple[Claim, ...]
    certainty: Certainty

    @property
    def since(self) -> PartialDate | None:
        """The start of the earliest piece of work, None where that is unknown."""
        starts = [claim.valid.start for claim in self.claims]
        return min((start for start in starts if start), default=None) if all(starts) else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Two lanes between which nothing passed."""

    adult: Lane
    child: Lane
    certainty: Certainty


def find(subject: Subject) -> Found | None:
    """The pairs of services that have not spoken, each as two lanes; or None."""
    with_child = list(_lanes(subject, subject.child, _works_with_child))
    carers = sorted(subject.circle.carer_ids - subject.disregarding - {subject.child}) if with_child else []
    gaps = [
        Gap(adult, child, certainty)
        for carer in carers
        for adult in _lanes(subject, carer, _works_with_adult)
        for child in with_child
        if child.agency != adult.agency and (certainty := _quiet(subject, adult, child)) is not Certainty.NO
    ]
    if not gaps:
        return None
    return Found(
        since=min((day for gap in gaps if (day := _since(gap))), default=None),
        says=sentence(dict.fromkeys(_says(subject, gap) for gap in gaps)),
        details=tuple(dict.fromkeys(detail for gap in gaps for detail in _details(subject, gap))),
        evidence=tuple(dict.fromkeys(claim for gap in gaps for claim in (*gap.adult.claims, *gap.child.claims))),
        possible=all(gap.certainty is Certainty.POSSIBLE for gap in gaps),
    )


def _since(gap: Gap) -> PartialDate | None:
    """The first day both had been open as long as the setting asks; None where a start is unknown."""
    starts = (gap.adult.since, gap.child.since)
    if None in starts:
        return None
    return of_day(max(start.last for start in starts if start) + timedelta(days=BOTH_DAYS.value))


def _works_with_adult(subject: Subject, claim: Claim) -> bool:
    kind = subject.agency_kind(claim.agency)
    if kind in CHILDREN_SERVICES:
        return False
    return kind in ADULT_SERVICES or (claim.kind is ClaimKind.EPISODE and claim.value("kind") in ADULT_EPISODES)


def _works_with_child(subject: Subject, claim: Claim) -> bool:
    return subject.agency_kind(claim.agency) in CHILDREN_SERVICES


def _lanes(subject: Subject, person: str, counts: _Counts) -> Iterator[Lane]:
    """The agencies whose work with a person was open on every one of the days, possibly."""
    days = Span(subject.as_of - timedelta(days=BOTH_DAYS.value), subject.as_of + _ONE_DAY)
    work: dict[str, list[Claim]] = {}
    for claim in subject.case.about(person, ClaimKind.EPISODE, ClaimKind.INVOLVEMENT):
        if supports(claim) and counts(subject, claim) and runs_of([claim.valid], days, sure=False):
            work.setdefault(claim.agency, []).append(claim)
    for agency, found in sorted(work.items()):
        claims = sorted(found, key=lambda claim: (claim.valid.maybe_from, claim.id))
        periods = [claim.valid for claim in claims]
        if runs_of(periods, days, sure=False) == [days]:
            surely = runs_of(periods, days, sure=True) == [days]
            yield Lane(person, agency, tuple(claims), Certainty.CERTAIN if surely else Certainty.POSSIBLE)


def _quiet(subject: Subject, adult: Lane, child: Lane) -> Certainty:
    """Whether nothing passed between the two in the days set. Without their shares and the meetings nobody can tell."""
    if not (is_current(subject, adult.agency, "shares") and is_current(subject, child.agency, "shares", "events")):
        return Certainty.NO
    days = Span(subject.as_of - timedelta(days=QUIET_DAYS.value), subject.as_of + _ONE_DAY)
    spoke = max((days.has(on) for on in _spoke(subject, adult, child)), default=Certainty.NO)
    quiet = {Certainty.NO: Certainty.CERTAIN, Certainty.POSSIBLE: Certainty.POSSIBLE, Certainty.CERTAIN: Certainty.NO}
    return min(adult.certainty, child.certainty, quiet[spoke])


def _spoke(subject: Subject, adult: Lane, child: Lane) -> Iterator[PartialDate]:
    """When one shared with the other, or both met, about the child or the carer."""
    both = {adult.agency, child.agency}
    people = frozenset({adult.person, child.person})
    for share in subject.case.claims:
        if (
            share.kind is ClaimKind.SHARE
            and share.value("outcome") == "shared"
            and {share.agency, share.value("to_agency")} == both
            and share.valid.start
            and begun_by(share.valid, subject.as_of)
            and _is_about(subject, share, people)
        ):
            yield share.valid.start
    for event in _meetings(subject, people):
        if event.on and both <= _present(subject, event, people):
            yield event.on


def _is_about(subject: Subject, share: Claim, people: frozenset[str]) -> bool:
    case, record = subject.case, share.end(Role.ABOUT)
    if case.entity_at(share, Role.PERSON) in people:
        return True
    ends = (Role.EVENT, Role.EPISODE, Role.ASSESSMENT)
    return record is not None and any(
        record in {claim.record_id, *(claim.end(role) for role in ends)}
        for person in people
        for claim in case.all_about(person)
    )


def _meetings(subject: Subject, people: Iterable[str]) -> list[Happening]:
    found = (
        event for person in sorted(people) for event in events_with(subject.case, person, subject.as_of, everyone=True)
    )
    once = {event.id: event for event in found if event.category == "process" and event.type in _MEETINGS}
    return list(once.values())


def _present(subject: Subject, meeting: Happening, people: frozenset[str]) -> set[str]:
    """The agencies at a meeting: who wrote it down (also others that day), where it came from, whose professionals came."""
    case = subject.case
    found = {meeting.agency, meeting.claim.value("source_agency") or meeting.agency}
    found |= {other.agency for other in _meetings(subject, people) if other.on == meeting.on}
    for part in case.all_about(meeting.id, ClaimKind.EVENT_PROFESSIONAL):
        professional = case.entity_at(part, Role.PROFESSIONAL)
        for row in case.descriptions(professional, ClaimKind.PROFESSIONAL) if professional else ():
            found |= {row.agency, *_agencies_named(subject, row)}
    return found


def _agencies_named(subject: Subject, row: Claim) -> Iterator[str]:
    """The agencies whose kind or name a professional's service or team gives."""
    said = {fold_code(text) for text in (row.value("service"), row.value("team")) if text}
    for agency in subject.case.partnership.agencies.values():
        if said & {agency.kind, fold_code(agency.name)}:
            yield agency.id


def _says(subject: Subject, gap: Gap) -> str:
    adult, child = subject.agency_name(gap.adult.agency), subject.agency_name(gap.child.agency)
    carer = subject.name(gap.adult.person)
    return f"{adult} works with {carer} and {child} with the child, and nothing passed between them in {QUIET_DAYS.value} days"


def _details(subject: Subject, gap: Gap) -> Iterator[tuple[str, str]]:
    for lane in (gap.adult, gap.child):
        work = "; ".join(f"{_what(claim)} {claim.valid.text}" for claim in lane.claims)
        yield f"{subject.agency_name(lane.agency)}, {subject.name(lane.person)}", work
    last = max((on for on in _spoke(subject, gap.adult, gap.child)), default=None)
    pair = f"{subject.agency_name(gap.adult.agency)} and {subject.agency_name(gap.child.agency)}"
    yield f"last share or joint meeting, {pair}", str(last) if last else "none on record"


def _what(claim: Claim) -> str:
    cells = ("service", "role") if claim.kind is ClaimKind.INVOLVEMENT else ("kind",)
    return next((plain(text) for cell in cells if (text := claim.value(cell))), "involved")


THINK_FAMILY_GAP = Rule(
    name="think_family_gap",
    version="1",
    says=(
        "An adult service works with a carer of the child, children's services or CAMHS with the child, both for two months, "
        "and for three months nothing was shared and no meeting held between them."
    ),
    for_family=(
        "One service works with you and another with your child, and the record shows no talk between them. You may ask them "
        "to plan together, and tell each what the other is doing."
    ),
    settings=(BOTH_DAYS, QUIET_DAYS),
    source=(
        "Review: adult and children's mental health services did not speak enough; think family. No published number; local "
        "settings. Adult services: adult mental health, adult social care, substance misuse, probation (NSPCC, unseen men)."
    ),
    needs=(
        *((kind, table) for kind in sorted(ADULT_SERVICES) for table in ("episodes", "shares")),
        *((kind, table) for kind in ("camhs", "children_social_care") for table in ("episodes", "events", "shares")),
    ),
    would_refute=(
        "a call, letter or meeting between the two services that was not entered",
        "one of the two ended its work without entering it",
    ),
    find=find,
)
