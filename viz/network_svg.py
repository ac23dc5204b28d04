"""The network as SVG for files: the same symbols, lines and words at the same places as the picture of the page.

Presentation attributes only: other programs lose styles without a word.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from viz.explorer import bounds_of, words_box
from viz.labels import LINE_TEXT, MARK_TEXT
from viz.lines import BROAD, Line, boxes_of
from viz.placing import Area, Spot
from viz.routing import Box, point_on, points_of
from viz.scene import Item, Scene
from viz.style import CHOSEN, HIGHLIGHT, INK, PAPER, PERSON, WAY_WIDTH, Shape

FONT = "Source Sans Pro, Arial, sans-serif"
GROUND = "#f4f8fb"
STEPS = 60
ARROW = 11.0
_DOUBLED = 6


def network_svg(scene: Scene) -> str:
    """The whole drawing, as large as what is in it."""
    left, top, right, bottom = bounds_of(scene)
    items = {item.id: item for item in (*scene.people, *scene.places)}
    parts = [
        *map(_area, scene.areas),
        *(part for line in scene.lines for part in _line(line, items)),
        *(part for item in items.values() for part in _item(item)),
        *(part for line in scene.lines for part in _words(words_box(line), line.words, LINE_TEXT)),
    ]
    size = f'width="{right - left}" height="{bottom - top}" viewBox="{left} {top} {right - left} {bottom - top}"'
    ground = f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" fill="{PAPER}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family={quoteattr(FONT)}>{ground}{"".join(parts)}</svg>'
    )


def alt_of(scene: Scene) -> str:
    """What the drawing shows, for those who do not see it."""
    people, lines = len(scene.people), len(scene.lines)
    return (
        f"Drawing of {people} {'person' if people == 1 else 'people'} and {lines} {'line' if lines == 1 else 'lines'}. "
        "Everything in it is in the tables."
    )


def key_of(scene: Scene) -> tuple[str, ...]:
    """What the signs mean, in sentences."""
    signs = [
        "Square: male",
        "circle: female",
        "triangle: sex not stated, small: unborn",
        "crossed: has died",
        "double outline: whom this is about",
        "broken outline: not identified",
        "dotted box: they live together",
        "thin line with letters: one agency alone says so",
        "broken line: over, not confirmed, disputed, or its dates are not exact",
        "arrow: to whom the word applies, from parent to child",
    ]
    if scene.events:
        signs.append("“2 more events” under a name: nobody else drawn was in them")
    if scene.is_compared:
        signs += [
            "broad line with “new”: not so before",
            "dotted line with “gone”: no longer so",
            "[new], [gone] under a name: the same of a person or place",
        ]
    if scene.has_way:
        signs.append("yellow under a line, with a number: a step of the way from one person to the other")
    said = [f"{'; '.join(signs)}."]
    if scene.initials:
        said.append(f"Letters: {', '.join(f'{letters} {name}' for name, letters in scene.initials.items())}.")
    return tuple(said)


def _area(area: Area) -> str:
    size = f'x="{area.left}" y="{area.top}" width="{area.right - area.left}" height="{area.bottom - area.top}"'
    return f'<rect {size} fill="{GROUND}" stroke="{INK}" stroke-width="2" stroke-dasharray="2 5"/>'


def _line(line: Line, items: dict[str, Item]) -> Iterator[str]:
    source, target = items[line.source].spot, items[line.target].spot
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points_of(source, target, line.bend))
    broken = f' stroke-dasharray="{line.dashes[0]} {line.dashes[1]}"' if line.dashes else ""
    if line.step:
        yield f'<polyline points="{way}" fill="none" stroke="{HIGHLIGHT}" stroke-width="{WAY_WIDTH}"/>'
    yield f'<polyline points="{way}" fill="none" stroke="{line.colour}" stroke-width="{line.width:g}"{broken}/>'
    if line.has_arrow:
        yield _arrow(line, source, target, items[line.target])


def _arrow(line: Line, source: Spot, target: Spot, at: Item) -> str:
    """A head where the line meets the symbol it leads to."""
    symbol = boxes_of(at)[0]
    along = 1.0
    while along > 0 and symbol.holds(*point_on(source, target, line.bend, along)):
        along -= 1 / (4 * STEPS)
    tip = point_on(source, target, line.bend, along)
    behind = point_on(source, target, line.bend, along - 2 / STEPS)
    turn = math.atan2(tip[1] - behind[1], tip[0] - behind[0])
    wings = [(tip[0] - ARROW * math.cos(turn + side), tip[1] - ARROW * math.sin(turn + side)) for side in (0.42, -0.42)]
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, *wings))
    return f'<polygon points="{corners}" fill="{line.colour}"/>'


def _item(item: Item) -> Iterator[str]:
    yield f"<g><title>{escape(item.label)}</title>"
    if item.kind == PERSON:
        yield from _words(boxes_of(item)[1], item.under, MARK_TEXT)
        broken = ' stroke-dasharray="6 4"' if item.is_unidentified else ""
        if item.is_focus:
            yield _outline(item, item.size + _DOUBLED, "")
        yield _outline(item, item.size, broken)
        if item.has_died:
            yield _cross(item)
    else:
        yield from _place(item)
    yield "</g>"


def _outline(item: Item, half: int, broken: str) -> str:
    x, y = item.spot.x, item.spot.y
    fill, width = (CHOSEN, BROAD) if item.is_on_way else (PAPER, 2)
    look = f'fill="{fill}" stroke="{INK}" stroke-width="{width:g}"{broken}'
    match item.shape:
        case Shape.SQUARE:
            return f'<rect x="{x - half}" y="{y - half}" width="{2 * half}" height="{2 * half}" {look}/>'
        case Shape.CIRCLE:
            return f'<circle cx="{x}" cy="{y}" r="{half}" {look}/>'
    corners = f"{x},{y - half * 1.15:.1f} {x + half * 1.1:.1f},{y + half * 0.85:.1f} {x - half * 1.1:.1f},{y + half * 0.85:.1f}"
    return f'<polygon points="{corners}" {look}/>'


def _cross(item: Item) -> str:
    half = item.size * (0.7 if item.shape is Shape.CIRCLE else 1)
    left, right, top, bottom = item.spot.x - half, item.spot.x + half, item.spot.y - half, item.spot.y + half
    way = f"M{left:.1f} {top:.1f}L{right:.1f} {bottom:.1f}M{right:.1f} {top:.1f}L{left:.1f} {bottom:.1f}"
    return f'<path d="{way}" fill="none" stroke="{INK}" stroke-width="2"/>'


def _place(item: Item) -> Iterator[str]:
    box = boxes_of(item)[0]
    width, height = box.right - box.left, box.bottom - box.top
    look = f'fill="{PAPER}" stroke="{INK}" stroke-width="1"'
    if item.shape is Shape.BOX:
        yield f'<rect x="{box.left:g}" y="{box.top:g}" width="{width:g}" height="{height:g}" rx="3" {look}/>'
    else:
        across, down = width / math.sqrt(2), height / math.sqrt(2)
        yield f'<ellipse cx="{item.spot.x}" cy="{item.spot.y}" rx="{across:.1f}" ry="{down:.1f}" {look}/>'
    yield from _lines_of_text(box, item.under, MARK_TEXT)


def _words(box: Box, lines: Sequence[str], size: int) -> Iterator[str]:
    """Words on white, so that no line runs through them."""
    if not lines:
        return
    room = f'x="{box.left:g}" y="{box.top:g}" width="{box.right - box.left:g}" height="{box.bottom - box.top:g}"'
    yield f'<rect {room} fill="{PAPER}"/>'
    yield from _lines_of_text(box, lines, size)


def _lines_of_text(box: Box, lines: Sequence[str], size: int) -> Iterator[str]:
    middle, step = (box.left + box.right) / 2, (box.bottom - box.top) / max(len(lines), 1)
    for number, line in enumerate(lines):
        y = box.top + (number + 0.5) * step + size * 0.35
        yield (
            f'<text x="{middle:g}" y="{y:.1f}" font-size="{size}" fill="{INK}" text-anchor="middle">{escape(line)}</text>'
        )
