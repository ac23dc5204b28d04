"""`children`: where an analyst begins who has no name to search for: the children of the area, by pseudonym."""

from __future__ import annotations

from heapq import nsmallest

import polars as pl

from graph.access.pseudonyms import Pseudonyms
from graph.errors import BadInput
from graph.family.people import ADULT_AGE, individual
from graph.model.answers import PeopleFound
from graph.model.claims import ClaimKind
from graph.questions.analysts.tables import Area
from graph.questions.reading import AROUND, Reading
from graph.store.port import Fetched


def find_children(reading: Reading, area: Area, pseudonyms: Pseudonyms, first: int, after: str | None) -> PeopleFound:
    """A page of the children as of the day asked about. Raises BadInput for a cursor that ends no page.

    Whoever may be one by the year of birth is on a page's list; who turns out not to be is not told, so that a page may
    have fewer than it could.
    """
    names = [pseudonyms.of(person) for person in _may_be_children(reading, area)]
    if after is not None and after not in names:
        raise BadInput("after", "is not a cursor of this answer")
    later = [name for name in names if after is None or name > after]
    page = nsmallest(first, later)
    case = reading.case(reading.fetch(page, AROUND) if page else Fetched())
    telling, day = reading.telling(case), reading.dates.as_of
    found = [
        name
        for name in page
        if case.entity(name) == name
        and case.descriptions(name, ClaimKind.PERSON)
        and reading.may_ask_about(case, name)
        and individual(case, name).is_child_on(day)
    ]
    reading.show(*found)
    return PeopleFound(tuple(map(telling.person, found)), page[-1] if page else None, len(later) > len(page))


def _may_be_children(reading: Reading, area: Area) -> list[str]:
    year = str(reading.dates.as_of.year - ADULT_AGE)
    people = area.people()
    return people.filter(pl.col("date_of_birth").is_null() | (pl.col("date_of_birth") >= year))["person"].to_list()
