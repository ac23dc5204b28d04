"""Chronology: everything all agencies recorded, when it happened and when it was known, with the gaps between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates, to_query
from api.pages.lanes.chronology import chart_of
from api.pages.lanes.drawing import show_chart
from api.pages.lanes.filters import Filters, agencies_of, categories_of, read_filters, seen_of
from api.pages.responding import About, show_about, show_nobody, signed_in
from api.pages.words import person_name
from graph.errors import BadInput
from graph.model.answers import PersonAnswer
from graph.model.histories import Chronology, Entry, GapAnswer
from graph.model.period import parse_partial

router = APIRouter(dependencies=[Depends(signed_in)])
FIRST = 100
EVERY_ENTRY = 1_000_000
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
    """A line of the table: an entry with the part of the page that has its evidence, or a stretch with nothing recorded."""

    entry: Entry | None = None
    gap: GapAnswer | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Here:
    """The address of a chronology, with what it asks for, and the pages its table has."""

    path: str
    pairs: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]

    def to_page(self, number: int) -> str:
        """The page that has the entry of a number."""
        before = number // FIRST * FIRST
        after = (("after", self.entries[before - 1].id),) if before else ()
        return self.path + to_query((*self.pairs, *after))

    def to_entry(self, number: int, start: int) -> str:
        """The evidence of the entry of a number: on the page that begins at `start`, or on another."""
        anchor = f"#{anchor_of(number)}"
        return anchor if start <= number < start + FIRST else self.to_page(number) + anchor

    def start_after(self, cursor: str) -> int:
        """The number of the entry after the one a cursor names. Raises BadInput where there is none."""
        if not cursor:
            return 0
        places = [number for number, entry in enumerate(self.entries, 1) if entry.id == cursor]
        if not places:
            raise BadInput("after", "is not a cursor of this answer")
        return places[0]


def anchor_of(number: int) -> str:
    """What the evidence of an entry is called on its page."""
    return f"entry-{number + 1}"


@dataclass(frozen=True, slots=True)
class Part:
    """Whom a chronology is about, and after which entry its table begins."""

    about: str
    after: str

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What an address carries of whom it is about."""
        return (("about", self.about),) if self.about != "child" else ()


def read_part(about: str = "child", after: str = "") -> Part:
    """The part an address names."""
    return Part(about, after[:LONGEST_CURSOR])


@router.get("/people/{person_id}/chronology")
def chronology(
    request: Request,
    person_id: str,
    dates: Annotated[DatesAsked, Depends(read_dates)],
    filters: Annotated[Filters, Depends(read_filters)],
    part: Annotated[Part, Depends(read_part)],
) -> Response:
    """The drawing of the whole stretch, and a page of entries with the gaps among them."""
    whole = ask_chronology(request, person_id, dates, part.about)
    person = answer(request, PersonAnswer, "person", id=person_id, at=dates.at) if whole else None
    if whole is None or person is None:
        return show_nobody(request)
    kept = kept_by(whole, filters)
    path = f"/people/{person_id}/chronology"
    here = Here(path, (*dates.pairs, *part.pairs, *filters.pairs), kept.entries)
    start = here.start_after(part.after)
    shown = page_of(kept, start)
    chart = chart_of(kept, person_name(person), lambda number, _: here.to_entry(number, start))
    return show_about(
        request,
        "chronology.html",
        About(person, dates, whole.asked),
        found=shown,
        picture=show_chart(chart) if kept.entries else None,
        lines=list(lines_of(shown, start)) if kept.entries or not filters.pairs else [],
        silences=silences_of(kept),
        choices=[
            {"text": text, "current": code == part.about, "href": path + to_query((*dates.pairs, ("about", code)))}
            for code, (text, _) in WHOSE.items()
        ],
        filters=filters,
        filtering=(
            agencies_of(whole.entries, whole.asked.known_to, filters.agency),
            categories_of(whole.entries),
            seen_of(whole.entries),
        ),
        left_out=whole.total - kept.total,
        everything=path + to_query((*dates.pairs, *part.pairs)),
        extra_pairs=(*part.pairs, *filters.pairs),
        filter_pairs=(*dates.pairs, *part.pairs),
        after=part.after,
        first_page=here.to_page(0) if start else "",
        next_page=here.to_page(start + FIRST) if shown.has_next_page else "",
        latest=here.to_page(len(kept.entries) - 1) + "#entries-table" if shown.has_next_page else "",
    )


def ask_chronology(request: Request, person_id: str, dates: DatesAsked, about: str) -> Chronology | None:
    """Every entry of the stretch. Raises BadInput where the address says otherwise of whom it is about."""
    if about not in WHOSE:
        raise BadInput("about", f"must be one of {', '.join(WHOSE)}")
    given = {"about": WHOSE[about][1], "window": dates.window, "at": dates.at, "first": EVERY_ENTRY, "after": None}
    return answer(request, Chronology, "chronology", child=person_id, **given)


def kept_by(found: Chronology, filters: Filters) -> Chronology:
    """The answer with what the filters keep; silences of all agencies stay what they are."""
    if not filters.pairs:
        return found
    entries = tuple(entry for entry in found.entries if filters.keeps(entry))
    return replace(
        found,
        entries=entries,
        total=len(entries),
        gaps=tuple(gap for gap in found.gaps if filters.keeps_agency(gap.agency)),
        spans=tuple(span for span in found.spans if filters.keeps_agency(span.agency)),
    )


def page_of(found: Chronology, start: int) -> Chronology:
    """So many entries from a number on."""
    return replace(
        found, entries=found.entries[start : start + FIRST], has_next_page=start + FIRST < len(found.entries)
    )


def silences_of(found: Chronology) -> list[tuple[str, list[GapAnswer]]]:
    """Each agency by name with its own long silences, by day."""
    held: dict[str, list[GapAnswer]] = {}
    for gap in found.gaps:
        if gap.agency:
            held.setdefault(gap.agency.name, []).append(gap)
    return sorted(held.items())


def lines_of(found: Chronology, start: int = 0) -> Iterator[Line]:
    """Entries in their order, each gap of all agencies before the first entry after it, as far as this page reaches.

    `start`: the number of the first entry among those of all pages.
    """
    gaps = sorted((gap for gap in found.gaps if gap.agency is None), key=lambda gap: gap.valid.from_ or "")
    starts = [entry.happened.from_ or "" for entry in found.entries]
    if found.entries and found.has_next_page:
        gaps = [gap for gap in gaps if (gap.valid.from_ or "") <= max(starts)]
    if found.entries and start:
        gaps = [gap for gap in gaps if not starts[0] or _reaches(gap, starts[0])]
    for number, (entry, day) in enumerate(zip(found.entries, starts, strict=True), start):
        while gaps and day and (gaps[0].valid.from_ or "") < day:
            yield Line(gap=gaps.pop(0))
        yield Line(entry, anchor=anchor_of(number))
    yield from (Line(gap=gap) for gap in gaps)


def _reaches(gap: GapAnswer, start: str) -> bool:
    """Whether a gap lasts to the first entry of a later page, or lies after it: earlier ones stand on earlier pages."""
    return gap.valid.to is None or parse_partial(gap.valid.to).first >= parse_partial(start).first
