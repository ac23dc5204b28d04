"""A family laid out: symbols, lines as points, outlines and words, each in its place. Pure and the same for the same view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from viz.boxes import Box
from viz.genogram.across import place_across
from viz.genogram.geometry import GAP, HALF, LEADING, Point, Stroke
from viz.genogram.order import order_rows
from viz.genogram.outlines import Outline, Placed, outline_houses
from viz.genogram.routing import Routes, route
from viz.genogram.rows import rows_of
from viz.genogram.sketch import Sketch
from viz.genogram.tags import Tag, tag_lines, tag_outlines
from viz.genogram.view import View
from viz.genogram.wiring import wire

EDGE = 24
_TOP = 20
_KEPT = 128


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn of a view, in pixels. `unfit` are ids of lines that contradict the rest and could not be drawn.

    `at` is the middle of each symbol; `boxes` the room of symbol and words; `slashes` where strokes of an ended
    partnership cross its line; `letters` the outlines that carry a letter instead of their address.
    """

    width: int
    height: int
    at: Mapping[str, Point]
    boxes: Mapping[str, Box]
    strokes: tuple[Stroke, ...]
    outlines: tuple[Outline, ...]
    tags: tuple[Tag, ...]
    slashes: Mapping[str, tuple[Point, ...]]
    letters: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]
    unfit: frozenset[str]


@dataclass(frozen=True)
class Layout:
    """A sketch placed: rows in order, symbols, lines and outlines, with no words but those under symbols."""

    rows: tuple[tuple[str, ...], ...]
    at: Mapping[str, Point]
    boxes: Mapping[str, Box]
    routes: Routes
    outlines: tuple[Outline, ...]
    unfit: frozenset[str]


@lru_cache(maxsize=_KEPT)
def lay_out(sketch: Sketch) -> Layout:
    """Everybody and every line in place; kept, so that a second look, or another style, lays nothing out."""
    order = order_rows(sketch, rows_of(sketch))
    across = place_across(sketch, order)
    wiring = wire(sketch, order, across)
    routes = route(sketch, order, across, wiring)
    outlines = outline_houses(Placed(sketch, order, across, routes.shelves))
    at = {person: (across[person], routes.shelves[row].middle) for row, people in enumerate(order) for person in people}
    boxes = {person: _box(at[person], sketch.by_id[person].half, sketch.by_id[person].lines) for person in at}
    return Layout(tuple(map(tuple, order)), at, boxes, routes, outlines, frozenset(wiring.unfit))


def _box(at: Point, half: int, lines: int) -> Box:
    x, y = at
    return Box(x - half, y - HALF, x + half, y + HALF + GAP + LEADING * lines)


def draw(view: View, style: str = "uk") -> Drawing:
    """A view laid out, with the words on its lines and outlines."""
    laid = lay_out(view.sketch)
    unfit = frozenset(line.id for line in view.lines if {line.id, *(tie.id for tie in line.ties)} & laid.unfit)
    strokes = laid.routes.strokes
    tags, slashes = tag_lines(view, strokes, laid.boxes, style)
    named, letters = tag_outlines(laid.outlines, strokes, laid.boxes, tags)
    drawn = Drawing(
        width=0,
        height=0,
        at=laid.at,
        boxes=laid.boxes,
        strokes=strokes,
        outlines=laid.outlines,
        tags=(*tags, *named),
        slashes=slashes,
        letters=letters,
        rows=laid.rows,
        unfit=unfit,
    )
    return _framed(drawn)


def _framed(drawn: Drawing) -> Drawing:
    """The drawing moved so that everything lies inside its frame."""
    boxes = [*drawn.boxes.values(), *(tag.box for tag in drawn.tags)]
    boxes += [box for outline in drawn.outlines for box in outline.boxes]
    points = [point for stroke in drawn.strokes for point in stroke.points]
    lefts = [box.left for box in boxes] + [x for x, _ in points]
    tops = [box.top for box in boxes] + [y for _, y in points]
    rights = [box.right for box in boxes] + [x for x, _ in points]
    bottoms = [box.bottom for box in boxes] + [y for _, y in points]
    if not boxes:
        return replace(drawn, width=2 * EDGE, height=2 * EDGE)
    x, y = EDGE - min(lefts), _TOP - min(tops)
    return replace(
        drawn,
        width=max(rights) + x + EDGE,
        height=max(bottoms) + y + _TOP,
        at={person: _moved(point, x, y) for person, point in drawn.at.items()},
        boxes={person: _shifted(box, x, y) for person, box in drawn.boxes.items()},
        strokes=tuple(replace(one, points=_all_moved(one.points, x, y)) for one in drawn.strokes),
        outlines=tuple(_outline_moved(outline, x, y) for outline in drawn.outlines),
        tags=tuple(replace(tag, box=_shifted(tag.box, x, y)) for tag in drawn.tags),
        slashes={tie: _all_moved(points, x, y) for tie, points in drawn.slashes.items()},
    )


def _moved(point: Point, x: int, y: int) -> Point:
    return point[0] + x, point[1] + y


def _all_moved(points: Sequence[Point], x: int, y: int) -> tuple[Point, ...]:
    return tuple(_moved(point, x, y) for point in points)


def _shifted(box: Box, x: int, y: int) -> Box:
    return Box(box.left + x, box.top + y, box.right + x, box.bottom + y)


def _outline_moved(outline: Outline, x: int, y: int) -> Outline:
    return replace(
        outline,
        boxes=tuple(_shifted(box, x, y) for box in outline.boxes),
        runs=tuple(_shifted(box, x, y) for box in outline.runs),
        edges=tuple(_all_moved(edge, x, y) for edge in outline.edges),
    )
