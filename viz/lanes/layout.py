"""Where everything of a chart stands: lanes one below the other, nothing over anything else. Whole pixels, pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from viz.boxes import Box
from viz.lanes.axis import Scale, Tick, ticks
from viz.lanes.chart import Chart, Lane, Mark, Silence, Span
from viz.lanes.lettering import fitted, lines_of, width_of
from viz.lanes.packing import APART, Heap, Item, pack
from viz.lanes.shapes import HALF, RING

WIDTH, LEFT, RIGHT = 1190, 208, 1142
NAME, TEXT = 13, 12
LEADING, ROW, BAND, QUIET_ROW = 15, 26, 25, 22
HEAD, PAD, HEAP = 46, 7, 30
MOST_ROWS, MOST_VAGUE, MOST_BANDS = 3, 2, 8
_NAME_LINES, _NOTE_LINES = 2, 5
_LONGEST_LABEL = 300
_INSET = 2
_EVEN = 100


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text in its box."""

    words: str
    box: Box
    is_strong: bool = False
    href: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class MarkAt:
    """A mark at its middle; `stretch`: from where to where it may be, of a partial date."""

    mark: Mark
    x: int
    y: int
    box: Box
    is_later: bool
    stretch: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class HeapAt:
    """Marks counted together in a box."""

    marks: tuple[Mark, ...]
    box: Box
    is_later: bool


@dataclass(frozen=True, slots=True)
class SpanAt:
    """A span at the middle of its line: thin from `x[0]` and to `x[3]`, sure between `x[1]` and `x[2]`; its label above."""

    span: Span
    x: tuple[int, int, int, int]
    y: int
    label: Text


@dataclass(frozen=True, slots=True)
class SilenceAt:
    """A silence as a bar, with as much of its label as has room in it."""

    silence: Silence
    box: Box
    words: str


@dataclass(frozen=True, slots=True)
class LaneAt:
    """A lane between two heights with everything in it; `left_out`: spans there was no room for."""

    lane: Lane
    top: int
    bottom: int
    texts: tuple[Text, ...]
    marks: tuple[MarkAt, ...]
    heaps: tuple[HeapAt, ...]
    spans: tuple[SpanAt, ...]
    silences: tuple[SilenceAt, ...]
    left_out: tuple[Span, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """What must not cover each other: texts, marks, heaps, silences and the lines of spans."""
        return (
            *(text.box for text in self.texts),
            *(mark.box for mark in self.marks),
            *(heap.box for heap in self.heaps),
            *(silence.box for silence in self.silences),
            *(Box(one.x[0], one.y - 3, max(one.x[3], one.x[0] + 1), one.y + 4) for one in self.spans),
            *(one.label.box for one in self.spans),
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart laid out."""

    chart: Chart
    scale: Scale
    height: int
    ticks: tuple[Tick, ...]
    now: Text | None
    now_x: int | None
    lanes: tuple[LaneAt, ...]

    @property
    def heaps(self) -> tuple[HeapAt, ...]:
        """Every box that counts several marks."""
        return tuple(heap for lane in self.lanes for heap in lane.heaps)

    @property
    def left_out(self) -> tuple[Span, ...]:
        """Every span without room."""
        return tuple(span for lane in self.lanes for span in lane.left_out)


def draw(chart: Chart, scale: Scale | None = None) -> Drawn:
    """The chart laid out, lanes in their order; on an axis of its own, or one it shares with others."""
    scale = scale or Scale.over((chart.first, chart.after), (LEFT, RIGHT), busy_days(chart))
    lanes: list[LaneAt] = []
    top = HEAD
    for lane in chart.lanes:
        lanes.append(_Placing(chart, scale, lane, top).placed())
        top = lanes[-1].bottom
    now_x = None if chart.now is None else scale.x(chart.now)
    return Drawn(
        chart, scale, top + PAD, ticks(scale, is_by_age=chart.is_by_age), _now(chart, now_x), now_x, tuple(lanes)
    )


def busy_days(chart: Chart) -> set[int]:
    """The days on which anything of a chart happens, begins or ends; all where ages are compared: nothing is drawn short."""
    if chart.is_by_age:
        return set(range(chart.first, chart.after, _EVEN))
    dated = [(mark.first, mark.after) for mark in chart.marks if mark.first is not None]
    edges = [edge for span in chart.spans for edge in (span.start, span.end) if edge]
    found = {day for first, after in dated for day in (first, after)}
    found |= {day for edge in edges for day in (edge.first, edge.after)}
    return found | ({chart.now} if chart.now is not None else set()) | {lane.now for lane in chart.lanes if lane.now}


def draw_in_parts(chart: Chart, tallest: int) -> tuple[Drawn, ...]:
    """The same as several drawings, none higher than so much unless one lane is: for paper."""
    parts: list[list[Lane]] = []
    used = 0
    whole = draw(chart)
    for at in whole.lanes:
        high = at.bottom - at.top
        if not parts or HEAD + PAD + used + high > tallest:
            parts.append([])
            used = 0
        parts[-1].append(at.lane)
        used += high
    return tuple(draw(_only(chart, lanes), whole.scale) for lanes in parts)


def _only(chart: Chart, lanes: Iterable[Lane]) -> Chart:
    return replace(chart, lanes=tuple(lanes))


def _now(chart: Chart, x: int | None) -> Text | None:
    if x is None or not chart.now_label:
        return None
    wide = width_of(chart.now_label, NAME, is_bold=True)
    left = min(max(x - wide // 2, LEFT), WIDTH - wide - 2)
    return Text(chart.now_label, Box(left, 4, left + wide, 4 + LEADING + 3), is_strong=True)


class _Placing:
    """Places what lies in one lane, from its top down: spans, marks, vague marks, silences."""

    def __init__(self, chart: Chart, scale: Scale, lane: Lane, top: int) -> None:
        self._chart, self._scale, self._lane, self._top = chart, scale, lane, top
        self._y = top + PAD

    def placed(self) -> LaneAt:
        """The lane with its height."""
        spans, left_out = self._spans()
        exact, heaps = self._marks([mark for mark in self._dated() if not self._is_vague(mark)], MOST_ROWS)
        vague, vague_heaps = self._marks([mark for mark in self._dated() if self._is_vague(mark)], MOST_VAGUE)
        silences = self._silences()
        texts = self._texts(left_out)
        bottom = max([self._y, *(text.box.bottom for text in texts)]) + PAD
        return LaneAt(
            self._lane,
            self._top,
            bottom,
            texts,
            (*exact, *vague),
            (*heaps, *vague_heaps),
            spans,
            silences,
            left_out,
        )

    def _dated(self) -> list[Mark]:
        return [mark for mark in self._lane.marks if mark.first is not None]

    @staticmethod
    def _is_vague(mark: Mark) -> bool:
        return mark.first is not None and mark.after - mark.first > 1

    def _is_later(self, mark: Mark) -> bool:
        now = self._chart.now if self._lane.now is None else self._lane.now
        return now is not None and mark.first is not None and mark.first >= now

    def _item(self, mark: Mark) -> Item:
        half = RING if mark.is_ringed else HALF
        start, end = self._stretch(mark)
        middle = (start + end) // 2
        return Item(mark.id, min(start, middle - half - 1), max(end, middle + half + 1))

    def _stretch(self, mark: Mark) -> tuple[int, int]:
        first = mark.first or 0
        start = self._scale.x(first)
        return start, self._scale.x(mark.after) if self._is_vague(mark) else start

    def _marks(self, marks: Sequence[Mark], most: int) -> tuple[tuple[MarkAt, ...], tuple[HeapAt, ...]]:
        by_id = {mark.id: mark for mark in marks}
        sooner = [self._item(mark) for mark in marks if not self._is_later(mark)]
        later = [self._item(mark) for mark in marks if self._is_later(mark)]
        packed = pack((sooner, later), most, HEAP + 10 if len(marks) > 999 else HEAP)  # noqa: PLR2004 - four figures
        top = self._y
        self._y += packed.count * ROW
        found = []
        for item in (*sooner, *later):
            if item.id in packed.rows:
                mark, y = by_id[item.id], top + packed.rows[item.id] * ROW + ROW // 2
                start, end = self._stretch(mark)
                found.append(
                    MarkAt(
                        mark,
                        (start + end) // 2,
                        y,
                        Box(item.left, y - RING - 1, item.right, y + RING + 1),
                        self._is_later(mark),
                        (start, end) if self._is_vague(mark) else None,
                    )
                )
        heaps = tuple(self._heap(heap, by_id, top, packed.count) for heap in packed.heaps)
        return tuple(found), heaps

    def _heap(self, heap: Heap, by_id: dict[str, Mark], top: int, rows: int) -> HeapAt:
        marks = tuple(by_id[one] for one in heap.ids)
        middle = top + rows * ROW // 2
        box = Box(heap.left, middle - 11, heap.right, middle + 11)
        return HeapAt(marks, box, self._is_later(marks[0]))

    def _spans(self) -> tuple[tuple[SpanAt, ...], tuple[Span, ...]]:
        ways = {span.id: self._way(span) for span in self._lane.spans}
        labels = {span.id: self._label(span, ways[span.id]) for span in self._lane.spans}
        by_id = {span.id: span for span in self._lane.spans}
        items = [
            Item(one, min(labels[one][1], ways[one][0] - 8), max(labels[one][2], ways[one][3] + 8)) for one in by_id
        ]
        items.sort(key=lambda item: (item.left, item.right, item.id))
        edges: list[int] = []
        found, left_out = [], []
        for item in items:
            row = next((row for row, edge in enumerate(edges) if edge + 3 * APART <= item.left), len(edges))
            if row == MOST_BANDS:
                left_out.append(by_id[item.id])
                continue
            edges[row:] = [item.right, *edges[row + 1 :]]
            top = self._y + row * BAND
            words, left, right = labels[item.id]
            text = Text(words, Box(left, top, right, top + LEADING))
            found.append(SpanAt(by_id[item.id], ways[item.id], top + LEADING + 4, text))
        self._y += len(edges) * BAND
        return tuple(found), tuple(left_out)

    def _way(self, span: Span) -> tuple[int, int, int, int]:
        scale = self._scale
        still = scale.x(span.still)
        begin = (scale.x(span.start.first), scale.x(span.start.after)) if span.start else (LEFT, LEFT)
        end = (scale.x(span.end.first), scale.x(span.end.after)) if span.end else (still, still)
        end = max(end[0], begin[0]), max(end[1], begin[0] + _INSET)
        return begin[0], min(begin[1], end[0]), end[0], end[1]

    def _label(self, span: Span, way: tuple[int, ...]) -> tuple[str, int, int]:
        words = fitted(span.label, TEXT, _LONGEST_LABEL)
        wide = width_of(words, TEXT)
        left = min(way[0], WIDTH - wide - PAD)
        now = self._chart.now
        if now is not None and way[0] < self._scale.x(now) < left + wide + PAD:
            left = max(LEFT, self._scale.x(now) - wide - PAD)
        return words, left, left + wide

    def _silences(self) -> tuple[SilenceAt, ...]:
        by_id = {str(number): silence for number, silence in enumerate(self._lane.silences)}
        items = []
        for one, silence in by_id.items():
            left, right = self._scale.x(silence.first), self._scale.x(silence.after)
            items.append(Item(one, left + _INSET, max(right - _INSET, left + 2 * _INSET)))
        packed = pack((items,), max(len(items), 1), 0)
        found = []
        for item in sorted(items, key=lambda item: (item.left, item.id)):
            top = self._y + packed.rows[item.id] * QUIET_ROW
            room = item.right - item.left - 2 * _INSET
            silence = by_id[item.id]
            said = (silence.label, silence.short, silence.shortest)
            words = next((text for text in said if width_of(text, TEXT) <= room), "")
            found.append(SilenceAt(silence, Box(item.left, top + 2, item.right, top + QUIET_ROW - 2), words))
        self._y += packed.count * QUIET_ROW
        return tuple(found)

    def _texts(self, left_out: Sequence[Span]) -> tuple[Text, ...]:
        """The lane's name and notes, how many have no date, and how many spans had no room."""
        room = LEFT - 2 * PAD - 10
        held = [(line, True, "") for line in lines_of(self._lane.name, NAME, room, _NAME_LINES, is_bold=True)]
        held += [(line, False, "") for note in self._lane.notes for line in lines_of(note, TEXT, room, _NOTE_LINES)]
        undated = self._lane.undated
        if undated:
            held.append((f"{len(undated)} with no day recorded", False, undated[0].href))
        if left_out:
            held.append((f"{len(left_out)} more in the table", False, left_out[0].href))
        found = []
        top = self._top + PAD
        for words, is_strong, href in held:
            size = NAME if is_strong else TEXT
            wide = width_of(words, size, is_bold=is_strong)
            found.append(Text(words, Box(PAD, top, PAD + wide, top + LEADING), is_strong, href, words))
            top += LEADING
        return tuple(found)
