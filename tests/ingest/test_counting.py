"""What is told of a load: every row of the file to whoever loads it, nothing of a closed row to whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ingest.sending import write_delivery
from tests.ingest.site import Site, a_person, manifest, open_site

OPEN = {"people": [a_person("P1"), a_person("P2", "Lee Hobbs")], "residences": [], "households": []}
CLOSED = {
    "people": [*OPEN["people"], a_person("P3", "Amy Quist") | {"sensitivity": "sealed"}],
    "households": [{"household_ref": "H1", "address": "1 Fern Road", "sensitivity": "sealed"}],
    # No household: set aside by the checks; H9 was never delivered: it waits.
    "residences": [
        {"record_ref": "R1", "person_ref": "P1", "household_ref": "", "sensitivity": "sealed"},
        {"record_ref": "R2", "person_ref": "P1", "household_ref": "H9", "sensitivity": "Sealed "},
    ],
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    yield opened
    opened.close()


def told(site: Site, delivery: str) -> tuple[int, int, int, int]:
    kept = site.stores.ledger.deliveries.find(delivery)
    assert kept is not None
    return (kept.rows_in, kept.stored, kept.unchanged, kept.quarantined)


def test_closed_rows_are_no_part_of_what_is_told_of_a_load(site: Site, tmp_path: Path) -> None:
    loaded = site.load(write_delivery(tmp_path / "sent", CLOSED, manifest("police"))).deliveries[0]
    assert {count.table: (count.rows_in, count.stored, count.quarantined) for count in loaded.counts} == {
        "people": (3, 3, 0),
        "households": (1, 1, 0),
        "residences": (2, 0, 2),
    }
    assert told(site, loaded.id) == (2, 2, 0, 0)
    assert site.stores.ledger.deliveries.quarantine() == ()
    assert site.verify().faults == ()


def test_closed_rows_sent_again_are_not_told_either(site: Site, tmp_path: Path) -> None:
    site.load(write_delivery(tmp_path / "sent", CLOSED, manifest("police")))
    again = site.load(write_delivery(tmp_path / "again", CLOSED, manifest("police", "2024-04-30"))).deliveries[0]
    assert told(site, again.id) == (2, 0, 2, 0)


def test_a_row_that_is_closed_later_leaves_the_counts_of_earlier_loads(site: Site, tmp_path: Path) -> None:
    first = site.load(write_delivery(tmp_path / "sent", {"people": OPEN["people"]}, manifest("police"))).deliveries[0]
    assert told(site, first.id) == (2, 2, 0, 0)
    closed = {"people": [a_person("P1"), a_person("P2", "Lee Hobbs") | {"sensitivity": "sealed"}]}
    later = site.load(write_delivery(tmp_path / "later", closed, manifest("police", "2024-04-30"))).deliveries[0]
    assert told(site, first.id) == (1, 1, 0, 0)
    assert told(site, later.id) == (1, 0, 1, 0)


def test_the_same_delivery_again_stores_nothing_and_its_run_keeps_its_numbers(site: Site, tmp_path: Path) -> None:
    sent = write_delivery(tmp_path / "sent", {"people": OPEN["people"]}, manifest("police"))
    site.load(sent)
    (count,) = site.load(sent).deliveries[0].counts
    assert (count.rows_in, count.stored, count.unchanged, count.quarantined) == (2, 0, 2, 0)
    (kept,) = site.stores.ledger.deliveries.every()
    assert (kept.stored, kept.unchanged) == (2, 0)


@pytest.mark.parametrize("dry_run", [False, True])
def test_rows_of_a_refused_delivery_are_set_aside_not_unchanged(site: Site, tmp_path: Path, dry_run: bool) -> None:
    twice = [*OPEN["people"], a_person("P2", "Lee Hobson")]
    (record,) = site.load(
        write_delivery(tmp_path / "sent", {"people": twice}, manifest("police")), dry_run=dry_run
    ).deliveries
    assert record.refused
    assert [(one.rows_in, one.stored, one.unchanged, one.quarantined) for one in record.counts] == [(3, 0, 0, 3)]
