"""Who stands beside whom in each row: the fewest crossings, couples and households together, eldest at the left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from viz.genogram.rows import fits_couple, fits_descent
from viz.genogram.sketch import Sketch

Rows = list[list[str]]
# What one of each costs. A crossing is worst; a stranger between two of a couple or a household next.
_CROSSING, _BETWEEN, _STRANGER, _FAR, _SIDE = 40.0, 24.0, 12.0, 1.0, 0.5
_SWEEPS = 6
_LITTLE = 1e-9


@dataclass(frozen=True, slots=True)
class _Group:
    """A bar: its parents, their row, its children, theirs."""

    parents: tuple[str, ...]
    above: int
    children: tuple[str, ...]
    below: int


@dataclass(frozen=True, slots=True)
class _Span:
    """A couple's line: its ends in its row, and whether children hang from it."""

    left: float
    right: float
    row: int
    is_parental: bool

    def crosses(self, other: _Span) -> bool:
        """Whether the two lines, or one and the way down to the other's children, must cross."""
        if self.row != other.row:
            return False
        if self.left < other.left < self.right < other.right or other.left < self.left < other.right < self.right:
            return True
        if self.left <= other.left and other.right <= self.right:
            return other.is_parental
        return other.left <= self.left and self.right <= other.right and self.is_parental


def order_rows(sketch: Sketch, rows: Mapping[str, int]) -> Rows:
    """Everybody by row, left to right. Any order of input, one order."""
    ordering = _Ordering(sketch, rows)
    starts = (ordering.walk(eldest_first=True), ordering.walk(eldest_first=False))
    found = [ordering.improve(start) for start in starts]
    return min(found, key=lambda order: (round(ordering.cost(order), 6), order))


class _Ordering:
    """One family's orders, and what each costs."""

    def __init__(self, sketch: Sketch, rows: Mapping[str, int]) -> None:
        self._sketch, self._rows = sketch, rows
        self._couples = [
            (couple.people[0], couple.people[1])
            for couple in sketch.couples
            if len(couple.people) > 1 and fits_couple(rows, couple.people)
        ]
        self._with_children = {descent.parents for descent in sketch.descents}
        self._groups = [
            _Group(parents, rows[parents[0]], tuple(one.child for one in held), rows[held[0].child])
            for (parents, _), held in sketch.sibships.items()
            if all(fits_descent(rows, parents, one.child) for one in held)
        ]
        self._after = self._elders()
        self._above: dict[str, list[str]] = {}
        self._below: dict[str, list[str]] = {}
        self._partners: dict[str, list[str]] = {}
        for group in self._groups:
            for child in group.children:
                self._above.setdefault(child, []).extend(group.parents)
                for parent in group.parents:
                    self._below.setdefault(parent, []).append(child)
        for one, other in self._couples:
            self._partners.setdefault(one, []).append(other)
            self._partners.setdefault(other, []).append(one)
        self._houses = [
            inside
            for house in sketch.houses
            for row in sorted({rows[member] for member in house.members})
            if len(inside := tuple(member for member in house.members if rows[member] == row)) > 1
        ]

    def _elders(self) -> dict[str, str]:
        """child → the next elder of the bar they were born under: who must stand further left."""
        found: dict[str, str] = {}
        by_birth = sorted(self._sketch.sibships.items(), key=lambda item: (item[0][1] != "BIRTH", item[0]))
        for _, held in by_birth:
            children = [one.child for one in held if one.child not in found]
            for row in sorted({self._rows[child] for child in children}):
                beside = [child for child in children if self._rows[child] == row]
                found.update({younger: elder for elder, younger in pairwise(beside)})
        return self._without_circles(found)

    @staticmethod
    def _without_circles(after: dict[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for younger, elder in after.items():
            above = elder
            while above in kept and above != younger:
                above = kept[above]
            if above != younger:
                kept[younger] = elder
        return kept

    def walk(self, *, eldest_first: bool) -> Rows:
        """A first order: families one after the other, each person's partners beside them."""
        order: Rows = [[] for _ in range(max(self._rows.values(), default=-1) + 1)]
        placed: set[str] = set()
        marks = sorted(self._sketch.marks, key=lambda mark: (self._rows[mark.id], mark.born, mark.id))
        waiting = [mark.id for mark in (marks if eldest_first else reversed(marks))][::-1]
        while waiting:
            person = waiting.pop()
            if person in placed:
                continue
            placed.add(person)
            order[self._rows[person]].append(person)
            near = [other for couple in self._couples if person in couple for other in couple if other != person]
            below = [child for group in self._groups if person in group.parents for child in group.children]
            waiting += [*reversed(below), *reversed(near)]
        return [self._by_birth(row) for row in order]

    def _by_birth(self, row: Sequence[str]) -> list[str]:
        """The row with every younger one moved to the right of their elder."""
        found: list[str] = []

        def put(person: str) -> None:
            if person in found:
                return
            elder = self._after.get(person)
            if elder is not None and elder in row:
                put(elder)
            found.append(person)

        for person in row:
            put(person)
        return found

    def improve(self, order: Rows) -> Rows:
        """The order after moving one, or a run of neighbours, wherever that costs less, until nothing does."""
        best = self.cost(order)
        for _ in range(_SWEEPS):
            before = best
            for row in range(len(order)):
                order, best = self._improve_row(order, row, best)
            if best >= before - _LITTLE:
                break
        return order

    def _improve_row(self, order: Rows, row: int, best: float) -> tuple[Rows, float]:
        """The best of all moves of one row, again and again."""
        while True:
            tried = [[*order[:row], moved, *order[row + 1 :]] for moved in self._moves(order[row])]
            tried += [self._follow(one, row) for one in tried]
            cost, found = min(((self.cost(one), one) for one in tried), key=lambda pair: pair[0], default=(best, order))
            if cost >= best - _LITTLE:
                return order, best
            order, best = found, cost

    def _follow(self, order: Rows, row: int) -> Rows:
        """The rows below a changed one, each led by its parents, and the rows above, each led by its children."""
        found = list(order)
        for below in range(row + 1, len(order)):
            found[below] = self._led(found[below], self._above, found)
        for above in range(row - 1, -1, -1):
            found[above] = self._led(found[above], self._below, found)
        return found

    def _led(self, people: list[str], kin: Mapping[str, Sequence[str]], order: Rows) -> list[str]:
        """A row sorted by where their kin stand; whoever has none stays beside the partner or neighbour they had."""
        at = {person: place - (len(row) - 1) / 2 for row in order for place, person in enumerate(row)}
        wanted: dict[str, float] = {}
        for person in people:
            near = kin.get(person, ())
            if near:
                wanted[person] = sum(at[one] for one in near) / len(near)
        for _place, person in enumerate(people):
            if person not in wanted:
                partners = [wanted[one] for one in self._partners.get(person, ()) if one in wanted and one in people]
                aside = (
                    0.3
                    if at[person] > min((at[one] for one in self._partners.get(person, ())), default=at[person])
                    else -0.3
                )
                wanted[person] = sum(partners) / len(partners) + aside if partners else at[person]
        return self._by_birth(sorted(people, key=lambda person: (wanted[person], at[person])))

    def _moves(self, row: list[str]) -> Iterator[list[str]]:
        for length in (1, 2, 3):
            for start in range(len(row) - length + 1):
                run, rest = row[start : start + length], row[:start] + row[start + length :]
                for place in range(len(rest) + 1):
                    if place != start:
                        moved = rest[:place] + run + rest[place:]
                        if self._is_by_birth(moved):
                            yield moved
                        if length > 1:
                            turned = rest[:place] + run[::-1] + rest[place:]
                            if self._is_by_birth(turned):
                                yield turned

    def _is_by_birth(self, row: Sequence[str]) -> bool:
        at = {person: place for place, person in enumerate(row)}
        return all(at[person] > at[elder] for person in row if (elder := self._after.get(person)) in at)

    def cost(self, order: Rows) -> float:
        """What an order costs: crossings, strangers between those who belong together, distance."""
        at = {person: place - (len(row) - 1) / 2 for row in order for place, person in enumerate(row)}
        total = self._couple_cost(at) + self._group_cost(at)
        for inside in self._houses:
            places = [at[member] for member in inside]
            total += _STRANGER * (max(places) - min(places) + 1 - len(inside))
        for pair in self._sketch.beside:
            total += _FAR * abs(at[pair.one] - at[pair.other])
        return total

    def _couple_cost(self, at: Mapping[str, float]) -> float:
        total = 0.0
        spans: list[_Span] = []
        for couple in self._couples:
            left, right = sorted(couple, key=lambda person: at[person])
            total += _BETWEEN * (at[right] - at[left] - 1)
            total += _SIDE * (self._sketch.by_id[right].is_male and self._sketch.by_id[left].is_female)
            spans.append(_Span(at[left], at[right], self._rows[left], couple in self._with_children))
        return total + _CROSSING * sum(one.crosses(other) for one, other in combinations(spans, 2))

    def _group_cost(self, at: Mapping[str, float]) -> float:
        total = 0.0
        held = []
        for group in self._groups:
            middle = sum(at[parent] for parent in group.parents) / len(group.parents)
            places = [at[child] for child in group.children]
            total += _FAR * abs(middle - sum(places) / len(places)) + 0.1 * (max(places) - min(places))
            held.append((middle, places, group))
        for (one, ones, group), (other, others, beside) in combinations(held, 2):
            if group.above == beside.above and group.below == beside.below and one != other:
                inverted = sum((a - b) * (one - other) < 0 for a in ones for b in others)
                total += _CROSSING * (inverted > 0) + _STRANGER * inverted
        return total
