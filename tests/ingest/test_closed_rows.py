"""Which rows as sent are closed: marked so, or naming a record that is, in any delivery of their system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import Site, a_person, manifest, open_site

OPEN, SEALED = a_person("P1"), a_person("P9", "Amy Quist", sensitivity="sealed")
HOMES = [{"household_ref": "H1", "confidential": "n"}, {"household_ref": "H9", "confidential": "y"}]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    yield opened
    opened.close()


def told(
    site: Site, folder: Path, tables: Mapping[str, Sequence[Row]], on: str = "2024-03-31"
) -> list[tuple[str, int]]:
    """(table, line) of the rows set apart that are told of, and they are as many as are counted."""
    sent = write_delivery(folder / on, tables, manifest("police", on))
    delivery = site.load(sent).deliveries[0].id
    notes = [note for _, note in site.stores.ledger.deliveries.quarantine(delivery)]
    record = site.stores.ledger.deliveries.find(delivery)
    assert record is not None
    assert record.quarantined == len(notes)
    assert site.verify().faults == ()
    return [(note.table, note.line or 0) for note in notes]


def stay(ref: str, person: str, home: str) -> Row:
    return {"record_ref": ref, "person_ref": person, "household_ref": home}


def test_rows_that_name_somebody_or_somewhere_closed_are_not_told(site: Site, tmp_path: Path) -> None:
    stays = [stay("R1", "P1", ""), stay("R2", "P9", ""), stay("", "P1", "H9"), stay("R4", "P1", "H7")]
    ties = [{"record_ref": "L1", "person_ref": "P1", "other_ref": "P9", "type": ""}]
    sent = {"people": [OPEN, SEALED], "households": HOMES, "residences": stays, "relationships": ties}
    assert told(site, tmp_path, sent) == [("residences", 2), ("residences", 5)]


def test_an_event_is_closed_where_nobody_open_has_a_part_in_it(site: Site, tmp_path: Path) -> None:
    events = [{"record_ref": ref, "category": "police", "type": "incident", "start": ""} for ref in ("E1", "E2", "E3")]
    parts = [("E1", "P1"), ("E1", "P9"), ("E2", "P9")]
    people = [{"record_ref": event, "person_ref": person, "role": "present"} for event, person in parts]
    sent = {"people": [OPEN, SEALED], "events": events, "event_people": people}
    # The parts wait for their events; those of the closed person are told to nobody.
    assert told(site, tmp_path, sent) == [("events", 2), ("events", 4), ("event_people", 2)]


def test_a_share_about_something_closed_is_not_told(site: Site, tmp_path: Path) -> None:
    shares = [
        {"record_ref": f"S{number}", "to_agency": "", "outcome": "shared", "about_record": about}
        for number, about in enumerate(("people:P9", "people:P1", "residences:R9"))
    ]
    stays = [stay("R9", "P9", "H1")]
    sent = {"people": [OPEN, SEALED], "households": HOMES, "residences": stays, "shares": shares}
    assert told(site, tmp_path, sent) == [("shares", 3)]


def test_what_another_delivery_closes_is_closed_here_too(site: Site, tmp_path: Path) -> None:
    tables = {"people": [OPEN, {**SEALED, "sensitivity": ""}], "residences": [stay("R1", "P9", "")]}
    assert told(site, tmp_path, tables) == [("residences", 2)]
    told(site, tmp_path, {"people": [OPEN, SEALED]}, "2024-04-30")
    assert site.stores.ledger.deliveries.quarantine() == ()


def test_of_a_refused_delivery_too_only_open_rows_are_told(site: Site, tmp_path: Path) -> None:
    twice = [OPEN, SEALED, {**OPEN, "given_name": "Lee"}]
    stays = [stay("R1", "P9", ""), stay("R2", "P1", "")]
    assert told_of_refused(site, tmp_path, {"people": twice, "residences": stays}) == [("residences", 3)]


def told_of_refused(site: Site, folder: Path, tables: Mapping[str, Sequence[Row]]) -> list[tuple[str, int]]:
    record = site.load(write_delivery(folder / "refused", tables, manifest("police"))).deliveries[0]
    assert record.refused
    return [(note.table, note.line or 0) for _, note in site.stores.ledger.deliveries.quarantine(record.id)]
