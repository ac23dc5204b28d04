"""Periods of answers as places on an axis of days, and marks of entries on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from api.pages.sentences import entry_kind, entry_says
from api.pages.words import capital, happened
from graph.model.answers import PeriodAnswer
from graph.model.histories import Entry
from graph.model.period import LONDON, parse_partial
from viz.lanes.chart import Edge, Lane, Mark, Span, Stuff
from viz.lanes.shapes import form_of

FULL_DATE = len("2019-05-03")
_YEAR = 366


@dataclass(frozen=True, slots=True)
class Thing:
    """What a span is of: its label, what is said of it, and where its evidence is."""

    id: str
    stuff: Stuff
    label: str
    says: str
    href: str


def stretch(text: str | None) -> tuple[int, int] | None:
    """The days a partial date may be, as ordinals."""
    if not text:
        return None
    known = parse_partial(text)
    return known.first.toordinal(), known.after.toordinal()


def after(day: date) -> int:
    """The end of a day."""
    return day.toordinal() + 1


def edge(text: str | None) -> Edge | None:
    """A day something begins or ends: exact, or somewhere in the stretch it names."""
    days = stretch(text)
    if days is None or text is None:
        return None
    return Edge(days[0], days[0] if len(text) == FULL_DATE else days[1])


def span_of(thing: Thing, period: PeriodAnswer, as_of: date) -> Span:
    """A span of a period as it was seen from a day."""
    unconfirmed = period.unconfirmed_since
    return Span(
        thing.id,
        thing.stuff,
        thing.label,
        thing.says,
        thing.href,
        after(as_of),
        edge(period.from_),
        edge(period.to),
        after(unconfirmed.astimezone(LONDON).date()) if unconfirmed and period.open else None,
    )


def mentions_unidentified(entry: Entry) -> bool:
    """Whether an adult takes part whom nobody has identified."""
    return any(not person.identified and not person.is_child for person in entry.people)


def mark_of(entry: Entry, href: str, id_: str = "") -> Mark:
    """An entry as a mark, with what is said to whoever points at it."""
    first, until = stretch(entry.happened.from_) or (None, 0)
    ringed = mentions_unidentified(entry)
    also = "; somebody not identified is mentioned" if ringed else ""
    return Mark(
        id_ or entry.id,
        form_of(entry.category, entry.type),
        f"{capital(happened(entry.happened))}, {entry.agency.name}: {in_words(entry)}{also}",
        href,
        first,
        until,
        ringed,
    )


def in_words(entry: Entry) -> str:
    """`Incident: Neighbour heard shouting`."""
    kind = entry_kind(entry)
    return f"{kind}: {entry_says(entry)}" if kind else entry_says(entry)


def reach_of(lanes: Iterable[Lane], until: int) -> tuple[int, int]:
    """The days that everything dated lies in, up to the end of a day and as far as a partial date may reach a year after it."""
    starts, ends = [until - _YEAR], [until]
    held = tuple(lanes)
    dated = [mark for lane in held for mark in lane.marks if mark.first is not None]
    starts += [mark.first for mark in dated if mark.first is not None]
    starts += [span.start.first for lane in held for span in lane.spans if span.start]
    starts += [lane.now for lane in held if lane.now is not None]
    starts += [silence.first for lane in held for silence in lane.silences]
    ends += [min(mark.after, until + _YEAR) for mark in dated]
    return min(starts), max(ends)
