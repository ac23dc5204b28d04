"""Boxes, strokes and the room between rows: what a drawing is measured with. Pixels, y downwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from viz.boxes import Box

Point = tuple[int, int]
HALF = 20
"""Half the width of a symbol."""
TEXT = 13
LEADING = 16
GAP = 6
"""Between a symbol and the words under it."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line drawn through points; `of` is what it stands for, `kind` how it looks."""

    of: str
    kind: str
    points: tuple[Point, ...]

    @property
    def pieces(self) -> Iterator[tuple[Point, Point]]:
        """Its straight pieces."""
        return pairwise(self.points)


def touches(piece: tuple[Point, Point], box: Box) -> bool:
    """Whether an upright, level or slanted piece runs through a box; slanted ones by the box they span."""
    (x1, y1), (x2, y2) = piece
    return (
        min(x1, x2) < box.right
        and box.left < max(x1, x2) + 1
        and min(y1, y2) < box.bottom
        and box.top < max(y1, y2) + 1
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """A row's heights: `top` of its symbols, their `middle`, where its words end."""

    top: int
    middle: int
    bottom: int


def spread(count: int, room: int, most: int = 10) -> list[int]:
    """So many offsets side by side round 0, at most `most` apart and within `room`."""
    if count < 2:  # noqa: PLR2004 - one stands in the middle
        return [0] * count
    step = min(most, room // (count - 1))
    return [round((place - (count - 1) / 2) * step) for place in range(count)]


def tracks(spans: Sequence[tuple[int, int]], room: int = 8) -> list[int]:
    """A track for each level line, in the order given: never above an earlier one it would run over."""
    found: list[int] = []
    for place, (left, right) in enumerate(spans):
        over = [
            found[earlier]
            for earlier in range(place)
            if spans[earlier][0] - room < right and left - room < spans[earlier][1]
        ]
        found.append(max(over, default=-1) + 1)
    return found
