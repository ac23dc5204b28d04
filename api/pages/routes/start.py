"""The first page: search, own cases, what was loaded today."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer, answering
from api.pages.responding import show, signed_in
from graph.model.loading import DeliveriesFound
from graph.model.period import LONDON

router = APIRouter(dependencies=[Depends(signed_in)])
LOADS = 50
SEES_LOADS = frozenset({"steward", "admin"})


@router.get("/")
def start(request: Request) -> Response:
    """Search first, then the caller's cases, then the loads of today with what failed."""
    given = answering(request)
    me = given.me(request)
    sees_loads = me is not None and not SEES_LOADS.isdisjoint(me.roles)
    found = answer(request, DeliveriesFound, "deliveries", first=LOADS, after=None) if sees_loads else None
    today = given.now().astimezone(LONDON).date()
    loads = [one for one in found.nodes if one.loaded_at.astimezone(LONDON).date() == today] if found else []
    return show(request, "start.html", cases=given.cases(request), loads=loads, sees_loads=sees_loads)
