"""Deliveries: each load and what became of its rows, which rows were set apart, and what each agency supplies."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response

from api.pages.asking import answer, answering, feeds
from api.pages.dates import to_query
from api.pages.delivery_words import alike, feed_fault
from api.pages.responding import show, show_nobody, signed_in
from api.pages.words import day
from graph.errors import InputRefused
from graph.model.loading import DeliveriesFound, FeedAnswer
from graph.model.watching import CorrectionTaken, DayDelivered, DeliveryOpened, FeedsWatched, SetApartFile
from graph.questions.writing import write_csv

router = APIRouter(dependencies=[Depends(signed_in)])
FIRST = 50
LONGEST_CURSOR = 400
NO_FILE = "Choose the file you corrected"
_KNOWN_TEXT = frozenset("abcdefghijklmnopqrstuvwxyz_")


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
    watched = answer(request, FeedsWatched, "feedsWatched")
    return show(
        request,
        "deliveries.html",
        loads=found.nodes if found else (),
        systems=systems_of(feeds(request)),
        next_page="/deliveries" + to_query((("after", more),)) if more else "",
        faults=[feed_fault(fault) for fault in watched.faults] if watched else [],
        days=by_day(watched.days) if watched else [],
        taken_back=watched.taken_back if watched else (),
    )


@router.get("/deliveries/{delivery_id}")
def delivery(request: Request, delivery_id: str) -> Response:
    """One load: its tables, its rows set apart, and a form for those put right."""
    return _show_delivery(request, delivery_id)


@router.post("/deliveries/{delivery_id}")
def correct(
    request: Request,
    delivery_id: str,
    files: Annotated[list[UploadFile] | None, File()] = None,
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Takes rows that were put right, and says what became of them."""
    answering(request).check_form(request, csrf)
    sent = [(file.filename or "", content) for file in files or () if (content := file.file.read())]
    if not sent:
        return _show_delivery(request, delivery_id, fault=NO_FILE)
    try:
        taken = answer(request, CorrectionTaken, "correct", delivery=delivery_id, sent=tuple(sent))
    except InputRefused as refused:
        return _show_delivery(request, delivery_id, fault=str(refused))
    return _show_delivery(request, delivery_id, taken=taken) if taken else show_nobody(request)


@router.get("/deliveries/{delivery_id}/{table}.csv")
def set_apart(request: Request, delivery_id: str, table: str) -> Response:
    """A table's rows set apart, to be corrected and sent back."""
    found = answer(request, SetApartFile, "quarantine", delivery=delivery_id, table=table)
    if found is None or not _KNOWN_TEXT.issuperset(table):
        return show_nobody(request)
    text = io.StringIO(newline="")
    write_csv(found.columns, found.rows, text)
    headers = {"Content-Disposition": f'attachment; filename="{table}-set-apart.csv"', "Cache-Control": "no-store"}
    # The mark at the beginning is what makes a spreadsheet read it as the UTF-8 it is.
    return Response(text.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _show_delivery(
    request: Request, delivery_id: str, *, fault: str = "", taken: CorrectionTaken | None = None
) -> Response:
    found = answer(request, DeliveryOpened, "delivery", delivery=delivery_id)
    if found is None:
        return show_nobody(request)
    return show(
        request,
        "delivery.html",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        found=found,
        load=found.delivery,
        address=f"/deliveries/{quote(found.delivery.id, safe='')}",
        files=sorted({row.table for row in found.set_apart}),
        rows=alike(found.set_apart),
        fault=fault,
        taken=taken,
    )


def by_day(days: Sequence[DayDelivered]) -> list[tuple[str, list[DayDelivered]]]:
    """What came, a day at a time."""
    return [(day(on), list(some)) for on, some in groupby(days, key=lambda one: one.day)]


def systems_of(feeds: Iterable[FeedAnswer]) -> list[System]:
    """A line a system; one whose tables cover different days has a line for each stretch."""
    held: dict[tuple[str, str, str], list[FeedAnswer]] = {}
    for feed in feeds:
        covers = f"{day(feed.covers_from) or 'start not stated'} to {day(feed.covers_to) or 'end not stated'}"
        held.setdefault((feed.agency.name, feed.system, covers), []).append(feed)
    return [System(*named, tuple(sorted(given, key=lambda feed: feed.table))) for named, given in sorted(held.items())]
