"""Pages of deliveries: newest load first, each delivery once, however many there are and wherever a page ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from graph.store.ledger import Ledger
from tests.graph.store.ledgers import LEDGERS, fresh_ledger
from tests.graph.store.test_ledger import FULL, NOW

# Agency, system, days of the making and of the load: loads of several, equal in all but one thing.
MADE = [
    (agency, system, made, load)
    for load in (0, 1, 2)
    for agency in ("police", "gp", "Z")
    for system, made in (("log", 0), ("log", -1), ("b", 0))
]


@pytest.fixture(params=LEDGERS)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with fresh_ledger(request.param, tmp_path) as opened:
        for n, (agency, system, made, load) in enumerate(MADE):
            record = replace(FULL, id=f"d{n * 7 % 27}", agency=agency, system=system)
            opened.deliveries.keep(
                replace(record, extracted_at=NOW + timedelta(days=made), loaded_at=NOW + timedelta(days=load))
            )
        yield opened


def in_order(ledger: Ledger) -> list[str]:
    every = sorted(ledger.deliveries.every(), key=lambda one: (one.agency, one.system, one.extracted_at, one.id))
    return [one.id for one in sorted(every, key=lambda one: one.loaded_at, reverse=True)]


@pytest.mark.parametrize("size", [1, 2, 4, 27, 100])
def test_pages_one_after_the_other_are_the_whole(ledger: Ledger, size: int) -> None:
    told: list[str] = []
    while page := ledger.deliveries.page(size, told[-1] if told else None):
        assert len(page) <= size
        told += [record.id for record in page]
    assert told == in_order(ledger)


def test_after_an_unknown_delivery_it_begins_at_the_top(ledger: Ledger) -> None:
    assert ledger.deliveries.page(3, "nothing") == ledger.deliveries.page(3)
