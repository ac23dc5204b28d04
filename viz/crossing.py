"""Whether straight lines cross, and how many do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Segment = tuple[Point, Point]


def crossings(new: Iterable[Segment], drawn: Sequence[Segment]) -> int:
    """How many times new lines cross those drawn; lines that share an end do not cross."""
    found = 0
    for a, b in new:
        left, right = min(a[0], b[0]), max(a[0], b[0])
        for c, d in drawn:
            if max(c[0], d[0]) < left or min(c[0], d[0]) > right:
                continue
            found += crosses((a, b), (c, d))
    return found


def crosses(one: Segment, other: Segment) -> bool:
    """Whether two lines cross between their ends."""
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
