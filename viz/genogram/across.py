"""Where in its row everybody stands: parents over their children, as near as there is room, in the order given."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from viz.genogram.sketch import Sketch

GUTTER = 30
_ROUNDS = 40


def place_across(sketch: Sketch, order: Sequence[Sequence[str]]) -> dict[str, int]:
    """id → x of the middle of the symbol; nobody nearer to a neighbour than their words and a gutter take."""
    at: dict[str, float] = {}
    for row in order:
        reach = 0.0
        for place, person in enumerate(row):
            reach += _apart(sketch, row[place - 1], person) if place else 0
            at[person] = reach
        middle = reach / 2
        at.update({person: at[person] - middle for person in row})
    for turn in range(_ROUNDS):
        for row in order if turn % 2 else reversed(order):
            wanted = [_wanted(sketch, at, person) for person in row]
            at.update(zip(row, _fit(sketch, row, wanted), strict=True))
    left = min((at[person] - sketch.by_id[person].half for person in at), default=0.0)
    return {person: round(x - left) for person, x in at.items()}


def _apart(sketch: Sketch, one: str, other: str) -> int:
    words = sketch.room_between.get((one, other) if one < other else (other, one), 0)
    return max(sketch.by_id[one].half + sketch.by_id[other].half + GUTTER, words)


def _wanted(sketch: Sketch, at: Mapping[str, float], person: str) -> tuple[float, float]:
    """(x, weight): below the middle of their parents, so that their couple is over the middle of its children."""
    pulls: list[tuple[float, float]] = []
    for (parents, _), held in sketch.sibships.items():
        children = [one.child for one in held]
        middle = sum(at[parent] for parent in parents) / len(parents)
        below = sum(at[child] for child in children) / len(children)
        if person in children:
            pulls.append((at[person] + middle - below, 1.0))
        if person in parents:
            pulls.append((at[person] + below - middle, 1.0))
    for pair in sketch.beside_each_other:
        if person in pair:
            other = pair[0] if person == pair[1] else pair[1]
            gap = _apart(sketch, person, other)
            pulls.append((at[other] + (gap if at[person] > at[other] else -gap), 0.4))
    if not pulls:
        return at[person], 0.05
    weight = sum(pull[1] for pull in pulls)
    return sum(x * part for x, part in pulls) / weight, weight


def _fit(sketch: Sketch, row: Sequence[str], wanted: Sequence[tuple[float, float]]) -> list[float]:
    """The places nearest to those wanted that keep everybody apart: least squares, by pooling neighbours that collide."""
    offsets = [0.0]
    for one, other in itertools.pairwise(row):
        offsets.append(offsets[-1] + _apart(sketch, one, other))
    pools: list[tuple[float, float, int]] = []
    for (x, weight), offset in zip(wanted, offsets, strict=True):
        pools.append((x - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (late, late_weight, late_count), (early, early_weight, early_count) = pools.pop(), pools.pop()
            both = early_weight + late_weight
            pools.append(((early * early_weight + late * late_weight) / both, both, early_count + late_count))
    flat = [x for x, _, count in pools for _ in range(count)]
    return [x + offset for x, offset in zip(flat, offsets, strict=True)]
