"""What is marked in a drawing of a network besides what it shows: new or gone since another day, steps of a way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Change(StrEnum):
    """What became of a person, a place or a link since the day compared with; nothing for what is as it was."""

    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Marks:
    """`changes`: id of a node or edge → what became of it. `steps`: id of an edge → the step of the way it is part of.

    `way`: the people of the way, in order. `late`: nodes that are there for the comparison or the way alone.
    """

    changes: Mapping[str, Change] = field(default_factory=dict)
    steps: Mapping[str, int] = field(default_factory=dict)
    way: tuple[str, ...] = ()
    late: frozenset[str] = frozenset()
    is_compared: bool = False

    @property
    def gone(self) -> frozenset[str]:
        """Nodes and edges that are no longer so."""
        return frozenset(id_ for id_, change in self.changes.items() if change is Change.GONE)

    @property
    def joined(self) -> frozenset[tuple[str, str]]:
        """Those next to each other on the way, each pair in order of id."""
        return frozenset((min(pair), max(pair)) for pair in zip(self.way, self.way[1:], strict=False))

    def step_of(self, one: str, other: str) -> int:
        """Which step leads from one person to the other; 0: none."""
        pair = {one, other}
        steps = zip(self.way, self.way[1:], strict=False)
        return next((number for number, ends in enumerate(steps, 1) if pair == set(ends)), 0)


UNMARKED = Marks()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things are new, gone and as before."""

    new: int
    gone: int
    same: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.gone + self.same


def tally(changes: Iterable[Change | None]) -> Tally:
    """The things counted by what became of them."""
    held = list(changes)
    new, gone = held.count(Change.NEW), held.count(Change.GONE)
    return Tally(new, gone, len(held) - new - gone)
