"""A chart as a page and a document have it: the drawing with its key, and what could not be drawn apart in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from api.pages.words import counted
from viz.document import Picture
from viz.exports.letters import FONT
from viz.genogram.key import Sign
from viz.lanes.chart import Chart
from viz.lanes.key import key_of
from viz.lanes.layout import Drawn, draw, draw_in_parts
from viz.lanes.svg import FONT as FONT_OF_PAGES
from viz.lanes.svg import to_file_svg, to_svg
from viz.legend import with_legend

TALLEST_ON_PAPER = 560
"""As high as a drawing may be for its smallest letters to be read on A4 on its side, with its key below."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the part of a page with a drawing needs. `paper`: the same in parts for a print, where one is too high for a page."""

    picture: Markup
    key: tuple[Sign, ...]
    chart: Chart
    says: tuple[str, ...]
    paper: tuple[Markup, ...] = ()


def show_chart(chart: Chart, name: str = "lanes") -> Shown | None:
    """The drawing for a page; None where there is nothing to draw."""
    if not chart.lanes:
        return None
    drawn = draw(chart)
    picture = Markup(to_svg(drawn, name))  # noqa: S704 - made by viz/lanes/svg.py, every word escaped there
    parts = draw_in_parts(chart, TALLEST_ON_PAPER) if drawn.height > TALLEST_ON_PAPER else ()
    paper = tuple(Markup(to_file_svg(part, FONT_OF_PAGES)) for part in parts)  # noqa: S704 - as above
    return Shown(picture, key_of(drawn), chart, tuple(grouped(drawn)), paper)


def grouped(drawn: Drawn) -> Iterator[str]:
    """What stands in boxes and what had no room, counted."""
    chart = drawn.chart
    undated = sum(len(lane.undated) for lane in chart.lanes)
    if drawn.heaps:
        together = sum(len(heap.marks) for heap in drawn.heaps)
        boxes = counted(len(drawn.heaps), "box", "boxes")
        yield f"{counted(together, *chart.mark_word)} too close together to draw apart, counted in {boxes}."
    if undated:
        yield f"{counted(undated, *chart.mark_word)} without a day, not on the drawing."
    if drawn.left_out:
        yield f"{counted(len(drawn.left_out), 'stretch', 'stretches')} of time without room on the drawing."


def pictures_of(chart: Chart) -> tuple[Picture, ...]:
    """The drawing for files, in as many parts as paper needs, each with its key."""
    return tuple(
        Picture(
            with_legend(
                to_file_svg(drawn, FONT),
                [(sign.picture, sign.words) for sign in key_of(drawn)],
                f"{FONT}, {FONT_OF_PAGES}",
            ),
            f"{chart.title}. {chart.desc}",
            tuple(grouped(drawn)),
        )
        for drawn in (draw_in_parts(chart, TALLEST_ON_PAPER) if chart.lanes else ())
    )
