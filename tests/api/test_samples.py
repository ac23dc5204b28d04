"""Samples tried on a mapping over HTTP: who may, what is shown, what the log says, and that nothing is kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.middleware import LARGEST_CORRECTION
from api.signin.accounts import add_account
from graph.access.caller import AccessRole
from graph.errors import InputRefused, StoreUnavailable
from graph.questions.opening import Partnerships
from graph.questions.sample_book import SampleBook
from ingest.mapping.sampling import MOST_FILES, sample_book
from tests.api.pages.reading import words_of
from tests.api.pages.reviewing import token_of
from tests.ingest.mapping import written
from tests.ingest.mapping.loading import REAL
from tests.ingest.site import KEY, NOW, Site, open_site

PAGE = "/deliveries/preview"
PURPOSES = {"steward": "data_quality", "admin": "administration", "assessment": "assessment"}
CPIS = written.CP_IS["cpis.csv"].encode()
VALUES = ("0434765911", "Hobbs", "03/25/2024", "Mia")


@dataclass(frozen=True)
class Empty:
    """A partnership to which nothing was delivered, and those who look after it."""

    site: Site
    held: Partnerships
    passwords: dict[str, str]

    def client(self, name: str) -> TestClient:
        """Somebody signed in, with the purpose of their role."""
        client = TestClient(create_app(self.held), base_url="http://127.0.0.1", raise_server_exceptions=False)
        client.post("/signin", data={"name": name, "password": self.passwords[name]})
        client.post("/purpose", data={"purpose": PURPOSES[name], "csrf": token_of(client, "/purpose")})
        return client

    def operations(self) -> list[str]:
        """What the log says was done."""
        return [orjson.loads(entry.content)["operation"] for entry in self.site.stores.ledger.audit.entries()]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Empty]:
    site = open_site(tmp_path / "data")
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW, samples=sample_book())
    passwords = {
        name: add_account(stores.ledger.accounts, name, [AccessRole(name)], NOW, "csc", one_time=False)
        for name in PURPOSES
    }
    yield Empty(site, held, passwords)
    site.close()


def tried(client: TestClient, mapping: str, *files: tuple[str, bytes]) -> tuple[int, str]:
    """What comes of trying files by the page's form."""
    sent = [("files", (name, content, "application/octet-stream")) for name, content in files]
    reply = client.post(PAGE, data={"csrf": token_of(client, PAGE), "mapping": mapping}, files=sent)
    return reply.status_code, words_of(reply.text)


def landed(data: Path) -> list[str]:
    """What lies in the data folder of what agencies send."""
    return sorted(path.name for path in (data / "landing").rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["steward", "admin"])
def test_whoever_looks_after_loads_sees_what_a_mapping_makes_of_a_sample(empty: Empty, name: str) -> None:
    client = empty.client(name)
    before = landed(empty.site.stores.data)
    status, told = tried(client, "cp-is", ("cpis.csv", CPIS))
    assert status == 200
    for said in (
        "Episodes 4 1 0",
        "Not a date as the mapping says dates are written: 1 row",
        "cpis.csv, line 5 start",
        "NHS Number number",
        "The check digit is wrong: 2 cells",
    ):
        assert said in told
    assert [value for value in VALUES if value in told] == []
    assert landed(empty.site.stores.data) == before
    assert empty.site.stores.ledger.deliveries.every() == ()
    assert "previewMapping" in empty.operations()


def test_several_agencies_are_told_apart_and_a_zip_is_opened(empty: Empty) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted((REAL / "hounslow").iterdir()):
            archive.write(path, path.name)
    status, told = tried(empty.client("steward"), "council-extract", ("hounslow.zip", packed.getvalue()))
    assert status == 200
    assert "What council-extract makes of it: acute hospital" in told
    assert "What council-extract makes of it: housing" in told


def test_nobody_else_tries_a_sample_and_nothing_is_opened_without_our_form(empty: Empty) -> None:
    client = empty.client("assessment")
    assert client.get(PAGE).status_code == 403
    token = token_of(client, "/help")
    files = {"files": ("cpis.csv", CPIS, "text/csv")}
    assert client.post(PAGE, data={"csrf": token, "mapping": "cp-is"}, files=files).status_code == 403
    steward = empty.client("steward")
    assert steward.post(PAGE, data={"csrf": "x" * 20, "mapping": "cp-is"}, files=files).status_code == 403
    assert (
        TestClient(create_app(empty.held), base_url="http://127.0.0.1").get(PAGE, follow_redirects=False).status_code
        == 303
    )


def test_what_cannot_be_tried_is_said(empty: Empty) -> None:
    client = empty.client("steward")
    for mapping, files, said in (
        ("", [("cpis.csv", CPIS)], "Choose a mapping"),
        ("cp-is", [], "Choose the files of the sample"),
        ("/etc/passwd", [("cpis.csv", CPIS)], "choose one of the mappings"),
        ("cin-census", [("evil.xml", b"<!DOCTYPE a><Message/>")], "holds document definitions, which no return needs"),
        ("cp-is", [("cpis.xlsx", b"no workbook")], "cpis.xlsx"),
    ):
        status, told = tried(client, mapping, *files)
        assert (status, said in told) == (400, True), said
    status, told = tried(client, "cp-is", ("cpis.csv", b"Name\nx\n"))
    assert (status, "It would be refused." in told) == (200, True)


def test_a_sample_may_be_larger_than_a_question_and_no_larger_than_corrections(empty: Empty) -> None:
    client = empty.client("steward")
    status, _ = tried(client, "cp-is", ("cpis.csv", CPIS + b"\n" * 200_000))
    assert status == 200
    status, _ = tried(client, "cp-is", ("cpis.csv", b"x" * LARGEST_CORRECTION))
    assert status == 413


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a.csv", "A.csv"], "two files have one name"),
        (["a.zip", "b.csv"], "send a zip by itself"),
        (["notes.txt"], "send CSV, XLSX"),
        ([".hidden.csv"], "send CSV, XLSX"),
        (["..\\..\\up.exe"], "send CSV, XLSX"),
        (["a\0.csv"], "a name that cannot be kept"),
        (["a" * 121 + ".csv"], "a name that cannot be kept"),
        ([f"{nth}.csv" for nth in range(MOST_FILES + 1)], "at most 50 files"),
    ],
)
def test_names_that_are_none_of_a_sample_are_refused(names: Sequence[str], said: str) -> None:
    with pytest.raises(InputRefused, match=said):
        sample_book().check("cp-is", [(name, b"x") for name in names])


def test_a_name_never_leads_out_of_the_folder() -> None:
    told = sample_book().check("cp-is", [("../../up/cpis.csv", CPIS)])
    assert [source.file for seen in told.nodes for source in seen.sources] == ["cpis.csv"]


def test_where_nobody_loads_nothing_is_tried() -> None:
    assert SampleBook().offered().nodes == ()
    with pytest.raises(StoreUnavailable):
        SampleBook().check("cp-is", ())
