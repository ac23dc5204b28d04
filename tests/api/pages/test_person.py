"""A person's page: grown up or not, what is so on the day, what was before, what came later."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from graph.model.answers import Candidate, Comparison, PersonAnswer
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import links_of, words_of
from tests.viz.family import CSC, DAZ, FRIEND, MILL, TESSA, a_claim, a_period, a_record, a_stay


def page_of(person: PersonAnswer, **answers: object) -> str:
    client = TestClient(make_application(Asked(family_answers() | {"person": person} | answers)))
    reply = client.get(f"/people/{person.id}")
    assert reply.status_code == 200
    return reply.text


def an_episode(says: str, start: str, end: str | None = None) -> object:
    return a_claim(says, CSC, valid=a_period(start, end), record=a_record(CSC, "episodes"))


def test_an_adult_has_a_page_without_the_questions_asked_of_children() -> None:
    links = links_of(page_of(DAZ))
    assert "/people/daz/network" in links
    assert "/people/daz/contacts" in links
    assert not {f"/people/daz/{name}" for name in ("adults", "siblings", "chronology")} & set(links)


def test_a_child_is_asked_every_question() -> None:
    links = set(links_of(page_of(TESSA)))
    assert {f"/people/tessa/{name}" for name in ("adults", "network", "siblings", "contacts", "chronology")} <= links


def test_homes_are_told_apart_by_the_day() -> None:
    stays = (
        a_stay(TESSA, MILL),
        replace(a_stay(TESSA), valid=a_period("2020", "2021")),
        replace(a_stay(TESSA), valid=a_period("2025")),
    )
    told = words_of(page_of(replace(TESSA, households=stays)))
    now, before, later = (
        told.index(text) for text in ("On 31 March 2024 Household", "Before that", "Later than the day")
    )
    assert now < told.index("Flat 2, Mill Lane") < before < later
    assert told[before:later].count("14 Ash Road") >= 1


def test_episodes_are_all_there_the_open_ones_first() -> None:
    claims = (
        an_episode("Early help for QUILL, Tessa, from 2019 to 2020", "2019", "2020"),
        an_episode("Section47 for QUILL, Tessa, since 2024-03-20", "2024-03-20"),
        an_episode("Looked after for QUILL, Tessa, since 2025", "2025"),
    )
    told = words_of(page_of(replace(TESSA, claims=claims)))
    assert "Open on 31 March 2024 Section 47, since 20 March 2024 Children's Social Care" in told
    assert "Ended by then Early help, from 2019 to 2020" in told
    assert told.index("Ended by then") < told.index("Later than the day asked about Looked after")


def test_who_works_with_them_is_named_with_the_way_to_reach_them() -> None:
    told = words_of(page_of(TESSA))
    assert "Who works with them on 31 March 2024 Imran Dow, allocated, Children's Social Care: 0100 555 0101" in told


def test_a_page_without_the_right_to_histories_still_names_its_day() -> None:
    client = TestClient(make_application(Asked(family_answers() | {"professionalContacts": None})))
    told = words_of(client.get("/people/tessa?as_of=2023-06-01&known_at=2023-06-01").text)
    assert "As at 1 June 2023" in told
    assert "Known at end of 1 June 2023" in told
    assert "Missing not looked at on this page" in told


@pytest.mark.parametrize(
    ("judgement", "says"), [(None, "Nobody has judged whether they are the same."), ("UNSURE", "Judged: unsure.")]
)
def test_who_somebody_may_be_is_said_with_whether_it_was_judged(judgement: str | None, says: str) -> None:
    alike = (
        Comparison("vehicle", "van", "van", "Same vehicle", 3.0),
        Comparison("name", "D", "D", "Same initial", 1.0),
    )
    candidate = Candidate(FRIEND, DAZ, 0.8, alike, judgement=judgement)
    told = words_of(page_of(replace(FRIEND, candidates=(candidate,))))
    assert f"MARR, Darren, born 11 February 1990 (aged 34). Same vehicle; Same initial. {says}" in told
    assert "0.8" not in told
