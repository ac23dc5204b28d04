"""How far two divisions of the same records into people agree: pair by pair, and record by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Agreement:
    """Shares between 0 and 1; 1 where there was nothing to get wrong."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return ratio(2 * self.precision * self.recall, self.precision + self.recall)


@dataclass(frozen=True)
class Counted:
    """Pairs of records said to be one person, pairs that truly are, and pairs that are both."""

    joined: int
    same: int
    right: int

    @property
    def agreement(self) -> Agreement:
        """The counts as shares."""
        return Agreement(ratio(self.right, self.joined), ratio(self.right, self.same))


def ratio(part: float, whole: float) -> float:
    """A share; 1 where there was nothing to get wrong."""
    return part / whole if whole else 1.0


def pairwise(said: Mapping[Key, Hashable], true: Mapping[Key, Hashable]) -> Agreement:
    """Of all pairs of records that both know: how many joined are right, how many that should be joined are."""
    both = _known(said, true)
    return Counted(*(_pairs_within(groups) for groups in _divisions(both, said, true))).agreement


def b_cubed(said: Mapping[Key, Hashable], true: Mapping[Key, Hashable]) -> Agreement:
    """The mean over records of how much of a record's group is right, and how much of its true group is there.

    A large group counts for as many records as it has, not for the square of it as in pairs (Bagga and Baldwin 1998).
    """
    both = _known(said, true)
    of_group, of_person, cells_of = _divisions(both, said, true)
    groups, people, cells = Counter(of_group), Counter(of_person), Counter(cells_of)
    precision = sum(size * size / groups[group] for (group, _), size in cells.items())
    recall = sum(size * size / people[person] for (_, person), size in cells.items())
    return Agreement(ratio(precision, len(both)), ratio(recall, len(both)))


def by_agencies(
    said: Mapping[tuple[str, str, str], Hashable], true: Mapping[tuple[str, str, str], Hashable]
) -> dict[tuple[str, str], Counted]:
    """The pairs of each two agencies (in order of name, one agency with itself too) that have any.

    Records are known by agency, system and reference.
    """
    both = _known(said, true)
    joined, same, right = (
        _pairs_of_agencies(zip(both, division, strict=True)) for division in _divisions(both, said, true)
    )
    return {pair: Counted(joined[pair], same[pair], right[pair]) for pair in sorted(joined.keys() | same.keys())}


def _known(said: Mapping[Key, Hashable], true: Mapping[Key, Hashable]) -> list[Key]:
    return [record for record in true if record in said]


def _divisions(
    records: list[Key], said: Mapping[Key, Hashable], true: Mapping[Key, Hashable]
) -> tuple[list[Hashable], list[Hashable], list[tuple[Hashable, Hashable]]]:
    """Each record's group as said, as true, and as both."""
    groups, people = [said[record] for record in records], [true[record] for record in records]
    return groups, people, list(zip(groups, people, strict=True))


def _pairs_within(groups: Iterable[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())


def _pairs_of_agencies(grouped: Iterable[tuple[tuple[str, str, str], Hashable]]) -> Counter[tuple[str, str]]:
    agencies: dict[Hashable, Counter[str]] = {}
    for (agency, _, _), group in grouped:
        agencies.setdefault(group, Counter())[agency] += 1
    found: Counter[tuple[str, str]] = Counter()
    for held in agencies.values():
        for one, other in combinations_with_replacement(sorted(held), 2):
            size = held[one]
            found[one, other] += size * (size - 1) // 2 if one == other else size * held[other]
    return +found
