"""`genogram`: the family of a person over up to four generations, and who lives together, as of the dates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b

from graph.family.households import joins_people, residents_on, stays_of
from graph.family.people import Individual
from graph.model.answers import Blank
from graph.model.case import Case
from graph.model.claims import ClaimKind
from graph.model.genogram import (
    Branch,
    Genogram,
    GenogramPerson,
    Home,
    Member,
    Standing,
    Tie,
    TieSort,
    Twins,
)
from graph.model.people import EntityKind
from graph.model.period import Certainty
from graph.questions.kin import FURTHEST, Family, KinTie, ties_of
from graph.questions.reading import AROUND, Reading
from graph.questions.telling import Telling, status_of
from graph.store.port import Step

_KIN = Step(
    frozenset({ClaimKind.RELATIONSHIP, ClaimKind.RESIDENCE}), frozenset({EntityKind.PERSON, EntityKind.HOUSEHOLD})
)
_A_DAY = len("2019-05-03")


def find_genogram(reading: Reading, around: str, opened: Sequence[str] = ()) -> Genogram | None:
    """The genogram around a person, or None when there is no such person or none the caller may know of.

    `opened`: people whose kin are drawn too. Anybody among them who is not drawn is passed over.
    """
    first = reading.fetch((around,), AROUND)
    case = reading.case(first)
    centre = case.entity(around)
    if not case.descriptions(centre, ClaimKind.PERSON) or not reading.may_ask_about(case, centre):
        return None
    kin = _kin_of(ties_of(case), {centre, *_living_with(case, centre)})
    case = reading.case(first, reading.fetch(sorted({*kin, *opened}), (_KIN, _KIN)))
    return _Telling(reading, case, case.entity(centre)).tell([case.entity(one) for one in opened])


def _kin_of(ties: Iterable[KinTie], people: set[str]) -> set[str]:
    """Everybody within as many ties as a genogram goes."""
    held, reached = tuple(ties), set(people)
    for _ in range(FURTHEST):
        reached |= {end for tie in held if {tie.source, tie.target} & reached for end in (tie.source, tie.target)}
    return reached


def _living_with(case: Case, person: str) -> frozenset[str]:
    """Whoever lives at a home of the person on the day, themselves included; homes that join people only."""
    return frozenset(resident for home in _homes(case, person) for resident in residents_on(case, home, _day(case)))


def _homes(case: Case, person: str) -> tuple[str, ...]:
    there = {stay.household for stay in stays_of(case, person) if stay.period.holds_on(_day(case)) is not Certainty.NO}
    return tuple(home for home in sorted(there) if joins_people(case, home, _day(case)))


def _day(case: Case) -> date:
    return case.dates.as_of


class _Telling:
    """One case told as a genogram."""

    def __init__(self, reading: Reading, case: Case, centre: str) -> None:
        self._reading, self._case, self._centre = reading, case, centre
        self._telling: Telling = reading.telling(case)
        self._together = _living_with(case, centre)

    def tell(self, opened: Sequence[str]) -> Genogram:
        """The whole answer."""
        ties = [tie for tie in ties_of(self._case) if self._may_stand(tie.source) and self._may_stand(tie.target)]
        family = Family(tuple(ties), self._rank)
        chosen = family.choose(self._centre, filter(self._may_stand, self._together), opened)
        drawn = set(chosen)
        blanks = self._withheld_about(drawn)
        self._reading.show(*chosen)
        inside = [tie for tie in ties if {tie.source, tie.target} <= drawn]
        left_out = family.left_out(chosen)
        return Genogram(
            asked=replace(self._telling.asked(blanks), withheld=bool(blanks)),
            around=self._centre,
            people=tuple(self._person(person) for person in sorted(chosen, key=self._order)),
            ties=tuple(self._tie(tie) for tie in inside),
            twins=tuple(self._twins(inside)),
            homes=tuple(self._told_homes(chosen)),
            branches=tuple(
                Branch(person, self._telling.individual(person).name, len(others))
                for person, others in sorted(left_out.items(), key=lambda item: self._order(item[0]))
            ),
            more=_more(len(frozenset[str]().union(*left_out.values()))),
            blanks=blanks,
        )

    def _withheld_about(self, drawn: Collection[str]) -> tuple[Blank, ...]:
        """What is withheld about those drawn: an address may name anybody to be opened, who then tells nothing of themselves."""
        case = self._case
        about = tuple(one for one in case.withheld_people if case.entity(one[1]) in drawn)
        return self._reading.telling(replace(case, withheld_people=about)).withheld()

    def _rank(self, person: str) -> tuple[object, ...]:
        one = self._telling.individual(person)
        born = one.born or one.expected
        return (born.first if born else date.max, one.name, person)

    def _order(self, person: str) -> tuple[object, ...]:
        return (person != self._centre, person not in self._together, *self._rank(person))

    def _may_stand(self, person: str) -> bool:
        """Whether a person is of that day: born or expected by then. Whom it is about always is."""
        begin = self._telling.individual(person).links_begin
        return person == self._centre or begin is None or begin <= _day(self._case)

    def _person(self, person: str) -> GenogramPerson:
        standing = standing_on(self._telling.individual(person), _day(self._case))
        return GenogramPerson(self._telling.person(person), standing, person == self._centre, person in self._together)

    def _tie(self, tie: KinTie) -> Tie:
        told = self._telling
        return Tie(
            id="t" + blake2b("\x1f".join((tie.source, tie.target, tie.label)).encode(), digest_size=10).hexdigest(),
            source=tie.source,
            target=tie.target,
            sort=tie.sort,
            label=tie.label.replace("_", " "),
            valid=told.period(tie.period, tie.claims),
            ended=tie.ended,
            possible=tie.possible,
            differs=tie.differs,
            agencies=told.agencies(claim.agency for claim in tie.claims),
            status=status_of(tie.claims),
            claims=told.claims(tie.claims),
        )

    def _twins(self, ties: Sequence[KinTie]) -> list[Twins]:
        """Children of one mother born on one day; a said pair of twins where one is on record."""
        parents: dict[str, set[str]] = {}
        for tie in ties:
            if tie.sort is TieSort.BIRTH:
                parents.setdefault(tie.target, set()).add(tie.source)
        alike: dict[tuple[str, str], list[str]] = {}
        for child, above in parents.items():
            born = self._telling.individual(child).born
            mothers = [parent for parent in above if self._telling.individual(parent).sex != "M"]
            if born and len(born.text) == _A_DAY and mothers:
                alike.setdefault((born.text, min(mothers, key=self._mother_first)), []).append(child)
        said = {frozenset((tie.source, tie.target)) for tie in ties if tie.label == "identical_twin"}
        return [
            Twins(tuple(sorted(group)), frozenset(group) in said)
            for _, group in sorted(alike.items())
            if len(group) > 1
        ]

    def _mother_first(self, parent: str) -> tuple[bool, str]:
        return (self._telling.individual(parent).sex != "F", parent)

    def _told_homes(self, chosen: Sequence[str]) -> list[Home]:
        homes = sorted({home for person in chosen for home in _homes(self._case, person)})
        return [self._home(home, chosen) for home in homes]

    def _home(self, home: str, chosen: Sequence[str]) -> Home:
        there = residents_on(self._case, home, _day(self._case))
        members = []
        for person in chosen:
            claims = [claim for stay in there.get(person, ()) for claim in stay.claims]
            if claims:
                roles = {claim.value("role") or "resident" for claim in claims}
                role = "resident" if "resident" in roles else min(roles)
                members.append(Member(person, role, self._telling.claims(claims)))
        return Home(self._telling.household(home), tuple(members), len(there.keys() - set(chosen)))


def standing_on(one: Individual, day: date) -> Standing:
    """What a person was on the day: expected, living as far as is known, or dead."""
    if one.is_unborn or (one.born is not None and one.born.first > day):
        return Standing.UNBORN
    return Standing.DIED if one.died is not None and one.died.first <= day else Standing.LIVING


def _more(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (f"{count} more {'relative' if count == 1 else 'relatives'} on record, not drawn",)
