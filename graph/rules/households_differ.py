"""`households_differ`: agencies disagree who lives with the child. Silence is not disagreement (rules.md §4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import permutations

from graph.family.households import joins_people, place
from graph.model.case import supports
from graph.model.claims import Claim, ClaimKind, Role
from graph.model.period import Certainty, PartialDate
from graph.model.vocabulary import LIVING_ROLES
from graph.rules.rule import ASSESSING, LOCAL, Found, Rule, Setting
from graph.rules.subject import Subject
from graph.rules.wording import sentence

RESIDENTS = Setting("residents_named", 2, f"or more at one home, for an agency to say who lives there ({LOCAL})")
_PART_OF_THE_TIME = frozenset({"overnight", "part_time"})


@dataclass(frozen=True, slots=True)
class Said:
    """Where one agency says a person lives on the day: how certainly, whether only part of the time."""

    person: str
    household: str
    certainty: Certainty
    part_of_the_time: bool
    claim: Claim


@dataclass(frozen=True, slots=True)
class Difference:
    """One agency has a person at the child's home; another says who lives there and doesn't, or has them elsewhere."""

    person: str
    since: PartialDate | None
    evidence: tuple[Claim, ...]
    certainty: Certainty


Voices = Mapping[str, tuple[Said, ...]]
"""What each agency says of the day."""


def find(subject: Subject) -> Found | None:
    """The differences on the day asked about, and the table of agencies by people; or None."""
    homes = _homes(subject)
    voices = _voices(subject, homes)
    found = [
        replace(difference, certainty=min(certainty, difference.certainty))
        for one, other in permutations(voices, 2)
        for home, certainty in homes.items()
        for difference in _differences(subject, home, voices[one], voices[other])
        if difference.certainty is not Certainty.NO
    ]
    if not found:
        return None
    people = sorted({one.person for one in found}, key=lambda person: (subject.name(person), person))
    return Found(
        since=min((one.since for one in found if one.since), default=None),
        says=sentence([f"agencies differ on {_words(subject, people)}"]),
        details=tuple(_table(subject, homes, voices)),
        evidence=tuple(dict.fromkeys(claim for one in found for claim in one.evidence)),
        possible=all(one.certainty is Certainty.POSSIBLE for one in found),
    )


def _words(subject: Subject, people: list[str]) -> str:
    others = [subject.name(person) for person in people if person != subject.child]
    verb = "lives" if len(others) == 1 else "live"
    said = [f"whether {', '.join(others)} {verb} with the child"] if others else []
    return " and ".join([*said, *(["where the child lives"] if subject.child in people else [])])


def _homes(subject: Subject) -> Mapping[str, Certainty]:
    """The homes at which some agency says the child lives on the day, of those that join their people."""
    found: dict[str, Certainty] = {}
    for said in _of_person(subject, subject.child):
        if joins_people(subject.case, said.household, subject.as_of):
            found[said.household] = max(found.get(said.household, Certainty.NO), said.certainty)
    return found


def _of_person(subject: Subject, person: str) -> Iterator[Said]:
    """Where agencies say a person lives on the day; never at a confidential place."""
    case = subject.case
    for claim in case.about(person, ClaimKind.RESIDENCE):
        role, household = claim.value("role") or "resident", case.entity_at(claim, Role.HOUSEHOLD)
        certainty = claim.valid.holds_on(subject.as_of)
        if role not in LIVING_ROLES or household is None or certainty is Certainty.NO or not supports(claim):
            continue
        if not place(case, household).confidential:
            yield Said(person, household, certainty, role in _PART_OF_THE_TIME, claim)


def _voices(subject: Subject, homes: Mapping[str, Certainty]) -> Voices:
    """What each agency says of the child, and of everyone whom somebody ever had at one of its homes."""
    case = subject.case
    told = (claim for home in homes for claim in case.about(home, ClaimKind.RESIDENCE))
    people = {person for claim in told if (person := case.entity_at(claim, Role.PERSON))} | {subject.child}
    found: dict[str, list[Said]] = {}
    for person in sorted(people - subject.disregarding):
        for said in _of_person(subject, person):
            found.setdefault(said.claim.agency, []).append(said)
    return {agency: tuple(said) for agency, said in sorted(found.items())}


def _differences(subject: Subject, home: str, ours: tuple[Said, ...], theirs: tuple[Said, ...]) -> Iterator[Difference]:
    """Whom the first agency has at the home and the second hasn't."""
    we_speak, they_speak = _speaks(home, ours), _speaks(home, theirs)
    at_home = [said for said in theirs if said.household == home]
    for said in ours:
        if said.household != home or any(one.person == said.person for one in at_home):
            continue
        elsewhere = [one for one in theirs if one.person == said.person]
        surely_elsewhere = [one for one in elsewhere if not (one.part_of_the_time or said.part_of_the_time)]
        if surely_elsewhere:
            held = max(one.certainty for one in surely_elsewhere)
            yield _difference(said, surely_elsewhere, min(said.certainty, held))
        elif not elsewhere and said.person != subject.child:
            yield _difference(said, at_home, min(said.certainty, we_speak, they_speak))


def _speaks(home: str, voice: tuple[Said, ...]) -> Certainty:
    """Whether an agency names enough residents of the home to say who lives there."""
    for certainty in (Certainty.CERTAIN, Certainty.POSSIBLE):
        named = {said.person for said in voice if said.household == home and said.certainty >= certainty}
        if len(named) >= RESIDENTS.value:
            return certainty
    return Certainty.NO


def _difference(said: Said, against: list[Said], certainty: Certainty) -> Difference:
    starts = [
        said.claim.valid.start,
        min((one.claim.valid.start for one in against if one.claim.valid.start), default=None),
    ]
    since = max(start for start in starts if start) if any(starts) else None
    return Difference(said.person, since, (said.claim, *(one.claim for one in against)), certainty)


def _table(subject: Subject, homes: Mapping[str, Certainty], voices: Voices) -> Iterator[tuple[str, str]]:
    """Agencies by people: what each says of everybody whom one of them has at the child's home."""
    named = {said.person for voice in voices.values() for said in voice if said.household in homes}
    people = sorted(named, key=lambda person: (person != subject.child, subject.name(person), person))
    for agency, voice in voices.items():
        said = (f"{subject.name(person)} {_place_of(subject, person, homes, voice)}" for person in people)
        yield subject.agency_name(agency), "; ".join(said)


def _place_of(subject: Subject, person: str, homes: Mapping[str, Certainty], voice: tuple[Said, ...]) -> str:
    mine = [said for said in voice if said.person == person]
    if not mine:
        return "not named"
    at_home = [said for said in mine if said.household in homes]
    told = (at_home or mine)[0]
    unconfirmed = subject.case.unconfirmed_since(told.claim)
    asked = f", unconfirmed since {unconfirmed.date().isoformat()}" if unconfirmed else ""
    time = "part of the time " if told.part_of_the_time else ""
    return f"{time}{'at the home' if at_home else 'elsewhere'}, {told.claim.valid.text}{asked}"


HOUSEHOLDS_DIFFER = Rule(
    name="households_differ",
    version="1",
    says=(
        "On the day, agencies that each name people at the child's home, or another address for one of them, differ on who "
        "lives with the child. An agency that names nobody does not differ."
    ),
    for_family=(
        "Services have different things written down about who lives with your child. You may tell them what is right; "
        "nobody has done anything wrong by it."
    ),
    settings=(RESIDENTS,),
    source="Review: the full picture was not put side by side. No published definition; local setting.",
    needs=((ASSESSING, "residences"), ("housing", "residences")),
    would_refute=(
        "one of the records is out of date: somebody moved and only one agency was told",
        "two records taken for one person, or for one household, are two",
    ),
    find=find,
)
