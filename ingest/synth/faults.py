"""Rows planted wrong, each with what loading must make of it."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from ingest.synth.agencies import SYSTEM, Agency
from ingest.synth.books import Book, Row
from ingest.synth.layout import KEYS
from ingest.synth.truth import TruthFolder
from ingest.synth.writing import DeliveryFolder

EVERY = 400
"""One row in so many is followed by a faulty one: well under the default tolerance of 1 %."""
QUARANTINED, WAITS, WARNING = "quarantined", "waits", "warning"
# table: (column, what is wrong with it, the cell, what becomes of the row)
_FAULTS: Mapping[str, tuple[tuple[str, str, str, str], ...]] = {
    "people": (
        ("date_of_birth", "unreadable date", "31/02/2011", WARNING),
        ("nhs_number", "wrong check digit", "9000000001", WARNING),
        ("sensitivity", "unreadable, closes", "secret", WARNING),
    ),
    "residences": (
        ("household_ref", "missing required", "", QUARANTINED),
        ("household_ref", "reference not delivered", "NOWHERE-1", WAITS),
        ("end", "end before start", "1990-01-01", WARNING),
    ),
    "relationships": (
        ("type", "missing required", "", QUARANTINED),
        ("other_ref", "reference not delivered", "NOBODY-1", WAITS),
    ),
    "events": (
        ("start", "unreadable date", "yesterday", QUARANTINED),
        ("category", "missing required", "", QUARANTINED),
    ),
    "episodes": (
        ("person_ref", "reference not delivered", "NOBODY-2", WAITS),
        ("end", "end before start", "1990-01-01", WARNING),
        ("start", "unreadable date", "2023-13-45", WARNING),
    ),
}


class FaultyBook(Book):
    """A book that follows a row in so many with a faulty copy of it under a reference of its own."""

    def __init__(self, agency: Agency, folder: DeliveryFolder, rng: Random, truth: TruthFolder) -> None:
        super().__init__(agency, folder, rng)
        self._truth = truth
        self._rows: dict[str, int] = {}

    def add(self, table: str, row: Row) -> None:
        """Write a row, and now and then a faulty one after it."""
        super().add(table, row)
        self._rows[table] = self._rows.get(table, 0) + 1
        if table in _FAULTS and self._rows[table] % EVERY == 0:
            which = self._rows[table] // EVERY % len(_FAULTS[table])
            self._plant(table, row, *_FAULTS[table][which])

    def _plant(self, table: str, row: Row, column: str, what: str, *then: str) -> None:
        cell, outcome = then
        ref = self.new_ref("Z")
        key = KEYS.get(table, ("record_ref",))[0]
        super().add(table, row | {key: ref, column: cell})
        self._truth.add("quarantine", self.agency.id, SYSTEM, table, ref, column, what, outcome)
