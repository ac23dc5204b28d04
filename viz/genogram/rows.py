"""The generation of everybody, found as a fixpoint: couples side by side, children below their parents."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from viz.genogram.sketch import Sketch

_ROUNDS = 200


def rows_of(sketch: Sketch) -> Mapping[str, int]:
    """id → row, 0 at the top. Ties that contradict each other leave somebody on a row that is not theirs: `fits` says."""
    first = _as_first_said(sketch)
    rows = dict(first)
    for _ in range(min(_ROUNDS, 4 * len(rows) + 4)):
        if not _settle(sketch, rows):
            _close_up(sketch, rows)
            break
    else:  # somebody is said to be their own forebear: the ties nearest to whom it is about decide
        rows = first
    highest = min(rows.values(), default=0)
    used = {row: place for place, row in enumerate(sorted({row - highest for row in rows.values()}))}
    return {person: used[row - highest] for person, row in rows.items()}


def fits_couple(rows: Mapping[str, int], people: tuple[str, ...]) -> bool:
    """Whether two stand on one row, so that a line can join them."""
    return len({rows[person] for person in people}) == 1


def fits_descent(rows: Mapping[str, int], parents: tuple[str, ...], child: str) -> bool:
    """Whether the parents stand on one row above the child's."""
    return fits_couple(rows, parents) and rows[parents[0]] < rows[child]


def _as_first_said(sketch: Sketch) -> dict[str, int]:
    """Rows counted from whom it is about, the nearest ties first; whoever has none stands by their age."""
    near = _near(sketch)
    order = sorted(sketch.marks, key=lambda mark: (not mark.is_index, mark.id))
    index_is_child = bool(order) and not order[0].is_adult
    rows: dict[str, int] = {}
    for mark in order:
        if mark.id not in rows:
            rows[mark.id] = -1 if rows and mark.is_adult and index_is_child else 0
            waiting = deque([mark.id])
            while waiting:
                person = waiting.popleft()
                for other, rise in sorted(near[person]):
                    if other not in rows:
                        rows[other] = rows[person] + rise
                        waiting.append(other)
    return rows


def _near(sketch: Sketch) -> Mapping[str, list[tuple[str, int]]]:
    """person → (relative, how many rows below)."""
    near: dict[str, list[tuple[str, int]]] = {mark.id: [] for mark in sketch.marks}
    joined = [(couple.people[0], couple.people[-1], 0) for couple in sketch.couples]
    joined += [(pair.one, pair.other, 0) for pair in sketch.beside]
    joined += [(parent, one.child, one.rise) for one in sketch.descents for parent in one.parents]
    for above, below, rise in joined:
        near[above].append((below, rise))
        near[below].append((above, -rise))
    return near


def _settle(sketch: Sketch, rows: dict[str, int]) -> bool:
    """One round: couples to the lower of their rows, children below. Whether anybody moved."""
    before = dict(rows)
    for couple in sketch.couples:
        lower = max(rows[person] for person in couple.people)
        rows.update(dict.fromkeys(couple.people, lower))
    for descent in sketch.descents:
        for parent in descent.parents:
            rows[descent.child] = max(rows[descent.child], rows[parent] + 1)
    for pair in sketch.beside:
        rows[pair.one] = rows[pair.other] = max(rows[pair.one], rows[pair.other])
    return rows != before


def _close_up(sketch: Sketch, rows: dict[str, int]) -> None:
    """Whoever stands higher than need be, with nobody beside or above them, comes down to just above their children."""
    held = {person for couple in sketch.couples if len(couple.people) > 1 for person in couple.people}
    held |= {descent.child for descent in sketch.descents} | {
        p for pair in sketch.beside for p in (pair.one, pair.other)
    }
    lowest: dict[str, int] = {}
    for descent in sketch.descents:
        for parent in descent.parents:
            there = rows[descent.child] - descent.rise
            lowest[parent] = min(lowest.get(parent, there), there)
    for person, row in lowest.items():
        if person not in held:
            rows[person] = max(rows[person], row)
