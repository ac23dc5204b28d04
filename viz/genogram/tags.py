"""Words on lines and at outlines, where there is room for them: nothing is printed over anything."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from graph.model.genogram import TieSort
from viz.boxes import Box
from viz.genogram.geometry import TEXT, Point, Stroke, touches
from viz.genogram.outlines import Outline
from viz.genogram.routing import BESIDE, CHILD, OVER, UNION, WORD
from viz.genogram.view import Line, View
from viz.genogram.wording import SMALL, on_union, width_of, word_at

_SLASH = 20
_HIGH = 14
_SHARED = 60
"""How much of an address stands along its outline at least."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A word in the drawing, in its box, and what it belongs to."""

    of: str
    text: str
    box: Box
    size: int
    is_strong: bool = False


def tag_lines(
    view: View, strokes: Sequence[Stroke], boxes: Mapping[str, Box], style: str
) -> tuple[list[Tag], dict[str, tuple[Point, ...]]]:
    """The dates and end strokes of partnerships, and the word where a line that is no plain birth comes to somebody.

    A word for which there is no room is left to the list, which has every line in words.
    """
    tags: list[Tag] = []
    slashes: dict[str, tuple[Point, ...]] = {}
    for stroke in strokes:
        if stroke.kind == UNION:
            tag, slash = _on_union(view.line[stroke.of], stroke, strokes, style)
            tags += [tag] if tag else []
            if slash:
                slashes[stroke.of] = slash
    pieces = [piece for stroke in strokes for piece in stroke.pieces]
    for of, word, ends in _worded(view, strokes):
        room = Room([*boxes.values(), *(tag.box for tag in tags)], pieces)
        box = room.first(_at_ends(ends, width_of(word, SMALL)))
        if box is not None:
            tags.append(Tag(of, word, box, SMALL))
    return tags, slashes


def _worded(view: View, strokes: Sequence[Stroke]) -> Iterator[tuple[str, str, list[Point]]]:
    """(line, its word, where it comes to a symbol) of every line that has one, from the left."""
    sorts = {descent.id: descent.sort for descent in view.sketch.descents}
    for stroke in sorted(strokes, key=lambda one: (one.points[-1], one.of)):
        if stroke.kind == CHILD and (word := word_at(sorts[stroke.of])):
            yield stroke.of, word, [stroke.points[-1]]
        elif stroke.kind == BESIDE:
            label = view.line[stroke.of].ties[0].label
            yield stroke.of, word_at(f"SAID {label}"), [stroke.points[0], stroke.points[-1]]


def _at_ends(ends: Sequence[Point], width: int) -> Iterator[Box]:
    """Over a symbol, close to its line: at the right, at the left, then higher up and farther off."""
    for up in range(3):
        for away in (4, 16, 28):
            for x, head in ends:
                bottom = head - OVER - WORD * up
                yield Box(x + away, bottom - _HIGH, x + away + width, bottom)
                yield Box(x - away - width, bottom - _HIGH, x - away, bottom)


def _on_union(
    line: Line, stroke: Stroke, strokes: Sequence[Stroke], style: str
) -> tuple[Tag | None, tuple[Point, ...]]:
    """The dates over a partnership's line and its end strokes, in the widest stretch nothing crosses."""
    tie = line.ties[0]
    (left, height), (right, _) = stroke.points[1], stroke.points[2]
    uprights = sorted(
        x1
        for other in strokes
        if other is not stroke
        for (x1, y1), (x2, y2) in other.pieces
        if x1 == x2 and left < x1 < right and min(y1, y2) < height and max(y1, y2) > height - _HIGH - 2
    )
    stems = [
        one.points[0][0]
        for one in strokes
        if one.points[0][1] == height and left <= one.points[0][0] <= right and one is not stroke
    ]
    edges = [left, *uprights, right]
    stretches = sorted(itertools.pairwise(edges), key=lambda pair: (pair[0] - pair[1], pair[0]))
    text = on_union(tie, style)
    width = width_of(text, SMALL) if text else 0
    slash = _SLASH if tie.ended else 0
    start, end = stretches[0]
    fits = text and width + slash + 8 <= end - start
    begin = (start + end - (width if fits else 0) - slash) // 2
    tag = (
        Tag(stroke.of, text, Box(begin + slash, height - 2 - _HIGH, begin + slash + width, height - 2), SMALL)
        if fits
        else None
    )
    if not tie.ended:
        return tag, ()
    at = begin + _SLASH // 2
    if any(abs(at - stem) < _SLASH // 2 for stem in stems):
        at = min(
            (start + _SLASH // 2 + 2, end - _SLASH // 2 - 2), key=lambda x: (-min(abs(x - stem) for stem in stems), x)
        )
    double = tie.sort is TieSort.SPOUSE
    return tag, tuple((at + shift, height) for shift in ((-3, 3) if double else (0,)))


def tag_outlines(
    outlines: Sequence[Outline], strokes: Sequence[Stroke], boxes: Mapping[str, Box], tags: Iterable[Tag]
) -> tuple[list[Tag], dict[str, str]]:
    """The address at each outline; where it has no room, a letter that the key explains."""
    taken = [*boxes.values(), *(tag.box for tag in tags)]
    pieces = [piece for stroke in strokes for piece in stroke.pieces]
    found: list[Tag] = []
    letters: dict[str, str] = {}
    for outline in outlines:
        others = [edge for other in outlines for edge in _sides(other)]
        fits = Room([*taken, *(tag.box for tag in found)], [*pieces, *others])
        box = fits.first(_beside(outline, width_of(outline.house.label, TEXT, is_strong=True)))
        text = outline.house.label
        if box is None:
            text = ascii_uppercase[len(letters) % len(ascii_uppercase)]
            letters[outline.house.id] = text
            box = fits.first(_beside(outline, width_of(text, TEXT, is_strong=True)))
        if box is not None:
            found.append(Tag(outline.house.id, text, box, TEXT, is_strong=True))
    return found, letters


@dataclass(frozen=True)
class Room:
    """What is taken already."""

    boxes: Sequence[Box]
    pieces: Sequence[tuple[Point, Point]]

    def first(self, wanted: Iterable[Box]) -> Box | None:
        """The first box that is on nothing."""
        return next((box for box in wanted if self._is_free(box)), None)

    def _is_free(self, box: Box) -> bool:
        return not any(box.meets(other) for other in self.boxes) and not any(
            touches(piece, box) for piece in self.pieces
        )


def _sides(outline: Outline) -> list[tuple[Point, Point]]:
    return [pair for edge in outline.edges for pair in zip(edge, (*edge[1:], edge[0]), strict=True)]


def _beside(outline: Outline, width: int) -> Iterable[Box]:
    """Below each run of members from the lowest up, then above each: as near its left end as may be."""
    runs = sorted(outline.runs, key=lambda box: (-box.top, box.left))
    for run in runs:
        for left in _along(run, width):
            yield Box(left, run.bottom + 2, left + width, run.bottom + 2 + _HIGH + 2)
    for run in runs:
        for left in _along(run, width):
            yield Box(left, run.top - _HIGH - 4, left + width, run.top - 2)


def _along(run: Box, width: int) -> list[int]:
    """Where words may begin along a run: flush with its left end first, then shifted little by little, both ways."""
    first, last = run.left - width + _SHARED, run.right - _SHARED
    return sorted(range(first, max(first, last) + 1, 6), key=lambda left: (abs(left - run.left), left))
