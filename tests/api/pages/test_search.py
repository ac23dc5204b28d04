"""Search: what was typed, who was found, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from fastapi import Request
from starlette.testclient import TestClient

from api.pages.dates import as_sorted
from graph.errors import BadInput
from graph.model.answers import PeopleFound
from graph.model.loading import MeAnswer
from tests.api.pages.application import ME, Asked, family_answers, make_application
from tests.api.pages.reading import links_of, words_of
from tests.viz.family import TESSA, a_person


@dataclass
class Refusing(Asked):
    """Answers, but finds fault with an operation's argument."""

    faults: dict[str, str] = field(default_factory=dict)

    def __call__(self, request: Request, operation: str, /, **arguments: object) -> object | None:
        if operation in self.faults:
            raise BadInput(self.faults[operation], "is at fault")
        return super().__call__(request, operation, **arguments)


def search(ask: Asked, me: MeAnswer = ME, **typed: str) -> tuple[int, str]:
    reply = TestClient(make_application(ask, me=me)).post("/search", data=typed)
    return reply.status_code, reply.text


def test_who_is_found_is_told_apart_by_birth_names_and_agencies() -> None:
    status, text = search(Asked(family_answers()), text="quill")
    told = words_of(text)
    assert status == 200
    assert "9 people on this page" in told
    assert "QUILL, Tessa Child 3 May 2010 (aged 13) Female No other name Children's Social Care and Vale Police" in told
    assert "Somebody not identified Not identified friend of mum's, drives a white van" in told
    assert "/people/tessa" in links_of(text)
    assert 'name="after" value="next"' in text


def test_a_spelling_that_differs_only_in_capitals_is_no_other_name() -> None:
    person = a_person("x", "Mia Hobbs", names=("MIA HOBBS", "Mia Hobbs", "Mia Tranter", "Mia Tranter"))
    _, text = search(Asked({"findPeople": PeopleFound((person,), None, has_next_page=False)}), text="mia")
    assert "Female Mia Tranter Children's" in words_of(text)
    assert "MIA HOBBS" not in text


def test_nobody_found_is_no_reassurance() -> None:
    _, text = search(Asked({"findPeople": PeopleFound((), None, has_next_page=False)}), text="zz top")
    told = words_of(text)
    assert "Nobody found Nobody you may see is recorded under that." in told
    assert "That does not say that nobody holds a record" in told


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("3/5/2019", "2019-05-03"),
        ("03.05.2019", "2019-05-03"),
        ("5/2019", "2019-05"),
        ("2019", "2019"),
        ("2019-05-03", "2019-05-03"),
        ("soon", "soon"),
    ],
)
def test_a_date_may_be_typed_as_people_write_it(typed: str, asked: str) -> None:
    assert as_sorted(typed) == asked


def test_the_date_asked_is_the_date_typed() -> None:
    ask = Asked(family_answers())
    search(ask, text="quill", born="3/5/2010")
    assert next(given for name, given in ask.questions if name == "findPeople")["date_of_birth"] == "2010-05-03"


@pytest.mark.parametrize(
    ("typed", "field_name", "says"),
    [
        ({}, "text", "Enter a name, or your agency's reference"),
        ({"text": "quill", "born": "31/2/2019"}, "born", "Date of birth must be a day, a month or a year"),
        ({"text": "q"}, "text", "Enter at least two letters of a name"),
        ({"reference": "C1"}, "reference", "Your agency has more than one system"),
    ],
)
def test_a_fault_is_said_beside_its_box_and_what_was_typed_stays(
    typed: dict[str, str], field_name: str, says: str
) -> None:
    faults = {"findPeople": "text"} if typed == {"text": "q"} else {"personByRef": "system"}
    status, text = search(Refusing(family_answers(), faults=faults), **typed)
    assert status == 400
    assert f"#{field_name}" in links_of(text)
    assert f'id="{field_name}-error"' in text
    assert words_of(text).count(says) == 2
    for value in typed.values():
        assert f'value="{value}"' in text


def test_a_reference_is_looked_for_in_the_callers_own_agency() -> None:
    ask = Asked(family_answers())
    _, text = search(ask, reference="C1")
    asked = next(given for name, given in ask.questions if name == "personByRef")
    assert asked["agency"] == ME.agency
    assert TESSA.display_name in words_of(text)


def test_a_reference_nobody_has_finds_nobody() -> None:
    assert "Nobody found" in words_of(search(Asked({"personByRef": None}), reference="C1")[1])


def test_an_account_of_no_agency_has_no_reference_to_search_by() -> None:
    status, text = search(Asked(family_answers()), MeAnswer("jo", ("assessment",), None, "assessment"), reference="C1")
    assert status == 400
    assert "Your account belongs to no agency" in words_of(text)


def test_a_name_never_stands_in_an_address() -> None:
    _, text = search(Asked(family_answers()), text="quill")
    assert 'method="post" action="/search"' in text
    assert not any("quill" in link.lower() for link in links_of(text))
