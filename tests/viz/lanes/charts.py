"""Random charts: any number of marks, spans and silences, any names, on any days."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from viz.lanes.chart import Chart, Edge, Lane, Mark, Silence, Span, Stuff
from viz.lanes.shapes import Form

FIRST, NOW = date(2010, 1, 1).toordinal(), date(2024, 4, 1).toordinal()
HOSTILE = (
    "<script>alert(1)</script>",
    '" onload="x',
    "&lt;b&gt;",
    "\u202eOLLEH\u2066",
    "W" * 300,
    "\x00\x0b",
    "'); DROP",
)
NAMES = st.sampled_from((*HOSTILE, "Vale Police", "", "Children's Social Care", "王小明")) | st.text(max_size=60)
DAYS = st.integers(FIRST, NOW + 400)
_LENGTHS = st.sampled_from((1, 1, 1, 1, 30, 365))


@st.composite
def marks(draw: st.DrawFn, number: int) -> Mark:
    """A mark, some without a day, some of a month or a year, some after the day asked about."""
    first = draw(st.none() | DAYS)
    return Mark(
        f"mark-{number:05}",
        draw(st.sampled_from(Form)),
        draw(NAMES),
        f"#entry-{number}",
        first,
        0 if first is None else first + draw(_LENGTHS),
        draw(st.booleans()),
    )


@st.composite
def edges(draw: st.DrawFn, since: int) -> Edge:
    """A day from then on, or a stretch it lies in."""
    first = since + draw(st.integers(0, 2000))
    return Edge(first, first + draw(st.sampled_from((0, 0, 31, 365))))


@st.composite
def spans(draw: st.DrawFn, number: int) -> Span:
    """A span, some without beginning or end."""
    start = draw(st.none() | edges(FIRST))
    end = draw(st.none() | edges(start.first if start else FIRST))
    still = None if end else draw(st.none() | DAYS)
    stuff = draw(st.sampled_from(Stuff))
    return Span(f"span-{number:05}", stuff, draw(NAMES), draw(NAMES), f"#span-{number}", NOW, start, end, still)


@st.composite
def silences(draw: st.DrawFn) -> Silence:
    """A stretch with nothing recorded."""
    first = draw(DAYS)
    return Silence(first, first + draw(st.integers(1, 3000)), "7 months, nothing recorded", "7 months", draw(NAMES))


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    """A chart of up to four lanes."""
    number = 0
    lanes = []
    for at in range(draw(st.integers(1, 3))):
        held = [draw(marks(number + one)) for one in range(draw(st.integers(0, 15)))]
        lasting = [draw(spans(number + one)) for one in range(draw(st.integers(0, 10)))]
        number += 100
        quiet = tuple(draw(st.lists(silences(), max_size=4)))
        lanes.append(Lane(f"lane-{at}", draw(NAMES), (draw(NAMES),), tuple(held), tuple(lasting), quiet))
    return Chart(draw(NAMES), draw(NAMES), tuple(lanes), FIRST, NOW + 400, NOW, "as of 31 March 2024")


def many(number: int, apart: int = 1) -> Chart:
    """One lane with so many marks, one every so many days, over and over."""
    held = tuple(
        Mark(f"mark-{one:05}", Form.POLICE, "An incident", f"#entry-{one}", day, day + 1)
        for one in range(number)
        if (day := FIRST + one * apart % (NOW - FIRST))
    )
    return Chart("Many", "Many", (Lane("police", "Vale Police", (), held),), FIRST, NOW, NOW, "as of 31 March 2024")
