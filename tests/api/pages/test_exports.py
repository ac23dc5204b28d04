"""Pages as files: the same question at the same dates, as much in the file as on the page, nobody's name outside it."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from io import StringIO
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.pages.documents import EXPORTED
from api.pages.documents.paper import in_runs
from graph.access.operations import ENDINGS, EXPORTED_PAGES
from graph.model.answers import AdultsAroundChild, PersonAnswer
from graph.model.genogram import Genogram
from graph.model.histories import Chronology, SiblingHistory
from graph.model.network import Network
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import links_of, words_of
from tests.viz.exports.documents import READ, close
from tests.viz.family import an_entry
from viz.exports.formats import FORMATS
from viz.genogram.view import make_view
from viz.scene import make_scene

PAGES = sorted(EXPORTED)
QUERY = "as_of=2023-06-01&known_at=2023-05-01&known_to=police&from=2022-01-01&to=2023-05-31"


@pytest.fixture
def asked() -> Asked:
    return Asked(family_answers())


@pytest.fixture
def client(asked: Asked) -> TestClient:
    return TestClient(make_application(asked), follow_redirects=False)


def told(client: TestClient, page: str, query: str = "") -> dict[str, object]:
    """A page's file in JSON."""
    reply = client.get(f"/people/tessa/{page}.json{query}")
    assert reply.status_code == 200
    found: dict[str, object] = reply.json()
    return found


def rows_in(document: dict[str, object], title: str) -> list[dict[str, list[str]]]:
    tables = document["tables"]
    assert isinstance(tables, list)
    return next(table["rows"] for table in tables if table["title"] == title)


def test_every_exported_page_is_an_operation_of_the_policy() -> None:
    assert set(EXPORTED) == set(EXPORTED_PAGES)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("ending", ENDINGS)
def test_every_page_is_there_in_every_format(page: str, ending: str, client: TestClient) -> None:
    reply = client.get(f"/people/tessa/{page}.{ending}")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == FORMATS[ending].media_type
    assert reply.headers["content-disposition"] == f'attachment; filename="kithmap-{page}-2024-03-31.{ending}"'
    assert reply.headers["cache-control"] == "no-store"
    if ending in READ:
        text = close(READ[ending](reply.content))
        for part in ("QUILL, Tessa", "OFFICIAL-SENSITIVE", "Strategy discussion", "UK GDPR Art 6(1)(e)", "mo.hale"):
            assert close(part) in text, part


@pytest.mark.parametrize("page", PAGES)
def test_a_file_is_stamped_as_its_page_is(page: str, client: TestClient) -> None:
    shown = words_of(client.get(f"/people/tessa/{page}").text)
    stamp = {pair["about"]: pair["is"] for pair in told(client, page)["stands_on"]}  # type: ignore[attr-defined]
    for name in ("As at", "Known at", "Known to", "Made by", "Purpose", "Marking", "Missing"):
        assert f"{name} {stamp[name]}" in shown, name
    address = urlsplit(stamp["Address"])
    assert address.path == f"/people/tessa/{page}"
    assert {"as_of": "2024-03-31", "known_at": "2024-04-02T09:30:00Z"}.items() <= dict(parse_qsl(address.query)).items()


@pytest.mark.parametrize("page", PAGES)
def test_a_file_is_asked_for_the_dates_of_its_address(page: str, asked: Asked, client: TestClient) -> None:
    asked.questions.clear()
    told(client, page, f"?{QUERY}")
    (arguments,) = [given for name, given in asked.questions if name == EXPORTED_PAGES[page]]
    at = arguments["at"]
    assert (str(at.as_of), at.known_to) == ("2023-06-01", ("police",))  # type: ignore[attr-defined]
    if "window" in arguments:
        assert str(arguments["window"].from_) == "2022-01-01"  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_to_its_files_at_its_dates(page: str, client: TestClient) -> None:
    shown = client.get(f"/people/tessa/{page}?{QUERY}").text
    files = [link for link in links_of(shown) if f"/{page}." in link]
    assert {urlsplit(link).path.rpartition(".")[2] for link in files} == set(ENDINGS)
    for link in files:
        assert set(parse_qsl(QUERY)) <= set(parse_qsl(urlsplit(link).query))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("person", ["nobody", "sealed"])
def test_nobody_has_no_file_but_the_page_for_nobody(page: str, person: str, client: TestClient) -> None:
    reply = client.get(f"/people/{person}/{page}.pdf")
    assert reply.status_code == 404
    assert reply.content == client.get(f"/people/nobody/{page}").content


@pytest.mark.parametrize("address", ["adults.exe", "adults.", "person.pdf", "nothing.pdf", "adults.PDF", "help.csv"])
def test_there_are_no_other_files(address: str, client: TestClient) -> None:
    assert client.get(f"/people/tessa/{address}").status_code == 404


@pytest.mark.parametrize("query", ["as_of=2023-02-30", "from=2023-02-01&to=2023-01-01"])
@pytest.mark.parametrize("page", PAGES)
def test_dates_that_are_none_are_refused(query: str, page: str, client: TestClient) -> None:
    assert client.get(f"/people/tessa/{page}.pdf?{query}").status_code == 400


@pytest.mark.parametrize("asked_for", ["network.csv?hops=9", "network.csv?hops=x", "network.csv?kind=friend",
                                       "chronology.csv?about=me", "changes.csv?before=2025-01-01"])  # fmt: skip
def test_what_a_page_refuses_its_file_refuses(asked_for: str, client: TestClient) -> None:
    assert client.get(f"/people/tessa/{asked_for}").status_code == 400


def test_someone_not_signed_in_gets_no_file() -> None:
    client = TestClient(make_application(Asked(family_answers()), me=None), follow_redirects=False)
    reply = client.get("/people/tessa/adults.pdf")
    assert (reply.status_code, reply.headers["location"]) == (303, "/signin")


def test_a_file_has_a_row_for_each_adult_and_ground_of_the_page(client: TestClient) -> None:
    found = family_answers()["hiddenAdults"]
    assert isinstance(found, AdultsAroundChild)
    document = told(client, "adults")
    assert len(rows_in(document, "Adults")) == len(found.adults)
    grounds = rows_in(document, "Why they are around the child")
    assert len(grounds) == sum(len(row.grounds) for row in found.adults)
    assert all(row["claims"] for row in grounds)


def test_a_file_of_the_network_counts_what_the_page_counts(client: TestClient) -> None:
    network = family_answers()["network"]
    assert isinstance(network, Network)
    scene, document = make_scene(network, "tessa"), told(client, "network")
    assert len(rows_in(document, "People")) == len(scene.people)
    assert len(rows_in(document, "Households, services and contact details")) == len(scene.places)
    assert len(rows_in(document, "Links")) == len(scene.links)
    assert len(rows_in(document, "Events, newest first")) == len(scene.events)
    assert document["pictures"]


def test_a_file_of_the_genogram_counts_what_the_page_counts(client: TestClient) -> None:
    genogram = family_answers()["genogram"]
    assert isinstance(genogram, Genogram)
    view, document = make_view(genogram), told(client, "genogram")
    assert len(rows_in(document, "People")) == len(view.people)
    assert len(rows_in(document, "Who is related to whom")) == len(view.lines)
    svg = client.get("/people/tessa/genogram.svg").text
    assert "<a " not in svg
    assert all(name in svg for symbol in view.people for name in symbol.name.split() if name.isalpha())


def test_a_file_of_siblings_has_each_with_households_and_history(client: TestClient) -> None:
    found = family_answers()["siblingHistory"]
    assert isinstance(found, SiblingHistory)
    document = told(client, "siblings")
    assert len(rows_in(document, "Siblings")) == len(found.siblings)
    assert len(rows_in(document, "Events")) == sum(len(one.events) for one in found.siblings)


def test_a_chronology_is_whole_in_its_file_whatever_part_a_page_shows(asked: Asked, client: TestClient) -> None:
    some = family_answers()["chronology"]
    assert isinstance(some, Chronology)
    entries = tuple(replace(an_entry(1 + number % 12, f"Entry {number}"), id=f"e{number}") for number in range(400))
    client.app.state.answering.ask.answers["chronology"] = replace(some, entries=entries, total=400)  # type: ignore[attr-defined]
    rows = csv.reader(StringIO(client.get("/people/tessa/chronology.csv").content.decode("utf-8-sig")))
    assert len([row for row in rows if any(re.search(r"Entry \d+$", cell) for cell in row[4:5])]) == 400
    (question,) = [given for name, given in asked.questions if name == "chronology"]
    assert question["after"] is None


EMPTY: dict[str, dict[str, object]] = {
    "hiddenAdults": {"adults": (), "assessed_instead": (), "assessing_agency": None},
    "siblingHistory": {"siblings": (), "child_episodes": (), "child_events": ()},
    "professionalContacts": {"involvements": (), "handovers": (), "last_seen": (), "unallocated": ()},
    "chronology": {"entries": (), "gaps": (), "total": 0},
    "whoKnewWhat": {"rows": ()},
    "findings": {"findings": ()},
    "changes": {"changes": (), "adults": ()},
}


@pytest.mark.parametrize("page", sorted(page for page in EXPORTED if EXPORTED_PAGES[page] in EMPTY))
@pytest.mark.parametrize("ending", ["pdf", "csv"])
def test_nothing_on_record_still_prints_and_is_no_reassurance(page: str, ending: str) -> None:
    answers = family_answers()
    name = EXPORTED_PAGES[page]
    answers[name] = (
        replace(answers[name], **EMPTY[name], blanks=())
        if name != "professionalContacts"
        else replace(
            answers[name],
            **EMPTY[name],  # type: ignore[type-var]
        )
    )
    reply = TestClient(make_application(Asked(answers))).get(f"/people/tessa/{page}.{ending}")
    assert reply.status_code == 200
    text = close(READ[ending](reply.content))
    assert close("does not say that") in text or close("never a score") in text
    assert close("That is not reassurance") in text


def numbers_in(cell: str) -> set[str]:
    """The numbers a cell names: `1 to 3, 7`."""
    ends = [[int(end) for end in part.split(" to ")] for part in cell.split(", ") if part]
    return {str(number) for run in ends for number in range(run[0], run[-1] + 1)}


@given(st.sets(st.integers(1, 40)))
def test_numbers_are_said_in_runs_and_none_is_lost(numbers: set[int]) -> None:
    assert numbers_in(in_runs(numbers)) == {str(number) for number in numbers}
    assert in_runs({1, 2, 3, 4, 7, 9, 10}) == "1 to 4, 7, 9, 10"


def test_evidence_is_numbered_once_and_every_number_is_there(client: TestClient) -> None:
    for page in PAGES:
        tables = told(client, page)["tables"]
        assert isinstance(tables, list)
        named = {
            number
            for table in tables
            if table["columns"][-1] == "Evidence"
            for row in table["rows"]
            for number in numbers_in(row["cells"][-1])
        }
        numbers = [row["cells"][0] for table in tables if table["title"] == "Evidence" for row in table["rows"]]
        assert set(numbers) == named, page
        assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("page", PAGES)
def test_a_name_that_is_markup_or_a_formula_is_text_in_the_file(page: str) -> None:
    answers = with_name(family_answers(), '=1+1</script><script>alert("x")</script>')
    client = TestClient(make_application(Asked(answers)))
    for ending in ("pdf", "docx", "xlsx", "csv", "svg"):
        reply = client.get(f"/people/tessa/{page}.{ending}")
        assert reply.status_code == 200
        assert close("=1+1</script>") in close(READ[ending](reply.content)), ending
        assert "script" not in reply.headers["content-disposition"]
    svg = client.get(f"/people/tessa/{page}.svg").text
    assert "<script" not in svg


def with_name(answers: dict[str, object], name: str) -> dict[str, object]:
    """The answers about somebody of another name."""
    changed: dict[str, object] = {}
    for operation, answer in answers.items():
        for part in ("child", "person"):
            held = getattr(answer, part, None)
            if isinstance(held, PersonAnswer):
                answer = replace(answer, **{part: replace(held, display_name=name)})  # type: ignore[type-var]
        changed[operation] = replace(answer, display_name=name) if isinstance(answer, PersonAnswer) else answer
    return changed


def test_a_file_in_json_names_the_claims_of_each_row(client: TestClient) -> None:
    found = family_answers()["hiddenAdults"]
    assert isinstance(found, AdultsAroundChild)
    first = rows_in(json.loads(client.get("/people/tessa/adults.json").content), "Why they are around the child")[0]
    assert first["claims"] == [claim.id for claim in found.adults[0].grounds[0].claims]
