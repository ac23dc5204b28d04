"""Siblings as a chart: the child's lane, then one a sibling across households, by date or by age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.pages.lanes.chronology import described
from api.pages.lanes.days import Thing, after, mark_of, reach_of, span_of, stretch
from api.pages.sentences import said
from api.pages.words import SIBLING_KINDS, capital, counted, day, period, person_name, plain
from graph.model.answers import PersonAnswer, ResidenceAnswer
from graph.model.histories import Entry, Sibling, SiblingHistory
from graph.questions.spans import MOMENTS
from viz.lanes.chart import Chart, Edge, Lane, Mark, Span, Stuff

BY_AGE = "age"
_EPISODES = "episodes"


@dataclass(frozen=True, slots=True)
class Life:
    """One of them with what happened to them: each entry, each stay and the part of the page with its evidence."""

    person: PersonAnswer
    notes: tuple[str, ...]
    entries: tuple[tuple[Entry, str], ...]
    stays: tuple[tuple[ResidenceAnswer, str], ...]


def lives_of(found: SiblingHistory) -> list[Life]:
    """The child first, then the siblings in the order of the answer."""
    child = found.child.whole() if found.child.whole else found.child
    own = Life(
        found.child,
        ("this child",),
        (
            *((entry, f"#own-episode-{number}") for number, entry in enumerate(found.child_episodes, 1)),
            *((entry, f"#own-event-{number}") for number, entry in enumerate(found.child_events, 1)),
        ),
        tuple((stay, f"#own-home-{number}") for number, stay in enumerate(child.households, 1)),
    )
    return [own, *(_life(sibling, f"sibling-{number}") for number, sibling in enumerate(found.siblings, 1))]


def _life(sibling: Sibling, anchor: str) -> Life:
    path = said(sibling.says)
    kind = SIBLING_KINDS[sibling.kind]
    return Life(
        sibling.person,
        (path or kind,),
        (
            *((entry, f"#{anchor}-episode-{number}") for number, entry in enumerate(sibling.episodes, 1)),
            *((entry, f"#{anchor}-event-{number}") for number, entry in enumerate(sibling.events, 1)),
        ),
        tuple((stay, f"#{anchor}-home-{number}") for number, stay in enumerate(sibling.households, 1)),
    )


def chart_of_siblings(found: SiblingHistory, by: str) -> Chart:
    """The chart; by age each lane begins at the birth of whose it is."""
    lanes = [_lane(life, number, found) for number, life in enumerate(lives_of(found))]
    end = after(found.asked.as_of)
    if by == BY_AGE:
        lanes = [_by_age(lane, life.person, end) for lane, life in zip(lanes, lives_of(found), strict=True)]
        latest = max([lane.now for lane in lanes if lane.now is not None], default=0)
        first, last = reach_of(lanes, max(latest, 1))
    else:
        first, last = reach_of(lanes, end)
    way = "age" if by == BY_AGE else "date"
    return Chart(
        f"Siblings of {person_name(found.child)}, a lane each, by {way}",
        described(lanes, "entry", "entries") + " Each has its line in the lists below the drawing.",
        tuple(lanes),
        first,
        last,
        None if by == BY_AGE else end,
        "" if by == BY_AGE else f"as of {day(found.asked.as_of)}",
        is_by_age=by == BY_AGE,
    )


def _lane(life: Life, number: int, found: SiblingHistory) -> Lane:
    marks = tuple(mark_of(entry, href, f"{number}-{place}") for place, (entry, href) in enumerate(life.entries))
    spans = tuple(
        span_of(
            Thing(
                f"{number}-home-{place}",
                Stuff.HOME,
                stay.household.label,
                f"{person_name(life.person)}, {plain(stay.role)} at {stay.household.label}: {period(stay.valid)}",
                href,
            ),
            stay.valid,
            found.asked.as_of,
        )
        for place, (stay, href) in enumerate(life.stays)
    )
    episodes = tuple(_episodes(life, number, found))
    notes = (*life.notes, counted(len(marks), "entry", "entries"))
    return Lane(str(number), person_name(life.person), notes, marks, (*spans, *episodes))


def _episodes(life: Life, number: int, found: SiblingHistory) -> Iterator[Span]:
    """What lasted, from the records of the beginnings and ends: each record once."""
    told: set[str] = set()
    for entry, href in life.entries:
        claim = next((claim for claim in entry.claims if claim.record.table == _EPISODES), None)
        kind = entry.type.removesuffix("_start").removesuffix("_end")
        if claim is None or claim.id in told or kind in MOMENTS:
            continue
        told.add(claim.id)
        label = "Another service" if kind == "other" else capital(plain(said(kind)))
        says = f"{label}, {entry.agency.name}: {period(claim.valid)}"
        yield span_of(Thing(f"{number}-{claim.id}", Stuff.EPISODE, label, says, href), claim.valid, found.asked.as_of)


def _by_age(lane: Lane, person: PersonAnswer, end: int) -> Lane:
    """The lane counted from birth; without one nothing in it has a place."""
    born = stretch(person.date_of_birth or person.expected_birth)
    if born is None:
        marks = tuple(replace(mark, first=None, after=0) for mark in lane.marks)
        return replace(lane, notes=(*lane.notes, "no birth date: nothing placed by age"), marks=marks, spans=())
    birth = born[0]
    return replace(
        lane,
        marks=tuple(_mark_at_age(mark, birth) for mark in lane.marks),
        spans=tuple(_span_at_age(span, birth) for span in lane.spans),
        now=end - birth,
    )


def _mark_at_age(mark: Mark, birth: int) -> Mark:
    return mark if mark.first is None else replace(mark, first=mark.first - birth, after=mark.after - birth)


def _span_at_age(span: Span, birth: int) -> Span:
    return replace(
        span,
        still=span.still - birth,
        start=_edge_at_age(span.start, birth),
        end=_edge_at_age(span.end, birth),
        unconfirmed_from=None if span.unconfirmed_from is None else span.unconfirmed_from - birth,
    )


def _edge_at_age(edge: Edge | None, birth: int) -> Edge | None:
    return edge and Edge(edge.first - birth, edge.after - birth)
