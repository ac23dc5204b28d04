"""Words on lines and at outlines, where there is room for them: nothing is printed over anything."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from graph.model.genogram import TieSort
from viz.genogram.geometry import TEXT, Box, Point, Stroke, touches
from viz.genogram.outlines import Outline
from viz.genogram.routing import BESIDE, CHILD, OVER, UNION, WORD
from viz.genogram.view import Line, View
from viz.genogram.wording import SMALL, on_union, width_of, word_at

_SLASH = 16
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
    """The dates and end strokes of partnerships, and the word where a line that is no plain birth comes to a child."""
    tags = _at_children(view, strokes, boxes)
    slashes: dict[str, tuple[Point, ...]] = {}
    for stroke in strokes:
        if stroke.kind == UNION:
            line = view.line[stroke.of]
            tag, slash = _on_union(line, stroke, strokes, style)
            tags += [tag] if tag else []
            if slash:
                slashes[stroke.of] = slash
    return tags, slashes


def _at_children(view: View, strokes: Sequence[Stroke], boxes: Mapping[str, Box]) -> list[Tag]:
    """Over the symbol, at the left or right of the line, a second pair above the first."""
    descents = {descent.id: descent for descent in view.sketch.descents}
    beside = {pair.tie: pair for pair in view.sketch.beside}
    ends: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    for stroke in strokes:
        if stroke.kind == CHILD:
            x, head = stroke.points[-1]
            ends[descents[stroke.of].child].append((x, head, stroke.of, word_at(descents[stroke.of].sort)))
        elif stroke.kind == BESIDE:
            pair = beside[stroke.of]
            word = word_at(f"SAID {view.line[stroke.of].ties[0].label}")
            for x, head in (stroke.points[0], stroke.points[-1]):
                person = min((pair.one, pair.other), key=lambda one: abs((boxes[one].left + boxes[one].right) // 2 - x))
                ends[person].append((x, head, stroke.of, word))
    return [tag for there in ends.values() for tag in _words_over(sorted(there))]


def _words_over(there: Sequence[tuple[int, int, str, str]]) -> list[Tag]:
    """The words of the lines that come to one symbol: the last at its right, others at the left of all."""
    tags = []
    worded = [one for one in there if one[3]]
    for number, one in enumerate(worded):
        x, head, of, word = one
        width = width_of(word, SMALL)
        left = x + 4 if one == there[-1] else there[0][0] - 4 - width
        bottom = head - OVER - WORD * (number // 2)
        tags.append(Tag(of, word, Box(left, bottom - _HIGH, left + width, bottom), SMALL))
    return tags


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
        if x1 == x2 and left < x1 < right and min(y1, y2) <= height and max(y1, y2) > height - _HIGH - 2
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
        fits = _Room([*taken, *(tag.box for tag in found)], [*pieces, *others])
        box = fits.first(_beside(outline, width_of(outline.house.label, TEXT)))
        text = outline.house.label
        if box is None:
            text = ascii_uppercase[len(letters) % len(ascii_uppercase)]
            letters[outline.house.id] = text
            box = fits.first(_beside(outline, width_of(text, TEXT)))
        if box is not None:
            found.append(Tag(outline.house.id, text, box, TEXT, is_strong=True))
    return found, letters


@dataclass(frozen=True)
class _Room:
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
