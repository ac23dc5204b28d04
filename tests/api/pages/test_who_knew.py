"""Who knew what, as a page: columns of those that know, words for those that do not, one entry by its address."""

from __future__ import annotations

from dataclasses import replace

from starlette.testclient import TestClient

from api.pages.routes.who_knew import columns_of, silences
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import links_of, words_of
from tests.viz.family import HOUSING, POLICE, SCHOOL, family_knowledge


def page(address: str = "/people/tessa/who-knew", ask: Asked | None = None) -> str:
    reply = TestClient(make_application(ask or Asked(family_answers()))).get(address)
    assert reply.status_code == 200
    return reply.text


def test_each_cell_says_since_when_and_how_or_which_nothing() -> None:
    told = words_of(page())
    assert "2 adults around the child, 4 agencies." in told
    assert "Since 1 July 2022 at 09:00 Recorded it Vale Police duty desk" in told
    assert "Told by Vale Police (call)" in told
    assert "Knew nothing on record: delivered, nothing here that links them" in told


def test_an_agency_that_knows_of_nobody_is_in_words_below_and_not_a_column() -> None:
    found = family_knowledge()
    columns = columns_of(found)
    assert SCHOOL not in columns
    assert [(one.agencies, one.how, one.of) for one in silences(found, columns)] == [
        ("Harrow Lane School", "delivered, nothing here that links them", "ROWE, Pete"),
        ("Harrow Lane School", "not asked: the list of checks is filled and lacks it", "MARR, Darren"),
    ]
    assert "Harrow Lane School: not asked: the list of checks is filled and lacks it ( MARR, Darren )" in words_of(
        page()
    )


def test_childrens_social_care_has_a_column_whatever_it_knows() -> None:
    found = family_knowledge()
    one = replace(found, rows=found.rows[:1])
    assert [agency.name for agency in columns_of(one)] == ["Children's Social Care", HOUSING.name, POLICE.name]


def test_an_address_may_name_one_entry_and_a_link_leads_back() -> None:
    ask = Asked(family_answers())
    text = page("/people/tessa/who-knew?about=c1.incident&as_of=2023-06-01", ask)
    asked = next(given for name, given in ask.questions if name == "whoKnewWhat")
    assert asked["about"] == "c1.incident"
    assert "2 people named" in words_of(text)
    assert 'name="about" value="c1.incident"' in text
    assert "/people/tessa/who-knew?as_of=2023-06-01" in links_of(text)


def test_nobody_around_a_child_is_no_reassurance() -> None:
    empty = replace(family_knowledge(), rows=())
    told = words_of(page(ask=Asked({**family_answers(), "whoKnewWhat": empty})))
    assert "That does not say that there is none." in told


def test_the_page_of_a_child_and_of_the_adults_lead_there() -> None:
    for ending in ("", "/adults"):
        assert "/people/tessa/who-knew" in links_of(page(f"/people/tessa{ending}"))
