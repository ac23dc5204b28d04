"""What is to be laid out of a family: symbols, couples, children, kin and homes, without words or places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

Pair = tuple[str, ...]
"""One parent, or two of a couple by id."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A symbol: the room its words take, and what it is ordered by. `born` sorts brothers and sisters."""

    id: str
    half: int
    lines: int
    born: str
    is_male: bool = False
    is_female: bool = False
    is_adult: bool = True
    is_index: bool = False


@dataclass(frozen=True, slots=True)
class Couple:
    """Two people joined by one line: a union of record (`tie`), or only that they are parents of the same child.

    `room` is what the words on the line take.
    """

    people: Pair
    tie: str | None
    room: int = 0


@dataclass(frozen=True, slots=True)
class Descent:
    """A child below one parent or two; `ties` are what says so, all of one sort. `rise`: how many rows above, at least."""

    id: str
    parents: Pair
    child: str
    sort: str
    ties: tuple[str, ...]
    rise: int = 1

    @property
    def group(self) -> tuple[Pair, str]:
        """Children of one group hang from one bar."""
        return self.parents, self.sort


@dataclass(frozen=True, slots=True)
class Beside:
    """Two of one generation said to be kin, though no parents of record make them so."""

    tie: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class House:
    """A household and its members among the symbols; `label` stands at its outline."""

    id: str
    members: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Sketch:
    """Everything to be laid out. `twins` are children of one bar who share a stalk."""

    marks: tuple[Mark, ...]
    couples: tuple[Couple, ...] = ()
    descents: tuple[Descent, ...] = ()
    beside: tuple[Beside, ...] = ()
    houses: tuple[House, ...] = ()
    twins: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Mark]:
        """id → symbol."""
        return {mark.id: mark for mark in self.marks}

    @cached_property
    def beside_each_other(self) -> tuple[Pair, ...]:
        """Couples, and those said to be kin of one generation: who should not stand far apart."""
        couples = tuple(couple.people for couple in self.couples if len(couple.people) > 1)
        return (*couples, *((pair.one, pair.other) for pair in self.beside))

    @cached_property
    def room_between(self) -> Mapping[Pair, int]:
        """Two of a couple → what the words on their line take."""
        return {couple.people: couple.room for couple in self.couples}

    @cached_property
    def sibships(self) -> Mapping[tuple[Pair, str], tuple[Descent, ...]]:
        """The children of each bar, eldest first; twins beside each other."""
        found: dict[tuple[Pair, str], list[Descent]] = defaultdict(list)
        for descent in self.descents:
            found[descent.group].append(descent)
        return {group: tuple(sorted(held, key=self._age)) for group, held in sorted(found.items())}

    def _age(self, descent: Descent) -> tuple[str, str, str]:
        twin = next((min(group) for group in self.twins if descent.child in group), descent.child)
        return self.by_id[descent.child].born, twin, descent.child
