"""The whole area under pseudonyms: counts, and the children a learning review begins with. For analysts."""

from __future__ import annotations

from http import HTTPStatus
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api.pages.asking import answer, answering
from api.pages.count_words import COUNT_BY, COUNTED, CountsForm
from api.pages.responding import show, signed_in
from api.pages.roles import sees_area
from api.pages.words import refusal
from graph.errors import BadInput, Forbidden
from graph.model.answers import NO_DATES, PeopleFound
from graph.model.counting import CountsAnswer

router = APIRouter(dependencies=[Depends(signed_in)])
CHILDREN_A_PAGE = 20


def read_form(
    csrf: Annotated[str, Form()] = "",
    of: Annotated[str, Form()] = "",
    by: Annotated[str, Form()] = "",
    and_by: Annotated[str, Form()] = "",
) -> tuple[str, CountsForm]:
    """The token and the choices as sent."""
    return csrf, CountsForm(of, by, and_by)


@router.get("/counts")
def choose(request: Request) -> Response:
    """What may be counted. A table is asked for by the form alone: each counts towards those of the day."""
    if not sees_area(answering(request).me(request)):
        raise Forbidden("this is not open to you for this purpose")
    return _show(request, CountsForm())


@router.post("/counts")
def count(request: Request, sent: Annotated[tuple[str, CountsForm], Depends(read_form)]) -> Response:
    """The table asked for, or why it is not told."""
    csrf, form = sent
    answering(request).check_form(request, csrf)
    try:
        found = answer(request, CountsAnswer, "areaCounts", asked=form.asked)
    except BadInput as fault:
        return _show(request, form, fault=str(fault), status=HTTPStatus.BAD_REQUEST)
    except Forbidden as told:
        if not sees_area(answering(request).me(request)):
            raise
        return _show(request, form, fault=str(told), status=HTTPStatus.FORBIDDEN)
    return _show(request, form, found)


def _show(
    request: Request,
    form: CountsForm,
    found: CountsAnswer | None = None,
    fault: str = "",
    status: int = HTTPStatus.OK,
) -> Response:
    return show(
        request, "counts.html", status, here="counts", form=form, found=found, fault=refusal(fault) if fault else "",
        table=_lines(found) if found else (), counted_of=COUNTED, count_by=COUNT_BY,
    )  # fmt: skip


def _lines(found: CountsAnswer) -> list[tuple[str | None, list[int | None]]]:
    """The counts line by line, each with what it is of; the last is of all of them."""
    return [(row, [cell.count for cell in cells]) for row, cells in groupby(found.cells, key=lambda cell: cell.row)]


@router.get("/children")
def children(request: Request, after: str = "") -> Response:
    """A page of the children of the area, by pseudonym."""
    found = answer(request, PeopleFound, "children", at=NO_DATES, first=CHILDREN_A_PAGE, after=after or None)
    return show(request, "children.html", here="children", found=found)
