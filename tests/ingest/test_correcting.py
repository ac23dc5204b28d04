"""Rows put right count as if they had come in their delivery; what is still wrong stays set apart."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.audit.log import AuditLog
from graph.errors import InputRefused
from graph.questions.writing import write_csv
from ingest.correcting import Taken, take
from ingest.erasing import erase, find_to_erase
from ingest.mapping.asked import MappingAsked
from ingest.mapping.reading import read_mapping
from ingest.rebuilding import rebuild
from ingest.sent_back import read_sent_back
from ingest.stores import Load
from tests.ingest.putting_right import OWN_STEWARD, RIGHT, WRONG, given_out, put_right, send_back, sent
from tests.ingest.sending import Row
from tests.ingest.site import KEY, NOW, Site, a_person, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    yield opened
    opened.close()


def digest_of_right(tmp_path: Path, *more: Path) -> str | None:
    straight = open_site(tmp_path / "straight")
    digest = straight.load(sent(tmp_path / "right", RIGHT), *more).digest
    straight.close()
    return digest


def counts(site: Site, delivery: str) -> dict[str, tuple[int, int, int, int]]:
    record = site.stores.ledger.deliveries.find(delivery)
    assert record is not None
    return {one.table: (one.rows_in, one.stored, one.unchanged, one.quarantined) for one in record.counts}


def test_a_delivery_put_right_is_one_that_was_right_at_first(site: Site, tmp_path: Path) -> None:
    (delivery,) = site.load(sent(tmp_path / "sent", WRONG)).deliveries
    rows = given_out(site, delivery.id)
    assert [row["_rule"] for row in rows] == ["required_missing", "waits"]
    assert send_back(site, put_right(rows)) == Taken(delivery.id, 2, 2, 0, 0)
    newest = site.stores.ledger.publications.newest()
    assert newest is not None
    assert newest.digest == digest_of_right(tmp_path)
    assert counts(site, delivery.id)["residences"] == (3, 3, 0, 0)
    assert given_out(site, delivery.id) == []
    assert site.verify().faults == ()
    assert rebuild(site.stores, Load(NOW)) == newest.digest


def test_a_correction_counts_before_later_deliveries_whenever_it_comes(site: Site, tmp_path: Path) -> None:
    later = sent(tmp_path / "later", {**RIGHT, "residences": RIGHT["residences"][1:]}, "2024-04-30")
    (delivery,) = site.load(sent(tmp_path / "sent", WRONG)).deliveries
    site.load(later)
    send_back(site, put_right(given_out(site, delivery.id)))
    newest = site.stores.ledger.publications.newest()
    assert newest is not None
    assert newest.digest == digest_of_right(tmp_path, later)
    # What the later delivery leaves out is withdrawn by it, as if it had come before.
    assert ("csc", "residence", "R1", False) in site.claims()


def test_what_is_still_wrong_stays_with_its_new_reason(site: Site, tmp_path: Path) -> None:
    (delivery,) = site.load(sent(tmp_path / "sent", WRONG)).deliveries
    first, second = given_out(site, delivery.id)
    taken = send_back(site, [{**first, "household_ref": "H1", "person_ref": ""}, second])
    assert (taken.taken, taken.still_set_apart) == (0, 2)
    again = {row["_line"]: row for row in given_out(site, delivery.id)}
    assert again["2"]["_message"].startswith("person_ref")
    assert again["2"]["household_ref"] == "H1"
    assert again["3"]["_rule"] == "waits"
    assert counts(site, delivery.id)["residences"] == (3, 1, 0, 2)
    assert send_back(site, put_right(list(again.values()))).taken == 2
    assert site.verify().faults == ()


def test_a_row_that_waits_and_is_sent_back_with_a_fault_waits_on_and_counts_once(site: Site, tmp_path: Path) -> None:
    (delivery,) = site.load(sent(tmp_path / "sent", WRONG)).deliveries
    _, waiting = given_out(site, delivery.id)
    taken = send_back(site, [{**waiting, "household_ref": ""}])
    assert (taken.taken, taken.still_set_apart) == (0, 1)
    assert [(row["_line"], row["_rule"]) for row in given_out(site, delivery.id)] == [
        ("2", "required_missing"),
        ("3", "waits"),
    ]
    assert counts(site, delivery.id)["residences"] == (3, 1, 0, 2)
    other = {**RIGHT, "people": [*RIGHT["people"], a_person("C22", "Lee Marsh", "1990-01-01")]}
    site.load(sent(tmp_path / "other", {"people": other["people"]}, "2024-04-01"))
    assert counts(site, delivery.id)["residences"] == (3, 2, 0, 1), "taken as it was sent at first"
    assert site.verify().faults == ()


def test_rows_that_were_not_set_apart_are_left_as_they_were(site: Site, tmp_path: Path) -> None:
    (delivery,) = site.load(sent(tmp_path / "sent", WRONG)).deliveries
    before = site.claims()
    good = {**given_out(site, delivery.id)[0], "_line": "4", "start": "1999-01-01"}
    assert send_back(site, [good]) == Taken(delivery.id, 1, 0, 0, 1)
    assert site.claims() == before


def test_a_reference_another_row_has_is_not_taken(site: Site, tmp_path: Path) -> None:
    (delivery,) = site.load(sent(tmp_path / "sent", WRONG)).deliveries
    first = given_out(site, delivery.id)[0]
    assert send_back(site, [{**first, "record_ref": "R3", "household_ref": "H1"}]).taken == 0
    assert "repeated_reference" in {row["_rule"] for row in given_out(site, delivery.id)}


def test_free_text_is_given_to_the_sending_agency_alone_and_never_lost(site: Site, tmp_path: Path) -> None:
    (delivery,) = site.load(sent(tmp_path / "sent", WRONG)).deliveries
    assert "note" not in given_out(site, delivery.id)[0]
    assert given_out(site, delivery.id, OWN_STEWARD)[0]["note"] == "with aunt"
    send_back(site, put_right(given_out(site, delivery.id)))
    (stay,) = [one for one in site.stores.graph.stored_claims() if one.claim.source.record_ref == "R1"]
    assert "with aunt" in (stay.detail or "")


def test_rows_that_name_somebody_closed_are_given_to_nobody(site: Site, tmp_path: Path) -> None:
    people = [a_person("C1", sensitivity="sealed"), a_person("C2", "Kelly Hobbs", "1988-02-11")]
    (delivery,) = site.load(sent(tmp_path / "sent", {**WRONG, "people": people})).deliveries
    assert [row["record_ref"] for row in given_out(site, delivery.id, OWN_STEWARD)] == ["R2"]
    assert [note.line for _, note in site.stores.ledger.deliveries.quarantine(delivery.id)] == [3]
    record = site.stores.ledger.deliveries.find(delivery.id)
    assert record is not None
    assert record.quarantined == 1


@pytest.mark.parametrize("start", ["=1+1", "+44", "'=1", "''@x", "'plain"])
def test_cells_come_back_as_they_were_sent(site: Site, tmp_path: Path, start: str) -> None:
    rows: list[Row] = [{**WRONG["residences"][0], "basis": start}]
    (delivery,) = site.load(sent(tmp_path / "sent", {**WRONG, "residences": rows})).deliveries
    text = io.StringIO(newline="")
    out = given_out(site, delivery.id)
    write_csv(list(out[0]), out, text)
    (back,) = read_sent_back([("r.csv", text.getvalue().encode())])
    assert back.cells["basis"] == start


def test_a_file_that_lost_where_its_rows_came_from_is_refused(site: Site, tmp_path: Path) -> None:
    site.load(sent(tmp_path / "sent", WRONG))
    for content in (b"record_ref\nR1\n", b"_delivery,_table,_file,_line,a\nd,nothing,f,2,x\n", b"\xff\xfe", b""):
        with pytest.raises(InputRefused):
            list(read_sent_back([("../../r.csv", content)]))


def test_corrections_of_what_is_not_published_are_refused(site: Site, tmp_path: Path) -> None:
    twice = {"people": [a_person("C1"), a_person("C1", "Lee Hobbs")]}
    (refused,) = site.load(sent(tmp_path / "sent", twice)).deliveries
    for delivery in (refused.id, "nothing"):
        with pytest.raises(InputRefused):
            take(site.stores, delivery, [], "sam", NOW)


def test_rows_of_somebody_erased_are_neither_given_out_nor_taken_back(site: Site, tmp_path: Path) -> None:
    (delivery,) = site.load(sent(tmp_path / "sent", WRONG)).deliveries
    first, second = put_right(given_out(site, delivery.id))
    audit = AuditLog(site.stores.ledger.audit, site.stores.data / "audit-head.log")
    erase(site.stores, audit, find_to_erase(site.stores, KEY.record_id("csc", "main", "people", "C1")), "asked", NOW)
    assert [row["record_ref"] for row in given_out(site, delivery.id)] == ["R2"]
    before = site.claims()
    assert send_back(site, [first]).not_set_apart == 1
    # A row of somebody else that is made to name them goes again.
    send_back(site, [{**second, "person_ref": "C1"}])
    assert site.claims() == before
    assert site.verify().faults == ()


MAPPED = """\
mapping: own
delivery: {agency: csc, agency_name: Vale csc, agency_kind: children_social_care, system: own}
dates: dd/mm/yyyy
sources:
  people:
    file: "people*"
    columns: {ref: Ref, name: Name, born: DOB}
    needs: ref
    rows:
      - into: people
        cells: {person_ref: ref, given_name: name, date_of_birth: born}
"""


def test_rows_a_mapping_made_are_put_right_as_our_own_tables(site: Site, tmp_path: Path) -> None:
    made = MappingAsked(read_mapping(MAPPED, "own.yaml"), {"extracted_at": "2024-03-31"})
    folders = [tmp_path / "sent", tmp_path / "right"]
    for folder, born in zip(folders, ("5/13/2012", "05/01/2012"), strict=True):
        folder.mkdir()
        (folder / "people.csv").write_text(f"Ref,Name,DOB\nA1,Mia,{born}\nA2,Lee,07/07/1970\n", "utf-8")
    (delivery,) = site.load(folders[0], mapping=made).deliveries
    (row,) = given_out(site, delivery.id, table="people")
    assert (row["_file"], row["_line"]) == ("people.csv", "2")
    assert send_back(site, [{**row, "date_of_birth": "2012-01-05"}]).taken == 1
    straight = open_site(tmp_path / "straight")
    expected = straight.load(folders[1], mapping=made).digest
    straight.close()
    newest = site.stores.ledger.publications.newest()
    assert newest is not None
    assert newest.digest == expected
    assert site.verify().faults == ()
