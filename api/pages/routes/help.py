"""What the pages are, in a page."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.responding import show, signed_in

router = APIRouter(dependencies=[Depends(signed_in)])


@router.get("/help")
def read_help(request: Request) -> Response:
    """Help, and every rule explained to a social worker and to a family."""
    return show(request, "help.html", here="help", rules=answer(request, tuple, "rules") or ())
