"""The same factor assessed again and again, each time followed by closing: start-again syndrome."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from graph.model.case import supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import Certainty, PartialDate
from graph.rules.casework import Assessed, assessments_of
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.stretches import Dated, Stretch, at_least_by, find_stretch
from graph.rules.subject import Subject
from graph.rules.wording import factor, plain

ASSESSMENTS = Setting("assessments", 3, f"assessments of different episodes with the same factor ({LOCAL})")
MONTHS = Setting("months", 36, f"months in which they were completed ({LOCAL})")
CLOSED_WITHIN = Setting(
    "closed_within_days", 60, f"days from the assessment's completion to the episode's end ({LOCAL})"
)
NO_FACTOR = frozenset({"21"})
WORKER_ROLES = frozenset({"lead", "allocated"})


@dataclass(frozen=True, slots=True)
class _Closed:
    """An assessment whose episode was closed soon after it was completed."""

    assessment: Assessed
    episode: Claim
    completed: PartialDate
    certainty: Certainty


def find(subject: Subject) -> Found | None:
    """Factor by episode, with the worker each time."""
    closed = [held for one in assessments_of(subject, everyone=False) if (held := _closed(subject, one))]
    by_factor: dict[str, list[_Closed]] = defaultdict(list)
    for one in closed:
        for code in one.assessment.factors - NO_FACTOR:
            by_factor[code].append(one)
    found = {
        code: stretch for code, held in sorted(by_factor.items()) if (stretch := _stretch(subject, held)) is not None
    }
    if not found:
        return None
    by_assessment = {one.assessment.claim.id: one for one in closed}
    chosen = {
        thing.claims[0].id: by_assessment[thing.claims[0].id] for stretch in found.values() for thing in stretch.things
    }
    rows = sorted(chosen.values(), key=lambda one: (one.completed, one.assessment.id))
    return Found(
        since=min(stretch.since for stretch in found.values()),
        says=f"Factor {', '.join(map(factor, found))} in {len(rows)} assessments of different episodes, each closed soon after.",
        details=tuple(_detail(subject, one, frozenset(found)) for one in rows),
        evidence=tuple(dict.fromkeys(claim for one in rows for claim in (one.assessment.claim, one.episode))),
        possible=all(stretch.possible for stretch in found.values()),
    )


def _closed(subject: Subject, one: Assessed) -> _Closed | None:
    end = one.episode.valid.end if one.episode else None
    if one.episode is None or end is None or one.completed is None or end.first > subject.as_of:
        return None
    soonest, latest = (end.first - one.completed.last).days, (end.last - one.completed.first).days
    if latest < 0 or soonest > CLOSED_WITHIN.value:
        return None
    sure = soonest >= 0 and latest <= CLOSED_WITHIN.value and end.last <= subject.as_of
    return _Closed(one, one.episode, one.completed, Certainty.CERTAIN if sure else Certainty.POSSIBLE)


def _stretch(subject: Subject, held: list[_Closed]) -> Stretch | None:
    """Those certainly closed in time, where they are enough; else all, only possibly."""
    enough, window = at_least_by(ASSESSMENTS.value), subject.window(MONTHS.value)
    sure = [_dated(one) for one in held if one.certainty is Certainty.CERTAIN]
    certain = find_stretch(sure, MONTHS.value, enough, window)
    if certain and not certain.possible:
        return certain
    maybe = find_stretch(map(_dated, held), MONTHS.value, enough, window)
    return replace(maybe, possible=True) if maybe else None


def _dated(one: _Closed) -> Dated:
    return Dated(one.completed, (one.assessment.claim, one.episode), one.episode.id)


def _detail(subject: Subject, one: _Closed, factors: frozenset[str]) -> tuple[str, str]:
    said = ", ".join(map(factor, sorted(one.assessment.factors & factors)))
    end, outcome = one.episode.valid.end, (one.assessment.claim.value("outcome") or "outcome not recorded")
    return (
        f"Assessment completed {one.completed}",
        f"factor {said}; {plain(outcome)}; episode closed {end}; worker {_workers(subject, one)}",
    )


def _workers(subject: Subject, one: _Closed) -> str:
    """Who was lead or allocated when the assessment was completed."""
    case = subject.case
    names = set()
    for claim in case.all_about(subject.child, ClaimKind.INVOLVEMENT):
        is_worker = claim.agency == one.episode.agency and claim.value("role") in WORKER_ROLES and supports(claim)
        if is_worker and claim.valid.holds_on(one.completed.first) is not Certainty.NO:
            professional = case.entity_at(claim, Role.PROFESSIONAL)
            rows = case.descriptions(professional, ClaimKind.PROFESSIONAL) if professional else ()
            names |= {row.value("name") or "name not recorded" for row in rows}
    return ", ".join(sorted(names)) or "not recorded"


START_AGAIN = Rule(
    name="start_again",
    version="1",
    says=(
        "The same factor is in three or more assessments of different episodes within 36 months, and each episode was "
        "closed within 60 days of its assessment's completion."
    ),
    for_family=(
        "The same worry was looked at several times, each time as if for the first time, and the case was closed soon "
        "after. The question is whether anybody looked at all of it together."
    ),
    settings=(ASSESSMENTS, MONTHS, CLOSED_WITHIN),
    source="Brandon and others (2008), start-again syndrome; the review: fresh eyes without the history.",
    needs=((ASSESSING, "assessments"), (ASSESSING, "episodes")),
    would_refute=(
        "An assessment that reads the earlier ones and says what had changed.",
        "A service that went on after the episode was closed and is recorded elsewhere.",
    ),
    find=find,
)
