"""The key to lanes: only what stands in the drawing, each sign drawn as there, with its words."""

from __future__ import annotations

from collections.abc import Iterator

from viz.genogram.key import Sign
from viz.lanes.chart import Stuff
from viz.lanes.layout import Drawn
from viz.lanes.shapes import FORM_WORDS, Form, drawn_form, ring
from viz.lanes.svg import SILENT, bar, line
from viz.style import INK, PAPER, QUIET

_WIDTH, _HEIGHT, _MIDDLE = 56, 30, 15
_STUFF = {
    Stuff.EPISODE: "Episode: from when to when",
    Stuff.WORKER: "Worker: from when to when",
    Stuff.HOME: "Lives there",
}


def key_of(drawn: Drawn) -> tuple[Sign, ...]:
    """The key to what is drawn: shapes, then lines, then what is said about dates."""
    return (*_shapes(drawn), *_lines(drawn))


def _shapes(drawn: Drawn) -> Iterator[Sign]:
    chart = drawn.chart
    forms = {mark.form for mark in chart.marks if mark.first is not None}
    for form, words in FORM_WORDS.items():
        if form in forms:
            yield Sign(_svg(drawn_form(form, 28, _MIDDLE)), words)
    if any(mark.is_ringed for mark in chart.marks):
        yield Sign(
            _svg(drawn_form(Form.OTHER, 28, _MIDDLE) + ring(28, _MIDDLE)), "Ring: an adult not identified is mentioned"
        )
    if drawn.heaps:
        box = f'<rect x="13" y="4" width="30" height="22" rx="5" fill="{PAPER}" stroke="{INK}" stroke-width="1.6"/>'
        number = f'<text x="28" y="20" font-size="13" font-weight="bold" text-anchor="middle" fill="{INK}">3</text>'
        yield Sign(_svg(box + number), f"So many {chart.mark_word[1]}, too close to draw apart")
    if any(mark.stretch for lane in drawn.lanes for mark in lane.marks):
        way = f'<path d="M4 15L52 15M4 11L4 19M52 11L52 19" stroke="{INK}" stroke-width="1.2" fill="none"/>'
        yield Sign(_svg(way + drawn_form(Form.OTHER, 28, _MIDDLE)), "Some day in this stretch: the day is not recorded")
    if any(mark.is_later for lane in drawn.lanes for mark in lane.marks):
        yield Sign(
            _svg(f'<g opacity="0.45">{drawn_form(Form.POLICE, 28, _MIDDLE)}</g>'), "Pale: after the day this is about"
        )


def _lines(drawn: Drawn) -> Iterator[Sign]:
    spans = [one.span for lane in drawn.lanes for one in lane.spans]
    for stuff, words in _STUFF.items():
        if any(span.stuff is stuff for span in spans):
            yield Sign(_svg(bar(stuff, 4, 52, _MIDDLE)), words)
    if any(span.end is None for span in spans):
        yield Sign(_svg(f'<path d="M24 10L31 15L24 20Z" fill="{INK}"/>'), "No end recorded")
    if any(span.start is None for span in spans):
        yield Sign(
            _svg(f'<path d="M31 10L24 15L31 20Z" fill="{PAPER}" stroke="{INK}"/>'),
            "Began before, the day is not recorded",
        )
    if any(span.unconfirmed_from is not None or _is_vague(span.start, span.end) for span in spans):
        yield Sign(
            _svg(line((4, _MIDDLE), (52, _MIDDLE), INK, 1.5, "3 3")),
            "Dashed: perhaps, or not confirmed since, or later",
        )
    if drawn.scale.breaks:
        slash = line((20, 24), (28, 8), INK, 1.5) + line((28, 24), (36, 8), INK, 1.5)
        yield Sign(_svg(slash), "Years in which nothing happens or changes are drawn short")
    if any(lane.silences for lane in drawn.lanes):
        silent = (
            f'<rect x="3" y="6" width="4" height="18" fill="{QUIET}"/>'
            f'<rect x="11" y="6" width="42" height="18" fill="{SILENT}" stroke="{QUIET}" stroke-dasharray="2 2"/>'
        )
        yield Sign(_svg(silent), drawn.chart.silence_word)


def _is_vague(*edges: object) -> bool:
    return any(getattr(edge, "after", 0) > getattr(edge, "first", 0) for edge in edges if edge)


def _svg(inside: str) -> str:
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} aria-hidden="true" focusable="false">{inside}</svg>'
