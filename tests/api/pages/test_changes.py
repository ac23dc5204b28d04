"""What changed, as a page: the earlier day of the address, a heading a kind, adults before and now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from graph.model.answers import At
from graph.model.period import end_of_day
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import words_of
from tests.viz.comparing import family_changes
from tests.viz.family import NOW


def page(query: str = "", ask: Asked | None = None, status: int = 200) -> str:
    reply = TestClient(make_application(ask or Asked(family_answers()))).get(f"/people/tessa/changes{query}")
    assert reply.status_code == status
    return words_of(reply.text)


def earlier(query: str) -> At:
    """The earlier moment that an address asks for."""
    ask = Asked(family_answers())
    page(query, ask)
    found = next(given["before"] for name, given in ask.questions if name == "changes")
    assert isinstance(found, At)
    return found


def test_every_kind_of_change_has_a_heading_and_what_stayed_is_counted() -> None:
    told = page("?before=2023-06-01")
    assert "1 June 2023 compared with 31 March 2024: 6 changes around QUILL, Tessa, 7 links as before." in told
    for heading in (
        "New since then (1)",
        "Ended (1)",
        "Was so already, and became known (1)",
        "No longer on record (1)",
        "Said otherwise than before (1)",
        "Known to be one person (1)",
    ):
        assert heading in told
    assert "added since 1 July 2023" in told


def test_adults_are_told_before_and_now() -> None:
    told = page()
    assert "Not known to the assessing agency, not in any assessment Not around the child before" in told
    assert "Known, but not in any assessment Before: Not known to the assessing agency, not in any assessment" in told
    assert "No longer among the adults around the child Before: Not identified" in told


def test_the_earlier_day_is_as_it_was_known_then_unless_asked_otherwise() -> None:
    day = date(2023, 6, 1)
    assert earlier("?before=2023-06-01") == At(day, end_of_day(day))
    assert earlier("?before=2023-06-01&before_known=now") == At(day)


def test_the_later_moment_bounds_the_earlier_and_names_its_agencies() -> None:
    known = end_of_day(date(2023, 5, 1))
    asked = earlier("?before=2023-06-01&as_of=2024-01-01&known_at=2023-05-01&known_to=police")
    assert asked == At(date(2023, 6, 1), known, ("police",))


def test_a_day_whose_end_lies_ahead_is_as_known_now() -> None:
    today = NOW.date().isoformat()
    assert earlier(f"?before={today}&as_of={today}") == At(NOW.date())


def test_a_day_that_cannot_be_read_is_blamed_on_its_own_field() -> None:
    assert "The day in “Compared with” must be a real date" in page("?before=zzz", status=400)


def test_without_a_day_a_quarter_of_a_year_is_looked_back_on() -> None:
    assert earlier("?as_of=2024-01-31").as_of == date(2023, 11, 1)
    assert earlier("").as_of == date(2024, 1, 2)  # before the newest delivery


@pytest.mark.parametrize("query", ["?before=2024-13-01", "?before=yesterday", "?before=2024-02-01&as_of=2024-01-01"])
def test_a_day_that_is_none_or_after_the_later_one_is_refused_in_words(query: str) -> None:
    assert page(query, status=400)


def test_nothing_changed_is_no_reassurance() -> None:
    quiet = replace(family_changes(), changes=(), adults=())
    told = page(ask=Asked({**family_answers(), "changes": quiet}))
    assert "0 changes" in told
    assert "That does not say that nothing happened." in told


def test_what_is_left_out_is_said() -> None:
    cut = replace(family_changes(), more=("12 more people and places are too far away to compare",))
    assert "Left out: 12 more people" in page(ask=Asked({**family_answers(), "changes": cut}))
