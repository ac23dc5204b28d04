"""Start and deliveries: own cases, loads of today with what failed, what each agency supplies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from starlette.testclient import TestClient

from graph.model.loading import DeliveriesFound, MeAnswer
from tests.api.pages.application import ME, Asked, family_answers, make_application
from tests.api.pages.reading import links_of, words_of
from tests.viz.family import NOW, family_deliveries, family_feeds

STEWARD = MeAnswer("sam.ash", ("steward",), None, "data_quality")
AUDITOR = MeAnswer("lee.orr", ("auditor",), None, "audit_review")


def page(address: str, me: MeAnswer, **answers: object) -> str:
    reply = TestClient(make_application(Asked(family_answers() | answers), me=me)).get(address)
    assert reply.status_code == 200
    return reply.text


def test_a_practitioner_starts_with_search_and_their_cases() -> None:
    text = page("/", ME)
    told = words_of(text)
    assert told.startswith("Find a child or an adult")
    assert "Your cases QUILL, Tessa Who is around this child that nobody assessed" in told
    assert "You looked at lately MARR, Darren Household network" in told
    assert "/people/tessa/adults" in links_of(text)
    assert "Loads of today" not in told


def test_a_steward_starts_with_what_failed_today() -> None:
    told = words_of(page("/", STEWARD))
    assert "Find a child" not in told
    assert "2 loads, 160 rows. 2 to look at:" in told
    assert "Vale Police (main), 2 April 2024 at 10:30: published; 2 of 120 rows set apart for correction" in told
    assert (
        "Marlow Homes (main), 2 April 2024 at 10:30: not published: more than 1 % of residences can't be read" in told
    )


def test_loads_without_fault_are_one_line() -> None:
    good = replace(family_deliveries().nodes[0], quarantined=0, rows_in=2645)
    told = words_of(page("/", STEWARD, deliveries=DeliveriesFound((good,), None, has_next_page=False)))
    assert "1 load, 2,645 rows. All published, no row set apart." in told


def test_loads_of_another_day_are_not_todays() -> None:
    old = replace(family_deliveries().nodes[0], loaded_at=NOW - timedelta(days=1))
    told = words_of(page("/", STEWARD, deliveries=DeliveriesFound((old,), None, has_next_page=False)))
    assert "Nothing has been loaded today." in told


def test_an_auditor_starts_with_who_looked() -> None:
    told = words_of(page("/", AUDITOR))
    assert "The reason you gave, audit review, shows no person. Who looked says who looked at whom, and why." in told


def test_a_role_without_pages_is_told_so() -> None:
    analyst = MeAnswer("kit.fen", ("analyst",), None, "service_analysis")
    told = words_of(page("/", analyst))
    assert "The reason you gave, service analysis, shows no person. What your role works with is not among" in told


def test_each_load_adds_up() -> None:
    told = words_of(page("/deliveries", STEWARD))
    assert "Vale Police main, everything 2 April 2024 at 10:30 2 April 2024 at 10:30 Published 120 100 18 2" in told
    assert "Marlow Homes main, changes only" in told
    assert "Not published more than 1 % of residences can't be read 40 0 0 40" in told


def test_older_loads_are_a_link_away() -> None:
    found = replace(family_deliveries(), end_cursor="c1", has_next_page=True)
    assert "/deliveries?after=c1" in links_of(page("/deliveries", STEWARD, deliveries=found))


def test_what_is_supplied_is_a_line_a_system_and_a_stretch() -> None:
    feeds = family_feeds()
    later = replace(feeds[0], covers_from=None, covers_to=None)
    told = words_of(page("/deliveries", STEWARD, feeds=(later, *feeds[1:])))
    assert "Vale Police main 1 January 2015 to 31 March 2024 events 12, people 12" in told
    assert "Children's Social Care main start not stated to end not stated people 12" in told
    assert date(2015, 1, 1) == feeds[1].covers_from


def test_nobody_is_asked_for_cases_who_sees_no_person() -> None:
    """Asked all the same, every start page of an auditor would stand in the log as a refusal."""
    application = make_application(Asked(family_answers()), me=AUDITOR)
    asked: list[object] = []
    answering = application.state.answering
    application.state.answering = replace(answering, cases=lambda request: asked.append(request) or ())
    assert TestClient(application).get("/").status_code == 200
    assert asked == []
