"""What lasted for a while in a person's history: episodes, and who worked with them (rules.md §5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from graph.model.case import supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.histories import SpanAnswer
from graph.model.period import Certainty
from graph.questions.telling import Telling
from graph.questions.wording import episode_words, words
from graph.questions.workers import involvements_of

MOMENTS = frozenset({"contact", "referral"})
"""Kinds of episode that are something that happened, and no time of anything."""
_ROLES = {"gp": "GP", "lead": "lead worker"}
_ONE_DAY = timedelta(days=1)


def tell_spans(telling: Telling, person: str) -> tuple[SpanAnswer, ...]:
    """Episodes of the window by start, then workers by start."""
    return (*_episodes(telling, person), *_workers(telling, person))


def _episodes(telling: Telling, person: str) -> Iterator[SpanAnswer]:
    case = telling.case
    until = min(case.dates.until, case.dates.as_of + _ONE_DAY)
    held = [
        claim
        for claim in case.about(person, ClaimKind.EPISODE)
        if supports(claim)
        and claim.value("kind") not in MOMENTS
        and claim.valid.overlaps(case.dates.since, until) is not Certainty.NO
    ]
    for claim in sorted(held, key=lambda one: (one.valid.maybe_from, one.id)):
        yield _span(telling, claim, episode_words(claim.value("kind")))


def _workers(telling: Telling, person: str) -> Iterator[SpanAnswer]:
    case = telling.case
    for claim in involvements_of(case, person):
        professional = case.entity_at(claim, Role.PROFESSIONAL)
        row = next(iter(case.descriptions(professional, ClaimKind.PROFESSIONAL)), None) if professional else None
        name = (row.value("name") if row else None) or "Name not recorded"
        yield _span(
            telling,
            claim,
            f"{name}, {_ROLES.get(role := claim.value('role') or '', words(role, 'involved'))}",
            is_worker=True,
        )


def _span(telling: Telling, claim: Claim, says: str, *, is_worker: bool = False) -> SpanAnswer:
    return SpanAnswer(
        says, telling.agency(claim.agency), telling.period(claim.valid, (claim,)), is_worker, telling.claims((claim,))
    )
