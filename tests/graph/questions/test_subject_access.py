"""What a person is given who asks what is held about them: their own, nobody else's name, and who looked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.errors import BadInput
from graph.model.claims import ClaimKind
from graph.model.rights import SubjectAccess
from graph.questions.opening import Partnerships
from graph.questions.subject_access import OTHER_PERSON, subject_access
from tests.ingest.mapping.loading import load_through, write_files
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site
from viz.exports.formats import FORMATS
from viz.subject_access import to_document, to_plain

MIA = KEY.record_id("csc", "main", "people", "C1")
OTHERS = ("Kelly", "Daniel", "Mercer", "Una", "Pat Green", "C2", "C3", "C4", "W1", "12 Hidden Lane")
CSC: dict[str, list[Row]] = {
    "people": [
        a_person("C1", description="friend of Kelly"),
        a_person("C2", "Kelly Hobbs", "1988-02-11"),
        a_person("C3", "Daniel Mercer", "1979-01-15"),
        a_person("C4", "Una Vale", "2016-01-04", sensitivity="sealed"),
    ],
    "households": [
        {"household_ref": "H1", "address": "3 Mill Row, Vale", "postcode": "VA1 2BC"},
        {"household_ref": "H2", "address": "12 Hidden Lane", "postcode": "VA9 9ZZ", "confidential": "y"},
    ],
    "residences": [
        {"record_ref": "R1", "person_ref": "C1", "household_ref": "H1", "start": "2018-01-01"},
        {"record_ref": "R2", "person_ref": "C1", "household_ref": "H2", "start": "2023-01-01"},
    ],
    "relationships": [
        {"record_ref": "L1", "person_ref": "C2", "other_ref": "C1", "type": "parent", "note": "says Kelly"},
        {"record_ref": "L2", "person_ref": "C4", "other_ref": "C1", "type": "sibling"},
    ],
    "professionals": [{"professional_ref": "W1", "name": "Pat Green"}],
    "involvements": [{"record_ref": "I1", "person_ref": "C1", "professional_ref": "W1", "role": "lead"}],
    "events": [
        {
            "record_ref": "V1",
            "category": "police",
            "type": "domestic_abuse",
            "start": "2023-06-01",
            "headline": "Daniel shouted at Kelly",
        }
    ],
    "event_people": [
        {"record_ref": "V1", "person_ref": "C1", "role": "child"},
        {"record_ref": "V1", "person_ref": "C3", "role": "suspect"},
    ],
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    opened.load(write_delivery(tmp_path / "csc", CSC, manifest("csc")))
    yield opened
    opened.close()


@pytest.fixture
def held(site: Site) -> Partnerships:
    stores = site.stores
    return Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW)


def texts(found: SubjectAccess) -> str:
    return json.dumps(to_plain(found), ensure_ascii=False) + "\n".join(to_document(found).texts())


def test_everything_about_the_person_is_there_with_its_source(held: Partnerships) -> None:
    found = subject_access(held, MIA)
    assert {one.place.table for one in found.statements} == {
        "people",
        "households",
        "residences",
        "relationships",
        "involvements",
        "events",
        "event_people",
    }
    own = next(one for one in found.statements if one.place.table == "people")
    assert own.cells["given_name"] == "Mia"
    assert (own.place.agency, own.reference, own.place.row) == ("csc", "C1", 2)
    assert "3 Mill Row" in texts(found)


def test_nobody_else_is_named_by_name_reference_or_address(held: Partnerships) -> None:
    told = texts(subject_access(held, MIA))
    assert [word for word in OTHERS if word in told] == []
    assert OTHER_PERSON in told


def test_free_text_is_listed_to_be_read_and_not_told(held: Partnerships) -> None:
    found = subject_access(held, MIA)
    cells = {(one.place.table, one.cell) for one in found.to_redact}
    assert cells == {("people", "description"), ("relationships", "note"), ("events", "headline")}


def test_what_is_closed_is_listed_for_a_decision(held: Partnerships) -> None:
    found = subject_access(held, MIA)
    closed = {(one.place.table, one.why) for one in found.to_decide}
    assert closed == {
        ("households", "sealed or confidential"),
        ("residences", "sealed or confidential"),
        ("relationships", "sealed or confidential"),
    }


def test_who_looked_is_told_by_role_and_never_by_name(held: Partnerships) -> None:
    caller = Caller("jo.bloggs", frozenset({AccessRole.ASSESSMENT}), "csc")
    held.questions(caller, read_purpose("assessment")).person(MIA)
    found = subject_access(held, MIA)
    assert [(one.roles, one.purpose) for one in found.looks] == [(("assessment",), "assessment")]
    assert "jo.bloggs" not in texts(found)


def test_that_it_was_put_together_is_in_the_log(held: Partnerships) -> None:
    subject_access(held, MIA)
    said = json.loads(list(held.ledger.audit.entries())[-1].content)
    assert (said["operation"], said["caller"], said["shown"]) == ("subject_access", "operator", [MIA])


def test_nobody_is_said_to_be_nobody_and_leaves_no_entry(held: Partnerships) -> None:
    with pytest.raises(BadInput, match="nobody"):
        subject_access(held, "rnobody")
    assert list(held.ledger.audit.entries()) == []


def test_what_is_not_to_be_given_stands_on_sheets_of_its_own(held: Partnerships) -> None:
    document = to_document(subject_access(held, MIA))
    given, kept = document.parts
    assert [table.title for table in given.tables] == ["What agencies say", "Decided here", "Who looked"]
    assert [table.title for table in kept.tables] == ["To be read first", "To be decided"]
    assert "Take this sheet and those after it out" in kept.lead[0]
    assert document.tables == ()


def test_the_person_reads_dates_and_agencies_as_people_write_them(held: Partnerships) -> None:
    found = subject_access(held, MIA)
    for row in to_document(found).parts[0].tables[0].rows:
        says, dates, source, recorded, _as_sent = row.cells
        assert re.search(r"\d{4}-\d{2}|UTC", f"{says} {dates} {recorded}") is None
        assert source.startswith("Vale csc (main), ")
    assert not any("another person is involved" in one.says for one in found.statements)


def test_it_is_a_file_to_print(held: Partnerships) -> None:
    assert FORMATS["pdf"].write(to_document(subject_access(held, MIA))).startswith(b"%PDF-")


def test_a_row_of_a_file_in_another_format_is_named_by_the_line_a_reader_finds_it_on(tmp_path: Path) -> None:
    head = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
    missing = "CHILD,DOB,MISSING,MIS_START,MIS_END\n"
    files = {
        "header.csv": head + "C1,2,27/03/2008,,,,\n",
        "missing.csv": missing + "C1,27/03/2008,M,01/02/2023,02/02/2023\n",
    }
    stated = {"agency": "csc", "agency_name": "Vale csc", "covers_from": "2015-01-01"}
    site = load_through(tmp_path / "data", "ssda903", write_files(tmp_path / "sent", files), **stated).site
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW)
    (person,) = {one.claim.record_id for one in stores.graph.stored_claims() if one.claim.kind is ClaimKind.PERSON}
    lines = {(one.place.table, one.place.row) for one in subject_access(held, person).statements}
    assert ("events", 2) in lines
    assert {line for _, line in lines} == {2}
    site.close()
