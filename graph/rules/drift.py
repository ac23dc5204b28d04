"""`drift`: many workers, days with none, plans that last or come again, no supervision entered (rules.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graph.model.case import supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import PartialDate, Period, months_before, of_day, working_days
from graph.rules.casework import episodes_of
from graph.rules.delivered import days_delivered
from graph.rules.happenings import events_with
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.spans import find_silence, left_of, meet, runs_of
from graph.rules.subject import Span, Subject
from graph.rules.wording import sentence

WORKERS = Setting("workers", 3, f"or more case workers, roles lead and allocated ({LOCAL})")
WORKER_MONTHS = Setting("months_for_workers", 12, f"months ({LOCAL})")
NO_WORKER = Setting("working_days_without_worker", 5, f"or more, Mondays to Fridays, bank holidays counted ({LOCAL})")
PROTECTION_MONTHS = Setting("months_of_protection_plan", 18, f"months, longer is found ({LOCAL})")
NEED_MONTHS = Setting("months_of_need_plan", 12, f"months, longer is found ({LOCAL})")
SUPERVISION_DAYS = Setting("days_without_supervision", 90, f"days while an episode is open ({LOCAL})")
CASE_ROLES = frozenset({"lead", "allocated"})
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Drift:
    """One way in which the work drifts: since when, in words, the spans that show it, on which claims."""

    since: PartialDate | None
    says: str
    spans: tuple[tuple[str, str], ...]
    evidence: tuple[Claim, ...]
    possible: bool = False


def find(subject: Subject) -> Found | None:
    """Every way in which the assessing agency's work with the child drifts, or None."""
    if subject.agency is None:
        return None
    drifts = [
        drift
        for drift in (
            _many_workers(subject),
            _without_worker(subject),
            *_long_plans(subject),
            _second_plan(subject),
            _without_supervision(subject),
        )
        if drift
    ]
    if not drifts:
        return None
    return Found(
        since=min((drift.since for drift in drifts if drift.since), default=None),
        says=sentence(drift.says for drift in drifts),
        details=tuple(span for drift in drifts for span in drift.spans),
        evidence=tuple(dict.fromkeys(claim for drift in drifts for claim in drift.evidence)),
        possible=all(drift.possible for drift in drifts),
    )


def _window(subject: Subject) -> Span:
    return subject.window(PROTECTION_MONTHS.value)


def _case_workers(subject: Subject, *, everyone: bool) -> list[Claim]:
    """The assessing agency's lead and allocated workers of the child begun by `as_of`, by start."""
    about = subject.case.all_about if everyone else subject.case.about
    agency = subject.agency
    held = [
        claim
        for claim in about(subject.child, ClaimKind.INVOLVEMENT)
        if agency is not None
        and claim.agency == agency.id
        and claim.value("role") in CASE_ROLES
        and supports(claim)
        and claim.valid.maybe_from <= subject.as_of
    ]
    return sorted(held, key=lambda claim: (claim.valid.maybe_from, claim.id))


def _many_workers(subject: Subject) -> Drift | None:
    claims = _case_workers(subject, everyone=False)
    for sure in (True, False):
        held = _most_workers(subject, claims, sure=sure)
        if held:
            workers = len({_worker(subject, claim) for claim in held})
            return Drift(
                since=held[0].valid.start,
                says=f"{workers} case workers within {WORKER_MONTHS.value} months",
                spans=tuple(("worker", f"{_worker_name(subject, claim)}, {claim.valid.text}") for claim in held),
                evidence=tuple(held),
                possible=not sure,
            )
    return None


def _most_workers(subject: Subject, claims: list[Claim], *, sure: bool) -> list[Claim]:
    """The involvements of the stretch with most workers, where they are enough; the earliest of several."""
    window = _window(subject)
    best: list[Claim] = []
    for start in sorted({window.since, *(_begun(claim, sure=sure) for claim in claims)}):
        if not window.since <= start < window.until:
            continue
        stretch = Span(max(months_before(start, WORKER_MONTHS.value), window.since), start + _ONE_DAY)
        held = [claim for claim in claims if runs_of([claim.valid], stretch, sure=sure)]
        if _count(subject, held) > _count(subject, best):
            best = held
    return best if _count(subject, best) >= WORKERS.value else []


def _begun(claim: Claim, *, sure: bool) -> date:
    return claim.valid.surely_from if sure else claim.valid.maybe_from


def _count(subject: Subject, claims: Iterable[Claim]) -> int:
    return len({_worker(subject, claim) for claim in claims})


def _worker(subject: Subject, claim: Claim) -> str:
    return subject.case.entity_at(claim, Role.PROFESSIONAL) or claim.record_id


def _worker_name(subject: Subject, claim: Claim) -> str:
    worker = subject.case.entity_at(claim, Role.PROFESSIONAL)
    rows = subject.case.descriptions(worker, ClaimKind.PROFESSIONAL) if worker else ()
    return next((name for row in rows if (name := row.value("name"))), "name not recorded")


def _without_worker(subject: Subject) -> Drift | None:
    """The longest run of working days with an episode open and no case worker, where it is long enough."""
    for sure in (True, False):
        gaps = [
            (gap, run_claims)
            for run, run_claims in _open_runs(subject, "involvements", sure=sure)
            for gap in left_of(run, runs_of(_periods(_case_workers(subject, everyone=True)), run, sure=not sure))
            if working_days(gap.since, gap.until) >= NO_WORKER.value
        ]
        if gaps:
            longest = max(working_days(gap.since, gap.until) for gap, _ in gaps)
            return Drift(
                since=of_day(gaps[0][0].since),
                says=f"{longest} working days with no case worker while an episode was open",
                spans=tuple(("no case worker", _span_text(subject, gap)) for gap, _ in gaps),
                evidence=tuple(dict.fromkeys(claim for _, claims in gaps for claim in claims)),
                possible=not sure,
            )
    return None


def _open_runs(subject: Subject, *tables: str, sure: bool) -> Iterator[tuple[Span, tuple[Claim, ...]]]:
    """The days of the window with an episode open that these feeds bear witness to, each with its episodes."""
    agency = subject.agency
    delivered = days_delivered(subject, agency.id, *tables) if agency else None
    within = meet(_window(subject), delivered) if delivered else None
    if within is None:
        return
    episodes = episodes_of(subject, everyone=False)
    for run in runs_of(_periods(episodes), within, sure=sure):
        yield run, tuple(episode for episode in episodes if runs_of([episode.valid], run, sure=sure))


def _periods(claims: Iterable[Claim]) -> list[Period]:
    return [claim.valid for claim in claims]


def _span_text(subject: Subject, span: Span) -> str:
    if span.until > subject.as_of:
        return f"since {span.since.isoformat()}"
    return f"from {span.since.isoformat()} to {span.until.isoformat()}"


def _plans(subject: Subject, kind: str) -> list[Claim]:
    return [claim for claim in episodes_of(subject, everyone=False) if claim.value("kind") == kind]


def _long_plans(subject: Subject) -> Iterator[Drift]:
    """A protection or need plan that lasted longer than its setting, and lasted into the window."""
    for kind, words, setting in (
        ("child_protection", "protection plan", PROTECTION_MONTHS),
        ("cin", "need plan", NEED_MONTHS),
    ):
        for plan in _plans(subject, kind):
            surely = _lasted(subject, plan, setting.value, sure=True)
            if surely or _lasted(subject, plan, setting.value, sure=False):
                yield Drift(
                    since=plan.valid.start,
                    says=f"a {words} of more than {setting.value} months",
                    spans=((words, plan.valid.text),),
                    evidence=(plan,),
                    possible=not surely,
                )


def _lasted(subject: Subject, plan: Claim, months: int, *, sure: bool) -> bool:
    if sure and plan.valid.start is None:
        return False
    since, until = (
        (plan.valid.surely_from, plan.valid.surely_until) if sure else (plan.valid.maybe_from, plan.valid.maybe_until)
    )
    last = min(until, subject.as_of)
    return until > _window(subject).since and since < months_before(last, months)


def _second_plan(subject: Subject) -> Drift | None:
    """A protection plan begun after an earlier one ended, at any time, that lasts into the window."""
    plans = _plans(subject, "child_protection")
    for later in plans:
        others = [plan for plan in plans if plan is not later and plan.valid.end]
        surely = [plan for plan in others if plan.valid.maybe_until <= later.valid.maybe_from]
        before = surely or [plan for plan in others if plan.valid.surely_until <= later.valid.surely_from]
        if before and later.valid.start and later.valid.maybe_until > _window(subject).since:
            return Drift(
                since=later.valid.start,
                says="a second or later protection plan",
                spans=tuple(("protection plan", plan.valid.text) for plan in (*before, later)),
                evidence=(*before, later),
                possible=not surely,
            )
    return None


def _without_supervision(subject: Subject) -> Drift | None:
    """The first stretch with an episode open in which nothing of supervision was entered for too long."""
    agency = subject.agency
    entries = [
        event
        for event in events_with(subject.case, subject.child, subject.as_of, everyone=True)
        if agency and event.agency == agency.id and (event.category, event.type) == ("worker", "supervision")
    ]
    days = [event.on for event in entries if event.on]
    for sure in (True, False):
        for run, episodes in _open_runs(subject, "events", "event_people", sure=sure):
            silent = find_silence(run, days, SUPERVISION_DAYS.value, sure=sure)
            if silent:
                return Drift(
                    since=of_day(silent.since),
                    says=f"no supervision entered in {SUPERVISION_DAYS.value} days while an episode was open",
                    spans=(("no supervision entered", _span_text(subject, silent)),),
                    evidence=episodes,
                    possible=not sure,
                )
    return None


DRIFT = Rule(
    name="drift",
    version="1",
    says=(
        "The work of the assessing agency may be losing its way: many workers, days with none, a plan that goes on or comes "
        "again, or no supervision on the record."
    ),
    for_family=(
        "Your child has had many workers, or none for a while, or a plan has gone on for long. This is about how the service "
        "works, not about you; you may ask who your worker is and what the plan is meant to change."
    ),
    settings=(WORKERS, WORKER_MONTHS, NO_WORKER, PROTECTION_MONTHS, NEED_MONTHS, SUPERVISION_DAYS),
    source="Review: lack of pace and management oversight. No published number; local settings.",
    needs=(
        (ASSESSING, "episodes"),
        (ASSESSING, "involvements"),
        (ASSESSING, "events"),
        (ASSESSING, "event_people"),
    ),
    would_refute=(
        "a worker, a supervision or the end of a plan that was not entered",
        "two records of one worker, or of one plan, under two references",
    ),
    find=find,
)
