"""An assessment team takes the sample child's pages to a strategy discussion: files of the real application, and the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from api.app import create_app
from api.pages.documents import EXPORTED
from api.signin.passwords import hash_password
from graph.errors import StoreUnavailable
from graph.model.answers import AdultsAroundChild
from graph.questions.opening import Partnerships
from graph.store.ledger.audit import AuditChain
from ingest.synth.sample import CHILD
from tests.api.pages.reviewing import token_of
from tests.journeys.test_sample import questions, record
from tests.viz.exports.documents import READ, close, from_excel, from_pdf
from viz.exports.formats import FORMATS

PASSWORD = "words that are long enough"
ENDINGS = dict(zip(sorted(EXPORTED), [*FORMATS, *FORMATS], strict=False))
"""Each page in one format, every format of some page."""


@pytest.fixture(scope="module")
def team(partnership: Partnerships) -> Iterator[TestClient]:
    partnership.ledger.accounts.set_password("assessment", hash_password(PASSWORD), is_one_time=False)
    client = TestClient(create_app(partnership), base_url="http://127.0.0.1", follow_redirects=False)
    assert client.post("/signin", data={"name": "assessment", "password": PASSWORD}).status_code == 303
    client.post("/purpose", data={"purpose": "strategy_discussion", "csrf": token_of(client, "/purpose")})
    yield client
    # The stores outlive this application: closing it would close them.


@pytest.fixture(scope="module")
def child(partnership: Partnerships) -> str:
    return record(partnership, CHILD[0], CHILD[2])


@pytest.fixture(scope="module")
def found(partnership: Partnerships, child: str) -> AdultsAroundChild:
    told = questions(partnership, "assessment", "strategy_discussion").hidden_adults(child)
    assert told is not None
    return told


def test_every_adult_of_the_page_is_on_paper_and_in_the_sheet(
    team: TestClient, child: str, found: AdultsAroundChild
) -> None:
    names = [close(row.adult.display_name) for row in found.adults if row.adult.display_name]
    assert len(names) > 3
    on_paper = close(from_pdf(team.get(f"/people/{child}/adults.pdf").content))
    file = team.get(f"/people/{child}/adults.xlsx").content
    in_sheet = close(from_excel(file))
    for name in names:
        assert name in on_paper
        assert name in in_sheet
    assert load_workbook(BytesIO(file))["Adults"].max_row == len(found.adults) + 1


@pytest.mark.parametrize(("page", "ending"), ENDINGS.items())
def test_each_page_of_the_sample_child_is_made(page: str, ending: str, team: TestClient, child: str) -> None:
    reply = team.get(f"/people/{child}/{page}.{ending}?as_of=2024-03-20")
    assert reply.status_code == 200
    assert reply.headers["content-disposition"].endswith(f'kithmap-{page}-2024-03-20.{ending}"')
    if ending in READ:
        assert close("OFFICIAL-SENSITIVE") in close(READ[ending](reply.content))


def test_a_file_is_an_entry_of_the_log_with_those_it_shows(
    team: TestClient, child: str, found: AdultsAroundChild, partnership: Partnerships
) -> None:
    before = partnership.audit.store.head()[0]
    assert team.get(f"/people/{child}/adults.csv").status_code == 200
    entries = [entry for entry in partnership.audit.store.entries() if entry.sequence > before]
    (made,) = [json.loads(entry.content) for entry in entries if "export:" in entry.content]
    assert made["operation"] == "export:adults.csv"
    assert made["purpose"] == "strategy_discussion"
    assert {row.adult.id for row in found.adults} <= set(made["shown"])
    assert "hiddenAdults" not in {json.loads(entry.content)["operation"] for entry in entries}


def test_without_an_entry_there_is_no_file(team: TestClient, child: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> object:
        raise StoreUnavailable("the ledger can't be written")

    monkeypatch.setattr(AuditChain, "append", broken)
    reply = team.get(f"/people/{child}/adults.pdf")
    assert reply.status_code == 503
    assert not reply.content.startswith(b"%PDF")
