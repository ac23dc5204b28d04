"""Where lines of different relationships pass each other: the level one is left open, so that nobody takes it for a joint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viz.genogram.geometry import Point, Stroke

OPEN = 5
"""How much of the level line is left out on either side of the upright one."""

Piece = tuple[Point, Point]


def with_openings(stroke: Stroke, others: Sequence[Stroke]) -> list[tuple[Point, ...]]:
    """The line in parts: open wherever an upright line of another relationship passes a level piece of it."""
    uprights = [piece for other in others if other.of != stroke.of for piece in other.pieces if _is_upright(piece)]
    parts: list[list[Point]] = [[stroke.points[0]]]
    for start, end in stroke.pieces:
        for before, after in _openings(start, end, uprights):
            parts[-1].append(before)
            parts.append([after])
        parts[-1].append(end)
    return [tuple(part) for part in parts]


def _openings(start: Point, end: Point, uprights: Sequence[Piece]) -> Iterator[tuple[Point, Point]]:
    """The ends of each opening of a piece, in the direction it is drawn; uprights close together share one."""
    if start[1] != end[1] or start[0] == end[0]:
        return
    height, way = start[1], 1 if end[0] > start[0] else -1
    left, right = sorted((start[0], end[0]))
    passing = sorted(
        {x for (x, y1), (_, y2) in uprights if left + OPEN < x < right - OPEN and min(y1, y2) < height < max(y1, y2)}
    )
    runs: list[list[int]] = []
    for x in passing:
        if runs and x - runs[-1][-1] <= 2 * OPEN:
            runs[-1].append(x)
        else:
            runs.append([x])
    for run in runs[::way]:
        ends = (run[0] - OPEN, run[-1] + OPEN)[::way]
        yield (ends[0], height), (ends[1], height)


def _is_upright(piece: Piece) -> bool:
    return piece[0][0] == piece[1][0] and piece[0][1] != piece[1][1]
