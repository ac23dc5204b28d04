"""Who knew what: a row an adult, a column an agency; for one entry or claim where the address names it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answer
from api.pages.dates import DatesAsked, read_dates
from api.pages.lanes.knowing import matrix_of, show_matrix
from api.pages.namesakes import rows_apart
from api.pages.responding import About, show_about, show_nobody, signed_in
from api.pages.words import listed, person_name
from graph.model.answers import Agency, AgencyKnowledge
from graph.model.knowing import KnowledgeRow, KnowledgeTable
from viz.lanes.matrix import key_of

router = APIRouter(dependencies=[Depends(signed_in)])
LONGEST_ABOUT = 200
_ALWAYS_SHOWN = "children_social_care"


@dataclass(frozen=True, slots=True)
class Silence:
    """Agencies that know of none of the people, what stands there instead, and of whom (empty: of all of them)."""

    agencies: str
    how: str
    of: str


@router.get("/people/{person_id}/who-knew")
def who_knew(
    request: Request, person_id: str, dates: Annotated[DatesAsked, Depends(read_dates)], about: str = ""
) -> Response:
    """The table, with agencies that know of nobody in words below it."""
    asked = about.strip()[:LONGEST_ABOUT]
    found = ask_who_knew(request, person_id, asked, dates)
    if found is None:
        return show_nobody(request)
    columns = columns_of(found)
    rows = [(row, cells_in(row, columns)) for row in found.rows]
    matrix = matrix_of(found, columns, [cells for _, cells in rows])
    return show_about(
        request,
        "who_knew.html",
        About(found.child, dates, found.asked),
        found=found,
        columns=columns,
        rows=rows,
        picture=show_matrix(matrix) if rows and columns else None,
        key=key_of(matrix),
        silent=silences(found, columns),
        one_thing=bool(asked),
        extra_pairs=(("about", asked),) if asked else (),
    )


def ask_who_knew(request: Request, person_id: str, about: str, dates: DatesAsked) -> KnowledgeTable | None:
    """The table of the dates asked, no two people under one name; None where there is nobody to know of."""
    found = answer(request, KnowledgeTable, "whoKnewWhat", child=person_id, about=about or None, at=dates.at)
    return rows_apart(found)


def columns_of(found: KnowledgeTable) -> list[Agency]:
    """The agencies that know something of somebody, and children's social care whatever it knows."""
    knowing = {cell.agency.id for row in found.rows for cell in row.cells if cell.first_knew}
    return [agency for agency in found.agencies if agency.id in knowing or agency.kind == _ALWAYS_SHOWN]


def cells_in(row: KnowledgeRow, columns: list[Agency]) -> list[AgencyKnowledge]:
    """A row's cells in the order of the columns."""
    by_agency = {cell.agency.id: cell for cell in row.cells}
    return [by_agency[agency.id] for agency in columns]


def silences(found: KnowledgeTable, columns: list[Agency]) -> list[Silence]:
    """What stands for the agencies without a column, those of one kind of nothing together."""
    shown = {agency.id for agency in columns}
    people: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in found.rows:
        for cell in row.cells:
            if cell.agency.id not in shown:
                people[cell.agency.name, cell.how].append(person_name(row.adult))
    agencies: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (agency, how), names in people.items():
        agencies[how, tuple(names) if len(names) < len(found.rows) else ()].append(agency)
    return [Silence(listed(sorted(names)), how, listed(list(of))) for (how, of), names in sorted(agencies.items())]
