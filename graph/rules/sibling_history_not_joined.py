"""A sibling's child protection or care history that no assessment of the child names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graph.family.people import ages_in_words
from graph.model.case import begun_by, supports
from graph.model.claims import Claim, ClaimKind
from graph.model.period import Certainty, PartialDate, Period
from graph.rules.casework import Assessed, assessments_of, current_episode, open_episode
from graph.rules.delivered import is_current
from graph.rules.happenings import ABOUT_ROLES, events_with
from graph.rules.rule import ASSESSING, Found, Rule
from graph.rules.start_again import NO_FACTOR
from graph.rules.subject import Subject
from graph.rules.wording import factor, plain

HISTORY = frozenset({"section47", "child_protection", "pre_proceedings", "looked_after"})


@dataclass(frozen=True, slots=True)
class _History:
    """One thing in a sibling's past: what, when, on which claim, and whether it was certainly before."""

    sibling: str
    says: str
    when: Period
    claim: Claim
    certainty: Certainty


def find(subject: Subject) -> Found | None:
    """The siblings with their history; None where each is named, or none has any."""
    if subject.agency is None or not is_current(subject, subject.agency.id, "assessments", "assessment_people"):
        return None
    episode, mine = current_episode(subject), assessments_of(subject)
    of_episode = [one for one in mine if episode is None or (one.episode is not None and one.episode.id == episode.id)]
    named = frozenset[str]().union(*(one.named(subject.case) for one in of_episode))
    siblings = [path for path in subject.circle.siblings if path.person not in named | subject.disregarding]
    history = [piece for path in siblings for piece in _history(subject, path.person, of_episode)]
    if not history:
        return None
    with_any = [path for path in siblings if any(piece.sibling == path.person for piece in history)]
    return Found(
        since=min((piece.when.start for piece in history if piece.when.start), default=None),
        says=f"{', '.join(subject.name(path.person) for path in with_any)}: earlier history that no assessment joins.",
        details=tuple(_timelines(subject, history, episode)),
        evidence=tuple(
            dict.fromkeys([*(piece.claim for piece in history), *(c for path in with_any for c in path.claims)])
        ),
        possible=all(piece.certainty is Certainty.POSSIBLE for piece in history),
    )


def _history(subject: Subject, sibling: str, mine: list[Assessed]) -> Iterator[_History]:
    case, before = subject.case, _before(subject)
    for claim in case.about(sibling, ClaimKind.EPISODE):
        if claim.value("kind") in HISTORY and supports(claim):
            yield from _if_before(sibling, plain(claim.value("kind") or ""), claim, before)
    for event in events_with(case, sibling, subject.as_of, ABOUT_ROLES):
        if event.type == "section47":
            yield from _if_before(sibling, plain(event.type), event.claim, before)
    factors = frozenset[str]().union(*(one.factors for one in mine)) - NO_FACTOR
    for one in assessments_of(subject, sibling, everyone=False):
        same = sorted(one.factors & factors)
        if same and not any(one.id == other.id for other in mine):
            yield from _if_before(
                sibling, f"assessed with the same factor {', '.join(map(factor, same))}", one.claim, before
            )


def _before(subject: Subject) -> tuple[date, date]:
    """The days (first, last possible) before which history counts: the open episode's beginning, else `as_of`."""
    episode = open_episode(subject)
    if episode is None:
        return subject.as_of, subject.as_of
    return episode.valid.maybe_from, episode.valid.surely_from


def _if_before(sibling: str, says: str, claim: Claim, before: tuple[date, date]) -> Iterator[_History]:
    surely, maybe = before
    if not begun_by(claim.valid, maybe - timedelta(days=1) if maybe > date.min else maybe):
        return
    sure = claim.valid.surely_from < surely
    yield _History(sibling, says, claim.valid, claim, Certainty.CERTAIN if sure else Certainty.POSSIBLE)


def _timelines(subject: Subject, history: list[_History], episode: Claim | None) -> Iterator[tuple[str, str]]:
    """Both timelines by date, each with the age of whom it is about."""
    for piece in sorted(history, key=lambda one: (one.when.maybe_from, one.sibling, one.claim.id)):
        name, agency = subject.name(piece.sibling), subject.agency_name(piece.claim.agency)
        yield f"{name}{_aged(subject, piece.sibling, piece.when.start)}", f"{piece.says} {piece.when.text} ({agency})"
    if episode is not None:
        kind = plain(episode.value("kind") or "episode")
        yield (
            f"{subject.name(subject.child)}{_aged(subject, subject.child, episode.valid.start)}",
            f"{kind} {episode.valid.text}",
        )


def _aged(subject: Subject, person: str, day: PartialDate | None) -> str:
    age = ages_in_words(subject.individual(person).ages_at(day.first, day.last)) if day else None
    return "" if age is None else f", aged {age}"


SIBLING_HISTORY_NOT_JOINED = Rule(
    name="sibling_history_not_joined",
    version="1",
    says=(
        "A sibling of any kind had a section 47 enquiry, a child protection plan, pre-proceedings or care, or was "
        "assessed with the same factor, before the child's open episode began (where none is open: before the day asked "
        "about), and no assessment of the child in that episode names that sibling."
    ),
    for_family=(
        "A brother or sister was helped or protected by children's services before. The work with this child does not "
        "mention it, so what was learnt then may not be used now."
    ),
    settings=(),
    source="The review: Mother's parenting of two older children was of significance.",
    needs=((ASSESSING, "episodes"), (ASSESSING, "assessments"), (ASSESSING, "assessment_people")),
    would_refute=(
        "An assessment that sets out the sibling's history without listing the sibling among those it is about.",
        "The two are not siblings.",
    ),
    find=find,
)
