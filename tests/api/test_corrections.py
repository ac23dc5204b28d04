"""Rows set apart given out and taken back over HTTP: who may, what the log says, what may not be sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.middleware import LARGEST_CORRECTION
from api.signin.accounts import add_account
from graph.access.caller import AccessRole
from graph.errors import AuditUnavailable
from graph.questions.opening import Partnerships
from graph.store.ledger.audit import AuditChain
from ingest.commands import corrector
from tests.api.pages.reading import words_of
from tests.api.pages.reviewing import token_of
from tests.ingest.putting_right import WRONG, sent
from tests.ingest.site import KEY, NOW, Site, a_person, open_site

PURPOSES = {"steward": "data_quality", "admin": "administration", "assessment": "assessment"}
OF_ANOTHER, OF_NONE = "of another agency", "of no agency"


@dataclass(frozen=True)
class Loaded:
    """A delivery with rows set apart, and those who look after it."""

    site: Site
    held: Partnerships
    delivery: str
    passwords: dict[str, str]

    def client(self, name: str) -> TestClient:
        """Somebody signed in, with the purpose of their role."""
        client = TestClient(create_app(self.held), base_url="http://127.0.0.1", raise_server_exceptions=False)
        client.post("/signin", data={"name": name, "password": self.passwords[name]})
        client.post(
            "/purpose", data={"purpose": PURPOSES.get(name, "data_quality"), "csrf": token_of(client, "/purpose")}
        )
        return client

    @property
    def page(self) -> str:
        """The delivery's page."""
        return f"/deliveries/{self.delivery}"

    def operations(self) -> list[str]:
        """What the log says was done."""
        return [json.loads(entry.content)["operation"] for entry in self.site.stores.ledger.audit.entries()]


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[Loaded]:
    site = open_site(tmp_path / "data")
    stores = site.stores
    (record,) = site.load(sent(tmp_path / "sent", WRONG)).deliveries
    held = Partnerships(
        stores.data, stores.graph, stores.ledger, KEY, lambda: NOW, correct=corrector(stores, lambda: NOW, None)
    )
    passwords = {
        name: add_account(stores.ledger.accounts, name, [AccessRole(name)], NOW, "csc", one_time=False)
        for name in PURPOSES
    }
    for name, agency in ((OF_ANOTHER, "police"), (OF_NONE, None)):
        passwords[name] = add_account(
            stores.ledger.accounts, name, [AccessRole.STEWARD], NOW, agency, one_time=False
        )  # fmt: skip
    yield Loaded(site, held, record.id, passwords)
    site.close()


def corrected(content: bytes) -> bytes:
    """The file with its first row put right, by what an agency would type."""
    lines = content.decode("utf-8-sig").splitlines()
    place = lines[0].split(",").index("household_ref")
    cells = lines[1].split(",")
    cells[place] = "H1"
    return "\n".join([lines[0], ",".join(cells)]).encode()


def send(client: TestClient, page: str, content: bytes) -> tuple[int, str]:
    """What comes of sending a file by the page's form."""
    files = {"files": ("residences-set-apart.csv", content, "text/csv")}
    reply = client.post(page, data={"csrf": token_of(client, page)}, files=files)
    return reply.status_code, words_of(reply.text)


def test_a_steward_gets_the_file_and_sends_it_back(loaded: Loaded) -> None:
    steward = loaded.client("steward")
    told = words_of(steward.get(loaded.page).text)
    assert "residences.csv, line 2 household_ref A cell the row cannot do without is empty" in told
    file = steward.get(f"{loaded.page}/residences.csv")
    assert "export:quarantine.csv" in loaded.operations()
    status, told = send(steward, loaded.page, corrected(file.content))
    assert (status, "1 row came: 1 row was taken, 0 rows are still set apart." in told) == (200, True)
    assert "correct" in loaded.operations()
    assert ("csc", "residence", "R1", True) in loaded.site.claims()
    assert "1 row sent, 1 taken" in told
    assert loaded.site.verify().faults == ()


def test_another_agency_s_steward_reads_what_was_set_apart_and_puts_nothing_right(loaded: Loaded) -> None:
    other = loaded.client(OF_ANOTHER)
    before = loaded.site.claims()
    file = other.get(f"{loaded.page}/residences.csv")
    assert "Send corrected rows back" not in other.get(loaded.page).text
    files = {
        "files": ("r.csv", corrected(loaded.client("steward").get(f"{loaded.page}/residences.csv").content), "text/csv")
    }
    reply = other.post(loaded.page, data={"csrf": token_of(other, "/deliveries")}, files=files)
    assert (file.status_code, reply.status_code) == (200, 403)
    assert loaded.site.claims() == before
    assert json.loads(list(loaded.site.stores.ledger.audit.entries())[-1].content)["outcome"] == "Forbidden"


def test_a_steward_of_no_agency_acts_for_all(loaded: Loaded) -> None:
    steward = loaded.client(OF_NONE)
    file = loaded.client("steward").get(f"{loaded.page}/residences.csv")
    assert send(steward, loaded.page, corrected(file.content))[0] == 200
    assert ("csc", "residence", "R1", True) in loaded.site.claims()


@pytest.mark.parametrize("name", ["admin", "assessment"])
def test_nobody_else_gets_or_sends_rows(loaded: Loaded, name: str) -> None:
    client = loaded.client(name)
    assert client.get(f"{loaded.page}/residences.csv").status_code == 403
    token = token_of(client, "/help" if name == "assessment" else "/deliveries")
    reply = client.post(loaded.page, data={"csrf": token}, files={"files": ("r.csv", b"a\n1\n", "text/csv")})
    assert reply.status_code == 403
    opened = client.get(loaded.page)
    assert opened.status_code == (403 if name == "assessment" else 200)
    assert "line 2" not in words_of(opened.text)


def test_no_row_goes_out_without_its_entry(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    steward = loaded.client("steward")

    def fail(*_: object) -> None:
        raise AuditUnavailable("the audit entry could not be written")

    monkeypatch.setattr(AuditChain, "append", fail)
    reply = steward.get(f"{loaded.page}/residences.csv")
    assert reply.status_code == 503
    assert b"R1" not in reply.content


def test_a_form_of_another_session_and_too_large_a_file_are_refused(loaded: Loaded) -> None:
    steward = loaded.client("steward")
    files = {"files": ("r.csv", b"a\n1\n", "text/csv")}
    assert steward.post(loaded.page, data={"csrf": "x"}, files=files).status_code == 403
    large = {"files": ("r.csv", b"a" * (LARGEST_CORRECTION + 1), "text/csv")}
    assert steward.post(loaded.page, data={"csrf": "x"}, files=large).status_code == 413
    assert steward.post("/deliveries/other", data={"csrf": "x"}, files=large).status_code == 413


@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n", b"\xff\xfe\x00", b'a\n"b', b"_delivery,_table,_file,_line\nx,y,z,1\n"]
)
def test_what_is_no_such_file_is_said_beside_the_form(loaded: Loaded, content: bytes) -> None:
    status, told = send(loaded.client("steward"), loaded.page, content)
    assert status == 400
    assert "There is a problem" in told


def test_rows_of_another_delivery_are_not_taken_here(loaded: Loaded, tmp_path: Path) -> None:
    steward = loaded.client("steward")
    file = steward.get(f"{loaded.page}/residences.csv").content
    (other,) = loaded.site.load(
        sent(tmp_path / "other", {**WRONG, "people": [a_person("C9")]}, "2024-04-30")
    ).deliveries
    status, told = send(steward, f"/deliveries/{other.id}", corrected(file))
    assert (status, "rows of another" in told) == (400, True)
