"""What an order of rows costs: crossings, strangers between those who belong together, distance.

People are numbers here, and `at` holds where each stands in its row, counted from the row's middle: an order is tried
some thousand times before one is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from viz.genogram.rows import fits_couple, fits_descent
from viz.genogram.sketch import Sketch

At = list[float]
# A crossing is worst; a stranger between two of a couple or a household next; a man at the left only a habit.
_CROSSING, _BETWEEN, _STRANGER, _FAR, _WIDE, _SIDE = 40.0, 24.0, 12.0, 1.0, 0.1, 0.7


@dataclass(frozen=True, slots=True)
class Group:
    """A bar: its parents, their row, its children, theirs."""

    parents: tuple[int, ...]
    above: int
    children: tuple[int, ...]
    below: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A couple on one row; `man` and `woman` where it is of both; `is_parental` where children hang from its line."""

    one: int
    other: int
    row: int
    man: int
    woman: int
    is_parental: bool


class Costs:
    """The costs of one family's orders, whole or as far as one row has a part in them."""

    def __init__(self, sketch: Sketch, rows: Mapping[str, int]) -> None:
        self.number = {mark.id: place for place, mark in enumerate(sketch.marks)}
        self.groups = self._groups(sketch, rows)
        self.pairs = self._pairs(sketch, rows)
        self._houses = [
            (row, inside)
            for house in sketch.houses
            for row in sorted({rows[member] for member in house.members})
            if len(inside := tuple(self.number[one] for one in house.members if rows[one] == row)) > 1
        ]
        self._beside = [(self.number[pair.one], self.number[pair.other]) for pair in sketch.beside]
        self._all = (self.pairs, self.groups, self._houses)
        beside_rows = sorted(set(rows.values()))
        self._of_row = {
            row: (
                [pair for pair in self.pairs if pair.row == row],
                [group for group in self.groups if row in (group.above, group.below)],
                [house for house in self._houses if house[0] == row],
            )
            for row in beside_rows
        }

    def _groups(self, sketch: Sketch, rows: Mapping[str, int]) -> list[Group]:
        found = []
        for (parents, _), held in sketch.sibships.items():
            fit = [one.child for one in held if fits_descent(rows, parents, one.child)]
            for row in sorted({rows[child] for child in fit}):
                there = tuple(self.number[child] for child in fit if rows[child] == row)
                found.append(Group(tuple(self.number[one] for one in parents), rows[parents[0]], there, row))
        return found

    def _pairs(self, sketch: Sketch, rows: Mapping[str, int]) -> list[Pair]:
        parental = {descent.parents for descent in sketch.descents}
        found = []
        for couple in sketch.couples:
            if len(couple.people) > 1 and fits_couple(rows, couple.people):
                marks = [sketch.by_id[person] for person in couple.people]
                one, other = (self.number[person] for person in couple.people)
                man, woman = one, other
                if marks[1].is_male and marks[0].is_female:
                    man, woman = other, one
                elif not (marks[0].is_male and marks[1].is_female):
                    man = woman = one
                found.append(Pair(one, other, rows[couple.people[0]], man, woman, couple.people in parental))
        return found

    def whole(self, at: At) -> float:
        """What an order costs."""
        return self._sum(self._all, at)

    def of_row(self, row: int, at: At) -> float:
        """The part of it that a change within this row can change."""
        return self._sum(self._of_row[row], at)

    def _sum(
        self, parts: tuple[Sequence[Pair], Sequence[Group], Iterable[tuple[int, tuple[int, ...]]]], at: At
    ) -> float:
        pairs, groups, houses = parts
        total = _pair_cost(pairs, at) + _group_cost(groups, at)
        for _, inside in houses:
            places = [at[member] for member in inside]
            total += _STRANGER * (max(places) - min(places) + 1 - len(inside))
        for one, other in self._beside:
            total += _FAR * abs(at[one] - at[other])
        return total


def _pair_cost(pairs: Sequence[Pair], at: At) -> float:
    total = 0.0
    spans = []
    for pair in pairs:
        left, right = at[pair.one], at[pair.other]
        if left > right:
            left, right = right, left
        total += _BETWEEN * (right - left - 1)
        if at[pair.man] > at[pair.woman]:
            total += _SIDE
        spans.append((pair.row, left, right, pair.is_parental))
    for (row, left, right, is_parental), (beside, start, end, has_children) in combinations(spans, 2):
        if row != beside or start >= right or left >= end:
            continue
        if left <= start and end <= right:
            total += _CROSSING * has_children
        elif start <= left and right <= end:
            total += _CROSSING * is_parental
        else:
            total += _CROSSING
    return total


def _group_cost(groups: Sequence[Group], at: At) -> float:
    total = 0.0
    held = []
    for group in groups:
        middle = sum([at[parent] for parent in group.parents]) / len(group.parents)
        places = [at[child] for child in group.children]
        left, right = min(places), max(places)
        total += _FAR * abs(middle - sum(places) / len(places)) + _WIDE * (right - left)
        held.append((group.above, group.below, middle, left, right, places))
    for one, other in combinations(held, 2):
        above, below, middle, left, right, places = one
        if above != other[0] or below != other[1] or middle == other[2]:
            continue
        if middle < other[2]:
            if right > other[3]:  # the left one's youngest stands beyond the other's eldest
                total += _inverted(places, other[5])
        elif other[4] > left:
            total += _inverted(other[5], places)
    return total


def _inverted(lefts: Sequence[float], rights: Sequence[float]) -> float:
    count = sum([one > other for one in lefts for other in rights])
    return _CROSSING + _STRANGER * count if count else 0.0
