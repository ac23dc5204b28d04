"""The columnar check and the pydantic model of a row are two readings of one rule."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.checks.row_model import faults, row_model
from ingest.checks.table import check_table
from ingest.tables.registry import TABLES
from ingest.tables.spec import CellType, Column
from tests.ingest.checks.test_table import ORIGIN, as_frame

ODD = [
    "",
    " ",
    "2019",
    "2019-05",
    "2019-02-29",
    "2020-02-29",
    "2019-05-03 ",
    "9999-12-31",
    "0000",
    "٢٠١٩",
    "12",
    "-1",
    "007",
]
ODD += [
    "1234567890",
    "١٢",
    "Looked After",
    "child",
    "CHILD",
    "shared",
    "refused",
    "other adult",
    "a\0b",
    "\u2003",
    "\x1f",
    "İ",
    "1.23457E+16",
    "1e+17",
    "1.2E+3a",
    "E+12",
]


def cells(column: Column) -> st.SearchStrategy[str]:
    """Texts likely to be at the edge of what the column takes."""
    return st.one_of(st.sampled_from([*ODD, *column.spellings]), st.text(max_size=12), _dates(column))


def _dates(column: Column) -> st.SearchStrategy[str]:
    if column.type is not CellType.DATE:
        return st.nothing()
    return st.from_regex(r"[012][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?", fullmatch=True)


@pytest.mark.parametrize("table", sorted(TABLES))
@given(data=st.data())
def test_the_columns_take_exactly_the_rows_the_row_model_takes(table: str, data: st.DataObject) -> None:
    spec = TABLES[table]
    needed = [column for column in spec.columns if column.can_be_required]
    row = st.fixed_dictionaries({column.name: cells(column) for column in needed})
    rows = data.draw(st.lists(row, min_size=1, max_size=5))
    checked = check_table(spec, as_frame(rows), ORIGIN)
    trimmed = as_frame(rows).select(_trim(column.name) for column in needed).rows(named=True)
    refused = [line for line, cells_ in enumerate(trimmed, 2) if faults(row_model(spec), cells_)]
    assert [row.line for row in checked.quarantined] == refused
    assert checked.good["_row"].to_list() == [line for line in range(2, len(rows) + 2) if line not in refused]


def _trim(name: str) -> pl.Expr:
    cell = pl.col(name).str.strip_chars()
    return pl.when(cell != "").then(cell).alias(name)
