"""Before a strategy discussion: the ecomap of the sample child, and its case pack, over the real stores."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from starlette.testclient import TestClient

from api.app import create_app
from api.pages.documents.case_pack import PARTS
from api.signin.passwords import hash_password
from graph.access.operations import EXPORTED_PAGES
from graph.audit.log import AuditLog
from graph.errors import StoreUnavailable
from graph.model.answers import At
from graph.model.ecomap import Bond, Ecomap
from graph.model.period import end_of_day
from graph.questions.opening import Partnerships
from graph.questions.reading import Reading
from ingest.synth.sample import CHILD
from tests.api.pages.reviewing import token_of
from tests.journeys.test_exports import PASSWORD
from tests.journeys.test_sample import questions, record
from tests.viz.exports.documents import close

LAST = date(2024, 3, 31)


@pytest.fixture(scope="module")
def child(partnership: Partnerships) -> str:
    return record(partnership, CHILD[0], CHILD[2])


def ecomap(held: Partnerships, child: str, day: date = LAST) -> Ecomap:
    found = questions(held, "assessment", "strategy_discussion").ecomap(child, at=At(day, end_of_day(day)))
    assert found is not None
    return found


def client_of(partnership: Partnerships, name: str, purpose: str) -> TestClient:
    partnership.ledger.accounts.set_password(name, hash_password(PASSWORD), is_one_time=False)
    client = TestClient(create_app(partnership), base_url="http://127.0.0.1", follow_redirects=False)
    assert client.post("/signin", data={"name": name, "password": PASSWORD}).status_code == 303
    client.post("/purpose", data={"purpose": purpose, "csrf": token_of(client, "/purpose")})
    return client


@pytest.fixture(scope="module")
def team(partnership: Partnerships) -> Iterator[TestClient]:
    yield client_of(partnership, "assessment", "strategy_discussion")
    # The stores outlive this application: closing it would close them.


def entries_after(partnership: Partnerships, sequence: int) -> list[dict[str, object]]:
    return [json.loads(entry.content) for entry in partnership.audit.store.entries() if entry.sequence > sequence]


def test_the_two_homes_of_the_child_are_in_the_middle_with_those_who_live_there(
    partnership: Partnerships, child: str
) -> None:
    homes = ecomap(partnership, child).homes
    names = [[member.entry.person.display_name for member in home.members] for home in homes]
    assert all(one[0] == "Mia Hobbs" for one in names)
    assert {name for one in names for name in one} == {"Mia Hobbs", "Daniel Mercer", "Kelly Tranter", "Lee Hobbs"}


def test_who_works_with_whom_of_the_household_comes_out_of_the_deliveries(
    partnership: Partnerships, child: str
) -> None:
    of = {one.agency.name: one for one in ecomap(partnership, child).services}
    assert [person.display_name for person in of["Vale Probation"].people] == ["Daniel Mercer"]
    assert [person.display_name for person in of["Vale Adult Mental Health"].people] == ["Kelly Tranter"]
    camhs = of["Vale CAMHS"].contacts
    assert (camhs.count, camhs.missed) == (0, 3)
    assert (of["Hazel School"].bond, of["Hazel School"].valid and of["Hazel School"].valid.to) == (
        Bond.CLOSED,
        "2022-06-11",
    )


def test_a_service_that_opened_later_was_not_there_yet(partnership: Partnerships, child: str) -> None:
    before = {one.agency.name: one.bond for one in ecomap(partnership, child, date(2023, 6, 1)).services}
    assert before["Vale Children's Social Care"] is Bond.CLOSED
    assert "Vale CAMHS" not in before


def test_every_service_of_the_page_is_in_the_drawing_and_in_its_file(
    team: TestClient, child: str, partnership: Partnerships
) -> None:
    page = team.get(f"/people/{child}/ecomap").text
    svg = close(team.get(f"/people/{child}/ecomap.svg").text)
    for service in ecomap(partnership, child).services:
        name = service.agency.name.replace("'", "&#x27;")
        assert name in page or name.replace("&#x27;", "&#39;") in page
        assert close(service.agency.name.split()[0]) in svg


def test_a_pack_is_one_entry_that_names_what_it_holds_and_everybody_it_shows(
    team: TestClient, child: str, partnership: Partnerships
) -> None:
    before = partnership.audit.store.head()[0]
    for page in PARTS:
        assert team.get(f"/people/{child}/{page}.json").status_code == 200
    alone = entries_after(partnership, before)
    shown = {person for entry in alone for person in entry["shown"]}  # type: ignore[attr-defined]
    between = partnership.audit.store.head()[0]
    reply = team.get(f"/people/{child}/case-pack.pdf")
    assert reply.status_code == 200
    (entry,) = entries_after(partnership, between)
    assert entry["operation"] == "export:case-pack.pdf"
    assert entry["holds"] == sorted(EXPORTED_PAGES[page] for page in PARTS)
    assert set(entry["shown"]) == shown  # type: ignore[call-overload]
    assert entry["withheld"] is True
    assert entry["purpose"] == "strategy_discussion"
    assert partnership.audit.verify() == ()


def test_without_its_entry_there_is_no_pack(team: TestClient, child: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> object:
        raise StoreUnavailable("the ledger can't be written")

    monkeypatch.setattr(AuditLog, "append", broken)
    reply = team.get(f"/people/{child}/case-pack.pdf")
    assert reply.status_code == 503
    assert not reply.content.startswith(b"%PDF")


def test_its_round_trips_are_those_of_its_questions_whatever_the_child(
    team: TestClient, child: str, partnership: Partnerships, monkeypatch: pytest.MonkeyPatch
) -> None:
    (other,) = [one.person.id for one in ecomap(partnership, child).people if one.person.display_name == "Tyler Hobbs"]
    asked: Counter[str] = Counter()
    fetch = Reading.fetch

    def counted(reading: Reading, *given: object, **more: object) -> object:
        asked[reading.decision.operation] += 1
        return fetch(reading, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Reading, "fetch", counted)
    assert team.get(f"/people/{child}/case-pack.docx").status_code == 200
    assert asked == {
        "person": 1, "network": 2, "genogram": 2, "ecomap": 2, "hiddenAdults": 2, "chronology": 2, "findings": 2, "whoKnewWhat": 2,
    }  # fmt: skip
    first = dict(asked)
    asked.clear()
    assert team.get(f"/people/{other}/case-pack.docx").status_code == 200
    assert dict(asked) == first


def test_everything_the_pages_say_of_adults_is_in_the_pack_and_every_sheet_is_stamped(
    team: TestClient, child: str
) -> None:
    adults = team.get(f"/people/{child}/adults.json").json()
    sheets = [
        page.extract_text() for page in PdfReader(BytesIO(team.get(f"/people/{child}/case-pack.pdf").content)).pages
    ]
    text = close("".join(sheets))
    (table,) = [table for table in adults["tables"] if table["title"] == "Adults"]
    for row in table["rows"]:
        assert close(row["cells"][0]) in text
        assert close(row["cells"][-1])[:20] in text
    for sheet in sheets:
        assert close("Purpose: Strategy discussion") in close(sheet)
        assert "OFFICIAL-SENSITIVE" in sheet


@pytest.mark.parametrize(("name", "purpose"), [("steward", "data_quality"), ("auditor", "audit_review")])
def test_a_role_that_sees_no_people_gets_no_pack(
    name: str, purpose: str, child: str, partnership: Partnerships
) -> None:
    before = partnership.audit.store.head()[0]
    client = client_of(partnership, name, purpose)
    reply = client.get(f"/people/{child}/case-pack.pdf")
    assert reply.status_code == 403
    assert not reply.content.startswith(b"%PDF")
    refused = [entry for entry in entries_after(partnership, before) if entry["outcome"] == "Forbidden"]
    assert refused
    assert all(not entry["shown"] for entry in refused)


def test_a_child_of_nobody_of_theirs_is_nobody_to_a_practitioner(child: str, partnership: Partnerships) -> None:
    client = client_of(partnership, "practitioner", "case_supervision")
    reply = client.get(f"/people/{child}/case-pack.pdf")
    assert (reply.status_code, reply.content.startswith(b"%PDF")) == (404, False)
