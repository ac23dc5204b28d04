"""Whether straight lines cross, and how many do. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Segment = tuple[Point, Point]


def crossings(new: Iterable[Segment], drawn: Sequence[Segment]) -> int:
    """How many times new lines cross those drawn; lines that share an end do not cross.

    Written out: laying a picture out asks this a hundred thousand times.
    """
    found = 0
    for (ax, ay), (bx, by) in new:
        left, right = (ax, bx) if ax < bx else (bx, ax)
        top, bottom = (ay, by) if ay < by else (by, ay)
        across, down = bx - ax, by - ay
        for (cx, cy), (dx, dy) in drawn:
            if (cx < left and dx < left) or (cx > right and dx > right):
                continue
            if (cy < top and dy < top) or (cy > bottom and dy > bottom):
                continue
            if (across * (cy - ay) - down * (cx - ax)) * (across * (dy - ay) - down * (dx - ax)) < 0:
                back, up = dx - cx, dy - cy
                found += (back * (ay - cy) - up * (ax - cx)) * (back * (by - cy) - up * (bx - cx)) < 0
    return found


def crosses(one: Segment, other: Segment) -> bool:
    """Whether two lines cross between their ends."""
    return crossings([one], [other]) == 1
