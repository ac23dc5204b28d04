"""What analysts begin with: counts, children by pseudonym, and how the whole area is had as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.pages.count_words import ASKED_OF_AN_EXPORT, COUNT_BY, COUNTED
from graph.errors import Forbidden
from graph.model.answers import PeopleFound
from graph.model.counting import CountBy, CountCell, Counted, CountsAnswer, CountsAsked
from graph.model.loading import MeAnswer
from graph.questions.analysts.counting import REFUSED
from tests.api.pages.application import ME, TOKEN, Asked, family_answers, make_application
from tests.api.pages.reading import links_of, words_of
from tests.viz.family import TESSA

ANALYST = MeAnswer("kit.fen", ("analyst",), None, "service_analysis")
TABLE = CountsAnswer(
    Counted.CHILDREN,
    (CountBy.DISTRICT, CountBy.SEX),
    tuple(
        CountCell(row, column, count)
        for row, counts in (("VA1", (12, None, 1_021)), ("VA2", (None, 8, None)), (None, (19, 8, 1_030)))
        for column, count in zip(("F", "M", None), counts, strict=True)
    ),
    3,
    "Counts under 5 are not told.",
)


class Refused(Asked):
    """An application whose counts are refused."""

    def __call__(self, request: object, operation: str, /, **arguments: object) -> object | None:
        if operation == "areaCounts":
            raise Forbidden(REFUSED)
        return super().__call__(request, operation, **arguments)  # type: ignore[arg-type]


def client(me: MeAnswer = ANALYST, asked: Asked | None = None) -> TestClient:
    answers = {"areaCounts": TABLE, "children": PeopleFound((TESSA,), "next", has_next_page=True)}
    application = make_application(asked or Asked(family_answers() | answers), me=me)
    return TestClient(application, raise_server_exceptions=False)


def test_an_analyst_starts_with_counts_children_and_the_export() -> None:
    text = client().get("/").text
    told = words_of(text)
    assert "The area, under pseudonyms" in told
    assert "kithmap export area --as kit.fen --purpose service_analysis --k 5" in told
    assert all(question in told for question in ASKED_OF_AN_EXPORT)
    assert {"/children", "/counts"} <= set(links_of(text))
    assert "/search" not in links_of(text)
    assert "Find a child" not in told


def test_the_questions_are_those_of_the_page_for_analysts() -> None:
    page = (Path(__file__).parents[3] / "docs" / "analysts.md").read_text(encoding="utf-8")
    assert [line[4:] for line in page.splitlines() if line.startswith("### ")] == list(ASKED_OF_AN_EXPORT)
    assert (set(COUNTED), set(COUNT_BY)) == (set(Counted), set(CountBy))


def test_nothing_is_counted_before_it_is_asked_for() -> None:
    asked = Asked(family_answers() | {"areaCounts": TABLE})
    for address in ("/", "/counts"):
        assert client(asked=asked).get(address).status_code == 200
    assert all(operation != "areaCounts" for operation, _ in asked.questions)


def test_a_table_is_told_with_what_is_not_told_said() -> None:
    asked = Asked(family_answers() | {"areaCounts": TABLE})
    form = {"csrf": TOKEN, "of": "CHILDREN", "by": "DISTRICT", "and_by": "SEX"}
    told = words_of(client(asked=asked).post("/counts", data=form).text)
    assert "Children by district and sex District F M All" in told
    assert "VA1 12 Not told 1,021 VA2 Not told 8 Not told All 19 8 1,030" in told
    assert "Counts under 5 are not told." in told
    wanted = CountsAsked(Counted.CHILDREN, CountBy.DISTRICT, CountBy.SEX)
    assert ("areaCounts", {"asked": wanted}) in asked.questions


@pytest.mark.parametrize("sent", [{"of": "NOBODY"}, {"by": ""}, {"and_by": "NAME"}])
def test_what_is_none_of_the_choices_is_asked_again(sent: dict[str, str]) -> None:
    form = {"csrf": TOKEN, "of": "CHILDREN", "by": "SEX", "and_by": ""} | sent
    reply = client().post("/counts", data=form)
    assert reply.status_code == 400
    assert "There is a problem" in words_of(reply.text)
    assert "NOBODY" not in reply.text


def test_a_table_that_must_not_be_told_says_why() -> None:
    form = {"csrf": TOKEN, "of": "CHILDREN", "by": "SEX"}
    reply = client(asked=Refused(family_answers())).post("/counts", data=form)
    assert reply.status_code == 403
    assert "This can't be told beside what was asked before today" in words_of(reply.text)


def test_a_form_of_another_site_counts_nothing() -> None:
    assert client().post("/counts", data={"csrf": "other", "of": "CHILDREN", "by": "SEX"}).status_code == 403


def test_nobody_but_an_analyst_is_offered_counts() -> None:
    assert client(ME).get("/counts").status_code == 403
    assert (
        client(ME, Refused(family_answers()))
        .post("/counts", data={"csrf": TOKEN, "of": "CHILDREN", "by": "SEX"})
        .text.startswith("<!DOCTYPE html>")
    )
    assert "/counts" not in links_of(client(ME).get("/").text)


def test_children_lead_to_their_pages_and_to_more() -> None:
    text = client().get("/children").text
    assert {"/people/tessa", "/people/tessa/adults", "/children?after=next"} <= set(links_of(text))
    none = Asked(family_answers() | {"children": PeopleFound((), None, has_next_page=False)})
    assert "There is no child on this page." in words_of(client(asked=none).get("/children").text)
