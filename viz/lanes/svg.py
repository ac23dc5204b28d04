"""Lanes as SVG: presentation attributes only, so that a copy or an export looks as the page does."""

from __future__ import annotations

from viz.boxes import Box
from viz.lanes.axis import label_ends
from viz.lanes.chart import Stuff
from viz.lanes.layout import HEAD, LEFT, NAME, TEXT, WIDTH, Drawn, HeapAt, LaneAt, MarkAt, SilenceAt, SpanAt
from viz.lanes.layout import Text as TextAt
from viz.lanes.lettering import written
from viz.lanes.shapes import drawn_form, ring
from viz.style import INK, PAPER, QUIET

FONT = "Arial, Helvetica, sans-serif"
RULE, SILENT, BAR, SHORTENED = "#b1b4b6", "#f3f2f1", "#5694ca", "#f7f8f9"
FADED = "0.45"
_NARROW = 6
_TITLE = "lanes"


def to_svg(drawn: Drawn, name: str = _TITLE) -> str:
    """The drawing as one SVG element for a page: every mark, count and span is a link to its line in the tables.

    `name`: what its title and description are called in the page, which may hold several drawings.
    """
    return _framed(drawn, _Pen(drawn, is_linked=True), f'role="group" aria-labelledby="{name}-title"', name)


def to_file_svg(drawn: Drawn, font: str) -> str:
    """The same for a file, where links lead nowhere: a picture with its words."""
    return _framed(drawn, _Pen(drawn, is_linked=False), 'role="img"', "", f"{font}, {FONT}")


def _framed(drawn: Drawn, pen: _Pen, role: str, name: str, font: str = FONT) -> str:
    titled, described = (f' id="{name}-title"', f' id="{name}-desc"') if name else ("", "")
    by = f' aria-describedby="{name}-desc"' if name else ""
    size = f"{WIDTH} {drawn.height}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{drawn.height}" viewBox="0 0 {size}" '
        f'{role}{by} font-family="{font}" font-size="{TEXT}" fill="{INK}">'
        f"<title{titled}>{written(drawn.chart.title)}</title><desc{described}>{written(drawn.chart.desc)}</desc>"
        f'<rect width="{WIDTH}" height="{drawn.height}" fill="{PAPER}"/>{pen.everything()}</svg>'
    )


class _Pen:
    """Draws the parts, the farthest back first."""

    def __init__(self, drawn: Drawn, *, is_linked: bool) -> None:
        self._drawn, self._is_linked = drawn, is_linked

    def everything(self) -> str:
        return "".join([*self._grid(), *map(self._lane, self._drawn.lanes), *self._head()])

    def _grid(self) -> list[str]:
        low = self._drawn.lanes[-1].bottom if self._drawn.lanes else HEAD
        found = [line((tick.x, HEAD - 4), (tick.x, low), RULE) for tick in self._drawn.ticks]
        found += [
            f'<path d="M{one.left} {HEAD}L{one.right} {HEAD}L{one.right} {low}L{one.left} {low}Z" fill="{SHORTENED}"/>'
            for one in self._drawn.scale.breaks
        ]
        found += [line((0, lane.bottom), (WIDTH, lane.bottom), RULE) for lane in self._drawn.lanes]
        found.append(line((0, HEAD), (WIDTH, HEAD), QUIET))
        if self._drawn.now_x is not None:
            found.append(line((self._drawn.now_x, 22), (self._drawn.now_x, low + 4), INK, 2))
        return found

    def _head(self) -> list[str]:
        found = []
        for tick in self._drawn.ticks:
            left, right = label_ends(tick, LEFT)
            wide = right - left
            left = min(left, WIDTH - wide)
            found.append(_words(TextAt(tick.label, Box(left, 24, left + wide, 39)), QUIET, middle=left + wide // 2))
        for one in self._drawn.scale.breaks:
            middle = (one.left + one.right) // 2
            found.append(
                _words(TextAt(one.label, Box(one.left, 24, one.right, 39)), QUIET, middle=middle, has_paper=False)
            )
            found += [line((x - 4, HEAD + 6), (x + 4, HEAD - 6), INK, 1.5) for x in (one.left, one.right)]
        if self._drawn.now:
            found.append(_words(self._drawn.now, INK))
        return found

    def _lane(self, lane: LaneAt) -> str:
        own = lane.lane.now
        parts = [line((x := self._drawn.scale.x(own), lane.top), (x, lane.bottom), INK, 2)] if own is not None else []
        parts += [
            self._link(text.href, text.says, _words(text, INK)) if text.href else _words(text, INK)
            for text in lane.texts
        ]
        parts += map(self._silence, lane.silences)
        parts += map(self._span, lane.spans)
        placed = sorted(
            [(one.box.left, one.box.top, self._mark(one)) for one in lane.marks]
            + [(one.box.left, one.box.top, self._heap(one)) for one in lane.heaps]
        )
        return "".join([*parts, *(drawn for _, _, drawn in placed)])

    def _link(self, to: str, says: str, inside: str) -> str:
        if not self._is_linked or not to:
            return f"<g>{inside}</g>"
        return f'<a href="{written(to)}" aria-label="{written(says)}"><title>{written(says)}</title>{inside}</a>'

    def _silence(self, one: SilenceAt) -> str:
        box = one.box
        wide = box.right - box.left
        fill, dash = (SILENT, ' stroke-dasharray="2 2"') if wide > _NARROW else (QUIET, "")
        grey = (
            f'<rect x="{box.left}" y="{box.top}" width="{wide}" height="{box.bottom - box.top}" '
            f'fill="{fill}" stroke="{QUIET}" stroke-width="1"{dash}/>'
        )
        middle = (box.left + box.right) // 2
        said = _words(TextAt(one.words, box), INK, middle=middle, has_paper=False) if one.words else ""
        return f"<g><title>{written(one.silence.says)}</title>{grey}{said}</g>"

    def _span(self, one: SpanAt) -> str:
        return self._link(one.span.href, one.span.says, self._way(one) + _words(one.label, INK))

    def _way(self, one: SpanAt) -> str:
        begin, sure, until, end = one.x
        limits = [day for day in (one.span.unconfirmed_from, one.span.still) if day is not None]
        known = max(sure, min([until, *(self._drawn.scale.x(day) for day in limits)]))
        parts = [line((begin, one.y), (sure, one.y), INK, 1.5, "3 3")] if sure > begin else []
        parts.append(bar(one.span.stuff, sure, max(known, sure + 2), one.y))
        if end > known:
            parts.append(line((known, one.y), (end, one.y), INK, 1.5, "3 3"))
        if one.span.end is None:
            parts.append(f'<path d="M{end} {one.y - 5}L{end + 7} {one.y}L{end} {one.y + 5}Z" fill="{INK}"/>')
        if one.span.start is None:
            parts.append(
                f'<path d="M{begin} {one.y - 5}L{begin - 7} {one.y}L{begin} {one.y + 5}Z" fill="{PAPER}" stroke="{INK}"/>'
            )
        return "".join(parts)

    def _mark(self, one: MarkAt) -> str:
        stretch = ""
        if one.stretch:
            start, end = one.stretch
            stretch = (
                f'<path d="M{start} {one.y}L{end} {one.y}M{start} {one.y - 4}L{start} {one.y + 4}'
                f'M{end} {one.y - 4}L{end} {one.y + 4}" stroke="{INK}" stroke-width="1.2" fill="none"/>'
            )
        inside = stretch + drawn_form(one.mark.form, one.x, one.y)
        if one.mark.is_ringed:
            inside += ring(one.x, one.y)
        return self._link(one.mark.href, one.mark.says, _faded(inside) if one.is_later else inside)

    def _heap(self, one: HeapAt) -> str:
        box = one.box
        rings = sum(mark.is_ringed for mark in one.marks)
        word = self._drawn.chart.mark_word[1]
        says = f"{len(one.marks)} {word} too close to draw apart; the first: {one.marks[0].says}"
        if rings:
            says += f". {rings} of them with somebody not identified"
        outline = (
            f'<rect x="{box.left}" y="{box.top}" width="{box.right - box.left}" height="{box.bottom - box.top}" rx="5" '
        )
        inside = f'{outline}fill="{PAPER}" stroke="{INK}" stroke-width="1.6"/>'
        if rings:
            inner = Box(box.left + 3, box.top + 3, box.right - 3, box.bottom - 3)
            inside += (
                f'<rect x="{inner.left}" y="{inner.top}" width="{inner.right - inner.left}" '
                f'height="{inner.bottom - inner.top}" rx="4" fill="none" stroke="{INK}" stroke-dasharray="3 2"/>'
            )
        middle = (box.top + box.bottom) // 2
        at = Box(box.left, middle - 8, box.right, middle + 7)
        count = TextAt(str(len(one.marks)), at, is_strong=True)
        inside += _words(count, INK, middle=(box.left + box.right) // 2, has_paper=False)
        return self._link(one.marks[0].href, says, _faded(inside) if one.is_later else inside)


def _faded(inside: str) -> str:
    return f'<g opacity="{FADED}">{inside}</g>'


def line(start: tuple[int, int], end: tuple[int, int], colour: str, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{start[0]} {start[1]}L{end[0]} {end[1]}" stroke="{colour}" stroke-width="{width:g}"{dashed}/>'


def bar(stuff: Stuff, left: int, right: int, y: int) -> str:
    """Full for an episode, two lines for a worker, hollow for a home: each is told without colour."""
    wide = right - left
    match stuff:
        case Stuff.EPISODE:
            return f'<rect x="{left}" y="{y - 3}" width="{wide}" height="6" fill="{BAR}" stroke="{INK}" stroke-width="0.8"/>'
        case Stuff.WORKER:
            return f'<path d="M{left} {y - 2}L{right} {y - 2}M{left} {y + 2}L{right} {y + 2}" stroke="{INK}" stroke-width="1.6"/>'
    return f'<rect x="{left}" y="{y - 3}" width="{wide}" height="6" fill="{PAPER}" stroke="{INK}" stroke-width="1.4"/>'


def _words(text: TextAt, colour: str, middle: int | None = None, *, has_paper: bool = True) -> str:
    box = text.box
    size, weight = (NAME, ' font-weight="bold"') if text.is_strong else (TEXT, "")
    place = f'x="{box.left}"' if middle is None else f'x="{middle}" text-anchor="middle"'
    paper = (
        f'<rect x="{box.left - 1}" y="{box.top}" width="{box.right - box.left + 2}" height="{box.bottom - box.top}" '
        f'fill="{PAPER}"/>'
        if has_paper
        else ""
    )
    lower = box.bottom - max((box.bottom - box.top - size) // 2, 0) - 2
    return f'{paper}<text {place} y="{lower}" font-size="{size}"{weight} fill="{colour}">{written(text.words)}</text>'
