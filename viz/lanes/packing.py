"""Things beside each other in rows, so that none covers another; where there are too many, they are counted in a box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

APART = 2


@dataclass(frozen=True, slots=True)
class Item:
    """Something that takes `[left, right]` of a row."""

    id: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Heap:
    """Things counted together in a box at `[left, right]`, as high as all rows."""

    ids: tuple[str, ...]
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Packed:
    """The row of each thing that stands alone, the heaps, and how many rows are used."""

    rows: dict[str, int]
    heaps: tuple[Heap, ...]
    count: int


class Rows:
    """So many rows filled from the left."""

    def __init__(self, most: int, box: int) -> None:
        self._most, self._box = most, box
        self._edges: list[int] = []
        self._row: dict[str, int] = {}
        self._items: dict[str, Item] = {}
        self._heaps: list[Heap] = []

    def add(self, items: Iterable[Item]) -> None:
        """Puts items where they have room. What came with an earlier call is not counted together with these."""
        alone: list[Item] = []
        begun = len(self._heaps)
        for item in sorted(items, key=lambda one: (one.left, one.right, one.id)):
            if len(self._heaps) > begun and item.left - APART < self._heaps[-1].right:
                last = self._heaps.pop()
                self._heaps.append(Heap((*last.ids, item.id), last.left, last.right))
            elif (row := self._row_for(item)) is not None:
                self._row[item.id] = row
                self._items[item.id] = item
                self._edges[row] = item.right
                alone.append(item)
            else:
                alone = self._heap(item, alone)

    def packed(self) -> Packed:
        """What stands where."""
        return Packed(dict(self._row), tuple(self._heaps), len(self._edges))

    def _row_for(self, item: Item) -> int | None:
        for row, edge in enumerate(self._edges):
            if edge + APART <= item.left:
                return row
        if len(self._edges) < self._most and not self._is_under_a_heap(item):
            self._edges.append(0)
            return len(self._edges) - 1
        return None

    def _is_under_a_heap(self, item: Item) -> bool:
        return any(item.left - APART < heap.right for heap in self._heaps)

    def _heap(self, item: Item, alone: Sequence[Item]) -> list[Item]:
        """A box for an item without room and those in its way."""
        joined = [one for one in alone if one.right + APART > item.left]
        for one in joined:
            del self._row[one.id]
        kept = [one for one in alone if one not in joined]
        left = min([item.left, *(one.left for one in joined)])
        behind = [self._items[held].right for held in self._row] + [heap.right for heap in self._heaps]
        left = max([left, *(edge + APART for edge in behind)])
        heap = Heap((*(one.id for one in joined), item.id), left, left + self._box)
        self._heaps.append(heap)
        self._edges = [heap.right] * max(len(self._edges), 1)
        return kept


def pack(parts: Iterable[Sequence[Item]], most: int, box: int) -> Packed:
    """Items in at most so many rows, first where each fits; those of one part are never counted with another's."""
    rows = Rows(most, box)
    for items in parts:
        rows.add(items)
    return rows.packed()
