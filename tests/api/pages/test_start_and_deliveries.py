"""Start and deliveries: own cases, loads of today with what failed, what each agency supplies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from graph.model.loading import DeliveriesFound, MeAnswer
from graph.model.watching import CorrectionTaken
from tests.api.pages.application import ME, TOKEN, Asked, family_answers, make_application
from tests.api.pages.reading import links_of, words_of
from tests.viz.delivered import family_delivery
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
    text = page("/", AUDITOR)
    assert "The reason you gave, audit review, shows no person." in words_of(text)
    assert {"/audit", "/audit/review"} <= set(links_of(text))


def test_what_is_amiss_with_feeds_stands_above_the_list_of_loads() -> None:
    text = page("/deliveries", STEWARD)
    assert text.index("Feeds to ask after") < text.index("<table")


def test_a_role_without_pages_is_told_so() -> None:
    helper = MeAnswer("kit.fen", ("admin",), None, "audit_review")
    told = words_of(page("/", helper))
    assert "The reason you gave, audit review, shows no person." in told


def test_each_load_adds_up() -> None:
    told = words_of(page("/deliveries", STEWARD))
    assert "Vale Police main, everything 2 April 2024 at 10:30 2 April 2024 at 10:30 Published 120 100 18 2" in told
    assert "Marlow Homes main, changes only" in told
    assert "Not published more than 1 % of residences can't be read 40 0 0 40" in told


def test_a_load_opens_to_its_tables_and_rows_set_apart() -> None:
    text = page("/deliveries/d1", STEWARD)
    told = words_of(text)
    assert "Events 70 60 8 2 People 50 40 10 0" in told
    assert "events.csv, line 7 start Not a date start: not a date withheld" in told
    assert "events.csv, line 9 the row More cells than the first line has headings" in told
    assert "/deliveries/d1/events.csv" in links_of(text)
    assert "Send corrected rows back" in told
    assert "2 rows sent, 1 taken" in told


def test_whoever_may_not_read_rows_sees_counts_alone() -> None:
    admin = MeAnswer("ad.min", ("admin",), None, "administration")
    counts = replace(family_delivery(), set_apart=(), sees_rows=False, corrections=())
    told = words_of(page("/deliveries/d1", admin, delivery=counts))
    assert "Events 70 60 8 2" in told
    assert "set apart" not in told.lower().replace("set apart events", "")


def test_a_load_that_is_not_there_is_the_page_for_nobody() -> None:
    answers = Asked(family_answers() | {"delivery": None, "quarantine": None})
    client = TestClient(make_application(answers, me=STEWARD))
    for address in ("/deliveries/none", "/deliveries/none/events.csv"):
        assert client.get(address).status_code == 404


def test_rows_set_apart_are_a_file_no_spreadsheet_calculates() -> None:
    client = TestClient(make_application(Asked(family_answers()), me=STEWARD))
    reply = client.get("/deliveries/d1/events.csv")
    assert reply.content.decode("utf-8-sig") == "person_ref,_line\n'=1+1,7\n"
    assert 'filename="events-set-apart.csv"' in reply.headers["content-disposition"]
    assert reply.headers["cache-control"] == "no-store"


def test_corrected_rows_are_sent_back_by_a_form_of_ours_alone() -> None:
    asked = Asked(family_answers() | {"correct": CorrectionTaken(2, 1, 1, 0)})
    client = TestClient(make_application(asked, me=STEWARD), raise_server_exceptions=False)
    file = ("events.csv", b"record_ref\nE1\n", "text/csv")
    sent = client.post("/deliveries/d1", data={"csrf": TOKEN}, files={"files": file})
    assert "2 rows came: 1 row was taken, 1 row is still set apart." in words_of(sent.text)
    assert ("correct", {"delivery": "d1", "sent": (file[:2],)}) in asked.questions
    assert client.post("/deliveries/d1", data={"csrf": "other"}, files={"files": file}).status_code == 403
    empty = client.post("/deliveries/d1", data={"csrf": TOKEN})
    assert empty.status_code == 400
    assert "Choose the file you corrected" in words_of(empty.text)


@pytest.mark.parametrize("address", ["/", "/deliveries"])
def test_feeds_that_are_late_missing_or_shrunken_are_said(address: str) -> None:
    told = words_of(page(address, STEWARD))
    assert "Marlow Homes (main) is late: nothing since 1 March 2024, 32 days; it comes every 7 days" in told
    assert "Vale Police (main) has stopped: nothing since 1 March 2024, 99 days" in told
    assert "Vale Police (main): the table people came before, and is missing from the delivery of 1 March 2024" in told
    assert (
        "Vale Police (main): the table events has shrunk: 70 rows in the delivery of 1 March 2024, 1,200 in the one"
        in told
    )


def test_feeds_are_told_by_day_and_what_was_taken_back_too() -> None:
    told = words_of(page("/deliveries", STEWARD))
    assert "2 April 2024 Vale Police (main): events, people" in told
    assert "1 April 2024: a delivery of Vale Police (main)" in told


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


def test_a_sample_is_told_without_markup_of_its_own() -> None:
    asked = Asked(family_answers())
    client = TestClient(make_application(asked, me=STEWARD), raise_server_exceptions=False)
    told = client.get("/deliveries/preview")
    assert "Lists of children" in words_of(told.text)
    file = ("cpis.csv", b"NHS Number\n1\n", "text/csv")
    sent = client.post("/deliveries/preview", data={"csrf": TOKEN, "mapping": "cp-is"}, files={"files": file})
    assert "Start <b> start" in words_of(sent.text)
    assert "Start <b>" not in sent.text
    assert ("previewMapping", {"mapping": "cp-is", "sent": (file[:2],)}) in asked.questions
    nobody = Asked(family_answers() | {"mappings": None, "previewMapping": None})
    client = TestClient(make_application(nobody, me=STEWARD))
    assert client.get("/deliveries/preview").status_code == 404
    reply = client.post("/deliveries/preview", data={"csrf": TOKEN, "mapping": "cp-is"}, files={"files": file})
    assert reply.status_code == 404
