"""A living parent who had no part in any assessment, conference or review of the child's current episode."""

from __future__ import annotations

from dataclasses import dataclass

from graph.family.adults import AdultFound
from graph.model.claims import Claim, Role
from graph.model.period import Certainty
from graph.rules.casework import assessments_of, current_episode
from graph.rules.delivered import is_current
from graph.rules.happenings import Happening, events_with
from graph.rules.rule import ASSESSING, Found, Rule
from graph.rules.subject import Subject
from graph.rules.wording import plain

MEETINGS = frozenset({"conference", "plan_review"})
_NO_PART = frozenset({"mentioned"})
_TABLES = ("assessments", "assessment_people", "events", "event_people")


@dataclass(frozen=True, slots=True)
class _Held:
    """What was held in an episode: how many assessments and meetings, and everyone with a part in one."""

    assessments: int
    meetings: int
    people: frozenset[str]


def find(subject: Subject) -> Found | None:
    """The parents; None where each had a part, or there was no episode."""
    episode = current_episode(subject)
    if episode is None or subject.agency is None or not is_current(subject, subject.agency.id, *_TABLES):
        return None
    held = _held(subject, episode)
    absent = [
        adult for adult in subject.adults if _is_living_parent(subject, adult) and adult.person.id not in held.people
    ]
    if not absent:
        return None
    names = ", ".join(adult.person.name for adult in absent)
    return Found(
        since=episode.valid.start,
        says=f"{names}: no part in any assessment, conference or review of this episode.",
        details=(
            ("Episode", f"{plain(episode.value('kind') or 'episode')} {episode.valid.text}"),
            ("Held in it", f"assessments: {held.assessments}; conferences and reviews: {held.meetings}"),
            *((adult.person.name, _relation(adult)) for adult in absent),
        ),
        evidence=tuple(dict.fromkeys([episode, *(claim for adult in absent for claim in _parenthood(adult))])),
        possible=episode.valid.holds_on(subject.as_of) is Certainty.POSSIBLE or all(map(_may_not_be, absent)),
    )


def _is_living_parent(subject: Subject, adult: AdultFound) -> bool:
    died = adult.person.died
    return bool(_parenthood(adult)) and not (died and died.first <= subject.as_of)


def _parenthood(adult: AdultFound) -> tuple[Claim, ...]:
    return tuple(claim for ground in adult.grounds if ground.kind == "parent" for claim in ground.claims)


def _may_not_be(adult: AdultFound) -> bool:
    return all(ground.is_possible for ground in adult.grounds if ground.kind == "parent")


def _relation(adult: AdultFound) -> str:
    said = {piece.says for ground in adult.grounds if ground.kind == "parent" for piece in ground.evidence}
    return f"{', '.join(sorted(said))}; no part on record"


def _held(subject: Subject, episode: Claim) -> _Held:
    case = subject.case
    assessments = [one for one in assessments_of(subject) if one.episode is not None and one.episode.id == episode.id]
    meetings = _meetings(subject, episode)
    people: frozenset[str] = frozenset().union(*(one.named(case) for one in assessments))
    for event in meetings:
        parts = (part for part in event.parts if part.value("role") not in _NO_PART)
        people |= {person for part in parts if (person := case.entity_at(part, Role.PERSON))}
    return _Held(len(assessments), len(meetings), people)


def _meetings(subject: Subject, episode: Claim) -> list[Happening]:
    """Conferences and reviews about the child: of the episode they name, else those held while it was open."""
    case = subject.case
    wanted = case.entity(episode.record_id)
    held = []
    for event in events_with(case, subject.child, subject.as_of, everyone=True):
        named = case.entity_at(event.claim, Role.EPISODE)
        during = event.on is not None and episode.valid.overlaps(event.on.first, event.on.after) is not Certainty.NO
        if event.type in MEETINGS and (named == wanted if named else during):
            held.append(event)
    return held


PARENT_NOT_ENGAGED = Rule(
    name="parent_not_engaged",
    version="1",
    says=(
        "A living parent, present or absent, has no part in any assessment, conference or review of the child's "
        "current episode (where none is open: the latest)."
    ),
    for_family=(
        "One of the child's parents was not asked or seen in the work that is going on. It does not say whose fault "
        "that is; parents who live elsewhere have a right to be asked, and may be able to help."
    ),
    settings=(),
    source="The Myth of Invisible Men (2021); Working Together to Safeguard Children (2023).",
    needs=tuple((ASSESSING, table) for table in ("episodes", *_TABLES)),
    would_refute=(
        "Minutes or case notes that show the parent took part.",
        "A recorded reason why the parent could not safely be asked.",
        "The relationship on record is wrong, or the parent has died.",
    ),
    find=find,
)
