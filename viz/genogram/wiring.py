"""Where lines leave symbols and which level lines lie between two rows: the routes before heights are known."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from viz.genogram.across import GUTTER
from viz.genogram.geometry import HALF, spread
from viz.genogram.rows import fits_couple, fits_descent
from viz.genogram.sketch import Couple, Descent, Pair, Sketch

_NEAR, _CLOSE, _STEP, _TRIES, _ASIDE = 6, 3, 7, 40, 15
_ROOM = 2 * HALF - 12


_Stub = tuple[str, Pair]


@dataclass(frozen=True, slots=True)
class Level:
    """A level line in the band above row `band`: verticals come into it from above (`ups`) and leave it below (`downs`)."""

    key: tuple[str, ...]
    ups: tuple[int, ...]
    downs: tuple[int, ...]

    @property
    def span(self) -> tuple[int, int]:
        """From its leftmost to its rightmost end."""
        ends = (*self.ups, *self.downs)
        return min(ends), max(ends)


@dataclass(frozen=True, slots=True)
class Bar:
    """A sibship's line: a level in each band it passes, with the gutters in between; `drops` are child → x."""

    parents: Pair
    sort: str
    held: tuple[Descent, ...]
    bands: tuple[int, ...]
    levels: tuple[Level, ...]
    drops: Mapping[str, int]
    stalks: Mapping[str, int]


@dataclass
class Wiring:
    """All routes of a family. `unfit` are ids of ties that contradict the rest and can't be drawn."""

    couples: dict[int, list[tuple[Couple, Level]]] = field(default_factory=lambda: defaultdict(list))
    bars: list[Bar] = field(default_factory=list)
    beside: dict[int, list[tuple[str, Level]]] = field(default_factory=lambda: defaultdict(list))
    unfit: list[str] = field(default_factory=list)


class _Wiring:
    """Builds the routes, one kind after the other, keeping upright lines apart."""

    def __init__(self, sketch: Sketch, order: Sequence[Sequence[str]], at: Mapping[str, int]) -> None:
        self._sketch, self._order, self._at = sketch, order, at
        self._rows = {person: place for place, row in enumerate(order) for person in row}
        self._used: dict[int, list[int]] = defaultdict(list)
        self.found = Wiring()

    def build(self) -> Wiring:
        drops = self._drops()
        stubs = self._clear(self._stubs(), drops)
        for (person, _), x in stubs.items():
            self._used[self._rows[person] + 1].append(x)
        for (person, _), x in drops.items():
            self._used[self._rows[person]].append(x)
        for couple in self._sketch.couples:
            if not fits_couple(self._rows, couple.people):
                self.found.unfit += [couple.tie] if couple.tie else []
            elif len(couple.people) > 1:
                ups = tuple(sorted(stubs[person, couple.people] for person in couple.people))
                level = Level(couple.people, ups, ())
                self.found.couples[self._rows[couple.people[0]] + 1].append((couple, level))
        for (parents, sort), held in self._sketch.sibships.items():
            fit = [one for one in held if fits_descent(self._rows, parents, one.child)]
            self.found.unfit += [tie for one in held if one not in fit for tie in one.ties]
            for row in sorted({self._rows[one.child] for one in fit}):
                there = tuple(one for one in fit if self._rows[one.child] == row)
                ends = [stubs[parent, parents if len(parents) > 1 else (*parents, sort)] for parent in parents]
                self.found.bars.append(self._bar(there, ends, {one.child: drops[one.child, one.id] for one in there}))
        for pair in self._sketch.beside:
            if self._rows[pair.one] != self._rows[pair.other]:
                self.found.unfit.append(pair.tie)
                continue
            ends = [drops[person, pair.tie] for person in (pair.one, pair.other)]
            level = Level((pair.tie,), (), tuple(sorted(ends)))
            self.found.beside[self._rows[pair.one]].append((pair.tie, level))
        return self.found

    def _stubs(self) -> dict[_Stub, int]:
        """(person, couple, or person and sort) → x of the line that leaves them below.

        Of partners on one side the nearest has the outermost place: their lines then lie inside each other uncrossed.
        """
        wanted: dict[str, set[tuple[float, Pair]]] = defaultdict(set)
        for couple in self._sketch.couples:
            if len(couple.people) > 1 and fits_couple(self._rows, couple.people):
                for person, other in (couple.people, couple.people[::-1]):
                    away = self._at[other] - self._at[person]
                    wanted[person].add((-1 / away, couple.people))
        for parents, sort in self._sketch.sibships:
            if len(parents) == 1:
                wanted[parents[0]].add((0.0, (*parents, sort)))
        found = {}
        for person, ends in wanted.items():
            listed = sorted(ends, key=lambda end: (-end[0], end[1]))
            for (_, couple_of), offset in zip(listed, spread(len(listed), _ROOM), strict=True):
                found[person, couple_of] = self._at[person] + offset
        return found

    def _clear(self, stubs: dict[_Stub, int], drops: Mapping[tuple[str, str], int]) -> dict[_Stub, int]:
        """The same, moved a little where a line to somebody of the next row comes down at the same x."""
        taken: dict[int, list[int]] = defaultdict(list)
        for (person, _), x in drops.items():
            taken[self._rows[person]].append(x)
        found: dict[_Stub, int] = {}
        for (person, end), x in sorted(stubs.items()):
            beside = [other for (one, _), other in stubs.items() if one == person and other != x]
            beside += [other for (one, _), other in found.items() if one == person]
            below = taken[self._rows[person] + 1]
            tries = (x, *(x + sign * by for by in (4, 7, 10) for sign in (1, -1)))
            found[person, end] = next(
                (
                    there
                    for there in tries
                    if abs(there - self._at[person]) <= HALF
                    and all(abs(there - other) >= _CLOSE for other in (*below, *beside))
                ),
                x,
            )
        return found

    def _drops(self) -> dict[tuple[str, str], int]:
        """(person, descent or tie) → x of the line that comes to them from above."""
        wanted: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for descent in self._sketch.descents:
            middle = sum(self._at[parent] for parent in descent.parents) / len(descent.parents)
            wanted[descent.child].append((middle, descent.id))
        for pair in self._sketch.beside:
            wanted[pair.one].append((self._at[pair.other], pair.tie))
            wanted[pair.other].append((self._at[pair.one], pair.tie))
        return {
            (person, end): self._at[person] + offset
            for person, ends in wanted.items()
            for (_, end), offset in zip(sorted(ends), spread(len(ends), _ROOM, 12), strict=True)
        }

    def _bar(self, held: tuple[Descent, ...], ends: Sequence[int], drops: Mapping[str, int]) -> Bar:
        parents, sort = held[0].group
        above, below = self._rows[parents[0]], self._rows[held[0].child]
        stalks = self._stalks(held, drops)
        downs = tuple(sorted({stalks.get(child, x) for child, x in drops.items()}))
        middle = round(sum(downs) / len(downs))
        through = {above + 1: self._stem(ends, middle, above + 1, downs if below == above + 1 else ())}
        if below == above + 1 and self._may_shift(held, through[above + 1]):
            drops, downs = {held[0].child: through[above + 1]}, (through[above + 1],)
        for row in range(above + 1, below):
            through[row + 1] = self._gutter(row, middle)
        bands = tuple(range(above + 1, below + 1))
        levels = tuple(
            Level((*parents, sort, str(below)), (through[band],), downs if band == below else (through[band + 1],))
            for band in bands
        )
        return Bar(parents, sort, held, bands, levels, drops, stalks)

    def _may_shift(self, held: Sequence[Descent], x: int) -> bool:
        """Whether an only child's line may come straight down at x: it is the one line to them, and still above them."""
        child = held[0].child
        lines = [one for one in self._sketch.descents if one.child == child]
        beside = [pair for pair in self._sketch.beside if child in (pair.one, pair.other)]
        return len(held) == len(lines) == 1 and not beside and abs(self._at[child] - x) <= HALF - 6

    def _stalks(self, held: Sequence[Descent], drops: Mapping[str, int]) -> dict[str, int]:
        """child → x of the one stalk it shares with its twin."""
        found: dict[str, int] = {}
        for group in self._sketch.twins:
            together = [one.child for one in held if one.child in group]
            if len(together) > 1:
                middle = round(sum(drops[child] for child in together) / len(together))
                stalk = self._free(self._rows[together[0]], middle, (middle - 28, middle + 28), ())
                found.update(dict.fromkeys(together, stalk))
        return found

    def _stem(self, ends: Sequence[int], wanted: int, band: int, own: Sequence[int]) -> int:
        if len(ends) == 1:
            return ends[0]
        left, right = min(ends) + 12, max(ends) - 12
        return self._free(band, min(max(wanted, left), right), (left, right), own)

    def _free(self, band: int, wanted: int, between: tuple[int, int], own: Sequence[int]) -> int:
        """The x nearest to the one wanted that no other upright line of the band has."""
        others = [x for x in self._used[band] if x not in own]
        tries = [wanted + sign * _STEP * step for step in range(_TRIES) for sign in (1, -1)]
        inside = [x for x in tries if between[0] <= x <= between[1]]
        found = next((x for x in inside if all(abs(x - other) >= _NEAR for other in others)), wanted)
        self._used[band].append(found)
        return found

    def _gutter(self, row: int, wanted: int) -> int:
        """A way down between two people of a row, the nearest to where it must go."""
        halves = self._sketch.by_id
        edges = [
            (self._at[person] - halves[person].half, self._at[person] + halves[person].half)
            for person in self._order[row]
        ]
        gaps = [(edges[0][0] - GUTTER, edges[0][0])]
        gaps += [(one[1], other[0]) for one, other in itertools.pairwise(edges)]
        gaps.append((edges[-1][1], edges[-1][1] + GUTTER))
        left, right = min(gaps, key=lambda gap: (max(gap[0] + 8 - wanted, wanted - gap[1] + 8, 0), gap))
        # Outlines of the people at both sides take up to twelve from either end of the room.
        inside = min(max(wanted, left + _ASIDE), right - _ASIDE)
        found = self._free(row, inside, (left + 6, right - 6), ())
        self._used[row + 1].append(found)
        return found


def wire(sketch: Sketch, order: Sequence[Sequence[str]], at: Mapping[str, int]) -> Wiring:
    """The routes of all lines of a family placed in rows."""
    return _Wiring(sketch, order, at).build()
