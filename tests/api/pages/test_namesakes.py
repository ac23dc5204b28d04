"""Two adults of one name can be told apart wherever they are listed."""

from __future__ import annotations

from dataclasses import replace

from starlette.testclient import TestClient

from api.pages.namesakes import people_apart
from graph.model.answers import AdultsAroundChild
from graph.model.knowing import KnowledgeTable
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import words_of
from tests.viz.family import a_person


def test_whoever_has_a_name_alone_keeps_it() -> None:
    people = [a_person("one", "Daz"), a_person("two", "Kelly")]
    assert list(people_apart(people).values()) == people


def test_namesakes_are_told_apart_by_birth_and_by_who_says_so() -> None:
    old = a_person("old", "Daz", date_of_birth="1980-03-12", records=())
    unborn_date = a_person("new", "Daz", date_of_birth=None, records=())
    told = people_apart([old, unborn_date], {"new": ["Vale Police"]})
    assert [one.display_name for one in told.values()] == ["Daz (born 12 Mar 1980)", "Daz (said by Vale Police)"]


def test_namesakes_that_nothing_tells_apart_are_numbered_in_their_order() -> None:
    people = [a_person(name, "", identified=False, date_of_birth=None, records=()) for name in ("one", "two")]
    told = people_apart(people, {"one": ["Vale Police"], "two": ["Vale Police"]})
    assert [one.display_name for one in told.values()] == [
        "Somebody not identified (said by Vale Police) (1 of 2)",
        "Somebody not identified (said by Vale Police) (2 of 2)",
    ]


def test_pages_and_files_of_adults_and_of_who_knew_tell_namesakes_apart() -> None:
    answers = family_answers()
    adults, knowledge = answers["hiddenAdults"], answers["whoKnewWhat"]
    assert isinstance(adults, AdultsAroundChild)
    assert isinstance(knowledge, KnowledgeTable)
    born = ("1980-03-12", "1990-02-11")

    def renamed(rows: tuple[object, ...]) -> tuple[object, ...]:
        named = (
            replace(row.adult, display_name="Daz", date_of_birth=day)  # type: ignore[attr-defined]
            for row, day in zip(rows, born, strict=False)
        )
        return (*(replace(row, adult=adult) for row, adult in zip(rows, named, strict=False)), *rows[2:])  # type: ignore[type-var]

    answers["hiddenAdults"] = replace(adults, adults=renamed(adults.adults))  # type: ignore[arg-type]
    answers["whoKnewWhat"] = replace(knowledge, rows=renamed(knowledge.rows))  # type: ignore[arg-type]
    client = TestClient(make_application(Asked(answers)))
    for address in ("adults", "adults.csv", "who-knew", "who-knew.csv"):
        text = client.get(f"/people/tessa/{address}").text
        told = text if address.endswith(".csv") else words_of(text)
        assert "Daz (born 12 Mar 1980)" in told, address
        assert "Daz (born 11 Feb 1990)" in told, address
