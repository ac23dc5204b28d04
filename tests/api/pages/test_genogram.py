"""The genogram as a page: the drawing inline, the lists with the same count, what is left out in words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from graph.model.genogram import Genogram
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import ids_of, words_of
from tests.viz.family import a_person
from tests.viz.genogram.answers import a_genogram, family_genogram


def page(query: str = "", found: Genogram | None = None, status: int = 200) -> str:
    answers = {**family_answers(), **({"genogram": found} if found else {})}
    reply = TestClient(make_application(Asked(answers))).get(f"/people/tessa/genogram{query}")
    assert reply.status_code == status
    return reply.text


def counted(text: str, name: str) -> int:
    """How many entries a list of the page has."""
    listed = re.search(rf'<ul class="kith-entries" data-kith="{name}">(.*?)</ul>\s*</section>', text, re.S)
    return len(re.findall(r"<li><details class=\"kith-details\"|<li><p", listed.group(1))) if listed else 0


def test_the_drawing_stands_in_the_page_without_a_script() -> None:
    text = page()
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg" width=') > 1  # and its key
    assert 'aria-labelledby="genogram-title genogram-desc"' in text
    assert "network.js" not in text


def test_lists_and_drawing_have_the_same_count() -> None:
    text = page()
    told = words_of(text)
    assert "9 people, 10 relationships, 1 household drawn." not in told  # births of two are one line
    assert "9 people, 8 relationships, 1 household drawn." in told
    targets = set(re.findall(r'<a href="#((?:person|line|home|missing)-\d+)"', text))
    assert sum(counted(text, name) for name in ("people", "unions", "children", "kin", "missing")) == len(
        [target for target in targets if not target.startswith("home")]
    )
    assert counted(text, "homes") == 2
    assert targets <= set(ids_of(text))


def test_every_line_has_its_evidence_and_who_says_it() -> None:
    told = words_of(page()).replace("\u2068", "").replace("\u2069", "")
    assert "QUILL, Tessa is a child of QUILL, Joan and ROWE, Pete" in told
    assert "said by Children's Social Care and Vale Police" in told
    assert "written down" in told
    assert "(disputed)" in told


def test_what_is_left_out_is_said_and_opens_with_dates_and_style_kept() -> None:
    text = page("?as_of=2024-03-31&style=mcgoldrick")
    assert "2 more relatives on record, not drawn. Show 2 more of ROWE, Pete" in words_of(text)
    assert "/people/tessa/genogram?as_of=2024-03-31&amp;style=mcgoldrick&amp;open=pete" in text


def test_opening_asks_for_those_people() -> None:
    ask = Asked(family_answers())
    TestClient(make_application(ask)).get("/people/tessa/genogram?open=pete&open=nan&open=")
    assert next(given["opened"] for name, given in ask.questions if name == "genogram") == ("nan", "pete")


@pytest.mark.parametrize("query", ["?style=other", "?" + "&".join(f"open=p{number}" for number in range(21))])
def test_an_address_that_asks_for_something_else_is_refused_in_words(query: str) -> None:
    page(query, status=400)


def test_the_second_style_is_a_link_away_and_marked_when_chosen() -> None:
    assert "/people/tessa/genogram?style=mcgoldrick" in page()
    assert '<strong aria-current="true">McGoldrick</strong>' in page("?style=mcgoldrick")


def test_somebody_without_name_dates_or_kin_has_a_page() -> None:
    alone = a_person("tessa", "", date_of_birth=None, age=None, sex=None, identified=False)
    told = words_of(page(found=a_genogram((alone,), ())))
    assert "1 person, 0 relationships" in told
    assert "That does not say there is none." in told


def test_nobody_is_the_page_for_nobody() -> None:
    client = TestClient(make_application(Asked(family_answers())))
    nobody, sealed = (client.get(f"/people/{one}/genogram") for one in ("nobody", "sealed"))
    assert nobody.status_code == sealed.status_code == 404
    assert nobody.text == sealed.text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202eyzzub"])
def test_hostile_names_stay_words(name: str) -> None:
    family = family_genogram()
    people = tuple(replace(entry, person=replace(entry.person, display_name=name)) for entry in family.people)
    text = page(found=replace(family, people=people))
    assert "<script>alert" not in text
    assert "<img" not in text
