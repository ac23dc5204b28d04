"""The evidence of several documents numbered as one: each claim once, whichever part names it first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from api.pages.documents.paper import EVIDENCE, in_runs
from viz.document import Document, Row, Table

_UNNAMED = "someone whose record is not here"


def number_as_one(documents: Iterable[Document]) -> tuple[list[Document], list[Row]]:
    """The documents with the numbers of their evidence running through all of them, and the evidence, each claim once."""
    numbers: dict[str, int] = {}
    rows: dict[str, Row] = {}
    parts = []
    for document in documents:
        tables = []
        for table in document.tables:
            if table.title == EVIDENCE:
                for row in table.rows:
                    _keep(rows, row)
            else:
                tables.append(_numbered(table, numbers))
        parts.append(replace(document, tables=tuple(tables)))
    evidence = [
        Row((str(number), *rows[claim].cells[1:]), (claim,)) for claim, number in numbers.items() if claim in rows
    ]
    return parts, evidence


def _numbered(table: Table, numbers: dict[str, int]) -> Table:
    if table.columns[-1:] != (EVIDENCE,):
        return table
    rows = []
    for row in table.rows:
        named = [numbers.setdefault(claim, len(numbers) + 1) for claim in row.claims]
        rows.append(Row((*row.cells[:-1], in_runs(named)), row.claims))
    return replace(table, rows=tuple(rows))


def _keep(rows: dict[str, Row], row: Row) -> None:
    """What a claim says; of several ways of naming whom it is about, one that has the name."""
    (claim,) = row.claims
    if claim not in rows or _UNNAMED in rows[claim].cells[1]:
        rows[claim] = row
