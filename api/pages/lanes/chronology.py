"""A chronology as a chart: a lane an agency, with what it recorded, its episodes and workers, and its long silences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from api.pages.lanes.days import Thing, after, mark_of, reach_of, span_of, stretch
from api.pages.sentences import lasted, said
from api.pages.words import capital, counted, day, period
from graph.model.answers import AskedAnswer
from graph.model.histories import Chronology, Entry, GapAnswer, SpanAnswer
from graph.model.people import Agency
from viz.lanes.chart import Chart, Lane, Mark, Silence, Span, Stuff

ANYBODY = "Any agency here"


def chart_of(found: Chronology, who: str, to_entry: Callable[[int, Entry], str]) -> Chart:
    """The chart of all entries, gaps and spans of an answer; `to_entry`: where the line of an entry is, by its number."""
    as_of = found.asked.as_of
    marks = [(entry.agency, mark_of(entry, to_entry(number, entry))) for number, entry in enumerate(found.entries)]
    spans = [(one.agency, _span(one, number, found.asked)) for number, one in enumerate(found.spans, 1)]
    silences = [(gap.agency, silence_of(gap, found.asked)) for gap in found.gaps]
    lanes = tuple(_lanes(marks, spans, silences))
    first, last = _reach(found, lanes)
    now = after(as_of)
    return Chart(
        f"Chronology of {who}, in lanes by agency",
        described(lanes, "entry", "entries") + " Each has its line in the tables below the drawing.",
        lanes,
        first,
        last,
        now if now <= last else None,
        f"as of {day(as_of)}",
    )


def described(lanes: Sequence[Lane], one: str, many: str) -> str:
    """What is drawn, in a sentence."""
    marks = sum(len(lane.marks) for lane in lanes)
    spans = sum(len(lane.spans) for lane in lanes)
    silences = sum(len(lane.silences) for lane in lanes)
    rings = sum(mark.is_ringed for lane in lanes for mark in lane.marks)
    parts = [
        counted(marks, one, many),
        *([counted(spans, "stretch of time", "stretches of time")] if spans else []),
        *([counted(silences, "time with nothing recorded", "times with nothing recorded")] if silences else []),
    ]
    ringed = f" {counted(rings, 'mentions', 'mention')} an adult not identified, drawn in a ring." if rings else ""
    names = "; ".join(lane.name for lane in lanes)
    return f"{', '.join(parts)} in {counted(len(lanes), 'lane', 'lanes')}: {names}.{ringed}"


def _lanes(
    marks: Iterable[tuple[Agency, Mark]],
    spans: Iterable[tuple[Agency, Span]],
    silences: Iterable[tuple[Agency | None, Silence]],
) -> Iterable[Lane]:
    """All agencies' silences first, then a lane an agency by name."""
    agencies: dict[str, Agency] = {}
    held: dict[str, tuple[list[Mark], list[Span], list[Silence]]] = {}
    nobody: list[Silence] = []

    def lane(agency: Agency) -> tuple[list[Mark], list[Span], list[Silence]]:
        agencies[agency.id] = agency
        return held.setdefault(agency.id, ([], [], []))

    for of, mark in marks:
        lane(of)[0].append(mark)
    for of, span in spans:
        lane(of)[1].append(span)
    for by, silence in silences:
        (lane(by)[2] if by else nobody).append(silence)
    if nobody:
        yield Lane("", ANYBODY, ("nothing recorded by any",), silences=tuple(nobody))
    for agency in sorted(agencies.values(), key=lambda one: (one.name, one.id)):
        own = held[agency.id]
        notes = (counted(len(own[0]), "entry", "entries"),)
        yield Lane(agency.id, agency.name, notes, tuple(own[0]), tuple(own[1]), tuple(own[2]))


def _span(one: SpanAnswer, number: int, asked: AskedAnswer) -> Span:
    stuff = Stuff.WORKER if one.is_worker else Stuff.EPISODE
    label = said(one.says)
    says = f"{label}, {one.agency.name}: {period(one.valid)}"
    return span_of(Thing(f"span-{number}", stuff, label, says, f"#span-{number}"), one.valid, asked.as_of)


def silence_of(gap: GapAnswer, asked: AskedAnswer, what: str = "nothing recorded") -> Silence:
    """A gap as a bar; one without an end lasts to the day asked about."""
    first = stretch(gap.valid.from_)
    end = stretch(gap.valid.to)
    start = first[0] if first else after(asked.as_of)
    long = lasted(gap.valid)
    who = gap.agency.name if gap.agency else "any agency here"
    label = f"{long}, {what}" if long else what
    return Silence(
        start,
        max(end[0] if end else after(asked.as_of), start + 1),
        label,
        long,
        f"{capital(label)} by {who}: {period(gap.valid)}",
    )


def _reach(found: Chronology, lanes: Sequence[Lane]) -> tuple[int, int]:
    """The stretch asked about, where the address names one; else all that is in the answer."""
    window = found.asked.window
    until = stretch(window.to if window else None)
    end = min(after(found.asked.as_of), until[1]) if until else after(found.asked.as_of)
    first, last = reach_of(lanes, end)
    since = stretch(window.from_ if window else None)
    return (since[0] if since else first), last
