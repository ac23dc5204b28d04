"""Somebody around a child whom an agency closes: said as another person and where to ask, never who (access.md §2)."""

from __future__ import annotations

from pathlib import Path

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.model.answers import AdultsAroundChild, BlankKind
from graph.questions.opening import Partnerships
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.stores import Stores
from tests.ingest.sending import write_delivery
from tests.ingest.site import KEY, NOW, Site, manifest

MIA = KEY.record_id("csc", "main", "people", "C1")
HOME = {"household_ref": "H1", "address": "4 Fern Road", "postcode": "ZZ9 9ZZ"}
CHILD = {"person_ref": "C1", "given_name": "Mia", "family_name": "Hobbs", "date_of_birth": "2012-05-01"}
DAN = {"person_ref": "P1", "given_name": "Dan", "family_name": "Mercer", "date_of_birth": "1979-01-15"}


def at_home(record: str, person: str, **more: str) -> dict[str, str]:
    return {"record_ref": record, "person_ref": person, "household_ref": "H1", "start": "2020-01-01", **more}


def adults_told(data: Path, police: dict[str, list[dict[str, str]]]) -> AdultsAroundChild:
    """What assessment is told of Mia, whose home police know too."""
    ours = {"people": [CHILD], "households": [HOME], "residences": [at_home("R1", "C1")]}
    (data / "data").mkdir()
    stores = Stores(data / "data", open_graph(data / "data"), open_ledger(data / "data"), KEY)
    sent = [
        write_delivery(data / "ours", ours, manifest("csc")),
        write_delivery(data / "theirs", police, manifest("police")),
    ]
    assert not Site(stores).load(*sent).refused
    held = Partnerships(data / "data", stores.graph, stores.ledger, KEY, lambda: NOW)
    caller = Caller("someone", frozenset({AccessRole.ASSESSMENT}), "csc", frozenset(), frozenset())
    found = held.questions(caller, read_purpose("assessment")).hidden_adults(MIA)
    stores.graph.close()
    stores.ledger.close()
    assert found is not None
    return found


def withheld(found: AdultsAroundChild, kind: BlankKind = BlankKind.WITHHELD) -> list[tuple[str, str]]:
    return [(blank.what, blank.agency.id) for blank in found.blanks if blank.kind is kind and blank.agency]


def test_a_restricted_person_at_the_childs_home_is_another_adult_withheld(tmp_path: Path) -> None:
    closed = {
        "people": [DAN | {"sensitivity": "restricted"}],
        "households": [HOME],
        "residences": [at_home("R9", "P1")],
    }
    found = adults_told(tmp_path, closed)
    assert withheld(found) == [("another adult or child, withheld", "police")]
    assert found.asked.withheld
    assert "Dan" not in repr(found)


def test_a_restricted_stay_of_somebody_at_the_home_is_said_too(tmp_path: Path) -> None:
    stay = at_home("R9", "P1", sensitivity="restricted")
    found = adults_told(tmp_path, {"people": [DAN], "households": [HOME], "residences": [stay]})
    assert withheld(found) == [("another adult or child, withheld", "police")]


def test_who_is_sealed_at_the_home_leaves_no_word(tmp_path: Path) -> None:
    closed = {"people": [DAN | {"sensitivity": "sealed"}], "households": [HOME], "residences": [at_home("R9", "P1")]}
    found = adults_told(tmp_path, closed)
    assert withheld(found) == []
    assert not found.asked.withheld


def test_others_in_a_hospital_are_nobody_around_the_child(tmp_path: Path) -> None:
    ward = HOME | {"kind": "hospital"}
    closed = {
        "people": [DAN | {"sensitivity": "restricted"}],
        "households": [ward],
        "residences": [at_home("R9", "P1")],
    }
    assert withheld(adults_told(tmp_path, closed)) == []


AT_EVENT = {
    "people": [DAN | {"sensitivity": "restricted"}, CHILD],
    "events": [{"record_ref": "E1", "category": "police", "type": "incident", "start": "2023-09-01"}],
    "event_people": [
        {"record_ref": "E1", "person_ref": "C1", "role": "child"},
        {"record_ref": "E1", "person_ref": "P1", "role": "suspect"},
    ],
}


def test_a_restricted_person_at_an_event_with_the_child_is_another_adult_withheld(tmp_path: Path) -> None:
    found = adults_told(tmp_path, AT_EVENT)
    assert withheld(found) == [("another adult or child, withheld", "police")]
    assert found.asked.withheld
    assert "Dan" not in repr(found)


def test_an_agency_whose_request_was_refused_is_told_so(tmp_path: Path) -> None:
    refused = {
        "record_ref": "S1",
        "to_agency": "csc",
        "outcome": "refused",
        "requested_on": "2023-09-10",
        "person_ref": "P1",
    }
    found = adults_told(tmp_path, AT_EVENT | {"shares": [refused]})
    assert withheld(found) == []
    assert withheld(found, BlankKind.REFUSED) == [("another adult or child, withheld", "police")]
    assert found.asked.withheld


def test_another_agency_s_refused_request_is_no_refusal_of_ones_own(tmp_path: Path) -> None:
    refused = {
        "record_ref": "S1",
        "to_agency": "gp",
        "outcome": "refused",
        "requested_on": "2023-09-10",
        "person_ref": "P1",
    }
    assert withheld(adults_told(tmp_path, AT_EVENT | {"shares": [refused]})) == [
        ("another adult or child, withheld", "police")
    ]
