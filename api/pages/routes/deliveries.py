"""Deliveries: each load and what became of its rows, and what each agency supplies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer, feeds
from api.pages.dates import to_query
from api.pages.responding import show, signed_in
from api.pages.words import day
from graph.model.loading import DeliveriesFound, FeedAnswer

router = APIRouter(dependencies=[Depends(signed_in)])
FIRST = 50
LONGEST_CURSOR = 400


@dataclass(frozen=True, slots=True)
class System:
    """What one system of an agency supplies, and the days its tables cover in words."""

    agency: str
    name: str
    covers: str
    feeds: tuple[FeedAnswer, ...]


@router.get("/deliveries")
def deliveries(request: Request, after: str = "") -> Response:
    """A page of loads, newest first."""
    found = answer(request, DeliveriesFound, "deliveries", first=FIRST, after=after[:LONGEST_CURSOR] or None)
    more = found.end_cursor if found and found.has_next_page else None
    return show(
        request,
        "deliveries.html",
        loads=found.nodes if found else (),
        systems=systems_of(feeds(request)),
        next_page="/deliveries" + to_query((("after", more),)) if more else "",
    )


def systems_of(feeds: Iterable[FeedAnswer]) -> list[System]:
    """A line a system; one whose tables cover different days has a line for each stretch."""
    held: dict[tuple[str, str, str], list[FeedAnswer]] = {}
    for feed in feeds:
        covers = f"{day(feed.covers_from) or 'start not stated'} to {day(feed.covers_to) or 'end not stated'}"
        held.setdefault((feed.agency.name, feed.system, covers), []).append(feed)
    return [System(*named, tuple(sorted(given, key=lambda feed: feed.table))) for named, given in sorted(held.items())]
