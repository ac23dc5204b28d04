"""`/healthz` (alive) and `/readyz` (the stores answer). Neither takes a sign-in, neither says anything of what is held."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.door import partnerships
from graph.errors import StoreUnavailable

router = APIRouter()


@router.get("/healthz")
def healthz() -> Response:
    """Alive."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz")
def readyz(request: Request) -> Response:
    """Ready when graph and ledger answer, the ledger is this version's, and something is published."""
    held = partnerships(request)
    try:
        held.graph.health()
        held.ledger.require_current()
        published = held.ledger.publications.newest() is not None
    except StoreUnavailable:
        return JSONResponse({"status": "a store does not answer"}, 503)
    return JSONResponse({"status": "ready" if published else "nothing is loaded yet"}, 200 if published else 503)
