"""Whether counts of several tables, taken from one another, come to what no table tells.

Everyone less the children less the grown-ups are those of no known age: three counts, each large, tell a small one. So a
count that is told is taken apart into others that are told: what is left may be nobody, or five people and more.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from graph.model.counting import LEAST_TOLD

MOST_STEPS = 100_000
"""What is tried for one table: where that does not do, it is not told."""


class _TooManyWaysError(Exception):
    """The counts can be taken apart in too many ways to try."""


class _Search:
    """Ways to take people apart into counts told, and at most one count that is kept. Sets of people are bits."""

    def __init__(self) -> None:
        self._steps = 0

    def finds(self, rest: int, told: Iterable[int], kept: Iterable[int]) -> bool:
        """Whether few people are left, or a count that is kept alone."""
        return self._tell(rest, [*told], [*kept], 0)

    def _tell(self, rest: int, told: list[int], kept: list[int], left: int) -> bool:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _TooManyWaysError
        if not rest:
            return left > 0
        if left + rest.bit_count() < LEAST_TOLD or (not left and rest in kept):
            return True
        first = rest & -rest
        for part in told:
            if part & first and not part & ~rest:
                rest_of = rest ^ part
                if self._tell(rest_of, _within(told, rest_of), _within(kept, rest_of), left):
                    return True
        return left + 1 < LEAST_TOLD and self._tell(rest ^ first, told, kept, left + 1)


def _within(some: Iterable[int], people: int) -> list[int]:
    return [one for one in some if not one & ~people]


def come_apart(new: Set[int], before: Set[int], kept: Set[int]) -> bool:
    """Whether the counts `new` would tell, beside those told `before`, come to fewer than five people, or to one that is
    `kept`. True too where they come apart in too many ways to try.
    """
    search, every = _Search(), new | before
    try:
        return any(
            search.finds(whole, parts, _within(kept, whole))
            for whole in every
            if (parts := [one for one in _within(every, whole) if one != whole])
            and (whole in new or any(part in new for part in parts))
        )
    except _TooManyWaysError:
        return True
