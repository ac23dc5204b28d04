"""The case pack: the pages of a strategy discussion in one file, in their words and counts, stamped on each sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from fastapi import Request
from pypdf import PdfReader
from starlette.testclient import TestClient

from api.pages.documents.case_pack import FORMATS, PARTS
from api.pages.documents.numbering import number_as_one
from api.pages.documents.paper import EVIDENCE
from graph.access.caller import AccessRole
from graph.access.operations import CASE_PACKS, EXPORTED_PAGES, roles_that_may
from graph.errors import BadInput, Forbidden
from graph.model.answers import PersonAnswer
from graph.model.findings import FindingsAnswer
from graph.questions.gathering import Gathered
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import links_of
from tests.api.pages.test_exports import QUERY, numbers_in, with_name
from tests.viz.ecomap.answers import an_ecomap
from tests.viz.exports.documents import READ, a_document, a_table, close, from_pdf, from_word
from viz.document import Row
from viz.exports.typeset import to_pdf
from viz.exports.word import to_word

HEADINGS = ("Adults around the child", "Household network", "Genogram", "Findings", "Chronology", "Who knew what",
            "Ecomap", "Evidence", "The rules behind the findings", "What each agency supplies")  # fmt: skip


@pytest.fixture(scope="module")
def asked() -> Asked:
    return Asked(family_answers())


@pytest.fixture(scope="module")
def client(asked: Asked) -> TestClient:
    return TestClient(make_application(asked), follow_redirects=False)


@pytest.fixture(scope="module")
def pdf(client: TestClient) -> bytes:
    reply = client.get("/people/tessa/case-pack.pdf")
    assert reply.status_code == 200
    assert reply.headers["content-disposition"] == 'attachment; filename="kithmap-case-pack-2024-03-31.pdf"'
    assert reply.headers["cache-control"] == "no-store"
    return reply.content


@pytest.fixture(scope="module")
def word(client: TestClient) -> bytes:
    return client.get("/people/tessa/case-pack.docx").content


class Refusing(Asked):
    """Refuses some questions."""

    refused: frozenset[str] = frozenset()

    def __call__(self, request: Request, operation: str, /, **arguments: object) -> object | None:
        if operation in self.refused:
            raise Forbidden("this is not open to you for this purpose")
        return super().__call__(request, operation, **arguments)


def test_its_parts_stand_in_their_order_each_on_a_sheet_of_its_own(pdf: bytes) -> None:
    sheets = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    first = [
        next(number for number, text in enumerate(sheets) if f"SENSITIVE\n{heading}\n" in text) for heading in HEADINGS
    ]
    assert first == sorted(set(first))


def test_the_contents_name_each_part_and_lead_to_it(pdf: bytes) -> None:
    reader = PdfReader(BytesIO(pdf))
    sheet = next(page for page in reader.pages if "\nContents\n" in page.extract_text())
    contents = sheet.extract_text()
    for heading in HEADINGS:
        assert re.search(rf"{heading}[ .]+\W*\d+", contents), heading
    assert len(sheet["/Annots"]) >= len(HEADINGS)  # type: ignore[arg-type]
    assert [one.title for one in reader.outline if not isinstance(one, list)][-len(HEADINGS) :] == list(HEADINGS)  # type: ignore[union-attr]


def test_every_sheet_has_marking_dates_maker_purpose_and_its_number(pdf: bytes) -> None:
    reader = PdfReader(BytesIO(pdf))
    for number, page in enumerate(reader.pages, 1):
        text = close(page.extract_text())
        for part in ("OFFICIAL-SENSITIVE", "As at 31 March 2024", "known at 2 April 2024 at 10:30", "Made by mo.hale",
                     "Purpose: Strategy discussion", f"Page {number} of {len(reader.pages)}"):  # fmt: skip
            assert close(part) in text, (number, part)


def test_its_cover_says_what_it_stands_on_and_what_each_part_says(pdf: bytes) -> None:
    sheets = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    before = next(number for number, text in enumerate(sheets) if "\nContents\n" in text)
    cover = close("".join(sheets[:before]))
    for part in (
        "Case pack: QUILL, Tessa", "For a strategy discussion.", "As at 31 March 2024", "Known at 2 April 2024 at 10:30",
        "Known to every agency", "Made by mo.hale, 2 April 2024 at 10:30", "Purpose Strategy discussion",
        "Lawful basis UK GDPR Art 6(1)(e)", "Included 4 agencies", "Missing events by GP",
        "5 people in 2 homes; 5 services, 3 people outside it, 1 expected agency that is silent.",
        "Holds Adults around the child; Household network; Genogram; Findings; Chronology; Who knew what; Ecomap",
    ):  # fmt: skip
        assert close(part) in cover, part
    assert close("/people/tessa?") in cover


def test_its_first_sheet_says_who_is_around_the_child_before_anything_else(pdf: bytes, client: TestClient) -> None:
    first = close(PdfReader(BytesIO(pdf)).pages[0].extract_text())
    adults = next(
        table for table in client.get("/people/tessa/adults.json").json()["tables"] if table["title"] == "Adults"
    )
    assert close("Born 3 May 2010") in first
    assert adults["rows"]
    for row in adults["rows"]:
        for cell in (row["cells"][0], *row["cells"][2:5]):
            assert close(cell) in first, cell
    assert first.index(close("Adults around the child, in short")) < first.index(close("Findings, in short"))


def test_it_is_tagged_and_each_picture_is_told_in_words(pdf: bytes) -> None:
    reader = PdfReader(BytesIO(pdf))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    told = list(alternatives(reader.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]
    for begin in ("Drawing of ", "Genogram of 9 people", "Ecomap: 5 people in 2 homes"):
        assert any(text.startswith(begin) for text in told), begin


def alternatives(node: object) -> Iterator[str]:
    """The words for each figure in the structure of a PDF."""
    held = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(held, list):
        for one in held:
            yield from alternatives(one)
    elif isinstance(held, dict):
        if "/Alt" in held:
            yield str(held["/Alt"])
        yield from alternatives(held.get("/K", []))


def test_the_word_file_has_the_same_parts_pictures_with_words_and_contents(word: bytes) -> None:
    held = docx.Document(BytesIO(word))
    headings = [one.text for one in held.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == ["Case pack: QUILL, Tessa", *HEADINGS]
    links = held.element.xpath(".//w:hyperlink/@w:anchor")
    names = held.element.xpath(".//w:bookmarkStart/@w:name")
    assert links == names == [f"part{number}" for number in range(1, len(HEADINGS) + 1)]
    kinds = held.element.xpath(".//w:fldChar/@w:fldCharType")
    assert kinds == ["begin", "separate", "end"]
    told = held.element.xpath(".//wp:docPr/@descr")
    assert len(told) >= 3
    assert all(told)
    foot = held.sections[0].footer.paragraphs[0].text
    assert "As at: 31 March 2024" in foot
    assert "OFFICIAL-SENSITIVE" in held.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("page", sorted(PARTS))
def test_each_part_has_the_tables_of_its_page_with_as_many_rows(page: str, client: TestClient, word: bytes) -> None:
    alone = client.get(f"/people/tessa/{page}.json").json()
    in_pack = close(from_word(word))
    counted = [len(table.rows) for table in docx.Document(BytesIO(word)).tables]
    for sentence in alone["says"]:
        assert close(sentence) in in_pack
    for table in alone["tables"]:
        if table["title"] == EVIDENCE:
            continue
        assert close(table["title"]) in in_pack
        if table["rows"]:
            assert len(table["rows"]) + 1 in counted
    for line in alone["not_here"]:
        assert close(line) in in_pack


def test_evidence_is_numbered_as_one_and_every_number_is_there_once(word: bytes) -> None:
    tables = docx.Document(BytesIO(word)).tables
    heads = [[cell.text for cell in table.rows[0].cells] for table in tables]
    named = {
        number
        for table, head in zip(tables, heads, strict=True)
        if head[-1] == EVIDENCE
        for row in table.rows[1:]
        for number in numbers_in(row.cells[-1].text)
    }
    (evidence,) = [table for table, head in zip(tables, heads, strict=True) if head[0] == "Number"]
    numbers = [row.cells[0].text for row in evidence.rows[1:]]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert set(numbers) == named


def test_of_two_ways_to_say_a_claim_the_one_with_the_name_is_kept() -> None:
    unnamed, named = "someone whose record is not here lives there", "Joan lives there"

    def told(says: str) -> object:
        rows = a_table(("QUILL, Tessa",), columns=("Adult", "Agency", EVIDENCE))
        evidence = a_table((), title=EVIDENCE, rows=(Row(("7", says), ("claim-0",)),))
        return a_document(rows, evidence)

    for order in ((unnamed, named), (named, unnamed)):
        parts, evidence = number_as_one([told(says) for says in order])  # type: ignore[misc]
        assert evidence == [Row(("1", named), ("claim-0",))]
        assert [part.tables[0].rows[0].cells[-1] for part in parts] == ["1", "1"]


def test_each_question_is_asked_once_for_the_dates_of_the_address_and_then_its_entry(
    asked: Asked, client: TestClient
) -> None:
    asked.questions.clear()
    assert client.get(f"/people/tessa/case-pack.pdf?{QUERY}").status_code == 200
    for page in PARTS:
        (given,) = [arguments for name, arguments in asked.questions if name == EXPORTED_PAGES[page]]
        assert str(given["at"].as_of) == "2023-06-01"  # type: ignore[attr-defined]
    name, given = asked.questions[-1]
    assert (name, given["export"]) == ("casePack", "export:case-pack.pdf")
    assert isinstance(given["gathered"], Gathered)


def test_a_part_that_is_not_open_is_left_out_and_that_is_said() -> None:
    asked = Refusing(family_answers())
    asked.refused = frozenset({"findings"})
    client = TestClient(make_application(asked))
    text = close(from_pdf(client.get("/people/tessa/case-pack.pdf").content))
    assert close("Not in it, because this is not open to you for this purpose: Findings.") in text
    assert close("What would refute it") not in text
    assert close("Adults around the child") in text


def test_where_no_part_is_open_there_is_no_file() -> None:
    asked = Refusing(family_answers())
    asked.refused = frozenset(EXPORTED_PAGES.values())
    reply = TestClient(make_application(asked)).get("/people/tessa/case-pack.pdf")
    assert reply.status_code == 403
    assert "casePack" not in {name for name, _ in asked.questions}


@pytest.mark.parametrize("person", ["nobody", "sealed"])
def test_nobody_has_no_pack_but_the_page_for_nobody(person: str, client: TestClient, asked: Asked) -> None:
    asked.questions.clear()
    reply = client.get(f"/people/{person}/case-pack.pdf")
    assert reply.status_code == 404
    assert reply.content == client.get("/people/nobody/adults").content
    assert "casePack" not in {name for name, _ in asked.questions}


@pytest.mark.parametrize("ending", ["xlsx", "csv", "svg", "json", "exe", "PDF"])
def test_there_is_no_other_format(ending: str, client: TestClient) -> None:
    assert client.get(f"/people/tessa/case-pack.{ending}").status_code == 404


def test_somebody_grown_up_has_no_pack() -> None:
    class Grown(Asked):
        def __call__(self, request: Request, operation: str, /, **arguments: object) -> object | None:
            if operation == "hiddenAdults":
                raise BadInput("child", "is not a child on the day asked about")
            return super().__call__(request, operation, **arguments)

    client = TestClient(make_application(Grown(family_answers())))
    assert client.get("/people/tessa/case-pack.pdf").status_code == 400


def test_dates_that_are_none_are_refused_and_someone_not_signed_in_is_sent_to_sign_in(client: TestClient) -> None:
    assert client.get("/people/tessa/case-pack.pdf?as_of=2023-02-30").status_code == 400
    stranger = TestClient(make_application(Asked(family_answers()), me=None), follow_redirects=False)
    assert stranger.get("/people/tessa/case-pack.pdf").headers["location"] == "/signin"


def test_the_page_of_a_child_leads_to_it_at_its_dates_and_that_of_somebody_grown_up_does_not(
    client: TestClient,
) -> None:
    links = [link for link in links_of(client.get(f"/people/tessa?{QUERY}").text) if "case-pack" in link]
    assert [link.partition("?")[0] for link in links] == [f"/people/tessa/case-pack.{ending}" for ending in FORMATS]
    assert all("as_of=2023-06-01" in link for link in links)
    answers = family_answers()
    person = answers["person"]
    assert isinstance(person, PersonAnswer)
    grown = TestClient(make_application(Asked({**answers, "person": replace(person, is_child=False)})))
    assert "case-pack" not in grown.get("/people/tessa").text


@pytest.mark.parametrize("ending", FORMATS)
def test_a_name_that_is_markup_or_a_formula_is_text(ending: str) -> None:
    client = TestClient(
        make_application(Asked(with_name(family_answers(), '=1+1</script><script>alert("x")</script>')))
    )
    reply = client.get(f"/people/tessa/case-pack.{ending}")
    assert reply.status_code == 200
    assert close("=1+1</script>") in close(READ[ending](reply.content))
    assert "script" not in reply.headers["content-disposition"]


@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_on_record_still_prints_and_is_no_reassurance(ending: str) -> None:
    answers = family_answers()
    findings = answers["findings"]
    assert isinstance(findings, FindingsAnswer)
    answers.update(ecomap=an_ecomap(), findings=replace(findings, findings=()))
    text = close(
        READ[ending](TestClient(make_application(Asked(answers))).get(f"/people/tessa/case-pack.{ending}").content)
    )
    assert close("That does not say that the child lives nowhere.") in text
    assert close("never says that somebody is safe") in text


def test_the_policy_opens_it_to_whoever_may_ask_about_people() -> None:
    assert {f"export:case-pack.{ending}" for ending in FORMATS} == set(CASE_PACKS)
    assert {roles_that_may(one) for one in CASE_PACKS} == {roles_that_may("hiddenAdults") - {AccessRole.ANALYST}}


def test_the_same_pack_is_the_same_bytes() -> None:
    document = a_document(parts=(a_document(title="Chronology"), a_document(title="Findings", page="findings")))
    assert to_pdf(document) == to_pdf(document)
    assert to_word(document) == to_word(document)
