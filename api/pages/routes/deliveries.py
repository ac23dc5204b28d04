"""Deliveries: each load and what became of its rows, and what each agency supplies."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer, feeds
from api.pages.dates import to_query
from api.pages.responding import show, signed_in
from graph.model.loading import DeliveriesFound

router = APIRouter(dependencies=[Depends(signed_in)])
FIRST = 50
LONGEST_CURSOR = 400


@router.get("/deliveries")
def deliveries(request: Request, after: str = "") -> Response:
    """A page of loads, newest first."""
    found = answer(request, DeliveriesFound, "deliveries", first=FIRST, after=after[:LONGEST_CURSOR] or None)
    more = found.end_cursor if found and found.has_next_page else None
    return show(
        request,
        "deliveries.html",
        loads=found.nodes if found else (),
        feeds=feeds(request),
        next_page="/deliveries" + to_query((("after", more),)) if more else "",
    )
