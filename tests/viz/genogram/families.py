"""Seeded random families: re-partnering, half-siblings, twins, unborn, dead, adopted, fostered, two homes. Nobody exists."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise

from graph.model.answers import HouseholdAnswer, PersonAnswer
from graph.model.genogram import Genogram, GenogramPerson, Home, Tie, TieSort, Twins
from tests.viz.family import CSC, POLICE, SCHOOL, a_period, a_person
from tests.viz.genogram.answers import a_genogram, a_home, a_tie, drawn

SMALLEST, LARGEST = 3, 25
_NAMES = ("Ada", "Ben", "Cleo", "Dev", "Esme", "Finn", "Gita", "Hugo", "Isla", "Jon", "Kezia", "Leo", "Maximiliane")
_SURNAMES = ("Ash", "Brook", "Coldharbour", "Dale", "Everingham-Thwaite", "Fell")
_CARE = (TieSort.ADOPTIVE, TieSort.FOSTER, TieSort.KINSHIP, TieSort.SPECIAL_GUARDIAN, TieSort.PRIVATE_FOSTER)


@dataclass
class _Growing:
    """A family while it is made."""

    dice: random.Random
    size: int
    people: list[PersonAnswer] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    couples: list[tuple[str, str]] = field(default_factory=list)
    twins: list[Twins] = field(default_factory=list)
    generation: dict[str, int] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return len(self.people) >= self.size

    def born(self, generation: int) -> str:
        year = 1945 + 26 * generation + self.dice.randrange(14)
        return f"{year}-{self.dice.randrange(1, 13):02}-{self.dice.randrange(1, 29):02}"

    def person(self, generation: int, sex: str | None = None, born: str | None = None) -> str:
        number = len(self.people)
        name = f"{self.dice.choice(_NAMES)} {self.dice.choice(_SURNAMES)}"
        birth = born or (self.born(generation) if self.dice.random() < 0.9 else None)
        is_dead = generation < 2 and self.dice.random() < 0.2
        one = a_person(
            f"p{number:02}",
            name if self.dice.random() < 0.95 else "",
            sex=sex or self.dice.choice(("M", "F", "M", "F", "U")),
            date_of_birth=birth,
            age=None if birth is None else max(2024 - int(birth[:4]), 0),
            date_of_death="2019-03-02" if is_dead else None,
            is_child=birth is not None and birth > "2006-03-31",
            identified=self.dice.random() < 0.95,
        )
        self.people.append(one)
        self.generation[one.id] = generation
        return one.id

    def unborn(self, generation: int) -> str:
        one = a_person(f"p{len(self.people):02}", "Baby", sex=None, expected_birth="2024-07", is_child=True)
        self.people.append(one)
        self.generation[one.id] = generation
        return one.id

    def tie(self, source: str, target: str, sort: TieSort, **changes: object) -> None:
        agencies = self.dice.choice(((CSC,), (CSC, POLICE), (SCHOOL,)))
        self.ties.append(a_tie(source, target, sort, *agencies, **changes))

    def couple(self, one: str, other: str, *, recorded: bool = True, ended: bool = False) -> None:
        self.couples.append((one, other))
        if recorded:
            years = a_period("2001", "2009" if ended else None)
            sort = self.dice.choice((TieSort.SPOUSE, TieSort.PARTNER))
            self.tie(min(one, other), max(one, other), sort, valid=years, ended=ended)

    def child(self, couple: tuple[str, ...], generation: int, born: str | None = None) -> str:
        is_unborn = born is None and generation > 1 and self.dice.random() < 0.12
        child = self.unborn(generation) if is_unborn else self.person(generation, born=born)
        for parent in couple:
            self.tie(parent, child, TieSort.BIRTH, status="DISPUTED" if self.dice.random() < 0.05 else "ASSERTED")
        return child


def random_family(seed: int, size: int | None = None) -> Genogram:
    """A family of 3 to 25 people, or of so many, around a child of it, the same for the same seed."""
    dice = random.Random(seed)
    growing = _Growing(dice, size or dice.randint(SMALLEST, LARGEST))
    growing.couple(growing.person(0, "M"), growing.person(0, "F"))
    tries = 0
    while not growing.is_full and tries < 200:
        tries += 1
        _grow(growing)
    return _told(growing)


def _grow(growing: _Growing) -> None:
    """One more couple, child, pair of twins, partner or carer."""
    dice = growing.dice
    couple = dice.choice(growing.couples)
    generation = growing.generation[couple[0]] + 1
    what = dice.random()
    if what < 0.4 and generation < 4:
        growing.child(couple if dice.random() < 0.85 else (couple[1],), generation)
    elif what < 0.48 and generation < 4 and growing.size - len(growing.people) > 1:
        born = growing.born(generation)
        pair = (growing.child(couple, generation, born), growing.child(couple, generation, born))
        growing.twins.append(Twins(pair, identical=False))
    elif what < 0.75:
        _partner(growing)
    elif what < 0.85 and generation < 4:
        _placed_child(growing, couple, generation)
    elif what < 0.9:
        niece = dice.choice(growing.people).id
        growing.tie(growing.person(growing.generation[niece] - 1), niece, TieSort.SAID, label="aunt uncle")
    else:
        _kin_said(growing)


def _partner(growing: _Growing) -> None:
    """Somebody of the family and one from outside, or of another family."""
    dice = growing.dice
    one = dice.choice([person for person in growing.people if not person.expected_birth])
    generation = growing.generation[one.id]
    if generation > 2:
        return
    other = growing.person(generation, "F" if one.sex == "M" else "M")
    growing.couple(one.id, other, recorded=dice.random() < 0.85, ended=dice.random() < 0.4)
    if not growing.is_full and dice.random() < 0.3:
        growing.child((growing.person(max(generation - 1, 0)),), max(generation, 1))


def _placed_child(growing: _Growing, couple: tuple[str, str], generation: int) -> None:
    """A child of the family cared for by a couple of the generation above who are not its parents."""
    held = {(tie.source, tie.target) for tie in growing.ties}
    children = [
        person.id
        for person in growing.people
        if growing.generation[person.id] == generation and not {(one, person.id) for one in couple} & held
    ]
    if children:
        child = growing.dice.choice(children)
        if growing.dice.random() < 0.3:
            growing.tie(couple[0], child, TieSort.STEP)
            return
        sort = growing.dice.choice(_CARE)
        for parent in couple:
            growing.tie(parent, child, sort)


def _kin_said(growing: _Growing) -> None:
    one = growing.dice.choice(growing.people).id
    other = growing.person(growing.generation[one])
    growing.tie(
        min(one, other), max(one, other), TieSort.SAID, label=growing.dice.choice(("sibling", "cousin", "half sibling"))
    )


def _told(growing: _Growing) -> Genogram:
    dice = growing.dice
    youngest = [person for person in growing.people if person.is_child] or growing.people
    index = dice.choice(youngest)
    people = [index, *(person for person in growing.people if person is not index)]
    entries: list[GenogramPerson] = [drawn(person, index.id) for person in people]
    return a_genogram(people, growing.ties, people=tuple(entries), homes=_homes(growing), twins=tuple(growing.twins))


def _homes(growing: _Growing) -> tuple[Home, ...]:
    """Two to four households; one in six lives in two of them, as a child between parents does."""
    dice = growing.dice
    count = dice.randint(1, 4)
    members: list[list[str]] = [[] for _ in range(count)]
    near = sorted(growing.people, key=lambda person: (growing.generation[person.id], person.id))
    for place, person in enumerate(near):
        if dice.random() < 0.75:
            at = (place * count // len(near) + dice.randrange(2)) % count
            members[at].append(person.id)
            if count > 1 and dice.random() < 0.16:
                members[(at + 1) % count].append(person.id)
    return tuple(
        a_home(HouseholdAnswer(f"h{number}", f"{number + 3} {dice.choice(_SURNAMES)} Street", "private"), *inside)
        for number, inside in enumerate(members)
        if inside
    )


def one_more(family: Genogram) -> Genogram:
    """The same family with one more child of somebody who has children."""
    births = [tie for tie in family.ties if tie.sort is TieSort.BIRTH]
    child = a_person("zz", "Zia Newcome", is_child=True, date_of_birth="2023-12-01", age=0)
    parents = [tie.source for tie in births if tie.target == births[-1].target]
    ties = (*family.ties, *(a_tie(parent, "zz", TieSort.BIRTH) for parent in parents))
    people = (*family.people, drawn(child, family.around))
    return a_genogram(
        [entry.person for entry in people],
        ties,
        around=family.around,
        people=people,
        homes=family.homes,
        twins=family.twins,
    )


def in_another_order(family: Genogram, seed: int) -> Genogram:
    """The same family, told in another order."""
    dice = random.Random(seed)
    parts = {name: list(getattr(family, name)) for name in ("ties", "homes", "twins")}
    for held in parts.values():
        dice.shuffle(held)
    return a_genogram(
        [entry.person for entry in family.people],
        parts["ties"],
        around=family.around,
        people=family.people,
        homes=tuple(parts["homes"]),
        twins=tuple(parts["twins"]),
    )


def flips(before: tuple[tuple[str, ...], ...], after: tuple[tuple[str, ...], ...]) -> tuple[int, int]:
    """(how many left their place beside others, how many there were): neighbours of a row who changed sides."""
    at = {person: (row, place) for row, people in enumerate(after) for place, person in enumerate(people)}
    held = [pair for people in before for pair in pairwise(people)]
    moved = sum(at[one][0] != at[other][0] or at[one][1] > at[other][1] for one, other in held)
    return moved, len(held)
