"""The ecomap as a page: the drawing inline, the lists with the same count, blanks in words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from graph.model.answers import PeriodAnswer
from graph.model.ecomap import Ecomap
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import ids_of, words_of
from tests.api.pages.test_exports import rows_in
from tests.viz.ecomap.answers import an_ecomap, family_ecomap
from tests.viz.ecomap.test_promises import many
from viz.ecomap.view import make_view


def page(found: Ecomap | None = None, ending: str = "") -> str:
    answers = {**family_answers(), **({"ecomap": found} if found else {})}
    reply = TestClient(make_application(Asked(answers))).get(f"/people/tessa/ecomap{ending}")
    assert reply.status_code == 200
    return reply.text


def counted(text: str, name: str) -> int:
    """How many entries a list of the page has."""
    listed = re.search(rf'<ul class="kith-entries" data-kith="{name}">(.*?)</ul>\s*</section>', text, re.S)
    return (
        len(re.findall(r"<li><details class=\"kith-details\"|<li><p class=\"govuk-body\" id", listed.group(1)))
        if listed
        else 0
    )


def test_lists_and_drawing_have_the_same_count() -> None:
    text = page()
    view = make_view(family_ecomap())
    told = words_of(text)
    assert "6 people in 2 homes; 5 services, 3 people outside it, 1 expected agency that is silent." not in told
    assert "5 people in 2 homes; 5 services, 3 people outside it, 1 expected agency that is silent." in told
    assert {name: counted(text, name) for name in ("homes", "members", "people", "services", "silent")} == {
        "homes": 2, "members": len(view.members), "people": 3, "services": 5, "silent": 1,
    }  # fmt: skip
    targets = set(re.findall(r'<a href="#((?:service|person|silent|member|home)-\d+)"', text))
    assert len(targets) == 2 + 5 + 3 + 5 + 1
    assert targets <= set(ids_of(text))


def test_two_homes_of_the_child_are_both_said() -> None:
    told = words_of(page())
    assert "Records of that day name 2 homes of the child: the drawing has each." in told
    assert "14 Ash Road" in told
    assert "Flat 2, Mill Lane" in told


def test_each_row_has_its_evidence_and_how_to_reach_who_works_there() -> None:
    told = words_of(page())
    assert "14 contacts; since 1 Jun 2022; with the child and QUILL, Joan" in told
    assert "Priya Shah, 01999 100200" in told
    assert "Event 13" in told
    assert "written down" in told


def test_who_is_silent_and_what_can_not_be_counted_is_said_in_words() -> None:
    told = words_of(page())
    assert "Health visiting: no such agency delivers to this system, so it cannot be asked." in told
    assert "No contact on record; 3 appointments not kept" in told
    assert "At least 2 contacts; its events are out of date; closed 21 Jul 2023" in told
    assert "nothing on the child itself" in told


def test_what_a_contact_is_and_what_is_not_drawn_is_said_in_the_key() -> None:
    told = words_of(page())
    assert "Stretch looked at: 31 March 2022 to 31 March 2024." in told
    assert "Appointments not kept, changes of worker and what agencies told each other are no contacts." in told
    assert "Strong and stressful lines are not drawn" in told


def test_nothing_on_record_is_said_and_is_no_reassurance() -> None:
    told = words_of(page(an_ecomap()))
    assert "No home on record" in told
    assert "That does not say that the child lives nowhere." in told
    assert "That does not say that none knows it." in told
    assert "That does not say that there is nobody." in told


def test_a_drawing_of_eighty_services_says_how_many_are_in_the_lists_only() -> None:
    text = page(many(80, 12))
    assert "And 65 more services, 2 more people in the lists below." in words_of(text)
    assert counted(text, "services") == 80


def test_a_stretch_without_a_start_is_everything_recorded() -> None:
    ecomap = family_ecomap()
    asked = replace(ecomap.asked, window=PeriodAnswer(None, "2024-03-31", open=False))
    assert "Stretch looked at: everything recorded." in words_of(page(replace(ecomap, asked=asked)))


def test_it_is_asked_for_the_stretch_of_the_address() -> None:
    asked = Asked(family_answers())
    TestClient(make_application(asked)).get("/people/tessa/ecomap?from=2023-01-01")
    (given,) = [arguments for name, arguments in asked.questions if name == "ecomap"]
    assert str(given["window"].from_) == "2023-01-01"  # type: ignore[attr-defined]


def test_a_file_counts_what_the_page_counts() -> None:
    client = TestClient(make_application(Asked(family_answers())))
    document = client.get("/people/tessa/ecomap.json").json()
    rows = {title: len(rows_in(document, title)) for title in
            ("Services", "People outside the household", "Homes and who lives there", "Expected, and silent")}  # fmt: skip
    assert rows == {
        "Services": 5,
        "People outside the household": 3,
        "Homes and who lives there": 6,
        "Expected, and silent": 1,
    }
    (picture,) = document["pictures"]
    assert picture["shows"].startswith("Ecomap: 5 people in 2 homes")
    services = {row["cells"][0]: row["cells"] for row in rows_in(document, "Services")}
    assert services["Vale CAMHS"][2] == "No contact on record; 3 appointments not kept"
    assert services["Children's Social Care"][2] == "14 contacts; last 3 February 2024"


@pytest.mark.parametrize("found", [an_ecomap(), many(80, 12)])
def test_an_empty_one_and_a_large_one_are_files_too(found: Ecomap) -> None:
    client = TestClient(make_application(Asked({**family_answers(), "ecomap": found})))
    for ending in ("svg", "pdf", "docx"):
        assert client.get(f"/people/tessa/ecomap.{ending}").status_code == 200
