"""Who stands beside whom in each row: the fewest crossings, couples and households together, eldest at the left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from viz.genogram.costs import At, Costs
from viz.genogram.sketch import Sketch

Rows = list[list[int]]
_SWEEPS, _ASIDE = 4, 0.3
_LITTLE = 0.6
"""What is gained by less is not worth moving anybody for: one more person in a family should move few."""
_RUNS, _FEW = (1, 2, 3), 8
_MOST_TRIED = 8_000
"""Orders tried for one family: more than 25 people ever need, and a bound for the sixty that can be opened."""


def order_rows(sketch: Sketch, rows: Mapping[str, int]) -> list[list[str]]:
    """Everybody by row, left to right. Any order of input, one order."""
    ordering = _Ordering(sketch, rows)
    best = ordering.improve(ordering.walk())
    return [[sketch.marks[person].id for person in row] for row in best]


class _Ordering:
    """The search for one family's order: from a first one, by moves that cost less."""

    def __init__(self, sketch: Sketch, rows: Mapping[str, int]) -> None:
        self._sketch = sketch
        self._costs = Costs(sketch, rows)
        self._rows = [rows[mark.id] for mark in sketch.marks]
        self._after = self._elders(rows)
        self._tries_left = _MOST_TRIED
        self._above: dict[int, list[int]] = {}
        self._below: dict[int, list[int]] = {}
        self._partners: dict[int, list[int]] = {}
        for group in self._costs.groups:
            for child in group.children:
                self._above.setdefault(child, []).extend(group.parents)
            for parent in group.parents:
                self._below.setdefault(parent, []).extend(group.children)
        for pair in self._costs.pairs:
            self._partners.setdefault(pair.one, []).append(pair.other)
            self._partners.setdefault(pair.other, []).append(pair.one)

    def _elders(self, rows: Mapping[str, int]) -> dict[int, int]:
        """child → the next elder of the bar they were born under: who must stand further left."""
        number = self._costs.number
        found: dict[int, int] = {}
        by_birth = sorted(self._sketch.sibships.items(), key=lambda item: (item[0][1] != "BIRTH", item[0]))
        for _, held in by_birth:
            children = [one.child for one in held if number[one.child] not in found]
            for row in sorted({rows[child] for child in children}):
                beside = [number[child] for child in children if rows[child] == row]
                found.update({younger: elder for elder, younger in pairwise(beside)})
        return _without_circles(found)

    def walk(self) -> Rows:
        """A first order: families one after the other, each person's partners beside them."""
        order: Rows = [[] for _ in range(max(self._rows, default=-1) + 1)]
        placed: set[int] = set()
        waiting = sorted(
            range(len(self._rows)),
            key=lambda one: (self._rows[one], self._sketch.marks[one].born, self._sketch.marks[one].id),
            reverse=True,
        )
        while waiting:
            person = waiting.pop()
            if person not in placed:
                placed.add(person)
                order[self._rows[person]].append(person)
                waiting += [*reversed(self._below.get(person, ())), *reversed(self._partners.get(person, ()))]
        return [self._by_birth(row) for row in order]

    def _by_birth(self, row: Sequence[int]) -> list[int]:
        """The row with every younger one moved to the right of their elder."""
        found: list[int] = []
        there = set(row)

        def put(person: int) -> None:
            if person not in found:
                elder = self._after.get(person)
                if elder is not None and elder in there:
                    put(elder)
                found.append(person)

        for person in row:
            put(person)
        return found

    def cost(self, order: Rows) -> float:
        """What an order costs."""
        return self._costs.whole(self._at(order))

    def _at(self, order: Rows) -> At:
        at = [0.0] * len(self._rows)
        for row in order:
            _stand(at, row)
        return at

    def improve(self, order: Rows) -> Rows:
        """The order after moving one, or a run of neighbours, wherever that costs less, until nothing does."""
        for _ in range(_SWEEPS):
            before = [list(row) for row in order]
            for row in range(len(order)):
                self._move_within(order, row)
            for row in range(len(order)):
                order = self._move_with_kin(order, row)
            if order == before:
                break
        return order

    def _move_within(self, order: Rows, row: int) -> None:
        """Moves within one row while the rest stands still."""
        at = self._at(order)
        best = self._costs.of_row(row, at)
        is_better = True
        while is_better:
            is_better = False
            for moved in self._tried(self._moves(order[row], _RUNS if len(order[row]) <= _FEW else _RUNS[:2])):
                _stand(at, moved)
                cost = self._costs.of_row(row, at)
                if cost < best - _LITTLE:
                    order[row], best, is_better = moved, cost, True
                    break
            _stand(at, order[row])

    def _move_with_kin(self, order: Rows, row: int) -> Rows:
        """Moves of one person of a row, the other rows following: a parent changes sides together with the children."""
        best = self.cost(order)
        for moved in self._tried(self._moves(order[row], (1,))):
            tried = self._follow([*order[:row], moved, *order[row + 1 :]], row)
            cost = self.cost(tried)
            if cost < best - _LITTLE:
                return tried
        return order

    def _follow(self, order: Rows, row: int) -> Rows:
        """The rows below a changed one, each led by its parents, and the rows above, each led by its children."""
        at = self._at(order)
        for below in range(row + 1, len(order)):
            order[below] = self._led(order[below], self._above, at)
            _stand(at, order[below])
        for above in range(row - 1, -1, -1):
            order[above] = self._led(order[above], self._below, at)
            _stand(at, order[above])
        return order

    def _led(self, people: Sequence[int], kin: Mapping[int, Sequence[int]], at: At) -> list[int]:
        """A row sorted by where their kin stand; whoever has none stays at the side of their partner, or where they were."""
        wanted = {
            person: sum([at[one] for one in near]) / len(near) for person in people if (near := kin.get(person, ()))
        }
        led = dict(wanted)
        for person in people:
            if person not in wanted:
                partner = next((one for one in self._partners.get(person, ()) if one in wanted), None)
                if partner is None:
                    led[person] = at[person]
                else:
                    led[person] = wanted[partner] + (_ASIDE if at[person] > at[partner] else -_ASIDE)
        return self._by_birth(sorted(people, key=lambda person: (led[person], at[person])))

    def _tried(self, moves: Iterator[list[int]]) -> Iterator[list[int]]:
        """The moves, as long as there are tries left."""
        for moved in moves:
            if not self._tries_left:
                return
            self._tries_left -= 1
            yield moved

    def _moves(self, row: list[int], lengths: Sequence[int]) -> Iterator[list[int]]:
        """The row with a run of neighbours somewhere else, as it is or turned round; never against birth."""
        for length in lengths:
            for start in range(len(row) - length + 1):
                run, rest = row[start : start + length], row[:start] + row[start + length :]
                turned = run[::-1]
                for place in range(len(rest) + 1):
                    if place != start and self._is_by_birth(moved := rest[:place] + run + rest[place:]):
                        yield moved
                    if length > 1 and self._is_by_birth(moved := rest[:place] + turned + rest[place:]):
                        yield moved

    def _is_by_birth(self, row: Sequence[int]) -> bool:
        seen: set[int] = set()
        there = set(row)
        for person in row:
            elder = self._after.get(person)
            if elder is not None and elder in there and elder not in seen:
                return False
            seen.add(person)
        return True


def _stand(at: At, row: Sequence[int]) -> None:
    """Notes where the people of a row stand."""
    middle = (len(row) - 1) / 2
    for place, person in enumerate(row):
        at[person] = place - middle


def _without_circles(after: Mapping[int, int]) -> dict[int, int]:
    kept: dict[int, int] = {}
    for younger, elder in after.items():
        above = elder
        while above in kept and above != younger:
            above = kept[above]
        if above != younger:
            kept[younger] = elder
    return kept
