"""What every drawn ecomap keeps, each promise giving what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from viz.boxes import Box
from viz.ecomap.layout import LEADING, TEXT, Drawing, Housed
from viz.ecomap.view import Sort, View
from viz.genogram.geometry import Point
from viz.labels import LETTER


def parts_of(home: Housed) -> list[Box]:
    """The room a home takes: outline, label, note."""
    note = Box(
        home.outline.left, home.outline.bottom, home.outline.right, home.outline.bottom + LEADING * len(home.note)
    )
    return [home.outline, home.label_box, *([note] if home.note else [])]


def nothing_overlaps(_view: View, drawn: Drawing) -> Iterator[object]:
    """Cards, frame, and within the frame homes with their labels, and members with their words."""
    boxes = [drawn.frame, *(one.box for one in drawn.cards)]
    yield from (pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1]))
    parts = [part for home in drawn.homes for part in parts_of(home)]
    yield from (pair for pair in combinations(parts, 2) if pair[0].meets(pair[1]))
    for home in drawn.homes:
        yield from (pair for pair in combinations(home.boxes, 2) if pair[0].meets(pair[1]))


def everything_is_inside(_view: View, drawn: Drawing) -> Iterator[object]:
    """The drawing holds its cards and frame; the frame its homes."""
    whole = Box(0, 0, drawn.width, drawn.height)
    yield from (one for one in (drawn.frame, *(card.box for card in drawn.cards)) if not whole.holds(one))
    yield from (part for home in drawn.homes for part in parts_of(home) if not drawn.frame.holds(part))


def an_outline_holds_exactly_its_members(view: View, drawn: Drawing) -> Iterator[object]:
    """Each home its own, and nobody else's symbol meets it."""
    for place, home in zip(view.places, drawn.homes, strict=True):
        if len(home.boxes) != len(place.symbols):
            yield place.label
        yield from (box for box in home.boxes if not home.outline.holds(box))
        others = [box for other in drawn.homes if other is not home for box in other.boxes]
        yield from (box for box in (*others, *(card.box for card in drawn.cards)) if box.meets(home.outline))


def words_fit(_view: View, drawn: Drawing) -> Iterator[object]:
    """No line of words is wider than what it stands in, and all lines are in it."""
    for card in drawn.cards:
        room = card.box.right - card.box.left
        yield from (line for line in card.lines if len(line) * TEXT * LETTER > room)
        if len(card.lines) * LEADING > card.box.bottom - card.box.top:
            yield card.lines
    for home in drawn.homes:
        yield from (line for line in home.label if len(line) * TEXT * LETTER > home.outline.right - home.outline.left)


def one_line_a_card_and_none_for_a_silence(view: View, drawn: Drawing) -> Iterator[object]:
    """From the edge of the card to the edge of the frame."""
    if set(drawn.lines) != {card.id for card in view.drawn if card.sort is not Sort.SILENT}:
        yield sorted(drawn.lines)
    boxes = {one.card.id: one.box for one in drawn.cards}
    for card, (start, end) in drawn.lines.items():
        if not on_edge(start, boxes[card]) or not on_edge(end, drawn.frame):
            yield card, start, end


def on_edge(point: Point, box: Box) -> bool:
    """Whether a point lies on the edge of a box."""
    x, y = point
    across, down = box.left <= x <= box.right, box.top <= y <= box.bottom
    return across and down and (x in (box.left, box.right) or y in (box.top, box.bottom))


def no_line_crosses_another_or_a_card(_view: View, drawn: Drawing) -> Iterator[object]:
    """Lines run in the room between ring and frame."""
    yield from (pair for pair in combinations(drawn.lines, 2) if crosses(drawn.lines[pair[0]], drawn.lines[pair[1]]))
    for card, line in drawn.lines.items():
        for other in drawn.cards:
            if other.card.id != card and runs_through(line, other.box):
                yield card, other.card.id


def crosses(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two straight lines cross in a point inside both."""
    (a, b), (c, d) = one, other
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def side(a: Point, b: Point, c: Point) -> int:
    """On which side of a line a point lies."""
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)


def runs_through(line: tuple[Point, Point], box: Box) -> bool:
    """Whether a line crosses an edge of a box."""
    corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    edges = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    return any(crosses(line, edge) for edge in edges)


PROMISES = (
    nothing_overlaps,
    everything_is_inside,
    an_outline_holds_exactly_its_members,
    words_fit,
    one_line_a_card_and_none_for_a_silence,
    no_line_crosses_another_or_a_card,
)
