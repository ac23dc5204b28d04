"""The assessing agency's work with the child as rules.md §4 reads it: episodes, plans, referrals and assessments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.model.case import Case, begun_by, supports, value_date
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import Certainty, PartialDate
from graph.rules.subject import Subject


def episodes_of(subject: Subject, person: str | None = None, *, everyone: bool = True) -> tuple[Claim, ...]:
    """The assessing agency's episodes of the child (or a person named) begun by `as_of`, by start.

    `everyone=False`: only those the evidence of `known_to` holds.
    """
    if subject.agency is None:
        return ()
    about = subject.case.all_about if everyone else subject.case.about
    found = (
        claim
        for claim in about(person or subject.child, ClaimKind.EPISODE)
        if claim.agency == subject.agency.id and supports(claim) and begun_by(claim.valid, subject.as_of)
    )
    return tuple(sorted(found, key=lambda claim: (claim.valid.maybe_from, claim.id)))


def open_on(episodes: Iterable[Claim], day: date) -> Claim | None:
    """Of the episodes open on a day (start ≤ day < end, possibly), the one begun first."""
    held = (episode for episode in episodes if episode.valid.holds_on(day) is not Certainty.NO)
    return min(held, key=lambda claim: (claim.valid.maybe_from, claim.id), default=None)


def open_episode(subject: Subject) -> Claim | None:
    """The child's open episode at `as_of`."""
    return open_on(episodes_of(subject), subject.as_of)


def current_episode(subject: Subject) -> Claim | None:
    """The child's open episode; where none is open, the latest."""
    episodes = episodes_of(subject)
    latest = max(episodes, key=lambda claim: (claim.valid.maybe_until, claim.valid.maybe_from, claim.id), default=None)
    return open_on(episodes, subject.as_of) or latest


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment: who it names (claims of `assessment_people`), its dates, factors, and the episode it belongs to."""

    id: str
    claim: Claim
    parts: tuple[Claim, ...]
    episode: Claim | None

    @property
    def started(self) -> PartialDate | None:
        """When it was started."""
        return value_date(self.claim, "started") or self.claim.valid.start

    @property
    def completed(self) -> PartialDate | None:
        """When it was completed, None while it is not."""
        return value_date(self.claim, "completed")

    @property
    def factors(self) -> frozenset[str]:
        """The codes of its factors."""
        return frozenset(self.claim.list_of("factors"))

    def named(self, case: Case) -> frozenset[str]:
        """Everyone it names, in any capacity."""
        return frozenset(person for part in self.parts if (person := case.entity_at(part, Role.PERSON)))


def assessments_of(subject: Subject, person: str | None = None, *, everyone: bool = True) -> tuple[Assessed, ...]:
    """The assessing agency's assessments of the child (or a person named) begun by `as_of`, by start.

    Of the child: it is named as the child, or the assessment names one of its episodes. An assessment belongs to the
    episode it names, else to the one in which it started.
    """
    case, who = subject.case, person or subject.child
    if subject.agency is None:
        return ()
    episodes = episodes_of(subject, who)
    found = (_assessed(case, record, episodes) for record in sorted(_assessment_ids(case, who, episodes, everyone)))
    held = (
        one
        for one in found
        if one is not None
        and one.claim.agency == subject.agency.id
        and supports(one.claim)
        and begun_by(one.claim.valid, subject.as_of)
    )
    return tuple(sorted(held, key=lambda one: (one.claim.valid.maybe_from, one.id)))


def _assessment_ids(case: Case, person: str, episodes: Iterable[Claim], everyone: bool) -> set[str]:
    about = case.all_about if everyone else case.about
    ids = {
        assessment
        for part in about(person, ClaimKind.ASSESSMENT_PERSON)
        if supports(part)
        and part.value("capacity") == "child"
        and (assessment := case.entity_at(part, Role.ASSESSMENT))
    }
    for episode in episodes:
        ids |= {case.entity(row.record_id) for row in about(case.entity(episode.record_id), ClaimKind.ASSESSMENT)}
    return ids


def _assessed(case: Case, record: str, episodes: tuple[Claim, ...]) -> Assessed | None:
    claim = next(iter(case.descriptions(record, ClaimKind.ASSESSMENT)), None)
    if claim is None:
        return None
    parts = tuple(part for part in case.all_about(record, ClaimKind.ASSESSMENT_PERSON) if supports(part))
    return Assessed(record, claim, parts, _episode_of(case, claim, episodes))


def _episode_of(case: Case, assessment: Claim, episodes: tuple[Claim, ...]) -> Claim | None:
    named = case.entity_at(assessment, Role.EPISODE)
    if named is not None:
        return next((episode for episode in episodes if case.entity(episode.record_id) == named), None)
    return open_on(episodes, assessment.valid.maybe_from) if assessment.valid.start else None
