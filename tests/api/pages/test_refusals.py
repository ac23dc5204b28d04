"""Refusals and faults: in the page's own words, without a value, with a way back."""

from __future__ import annotations

import pytest
from fastapi import Request
from starlette.testclient import TestClient

from graph.errors import BadInput, Forbidden, StoreUnavailable
from graph.model.loading import MeAnswer
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import links_of, unbalanced, words_of

client = TestClient(make_application(Asked(family_answers())))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("as_of=2023-13-45", "The day in “As it was on” must be a real date"),
        ("as_of=tomorrow", "The day in “As it was on” must be a real date"),
        ("known_at=2023-05-03T99", "The day in “Only what had been written down” must be a real date"),
        ("from=x", "The day in “From” must be a real date"),
        ("from=2023-05-03&to=2022-01-01", "The day in “To” is before from."),
    ],
)
def test_a_date_that_cannot_be_read_is_named_as_the_page_names_it(query: str, says: str) -> None:
    reply = client.get(f"/people/tessa/adults?{query}")
    assert reply.status_code == 400
    told = words_of(reply.text)
    assert says in told
    assert "2023-13-45" not in reply.text
    assert "tomorrow" not in reply.text
    assert "/people/tessa" in links_of(reply.text)
    assert unbalanced(reply.text) == []


def test_an_unknown_choice_is_refused_without_repeating_it() -> None:
    reply = client.get("/people/tessa/chronology?about=everybody")
    assert reply.status_code == 400
    assert "everybody" not in reply.text
    assert "The choice of whom it is about must be one of child, household, siblings, everyone" in words_of(reply.text)


class Closed(Asked):
    """Refuses everything but who asks."""

    def __call__(self, request: Request, operation: str, /, **arguments: object) -> object | None:
        if operation == "chronology":
            raise BadInput("child", "is not a child on the day asked about")
        raise Forbidden("this is not open to you for this purpose")


def test_a_page_of_children_asked_of_an_adult_leads_to_their_own_page() -> None:
    reply = TestClient(make_application(Closed({}))).get("/people/daz/chronology")
    assert reply.status_code == 400
    assert "This person is not a child on the day asked about." in words_of(reply.text)
    assert "/people/daz" in links_of(reply.text)


def test_what_is_not_open_says_so_and_leads_back() -> None:
    reply = TestClient(make_application(Closed({}))).get("/deliveries")
    assert reply.status_code == 403
    assert "This page is not for your role" in words_of(reply.text)
    assert "/" in links_of(reply.text)
    assert not any(link.startswith("/people") for link in links_of(reply.text))


def test_a_cursor_without_end_is_cut_before_it_is_asked() -> None:
    ask = Asked(family_answers())
    steward = MeAnswer("sam.ash", ("steward",), None, "data_quality")
    assert TestClient(make_application(ask, me=steward)).get(f"/deliveries?after={'x' * 2000}").status_code == 200
    assert len(str(next(given for name, given in ask.questions if name == "deliveries")["after"])) == 400


def test_a_cursor_that_names_no_entry_of_a_chronology_is_refused_in_words() -> None:
    reply = TestClient(make_application(Asked(family_answers()))).get(f"/people/tessa/chronology?after={'x' * 2000}")
    assert reply.status_code == 400
    assert "xx" not in words_of(reply.text)


def test_a_reason_that_opens_nothing_here_can_be_changed() -> None:
    reply = TestClient(make_application(Closed({}))).get("/people/daz")
    assert reply.status_code == 403
    assert "/purpose" in links_of(reply.text)


class Down(Asked):
    """A store that does not answer."""

    def __call__(self, request: Request, operation: str, /, **arguments: object) -> object | None:
        raise StoreUnavailable("the graph does not answer")


def test_what_can_t_be_answered_just_now_is_a_press_away_from_being_asked_again() -> None:
    reply = TestClient(make_application(Down({}))).get("/people/daz/adults?as_of=2023-06-01")
    assert reply.status_code == 503
    assert [link for link in links_of(reply.text) if link == ""] == [""]
    assert "Try again" in words_of(reply.text)
    assert "/people/daz" not in links_of(reply.text)


def test_an_address_about_nobody_is_said_to_be_no_page_not_nobody() -> None:
    told = words_of(TestClient(make_application(Asked({}))).get("/deliveries/none").text)
    assert "There is no such page" in told
    assert "person" not in told
    assert "There is nobody to show here" in words_of(client.get("/people/nobody").text)
