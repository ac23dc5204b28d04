"""Chronology: everything all agencies recorded, when it happened and when it was known, with the gaps between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates, to_query
from api.pages.responding import About, show_about, show_nobody, signed_in
from graph.errors import BadInput
from graph.model.answers import PersonAnswer
from graph.model.histories import Chronology, Entry, GapAnswer
from graph.model.period import parse_partial

router = APIRouter(dependencies=[Depends(signed_in)])
FIRST = 100
LONGEST_CURSOR = 400
CHILD, HOUSEHOLD, SIBLINGS = "CHILD", "HOUSEHOLD", "SIBLINGS"
WHOSE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "child": ("Child only", (CHILD,)),
    "household": ("Child and household", (CHILD, HOUSEHOLD)),
    "siblings": ("Child and siblings", (CHILD, SIBLINGS)),
    "everyone": ("Child, household and siblings", (CHILD, HOUSEHOLD, SIBLINGS)),
    "household_alone": ("Household only", (HOUSEHOLD,)),
    "siblings_alone": ("Siblings only", (SIBLINGS,)),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: an entry, or a stretch with nothing recorded."""

    entry: Entry | None = None
    gap: GapAnswer | None = None


@router.get("/people/{person_id}/chronology")
def chronology(
    request: Request,
    person_id: str,
    dates: Annotated[DatesAsked, Depends(read_dates)],
    about: str = "child",
    after: str = "",
) -> Response:
    """A page of entries with the gaps among them."""
    if about not in WHOSE:
        raise BadInput("about", f"must be one of {', '.join(WHOSE)}")
    found = answer(
        request,
        Chronology,
        "chronology",
        child=person_id,
        about=WHOSE[about][1],
        window=dates.window,
        at=dates.at,
        first=FIRST,
        after=after[:LONGEST_CURSOR] or None,
    )
    person = answer(request, PersonAnswer, "person", id=person_id, at=dates.at) if found else None
    if found is None or person is None:
        return show_nobody(request)
    here = f"/people/{person_id}/chronology"
    kept = (*dates.pairs, *((("about", about),) if about != "child" else ()))
    return show_about(
        request,
        "chronology.html",
        About(person, dates, found.asked),
        found=found,
        lines=list(lines_of(found, is_first=not after)),
        silences=silences_of(found),
        choices=[
            {"text": text, "current": code == about, "href": here + to_query((*dates.pairs, ("about", code)))}
            for code, (text, _) in WHOSE.items()
        ],
        extra_pairs=(("about", about),) if about != "child" else (),
        after=after,
        first_page=here + to_query(kept) if after else "",
        next_page=here + to_query((*kept, ("after", found.end_cursor)))
        if found.has_next_page and found.end_cursor
        else "",
    )


def silences_of(found: Chronology) -> list[tuple[str, list[GapAnswer]]]:
    """Each agency by name with its own long silences, by day."""
    held: dict[str, list[GapAnswer]] = {}
    for gap in found.gaps:
        if gap.agency:
            held.setdefault(gap.agency.name, []).append(gap)
    return sorted(held.items())


def lines_of(found: Chronology, *, is_first: bool = True) -> Iterator[Line]:
    """Entries in their order, each gap of all agencies before the first entry after it, as far as this page reaches."""
    gaps = sorted((gap for gap in found.gaps if gap.agency is None), key=lambda gap: gap.valid.from_ or "")
    starts = [entry.happened.from_ or "" for entry in found.entries]
    if found.entries and found.has_next_page:
        gaps = [gap for gap in gaps if (gap.valid.from_ or "") <= max(starts)]
    if found.entries and not is_first:
        gaps = [gap for gap in gaps if not starts[0] or _reaches(gap, starts[0])]
    for entry, start in zip(found.entries, starts, strict=True):
        while gaps and start and (gaps[0].valid.from_ or "") < start:
            yield Line(gap=gaps.pop(0))
        yield Line(entry=entry)
    yield from (Line(gap=gap) for gap in gaps)


def _reaches(gap: GapAnswer, start: str) -> bool:
    """Whether a gap lasts to the first entry of a later page, or lies after it: earlier ones stand on earlier pages."""
    return gap.valid.to is None or parse_partial(gap.valid.to).first >= parse_partial(start).first
