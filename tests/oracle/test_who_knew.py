"""Who knew what of 500 random families: first knowledge and blanks of every agency and adult, as counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph.model.period import london_day
from graph.questions.knowledge import find_who_knew_what
from graph.store.port import GraphStore
from tests.oracle.adults import adults
from tests.oracle.asking import agree, each_question, reading
from tests.oracle.family import Family, Question
from tests.oracle.rows import Known
from tests.oracle.who_knew import table


def told(store: GraphStore, family: Family, asked: Question) -> dict[tuple[str, str], date | str]:
    """Each cell as the product tells it."""
    answer = find_who_knew_what(reading(store, family, asked, "whoKnewWhat"), family.child, None)
    assert answer is not None
    found: dict[tuple[str, str], date | str] = {}
    for row in answer.rows:
        for cell in row.cells:
            assert (cell.first_knew is None) is (cell.blank is not None)
            if cell.first_knew:
                found[row.adult.id, cell.agency.id] = london_day(cell.first_knew)
            elif cell.blank:
                found[row.adult.id, cell.agency.id] = cell.blank.value
    return found


def test_who_knew_what_is_what_brute_force_counts(store: GraphStore, families: list[Family]) -> None:
    blanks: set[str] = set()
    for family, question in each_question(families):
        asked = replace(question, agency=None)
        known = Known(family, asked)
        counted = table(known, adults(known))
        agree(family, asked, told(store, family, asked), counted)
        blanks |= {cell for cell in counted.values() if isinstance(cell, str)}
    assert blanks >= {"NOT_DELIVERED", "DELIVERED_NONE", "OUT_OF_DATE", "REFUSED", "NOT_ANSWERED"}
