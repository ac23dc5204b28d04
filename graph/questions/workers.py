"""Who worked with a person after whom, and when nobody did (rules.md §5: spans, hand-overs, gaps, turnover)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from graph.family.feeds import days_of_feeds
from graph.model.answers import PeriodAnswer
from graph.model.case import Case, supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.histories import GapAnswer
from graph.model.period import EARLIEST, Certainty, Period, working_days
from graph.questions.telling import Telling
from graph.rules.spans import left_of, meet, runs_of
from graph.rules.subject import Span

CASE_ROLES = frozenset({"lead", "allocated"})
_HOLDS_THE_CASE = "holds the case"
_NO_CASEWORK = frozenset({"contact", "school_roll", "tenancy"})
"""Kinds of episode that nobody is allocated to."""
_WORKS_BY_ALLOCATION = "children_social_care"
_ONE_DAY = timedelta(days=1)


def involvements_of(case: Case, person: str) -> list[Claim]:
    """Involvements overlapping the window, by start."""
    window = _window(case)
    return [
        claim
        for claim in _all_involvements(case, person)
        if claim.valid.overlaps(window.since, window.until) is not Certainty.NO
    ]


def _all_involvements(case: Case, person: str) -> list[Claim]:
    held = [claim for claim in case.about(person, ClaimKind.INVOLVEMENT) if supports(claim)]
    return sorted(held, key=lambda claim: (claim.valid.maybe_from, claim.id))


def _window(case: Case) -> Span:
    return Span(case.dates.since, min(case.dates.until, case.dates.as_of + _ONE_DAY))


def worker_of(case: Case, claim: Claim) -> str:
    """Who an involvement is of; one that names nobody is somebody of its own."""
    return case.entity_at(claim, Role.PROFESSIONAL) or claim.record_id


def turnover(case: Case, held: Iterable[Claim]) -> int:
    """How many lead or allocated workers there were among these involvements."""
    return len({worker_of(case, claim) for claim in held if claim.value("role") in CASE_ROLES})


@dataclass(frozen=True, slots=True)
class Change:
    """One worker after another, and the working days certainly without either."""

    earlier: Claim
    later: Claim
    working_days: int


def hand_overs(case: Case, held: Iterable[Claim]) -> Iterator[Change]:
    """Hand-overs in one role of one agency: from whoever had worked longest into it when the next one came.

    Lead and allocated are one role, that of whoever holds the case. Somebody who stays on beside the new one hands nothing over.
    """
    for line in _lines(held).values():
        for index, later in enumerate(line):
            before = [claim for claim in line[:index] if claim.valid.maybe_from < later.valid.maybe_from]
            if not before or later.valid.maybe_from == EARLIEST:
                continue
            earlier = max(before, key=lambda claim: (claim.valid.maybe_until, claim.valid.maybe_from, claim.id))
            stays = earlier.valid.is_open or earlier.valid.maybe_until > later.valid.maybe_until
            if not stays and worker_of(case, earlier) != worker_of(case, later):
                yield Change(earlier, later, working_days(earlier.valid.maybe_until, later.valid.maybe_from))


def _lines(held: Iterable[Claim]) -> Mapping[tuple[str, str], list[Claim]]:
    lines: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in held:
        role = claim.value("role") or ""
        lines[claim.agency, _HOLDS_THE_CASE if role in CASE_ROLES else role].append(claim)
    return lines


def unallocated(telling: Telling, person: str) -> tuple[GapAnswer, ...]:
    """Stretches of the window with nobody allocated, by agency and start: working days only, as far as its feed reaches.

    While an episode of the agency was open; where it has none on record, from one worker to the next.
    """
    case = telling.case
    workers: dict[str, list[Period]] = defaultdict(list)
    for claim in _all_involvements(case, person):
        if claim.value("role") in CASE_ROLES:
            workers[claim.agency].append(claim.valid)
    known_to = case.dates.known_to
    agencies = {held.id for held in case.partnership.agencies.values() if held.kind == _WORKS_BY_ALLOCATION}
    asked = (agencies | workers.keys()) & (known_to if known_to is not None else agencies | workers.keys())
    return tuple(
        GapAnswer(_told(gap, case), telling.agency(agency))
        for agency in sorted(asked)
        for gap in _gaps(case, agency, workers[agency], _episodes(case, person, agency))
        if working_days(gap.since, gap.until) > 0
    )


def _episodes(case: Case, person: str, agency: str) -> list[Period]:
    return [
        claim.valid
        for claim in case.about(person, ClaimKind.EPISODE)
        if claim.agency == agency and supports(claim) and claim.value("kind") not in _NO_CASEWORK
    ]


def _gaps(case: Case, agency: str, workers: Sequence[Period], episodes: Sequence[Period]) -> Iterator[Span]:
    feeds = [feed for feed in case.partnership.feeds if (feed.agency, feed.table) == (agency, "involvements")]
    covered = days_of_feeds(feeds, case.dates.as_of)
    within = meet(_window(case), Span(covered[0], covered[1] + _ONE_DAY)) if covered else None
    if within is None:
        return
    worked = runs_of(workers, within, sure=False)
    if episodes:
        for run in runs_of(episodes, within, sure=True):
            yield from left_of(run, runs_of(workers, run, sure=False))
    elif worked:
        yield from left_of(Span(worked[0].since, worked[-1].until), worked)


def _told(gap: Span, case: Case) -> PeriodAnswer:
    still = gap.until > case.dates.as_of
    return PeriodAnswer(gap.since.isoformat(), None if still else gap.until.isoformat(), open=still)
