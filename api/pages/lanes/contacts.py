"""Professionals as a chart: a lane an agency with its workers, hand-overs, who saw them last, when nobody was allocated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from api.pages.lanes.chronology import ANYBODY, described, silence_of
from api.pages.lanes.days import Thing, after, reach_of, span_of, stretch
from api.pages.sentences import service
from api.pages.when import Placed, split_by_day
from api.pages.words import counted, day, partial, period
from graph.model.histories import Handover, InvolvementAnswer, LastSeen, ProfessionalContacts
from graph.model.people import Agency
from viz.lanes.chart import Chart, Lane, Mark, Silence, Span, Stuff
from viz.lanes.shapes import Form

UNNAMED = "Name not recorded"


@dataclass(slots=True)
class _Held:
    """What one agency's lane is put together from."""

    name: str
    marks: list[Mark] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)


def latest_seen(found: ProfessionalContacts) -> list[LastSeen]:
    """Who saw them last, the latest first."""
    return sorted(found.last_seen, key=lambda seen: seen.on.toordinal() if seen.on else 0, reverse=True)


def chart_of_contacts(found: ProfessionalContacts, who: str) -> Chart:
    """The chart of every involvement, hand-over and last time seen of an answer."""
    as_of = found.asked.as_of
    lanes = tuple(_lanes(found))
    window = found.asked.window
    since = stretch(window.from_ if window else None)
    first, last = reach_of(lanes, after(as_of))
    return Chart(
        f"Professionals who work with {who}, in lanes by agency",
        described(lanes, "mark", "marks") + " Each has its line in the tables below the drawing.",
        lanes,
        min(first, since[0]) if since else first,
        last,
        after(as_of),
        f"as of {day(as_of)}",
        mark_word=("mark", "marks"),
        silence_word="A case was open and nobody was allocated",
    )


def _lanes(found: ProfessionalContacts) -> Iterator[Lane]:
    held: dict[str, _Held] = {}

    def of(agency: Agency | None) -> _Held:
        return held.setdefault(agency.id, _Held(agency.name)) if agency else held.setdefault("", _Held(ANYBODY))

    anchors = anchors_of(split_by_day(found.involvements, as_of := found.asked.as_of))
    for number, part in enumerate(found.involvements):
        thing = Thing(f"span-{number}", Stuff.WORKER, _label(part), _says(part), anchors.get(part, ""))
        of(part.agency).spans.append(span_of(thing, part.valid, as_of))
    for number, change in enumerate(found.handovers):
        of(change.to.agency).marks.append(_handover(change, number, anchors))
    for number, seen in enumerate(latest_seen(found), 1):
        of(seen.agency).marks += _seen(seen, number)
    for gap in found.unallocated:
        of(gap.agency).silences.append(silence_of(gap, found.asked, "nobody allocated"))
    for agency, one in sorted(held.items(), key=lambda pair: (pair[1].name, pair[0])):
        notes = (counted(len(one.spans), "worker", "workers"),) if one.spans else ()
        yield Lane(agency, one.name, notes, tuple(one.marks), tuple(one.spans), tuple(one.silences))


def anchors_of(placed: Placed[InvolvementAnswer]) -> Mapping[InvolvementAnswer, str]:
    """The part of the page with the evidence of each involvement, by the table it is in."""
    tables = (("involved", placed.on), ("involved-before", placed.before), ("involved-after", placed.after))
    return {part: f"#{table}-{number}" for table, parts in tables for number, part in enumerate(parts, 1)}


def _label(part: InvolvementAnswer) -> str:
    return f"{part.professional or UNNAMED}, {service(part.role)}"


def _says(part: InvolvementAnswer) -> str:
    return f"{_label(part)}, {part.agency.name}: {period(part.valid)}"


def _handover(change: Handover, number: int, anchors: Mapping[InvolvementAnswer, str]) -> Mark:
    first, until = stretch(change.to.valid.from_) or (None, 0)
    days = change.gap_working_days
    before = f"from {change.from_.professional} " if change.from_ else ""
    later = f"{counted(days, 'working day', 'working days')} later" if days > 0 else "without a gap"
    when = partial(change.to.valid.from_) or "On a day not recorded"
    says = f"{when}, {change.to.agency.name}: {before}to {change.to.professional}, {later}"
    return Mark(f"change-{number}", Form.HANDOVER, says, anchors.get(change.to, ""), first, until)


def _seen(seen: LastSeen, number: int) -> Iterator[Mark]:
    """When an agency saw them last, and alone; where a later month or year is recorded, that too."""
    href = f"#last-seen-{number}"
    days = (
        (Form.SEEN, "last seen", seen.on.isoformat() if seen.on else None),
        (Form.SEEN, "perhaps last seen", seen.possibly_on),
        (Form.SEEN_ALONE, "last seen alone", seen.alone.isoformat() if seen.alone else None),
        (Form.SEEN_ALONE, "perhaps last seen alone", seen.possibly_alone),
    )
    for place, (form, words, text) in enumerate(days):
        if days_of := stretch(text):
            says = f"{partial(text)}, {seen.agency.name}: {words}"
            yield Mark(f"seen-{number}-{place}", form, says, href, *days_of)
