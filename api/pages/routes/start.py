"""The first page: search, own cases, what was loaded today."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer, answering
from api.pages.responding import show, signed_in, today
from api.pages.roles import sees_loads
from graph.model.loading import DeliveriesFound, DeliveryAnswer
from graph.model.period import LONDON

router = APIRouter(dependencies=[Depends(signed_in)])
LOADS = 50


@router.get("/")
def start(request: Request) -> Response:
    """Search first, then the caller's cases; for those who look after data, the loads of today with what failed."""
    given = answering(request)
    looks_after_loads = sees_loads(given.me(request))
    found = answer(request, DeliveriesFound, "deliveries", first=LOADS, after=None) if looks_after_loads else None
    day = today(request)
    loads = [one for one in found.nodes if one.loaded_at.astimezone(LONDON).date() == day] if found else []
    return show(request, "start.html", cases=given.cases(request), loads=loads, amiss=loads_amiss(loads))


def loads_amiss(loads: Sequence[DeliveryAnswer]) -> list[DeliveryAnswer]:
    """The loads somebody has to look at: not published, or with rows set apart."""
    return [load for load in loads if not load.published or load.quarantined]
