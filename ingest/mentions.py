"""Where free text of other rows may name somebody: places to look through, never the text itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import polars as pl

from graph.store.landing import line_of
from graph.store.ledger.deliveries import DeliveryRecord
from ingest.corrected import good_rows
from ingest.stores import Stores
from ingest.tables.registry import TABLES
from ingest.tables.spec import CellType

_NAMES = ("given_name", "family_name", "other_names")
_NO_TEXT = frozenset(
    {*_NAMES, "address", "phones", "emails", "vehicles", "name", "contact_route", "school", "provider"}
)
_TEXT = frozenset({CellType.TEXT, CellType.HEADLINE, CellType.LIST})
_SHORTEST = 3


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A cell that says a word of somebody's name."""

    delivery: str
    table: str
    line: int
    column: str


def names_of(people: pl.DataFrame) -> frozenset[str]:
    """The words rows of `people` name somebody by, in small letters; none so short that it is anybody's."""
    cells = (cell for column in _NAMES for cell in people[column].drop_nulls())
    return frozenset(word for cell in cells for word in re.findall(r"\w+", cell.lower()) if len(word) >= _SHORTEST)


def find_mentions(stores: Stores, names: Collection[str]) -> list[Mention]:
    """The cells of free text, in every delivery that counts, in which one of these words stands."""
    if not names:
        return []
    pattern = r"(?i)\b(?:" + "|".join(re.escape(name) for name in sorted(names)) + r")\b"
    return sorted(
        found for record in stores.ledger.deliveries.every() if record.is_published
        for found in _in_delivery(stores, record, pattern)
    )  # fmt: skip


def _in_delivery(stores: Stores, record: DeliveryRecord, pattern: str) -> Iterator[Mention]:
    for table in sorted({feed.table for feed in record.feeds} & TABLES.keys()):
        rows = good_rows(record, table, stores.data)
        for column in TABLES[table].columns:
            if column.type in _TEXT and column.name not in _NO_TEXT:
                for row in rows.filter(pl.col(column.name).str.contains(pattern).fill_null(value=False))["_row"]:
                    yield Mention(record.id, table, line_of(row), column.name)
