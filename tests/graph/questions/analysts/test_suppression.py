"""An auditor tries to solve the tables: no count not told can be narrowed to less than what is promised."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model.counting import LEAST_TOLD
from graph.questions.analysts.suppression import PROTECTION, UNBOUNDED, Cell, not_told, ranges, with_totals

Counts = Sequence[Sequence[int]]
SMALL = st.one_of(st.integers(0, 4), st.integers(0, 12), st.integers(5, 60))


@st.composite
def tables(draw: st.DrawFn, most: int = 4) -> list[list[int]]:
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    inner = draw(st.lists(st.lists(SMALL, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    return with_totals(inner)


class Auditor:
    """Solves for one count by linear programming: exact fractions, the simplex method with Bland's rule.

    Knows what any reader knows: the counts told, that rows and columns add up, that none is below nought.
    """

    def __init__(self, counts: Counts, hidden: frozenset[Cell]) -> None:
        self.cells = sorted(hidden)
        at = {cell: place for place, cell in enumerate(self.cells)}
        lines = [[(row, column) for column in range(len(counts[0]))] for row in range(len(counts))]
        lines += [[(row, column) for row in range(len(counts))] for column in range(len(counts[0]))]
        self.rows: list[list[Fraction]] = []
        for line in lines:
            terms, told = [Fraction(0)] * len(self.cells), Fraction(0)
            for place, cell in enumerate(line):
                sign = -1 if place == len(line) - 1 else 1
                if cell in at:
                    terms[at[cell]] += sign
                else:
                    told -= sign * counts[cell[0]][cell[1]]
            self.rows.append([-one for one in (*terms, told)] if told < 0 else [*terms, told])

    def most(self, cell: Cell, *, sign: int = 1) -> Fraction | None:
        """The most a count can be (or, with sign -1, the least); None where there is no end to it."""
        count, extra = len(self.cells), len(self.rows)
        tableau = [
            [*row[:-1], *(Fraction(int(place == number)) for place in range(extra)), row[-1]]
            for number, row in enumerate(self.rows)
        ]
        basis = [count + number for number in range(extra)]
        first = [Fraction(0)] * count + [Fraction(-1)] * extra
        assert self._climb(tableau, basis, first, count + extra) == 0, "the true table is one that agrees"
        for number in range(extra):  # an artificial one left at nought goes out where another can come in
            if basis[number] >= count:
                column = next((one for one in range(count) if tableau[number][one]), None)
                if column is not None:
                    self._pivot(tableau, basis, number, column)
        goal = [Fraction(0)] * (count + extra)
        goal[self.cells.index(cell)] = Fraction(sign)
        found = self._climb(tableau, basis, goal, count)
        return None if found is None else sign * found

    def _climb(
        self, tableau: list[list[Fraction]], basis: list[int], goal: list[Fraction], width: int
    ) -> Fraction | None:
        while True:
            gains = (
                (column, goal[column] - sum(goal[basis[row]] * line[column] for row, line in enumerate(tableau)))
                for column in range(width)
            )
            entering = next((column for column, gain in gains if gain > 0), None)
            if entering is None:
                return sum((goal[basis[row]] * line[-1] for row, line in enumerate(tableau)), Fraction(0))
            bounds = [
                (line[-1] / line[entering], basis[row], row) for row, line in enumerate(tableau) if line[entering] > 0
            ]
            if not bounds:
                return None
            self._pivot(tableau, basis, min(bounds)[2], entering)

    @staticmethod
    def _pivot(tableau: list[list[Fraction]], basis: list[int], row: int, column: int) -> None:
        tableau[row] = [one / tableau[row][column] for one in tableau[row]]
        for number, line in enumerate(tableau):
            if number != row and line[column]:
                tableau[number] = [one - line[column] * two for one, two in zip(line, tableau[row], strict=True)]
        basis[row] = column


@settings(max_examples=60, deadline=None)
@given(tables())
def test_no_count_not_told_can_be_narrowed_to_less_than_the_protection(counts: Counts) -> None:
    hidden = not_told(counts)
    auditor = Auditor(counts, hidden)
    for cell in sorted(hidden):
        most, least = auditor.most(cell), auditor.most(cell, sign=-1)
        assert least is not None
        assert most is None or most - least >= PROTECTION
        assert least <= counts[cell[0]][cell[1]]


@settings(max_examples=40, deadline=None)
@given(tables(3), st.data())
def test_ranges_are_what_the_auditor_finds(counts: Counts, data: st.DataObject) -> None:
    """Whatever is hidden, and however badly."""
    every = [(row, column) for row in range(len(counts)) for column in range(len(counts[0]))]
    hidden = frozenset(data.draw(st.lists(st.sampled_from(every), min_size=1, unique=True)))
    auditor = Auditor(counts, hidden)
    for cell, found in ranges(counts, hidden).items():
        most, least = auditor.most(cell), auditor.most(cell, sign=-1)
        assert found.least == least
        assert found.most - counts[cell[0]][cell[1]] >= UNBOUNDED if most is None else found.most == most


@settings(max_examples=60, deadline=None)
@given(tables(6))
def test_every_small_count_is_hidden_and_what_is_told_is_not_small(counts: Counts) -> None:
    hidden = not_told(counts)
    every = product(range(len(counts)), range(len(counts[0])))
    assert all(cell in hidden or counts[cell[0]][cell[1]] >= LEAST_TOLD for cell in every)


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        ([[10, 20], [30, 40]], 9),
        ([[3, 20], [30, 40]], 5),
        ([[3, 20, 50], [30, 40, 60], [70, 80, 90]], 12),
        ([[2]], 0),
        ([[0, 0], [0, 0]], 0),
    ],
)
def test_as_much_is_told_as_can_be(inner: Counts, told: int) -> None:
    counts = with_totals(inner)
    assert len(counts) * len(counts[0]) - len(not_told(counts)) == told


def test_a_small_count_alone_in_its_row_is_not_the_difference_of_what_is_told() -> None:
    counts = with_totals([[3, 20], [30, 40]])
    assert not_told(counts) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    assert all(found.width >= PROTECTION for found in ranges(counts, not_told(counts)).values())
