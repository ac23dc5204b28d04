"""Siblings across households, of any age: side by side by date or by age, then each one's own part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates, to_query
from api.pages.lanes.drawing import show_chart
from api.pages.lanes.siblings import chart_of_siblings, lives_of
from api.pages.responding import About, show_about, show_nobody, signed_in
from graph.errors import BadInput
from graph.model.answers import PersonAnswer
from graph.model.histories import Entry, SiblingHistory

router = APIRouter(dependencies=[Depends(signed_in)])
BY = {"date": "By date", "age": "By age"}
_YEAR = len("2019")
_MONTHS_IN_YEAR = 12
_BEFORE_BIRTH = -1


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry of a lane, and the part of the page that has its evidence."""

    entry: Entry
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """The child, or a sibling, with what happened in the order it happened."""

    person: PersonAnswer
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A year, or a year of age, with what happened in it in each lane."""

    label: str
    cells: tuple[tuple[Placed, ...], ...]


@router.get("/people/{person_id}/siblings")
def siblings(
    request: Request, person_id: str, dates: Annotated[DatesAsked, Depends(read_dates)], by: str = "date"
) -> Response:
    """The lanes side by side, and a part for each sibling: kind, path, households, episodes, events."""
    if by not in BY:
        raise BadInput("by", f"must be one of {', '.join(BY)}")
    found = answer(request, SiblingHistory, "siblingHistory", child=person_id, at=dates.at)
    if found is None:
        return show_nobody(request)
    lanes = lanes_of(found)
    here = f"/people/{person_id}/siblings"
    return show_about(
        request,
        "siblings.html",
        About(found.child, dates, found.asked),
        found=found,
        lanes=lanes,
        picture=show_chart(chart_of_siblings(found, by)) if found.siblings else None,
        own_households=[stay for stay, _ in lives_of(found)[0].stays],
        beside=list(rows_beside(lanes, by)),
        by=by,
        choices=[
            {"text": text, "current": code == by, "href": here + to_query((*dates.pairs, ("by", code)))}
            for code, text in BY.items()
        ],
        extra_pairs=(("by", by),) if by != "date" else (),
    )


def lanes_of(found: SiblingHistory) -> list[Lane]:
    """The child's lane, then one for each sibling in the order of the answer."""
    own = tuple(
        Placed(entry, f"own-{part}-{place}")
        for part, entries in (("episode", found.child_episodes), ("event", found.child_events))
        for place, entry in enumerate(entries, 1)
    )
    return [Lane(found.child, _in_order(own))] + [
        Lane(
            sibling.person,
            _in_order(
                tuple(
                    Placed(entry, f"sibling-{number}-{part}-{place}")
                    for part, entries in (("episode", sibling.episodes), ("event", sibling.events))
                    for place, entry in enumerate(entries, 1)
                )
            ),
        )
        for number, sibling in enumerate(found.siblings, 1)
    ]


def _in_order(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    return tuple(sorted(placed, key=lambda one: (one.entry.happened.from_ is None, one.entry.happened.from_ or "")))


def rows_beside(lanes: Sequence[Lane], by: str) -> Iterator[Beside]:
    """A row for each year, or year of age, in which something happened to one of them; what has no place comes last."""
    place, name = (_age, _age_label) if by == "age" else (_year, _year_label)
    found = {place(one.entry) for lane in lanes for one in lane.placed}
    for where in sorted(found, key=lambda known: (known is None, known or 0)):
        yield Beside(
            name(where), tuple(tuple(one for one in lane.placed if place(one.entry) == where) for lane in lanes)
        )


def _year(entry: Entry) -> int | None:
    return int(entry.happened.from_[:_YEAR]) if entry.happened.from_ else None


def _year_label(year: int | None) -> str:
    return "Day not recorded" if year is None else str(year)


def _age(entry: Entry) -> int | None:
    if entry.age_in_months is None:
        return None
    return max(entry.age_in_months // _MONTHS_IN_YEAR, _BEFORE_BIRTH)


def _age_label(years: int | None) -> str:
    match years:
        case None:
            return "Age not known"
        case -1:
            return "Before birth"
        case 0:
            return "Under 1"
    return f"Aged {years}"
