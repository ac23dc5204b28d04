"""An ecomap laid out: homes in a frame, cards in a ring around it, a line from each card to the frame. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from viz.boxes import Box
from viz.ecomap.view import Card, Place, Sort, View
from viz.genogram.geometry import Point
from viz.labels import LETTER, cut, in_lines

TEXT, LEADING = 13, 16
CARD, PAD, GAP = 152, 8, 12
"""How wide a card is, the room round its words, and between cards."""
HALF = 18
"""Half the width of a symbol."""
EDGE = 20
CORRIDOR = 40
"""Between the ring and the frame, where the lines run."""
_SLOT = 128
_BELOW = 8
"""Between rows of members."""
_BESIDE = 4
"""So many members side by side."""
_INSIDE = 18
_SHEET = 267, 138
"""The room of a sheet laid on its side, in millimetres."""
_AS_GOOD = 0.95
_KEY = 130
"""How high the key is below the drawing."""
_LETTERS = int((CARD - 2 * PAD) / (TEXT * LETTER))
_NAME_LINES = 3
_LABEL_LINES = 3


@dataclass(frozen=True, slots=True)
class Written:
    """A card with its words in lines, the first `strong` of them its name."""

    card: Card
    lines: tuple[str, ...]
    strong: int
    box: Box


@dataclass(frozen=True, slots=True)
class Housed:
    """A home: the outline round its members' boxes, its label above it in lines, its note below."""

    place: Place
    outline: Box
    label: tuple[str, ...]
    label_box: Box
    note: tuple[str, ...]
    at: tuple[Point, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn, in pixels. `lines`: from a card to the frame, by card id; a silence has none."""

    width: int
    height: int
    frame: Box
    homes: tuple[Housed, ...]
    cards: tuple[Written, ...]
    lines: Mapping[str, tuple[Point, Point]]


@dataclass(frozen=True, slots=True)
class _Sides:
    """The cards of each side, clockwise from the top left."""

    top: tuple[Card, ...]
    right: tuple[Card, ...]
    bottom: tuple[Card, ...]
    left: tuple[Card, ...]


def draw(view: View) -> Drawing:
    """The view laid out; the same for the same view."""
    blocks = [_Block(place) for place in view.places]
    size = _frame_size(blocks)
    sides = _split(view.drawn, size)
    across, down = _inside(sides, size)
    top = EDGE + (_highest(sides.top) + CORRIDOR if sides.top else 0)
    middle = Box(EDGE, top, EDGE + across, top + down)
    frame = _centred(middle, *size)
    cards = [
        *_row(sides.top, middle, bottom=middle.top - CORRIDOR),
        *_column(sides.right, middle, left=middle.right - CARD),
        *_row(sides.bottom, middle, top=middle.bottom + CORRIDOR),
        *_column(sides.left, middle, left=middle.left),
    ]
    height = middle.bottom + (CORRIDOR + _highest(sides.bottom) if sides.bottom else 0) + EDGE
    lines = _lines(sides, {one.card.id: one.box for one in cards}, frame, middle)
    return Drawing(middle.right + EDGE, height, frame, tuple(_place_homes(blocks, frame)), tuple(cards), lines)


def _split(cards: Sequence[Card], frame: tuple[int, int]) -> _Sides:
    """The cards on four sides, as even as can be while the drawing comes out large on a sheet laid on its side."""
    count = len(cards)
    ways = [_sides(cards, above) for above in range(ceil(count / 4), ceil(count / 2) + 1)]
    largest = max(_scale(sides, frame) for sides in ways)
    return next(sides for sides in ways if _scale(sides, frame) >= _AS_GOOD * largest)


def _sides(cards: Sequence[Card], above: int) -> _Sides:
    """Clockwise: above from the left, at the right downwards, below from the right, at the left upwards."""
    below = min(above, len(cards) - above)
    beside = ceil((len(cards) - above - below) / 2)
    right, rest = cards[above : above + beside], cards[above + beside :]
    return _Sides(tuple(cards[:above]), tuple(right), tuple(rest[:below][::-1]), tuple(rest[below:][::-1]))


def _scale(sides: _Sides, frame: tuple[int, int]) -> float:
    """How large the drawing comes out on the sheet, with its key below it."""
    across, down = _inside(sides, frame)
    rows = sum(_highest(side) + CORRIDOR for side in (sides.top, sides.bottom) if side)
    return min(_SHEET[0] / (across + 2 * EDGE), _SHEET[1] / (down + rows + 2 * EDGE + _KEY))


def _inside(sides: _Sides, frame: tuple[int, int]) -> tuple[int, int]:
    """How wide the whole is, and how high what lies between the rows."""
    beside = 2 * (CARD + CORRIDOR) if sides.right else 0
    rows = (len(side) * (CARD + GAP) - GAP for side in (sides.top, sides.bottom))
    return max(frame[0] + beside, *rows), max(frame[1], *(_height_of(side) for side in (sides.left, sides.right)))


def _row(cards: Sequence[Card], middle: Box, *, top: int | None = None, bottom: int | None = None) -> list[Written]:
    """Cards side by side over the whole width: those above stand on one line, those below hang from one."""
    step = (middle.right - middle.left) / max(len(cards), 1)
    found = []
    for number, card in enumerate(cards):
        x = round(middle.left + step * (number + 0.5)) - CARD // 2
        high = _high(card)
        y = top if top is not None else (bottom or 0) - high
        found.append(_write(card, Box(x, y, x + CARD, y + high)))
    return found


def _column(cards: Sequence[Card], middle: Box, *, left: int) -> list[Written]:
    """Cards below each other, as far apart as there is room."""
    spare = (middle.bottom - middle.top - sum(map(_high, cards))) / max(len(cards), 1)
    found, y = [], middle.top + spare / 2
    for card in cards:
        top = round(y)
        found.append(_write(card, Box(left, top, left + CARD, top + _high(card))))
        y += _high(card) + spare
    return found


def _lines(sides: _Sides, boxes: Mapping[str, Box], frame: Box, middle: Box) -> dict[str, tuple[Point, Point]]:
    """From each card to the frame; in the order of the cards, so that no line crosses another.

    A card over a column begins its line where the column ends.
    """
    inner = middle.left + (CARD if sides.left else 0), middle.right - (CARD if sides.right else 0)
    found: dict[str, tuple[Point, Point]] = {}
    for cards, y, is_above in ((sides.top, frame.top, True), (sides.bottom, frame.bottom, False)):
        for card, x in zip(cards, _along(frame.left, frame.right, len(cards)), strict=True):
            box = boxes[card.id]
            start = min(max((box.left + box.right) // 2, min(inner[0], box.right - PAD)), max(inner[1], box.left + PAD))
            found[card.id] = (start, box.bottom if is_above else box.top), (x, y)
    for cards, x, is_left in ((sides.left, frame.left, True), (sides.right, frame.right, False)):
        for card, y in zip(cards, _along(frame.top, frame.bottom, len(cards)), strict=True):
            box = boxes[card.id]
            found[card.id] = (box.right if is_left else box.left, (box.top + box.bottom) // 2), (x, y)
    drawn = {
        card.id for side in (sides.top, sides.right, sides.bottom, sides.left) for card in side if card.step is not None
    }
    return {card: line for card, line in found.items() if card in drawn}


def _along(start: int, end: int, count: int) -> list[int]:
    return [round(start + (end - start) * (number + 1) / (count + 1)) for number in range(count)]


def _write(card: Card, box: Box) -> Written:
    name, words = _lines_of(card)
    return Written(card, (*name, *words), len(name), box)


def _lines_of(card: Card) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return _cut(card.name, _LETTERS, _NAME_LINES), tuple(
        line for word in card.words for line in in_lines(word, _LETTERS)
    )


def _cut(text: str, letters: int, most: int) -> tuple[str, ...]:
    """A text in at most so many lines; the whole of it is in the list."""
    return tuple(cut(in_lines(text, letters) or [text], most, letters))


def _high(card: Card) -> int:
    name, words = _lines_of(card)
    symbol = 2 * HALF + 10 if card.sort is Sort.PERSON else 0
    return symbol + LEADING * (len(name) + len(words)) + 2 * PAD


def _height_of(cards: Sequence[Card]) -> int:
    return sum(_high(card) + GAP for card in cards)


def _highest(cards: Sequence[Card]) -> int:
    return max(map(_high, cards), default=0)


def _centred(middle: Box, width: int, height: int) -> Box:
    x, y = (middle.left + middle.right - width) // 2, (middle.top + middle.bottom - height) // 2
    return Box(x, y, x + width, y + height)


class _Block:
    """A home measured: members in rows, label above the outline, note below it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        count = max(len(place.symbols), 1)
        self.beside = min(count, _BESIDE)
        self.rows = [place.symbols[at : at + self.beside] for at in range(0, count, self.beside)]
        self.width = max(self.beside * _SLOT, _SLOT + 40) + 2 * PAD
        letters = int(self.width / (TEXT * LETTER))
        self.label = _cut(place.label, letters, _LABEL_LINES)
        self.note = tuple(in_lines(place.note, letters)) if place.note else ()
        self.heights = [2 * HALF + 14 + LEADING * max((len(one.lines) for one in row), default=1) for row in self.rows]
        self.outline = sum(self.heights) + _BELOW * (len(self.rows) - 1) + 2 * PAD
        self.height = LEADING * (len(self.label) + len(self.note)) + 8 + self.outline

    def at(self, left: int, top: int) -> Housed:
        """The home with its top left corner there."""
        label = Box(left, top, left + self.width, top + LEADING * len(self.label))
        outline = Box(left, label.bottom + 6, left + self.width, label.bottom + 6 + self.outline)
        at, boxes, y = [], [], outline.top + PAD
        for row, high in zip(self.rows, self.heights, strict=True):
            start = (outline.left + outline.right - len(row) * _SLOT) // 2
            for number, one in enumerate(row):
                x = start + _SLOT * number + _SLOT // 2
                at.append((x, y + HALF + 4))
                boxes.append(
                    Box(x - _SLOT // 2 + 2, y, x + _SLOT // 2 - 2, y + 2 * HALF + 14 + LEADING * len(one.lines))
                )
            y += high + _BELOW
        return Housed(self.place, outline, self.label, label, self.note, tuple(at), tuple(boxes))


def _frame_size(blocks: Sequence[_Block]) -> tuple[int, int]:
    """Homes side by side, two in a row."""
    rows = [blocks[at : at + 2] for at in range(0, len(blocks), 2)]
    width = max(sum(one.width for one in row) + _INSIDE * (len(row) + 1) for row in rows)
    height = sum(max(one.height for one in row) for row in rows) + _INSIDE * (len(rows) + 1)
    return width, height


def _place_homes(blocks: Sequence[_Block], frame: Box) -> list[Housed]:
    found, y = [], frame.top + _INSIDE
    for at in range(0, len(blocks), 2):
        row = blocks[at : at + 2]
        wide = sum(one.width for one in row) + _INSIDE * (len(row) - 1)
        x = (frame.left + frame.right - wide) // 2
        for one in row:
            found.append(one.at(x, y))
            x += one.width + _INSIDE
        y += max(one.height for one in row) + _INSIDE
    return found
