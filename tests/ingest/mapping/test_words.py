"""What codes are told as, and that no word of an adoption can stand on an open row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.mapping.plan import Cell, Plan, Rows, Source
from ingest.mapping.reading import find_mapping, shipped_mappings

ADOPTION = ("adopt", "freeing", "placement order", "ffa", "matched", "birth parent")
DFE = find_mapping("ssda903").codes


def test_placements_are_told_in_the_words_of_the_return() -> None:
    told = DFE["placement"]
    assert [told[code] for code in ("U1", "U3", "U4", "U6", "K2", "K3", "P1", "P3", "S1", "T0", "Z1")] == [
        "relative/friend foster, long-term",
        "relative/friend foster",
        "other foster, long-term",
        "other foster",
        "children's home",
        "supported accommodation",
        "with parents",
        "residential employment",
        "residential school",
        "temporary",
        "other",
    ]


def test_a_carer_who_may_adopt_is_told_as_any_other() -> None:
    assert (DFE["placement"]["U2"], DFE["placement"]["U5"]) == (DFE["placement"]["U3"], DFE["placement"]["U6"])


def cells(rows: Rows) -> Iterator[Cell]:
    """Every cell of a row, those inside others too."""
    waiting = [cell for name, cell in rows.cells.items() if name != "sensitivity"]
    while waiting:
        cell = waiting.pop()
        yield cell
        waiting += [*cell.first, *cell.parts]


def closed_codes(source: Source, rows: Rows) -> set[str]:
    """The codes with which a row is none of these, or closed."""
    run = source.runs.get(rows.run or "")
    conditions = [rows.unless, *([*run.closed, run.closed_end] if run else [])]
    marking = rows.cells.get("sensitivity")
    conditions += [one.when for one in ((marking, *marking.first) if marking else ())]
    return {code for condition in conditions for codes in condition.values() for code in codes}


def words_on_open_rows(plan: Plan) -> Iterator[str]:
    """Everything a mapping itself can say on a row that is not closed."""
    for source in plan.sources.values():
        for rows in source.rows:
            marking = rows.cells.get("sensitivity")
            if marking is not None and marking.text == "sealed" and not marking.when:
                continue
            closed = closed_codes(source, rows)
            for cell in cells(rows):
                if cell.when and {code for said in cell.when.values() for code in said} <= closed:
                    continue
                yield from [] if cell.text is None else [cell.text]
                codes = plan.codes[cell.codes] if isinstance(cell.codes, str) else cell.codes or {}
                left_out = closed | {code for said in cell.unless.values() for code in said}
                yield from (meaning for code, meaning in codes.items() if code not in left_out)


@pytest.mark.parametrize("name", shipped_mappings())
def test_no_word_of_an_adoption_can_stand_on_an_open_row(name: str) -> None:
    said = set(words_on_open_rows(find_mapping(name)))
    found = [word for word in said if any(part in word.lower() for part in ADOPTION)]
    assert found == []
