"""What a drawing of a family promises, checked point by point: each function gives what is amiss, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from viz.genogram.drawing import Drawing
from viz.genogram.geometry import Point, Stroke, touches
from viz.genogram.routing import BESIDE, CHILD, PARENTS, STEM, UNION
from viz.genogram.view import View

_ON_IT, _CROSSING = 2, 12
Promise = Callable[[View, Drawing], Iterator[str]]


def nobody_is_printed_over(_view: View, drawn: Drawing) -> Iterator[str]:
    for (one, box), (other, beside) in combinations(sorted(drawn.boxes.items()), 2):
        if box.meets(beside):
            yield f"{one} and {other} overlap"


def words_have_their_room(_view: View, drawn: Drawing) -> Iterator[str]:
    for tag in drawn.tags:
        yield from (f"{tag.text} over {person}" for person, box in drawn.boxes.items() if tag.box.meets(box))
    for one, other in combinations(drawn.tags, 2):
        if one.box.meets(other.box):
            yield f"{one.text} over {other.text}"


def no_word_lies_on_a_line(_view: View, drawn: Drawing) -> Iterator[str]:
    for tag in drawn.tags:
        for stroke in drawn.strokes:
            if any(touches(piece, tag.box) for piece in stroke.pieces):
                yield f"{tag.text} on {stroke.of} {stroke.kind}"


def lines_pass_nobody_through(view: View, drawn: Drawing) -> Iterator[str]:
    for stroke in drawn.strokes:
        for person, box in drawn.boxes.items():
            inner = box.grown(-1)
            if any(touches(piece, inner) for piece in stroke.pieces):
                yield f"{stroke.kind} {stroke.of} through {person}"
    del view


def a_couples_line_lies_below_both(view: View, drawn: Drawing) -> Iterator[str]:
    couples = {couple.tie or "+".join(couple.people): couple.people for couple in view.sketch.couples}
    for stroke in drawn.strokes:
        if stroke.kind in {UNION, PARENTS}:
            height = stroke.points[1][1]
            yield from (stroke.of for person in couples[stroke.of] if drawn.boxes[person].bottom >= height)


def brothers_and_sisters_stand_by_birth(view: View, drawn: Drawing) -> Iterator[str]:
    for (parents, sort), held in view.sketch.sibships.items():
        if sort == "BIRTH":
            for elder, younger in combinations(held, 2):
                born = [view.sketch.by_id[one.child].born for one in (elder, younger)]
                same_row = drawn.at[elder.child][1] == drawn.at[younger.child][1]
                if same_row and born[0] < born[1] and drawn.at[elder.child][0] > drawn.at[younger.child][0]:
                    yield f"{younger.child} left of {elder.child} under {parents}"


def each_relationship_is_one_line(view: View, drawn: Drawing) -> Iterator[str]:
    strokes = [stroke.of for stroke in drawn.strokes if stroke.kind in {UNION, CHILD, BESIDE}]
    lines = [line.id for line in view.lines if line.id not in drawn.unfit]
    if sorted(strokes) != sorted(lines):
        yield f"{len(strokes)} lines for {len(lines)} relationships"


def parents_stand_above_and_couples_beside(view: View, drawn: Drawing) -> Iterator[str]:
    for descent in view.sketch.descents:
        if descent.id not in drawn.unfit:
            yield from (descent.id for parent in descent.parents if drawn.at[parent][1] >= drawn.at[descent.child][1])
    for couple in view.sketch.couples:
        if couple.tie not in drawn.unfit and len({drawn.at[person][1] for person in couple.people}) > 1:
            yield f"{couple.people} not beside each other"


def an_outline_holds_exactly_its_members(_view: View, drawn: Drawing) -> Iterator[str]:
    for outline in drawn.outlines:
        for person, box in drawn.boxes.items():
            is_member = person in outline.house.members
            if is_member and not any(run.holds(box) for run in outline.runs):
                yield f"{person} not inside {outline.house.id}"
            if not is_member and any(part.meets(box) for part in outline.boxes):
                yield f"{person} inside {outline.house.id}"


def an_outline_is_one_stepped_area(_view: View, drawn: Drawing) -> Iterator[str]:
    for outline in drawn.outlines:
        reached = {outline.boxes[0]}
        for _ in outline.boxes:
            reached |= {box for box in outline.boxes if any(box.meets(other) for other in reached)}
        if reached != set(outline.boxes):
            yield f"{outline.house.id} in pieces"
        for edge in outline.edges:
            for (x1, y1), (x2, y2) in zip(edge, (*edge[1:], edge[0]), strict=True):
                if (x1 == x2) == (y1 == y2):
                    yield f"{outline.house.id} has a slanted edge"


def no_two_lines_lie_on_each_other(_view: View, drawn: Drawing) -> Iterator[str]:
    straight = [(stroke, piece) for stroke in drawn.strokes for piece in stroke.pieces if _is_straight(piece)]
    for (one, piece), (other, beside) in combinations(straight, 2):
        if not _belong(one, other) and _lie_on(piece, beside):
            yield f"{one.kind} {one.of} on {other.kind} {other.of}"


def everything_lies_in_the_frame(_view: View, drawn: Drawing) -> Iterator[str]:
    points = [point for stroke in drawn.strokes for point in stroke.points]
    points += [(box.left, box.top) for box in drawn.boxes.values()] + [
        (b.right, b.bottom) for b in drawn.boxes.values()
    ]
    points += [point for outline in drawn.outlines for edge in outline.edges for point in edge]
    points += [(tag.box.right, tag.box.bottom) for tag in drawn.tags] + [(t.box.left, t.box.top) for t in drawn.tags]
    if any(not (0 <= x <= drawn.width and 0 <= y <= drawn.height) for x, y in points):
        yield "something is cut off"


def _is_straight(piece: tuple[Point, Point]) -> bool:
    (x1, y1), (x2, y2) = piece
    return (x1 == x2) != (y1 == y2)


def _belong(one: Stroke, other: Stroke) -> bool:
    """The parts of one family's bar, or of one line."""
    return one.of == other.of or (one.kind in {STEM, CHILD} and other.kind in {STEM, CHILD} and _meet(one, other))


def _meet(one: Stroke, other: Stroke) -> bool:
    return bool(set(one.points) & set(other.points))


def _lie_on(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    if ax == bx == cx == dx:
        return min(max(ay, by), max(cy, dy)) > max(min(ay, by), min(cy, dy)) + 1
    if ay == by == cy == dy:
        return min(max(ax, bx), max(cx, dx)) > max(min(ax, bx), min(cx, dx)) + 1
    return False


PROMISES: tuple[Promise, ...] = (
    nobody_is_printed_over,
    words_have_their_room,
    no_word_lies_on_a_line,
    lines_pass_nobody_through,
    a_couples_line_lies_below_both,
    brothers_and_sisters_stand_by_birth,
    each_relationship_is_one_line,
    parents_stand_above_and_couples_beside,
    an_outline_holds_exactly_its_members,
    an_outline_is_one_stepped_area,
    no_two_lines_lie_on_each_other,
    everything_lies_in_the_frame,
)


def on_an_edge(drawn: Drawing) -> int:
    """How often a line lies along the edge of a household outline, for longer than it takes to cross it."""
    edges = [
        side
        for outline in drawn.outlines
        for edge in outline.edges
        for side in zip(edge, (*edge[1:], edge[0]), strict=True)
    ]
    pieces = [piece for stroke in drawn.strokes for piece in stroke.pieces if _is_straight(piece)]
    return sum(_run_together(side, piece) for side in edges for piece in pieces)


def _run_together(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    for along, across in ((0, 1), (1, 0)):
        if one[0][across] == one[1][across] and other[0][across] == other[1][across]:
            ends = [sorted(point[along] for point in piece) for piece in (one, other)]
            together = min(ends[0][1], ends[1][1]) - max(ends[0][0], ends[1][0])
            return abs(one[0][across] - other[0][across]) <= _ON_IT and together > _CROSSING
    return False


def crossings(drawn: Drawing) -> int:
    """How often lines of different relationships cross, an upright one and a level one."""
    straight = [(stroke, piece) for stroke in drawn.strokes for piece in stroke.pieces if _is_straight(piece)]
    total = 0
    for (one, piece), (other, beside) in combinations(straight, 2):
        if one.of != other.of:
            for ((ax, ay), (bx, by)), ((cx, cy), (dx, dy)) in ((piece, beside), (beside, piece)):
                if ax == bx and cy == dy and min(cx, dx) < ax < max(cx, dx) and min(ay, by) < cy < max(ay, by):
                    total += 1
    return total
