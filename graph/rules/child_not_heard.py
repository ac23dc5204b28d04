"""`child_not_heard`: nobody saw the child alone, asked it or wrote down its voice while an episode was open (rules.md §4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from graph.model.claims import Claim, Role
from graph.model.period import Certainty, PartialDate, age_on, of_day
from graph.model.vocabulary import EVENT_ROLES, PLAN_KINDS
from graph.rules.casework import assessments_of, episodes_of
from graph.rules.delivered import is_current
from graph.rules.happenings import ABOUT_ROLES, Happening, events_with
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.subject import Span, Subject
from graph.rules.wording import plain, sentence

AGE = Setting("age_from", 4, f"years, from which a child is expected to be seen alone ({LOCAL})")
ALONE_DAYS = Setting("days_not_seen_alone", 42, f"days up to the day asked about, a plan being open ({LOCAL})")
VOICE_DAYS = Setting("days_without_voice", 90, f"days up to the day asked about, an episode being open ({LOCAL})")
_HEARD_ROLES = EVENT_ROLES - {"mentioned", "reporter"}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Unheard:
    """One way in which the child was not heard: since when, in words, what shows it, on which claims."""

    since: PartialDate | None
    says: str
    details: tuple[tuple[str, str], ...]
    evidence: tuple[Claim, ...]
    possible: bool = False


def find(subject: Subject) -> Found | None:
    """In which ways the child was not heard while an episode is open, and whom the record is about; or None."""
    episodes = [
        episode
        for episode in episodes_of(subject, everyone=False)
        if episode.valid.holds_on(subject.as_of) is not Certainty.NO
    ]
    if not episodes:
        return None
    ways = [
        way for way in (_not_seen_alone(subject, episodes), _not_seen_in(subject), _no_voice(subject, episodes)) if way
    ]
    if not ways:
        return None
    return Found(
        since=min((way.since for way in ways if way.since), default=None),
        says=sentence(way.says for way in ways),
        details=(*(detail for way in ways for detail in way.details), *_whom_it_is_about(subject)),
        evidence=tuple(dict.fromkeys(claim for way in ways for claim in way.evidence)),
        possible=all(way.possible for way in ways),
    )


def _heard(subject: Subject) -> tuple[Happening, ...]:
    """Every event with the child in it, whoever knows it: what somebody heard is heard."""
    return events_with(subject.case, subject.child, subject.as_of, _HEARD_ROLES, everyone=True)


def _not_seen_alone(subject: Subject, episodes: Iterable[Claim]) -> Unheard | None:
    """From the age set: a plan is open, and the child was not seen alone in the last days."""
    plans = [episode for episode in episodes if episode.value("kind") in PLAN_KINDS]
    old_enough = _old_enough(subject)
    if not plans or old_enough is Certainty.NO:
        return None
    alone = [event for event in _heard(subject) if _is_alone(event)]
    silence = _silence(subject, plans, alone, ALONE_DAYS.value)
    if silence is None:
        return None
    return Unheard(
        since=silence.since,
        says=f"not seen alone in the last {ALONE_DAYS.value} days of an open plan",
        details=(("last seen alone", f"{_last(alone)}; {_open(plans)}"),),
        evidence=(*plans, *_newest(alone)),
        possible=silence.possible or old_enough is Certainty.POSSIBLE,
    )


def _is_alone(event: Happening) -> bool:
    seen = (event.category, event.type) == ("child_voice", "seen_alone")
    return seen or event.claim.says_yes("child_seen_alone") is True


def _old_enough(subject: Subject) -> Certainty:
    """Whether the child has reached the age set; possibly where its birth date is partial or about."""
    child, as_of = subject.individual(subject.child), subject.as_of
    if child.born:
        oldest = age_on(child.born, as_of)
        youngest = age_on(PartialDate(child.born.last, child.born.after, ""), as_of)
    elif child.born_about:
        oldest, youngest = as_of.year - child.born_about[0], as_of.year - child.born_about[1] - 1
    else:
        return Certainty.NO
    if youngest >= AGE.value:
        return Certainty.CERTAIN
    return Certainty.POSSIBLE if oldest >= AGE.value else Certainty.NO


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing in the last days: since when that was so while an episode was open, and whether only possibly."""

    since: PartialDate | None
    possible: bool


def _silence(subject: Subject, episodes: Iterable[Claim], heard: Iterable[Happening], days: int) -> Silence | None:
    """That none of these events lies in the last days, both counted; None where one does or they are not delivered."""
    if subject.agency is None or not is_current(subject, subject.agency.id, "events", "event_people"):
        return None
    dates = [event.on for event in heard if event.on]
    last_days = Span(subject.as_of - timedelta(days=days), subject.as_of + _ONE_DAY)
    inside = max((last_days.has(on) for on in dates), default=Certainty.NO)
    if inside is Certainty.CERTAIN:
        return None
    surely_open = any(episode.valid.holds_on(subject.as_of) is Certainty.CERTAIN for episode in episodes)
    overdue = [of_day(on.last + timedelta(days=days + 1)) for on in dates if last_days.has(on) is Certainty.NO]
    return Silence(_since(episodes, overdue), inside is Certainty.POSSIBLE or not surely_open)


def _since(episodes: Iterable[Claim], overdue: list[PartialDate]) -> PartialDate | None:
    """The later of the day the first episode was opened and the day after the time allowed since the last entry."""
    starts = [episode.valid.start for episode in episodes]
    opened = min((start for start in starts if start), default=None) if all(starts) else None
    return max((day for day in (opened, *overdue) if day), default=None)


def _not_seen_in(subject: Subject) -> Unheard | None:
    """The current assessment (the latest of the open episodes), where it says that the child was not seen."""
    of_open = [
        one
        for one in assessments_of(subject, everyone=False)
        if one.episode and one.episode.valid.holds_on(subject.as_of) is not Certainty.NO
    ]
    if not of_open:
        return None
    current = of_open[-1]
    own = [part for part in current.parts if subject.case.entity_at(part, Role.PERSON) == subject.child]
    said = {part.says_yes("seen") for part in own}
    if False not in said or True in said:
        return None
    return Unheard(
        since=current.started,
        says="the current assessment says that the child was not seen",
        details=(("current assessment", f"{current.claim.valid.text}: child not seen"),),
        evidence=(current.claim, *own),
    )


def _no_voice(subject: Subject, episodes: list[Claim]) -> Unheard | None:
    """Nothing of the child's voice in the last days, an episode being open."""
    voiced = [event for event in _heard(subject) if event.category == "child_voice"]
    silence = _silence(subject, episodes, voiced, VOICE_DAYS.value)
    if silence is None:
        return None
    return Unheard(
        since=silence.since,
        says=f"nothing of the child's voice recorded in the last {VOICE_DAYS.value} days",
        details=(("last record of the child's voice", f"{_last(voiced)}; {_open(episodes)}"),),
        evidence=(*episodes, *_newest(voiced)),
        possible=silence.possible,
    )


def _last(events: list[Happening]) -> str:
    return str(events[-1].on) if events else "none on record"


def _open(episodes: Iterable[Claim]) -> str:
    """The episodes, so that it can be seen whether they are young."""
    return ", ".join(f"{plain(episode.value('kind') or 'episode')} {episode.valid.text}" for episode in episodes)


def _newest(events: list[Happening]) -> tuple[Claim, ...]:
    return tuple(event.claim for event in events[-1:])


def _whom_it_is_about(subject: Subject) -> Iterator[tuple[str, str]]:
    """Entries of the assessing agency per person of the family and quarter of the window, the child first."""
    family = {carer.person for carer in subject.circle.carers} | {path.person for path in subject.circle.siblings}
    others = sorted(family - {subject.child}, key=lambda person: (subject.name(person), person))
    counted = {person: _per_quarter(subject, person) for person in (subject.child, *others)}
    for quarter in sorted({quarter for counts in counted.values() for quarter in counts}):
        told = [
            f"{subject.name(person)} {counts[quarter]}"
            for person, counts in counted.items()
            if counts[quarter] or person == subject.child
        ]
        yield f"entries about, {quarter}", ", ".join(told)


def _per_quarter(subject: Subject, person: str) -> Counter[str]:
    window = subject.window()
    return Counter(
        _quarter(event.on)
        for event in events_with(subject.case, person, subject.as_of, ABOUT_ROLES)
        if event.on and subject.agency and event.agency == subject.agency.id and window.has(event.on)
    )


def _quarter(on: PartialDate) -> str:
    """The quarter a date lies in; what its source gave where that is no one quarter."""
    first, last = ((day.year, (day.month + 2) // 3) for day in (on.first, on.last))
    return f"{first[0]} quarter {first[1]}" if first == last else f"{on}, quarter not known"


CHILD_NOT_HEARD = Rule(
    name="child_not_heard",
    version="1",
    says=(
        "While an episode is open the record holds nothing from the child: not seen alone, not seen for the assessment, or "
        "no voice. Beside it: whom the record is about."
    ),
    for_family=(
        "The record says little of what your child sees and wants. Your child may ask to talk with a worker alone, and you "
        "may ask that this is written down."
    ),
    settings=(AGE, ALONE_DAYS, VOICE_DAYS),
    source=(
        "Review: the child's voice was missed. No published number; local settings. The days count back from the day asked "
        "about, also where the plan or episode is younger: since when it is open is told beside."
    ),
    needs=(
        (ASSESSING, "episodes"),
        (ASSESSING, "events"),
        (ASSESSING, "event_people"),
        (ASSESSING, "assessments"),
        (ASSESSING, "assessment_people"),
    ),
    would_refute=(
        "a visit at which the child was seen alone, or spoken to, that was not entered",
        "an assessment's row that says the child was seen",
    ),
    find=find,
)
