"""The first page: search, own cases, what was loaded today."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer, answering, feeds
from api.pages.count_words import ASKED_OF_AN_EXPORT, COUNT_BY, COUNTED, CountsForm
from api.pages.delivery_words import feed_fault
from api.pages.responding import show, signed_in, today
from api.pages.roles import sees_loads, sees_pairs, sees_people
from graph.model.loading import DeliveriesFound, DeliveryAnswer
from graph.model.period import LONDON
from graph.model.watching import FeedsWatched

router = APIRouter(dependencies=[Depends(signed_in)])
LOADS = 50


@router.get("/")
def start(request: Request) -> Response:
    """Search first, then the caller's cases; for those who look after data, what waits, and the loads of today."""
    given = answering(request)
    me = given.me(request)
    found = answer(request, DeliveriesFound, "deliveries", first=LOADS, after=None) if sees_loads(me) else None
    watched = answer(request, FeedsWatched, "feedsWatched") if sees_loads(me) else None
    waiting = (answer(request, int, "identityWaiting") if sees_pairs(me) else None) or 0
    day = today(request)
    loads = [one for one in found.nodes if one.loaded_at.astimezone(LONDON).date() == day] if found else []
    cases = given.cases(request) if sees_people(me) else ()
    is_empty = not found.nodes if found else sees_people(me) and not cases and not feeds(request)
    return show(
        request,
        "start.html",
        own=[case for case in cases if case.is_own],
        recent=[case for case in cases if not case.is_own],
        loads=loads,
        amiss=loads_amiss(loads),
        is_empty=is_empty,
        waiting=waiting,
        form=CountsForm(),
        counted_of=COUNTED,
        count_by=COUNT_BY,
        asked_of_an_export=ASKED_OF_AN_EXPORT,
        feed_faults=[feed_fault(fault) for fault in watched.faults] if watched else [],
    )


def loads_amiss(loads: Sequence[DeliveryAnswer]) -> list[DeliveryAnswer]:
    """The loads somebody has to look at: not published, or with rows set apart."""
    return [load for load in loads if not load.published or load.quarantined]
