"""The tables are those of the contract, and hang together."""

from __future__ import annotations

import pytest

from graph.model.claims import KIND_OF_TABLE
from ingest.tables.registry import TABLES
from ingest.tables.spec import TableSpec


def test_there_is_a_table_for_every_kind_of_claim() -> None:
    assert set(TABLES) == set(KIND_OF_TABLE)


@pytest.mark.parametrize("spec", TABLES.values(), ids=lambda spec: spec.name)
def test_keys_periods_parents_and_references_are_columns_and_tables(spec: TableSpec) -> None:
    named = {
        *spec.key,
        *(column for column, _ in spec.required_references),
        *(name for pair in spec.periods for name in pair),
    }
    assert named <= set(spec.names)
    assert {table for _, table in spec.required_references} <= set(TABLES)
    assert spec.parent is None or spec.parent in TABLES
    assert {column for column, _ in spec.required_references} <= set(spec.required)


@pytest.mark.parametrize("spec", TABLES.values(), ids=lambda spec: spec.name)
def test_column_names_are_unique(spec: TableSpec) -> None:
    assert len(set(spec.names)) == len(spec.names)
