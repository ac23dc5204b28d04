"""Each step of the tour shows on the sample family's page what it says to notice there."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api.pages.tour import AGENCY, REFERENCE, STEPS
from graph.questions.opening import Partnerships
from ingest.synth.sample import CHILD
from tests.api.pages.reading import links_of, words_of
from tests.journeys.test_exports import child, team
from tests.journeys.test_sample import questions

__all__ = ["child", "team"]
SHOWN = (
    ("Daniel Ryan Mercer Not known to the assessing agency, not in any assessment", "Lee Hobbs Known, but not in any"),
    ("Only what Vale Children's Social Care knew.",),
    ("Vale General Hospital", "Northgate Hospital", "Urgent Care", "No action recorded", "nothing recorded"),
    ("Daz (said by Vale Police) Not identified", "Vale Police knows"),
    ("Chloe Pike Half-sibling", "Jayden Pike Half-sibling"),
    ("Since 20 February 2024 Told by Vale Homes", "Since 11 September 2022"),
)


def test_the_tour_is_of_the_sample_s_child() -> None:
    assert (CHILD[0], CHILD[2]) == (AGENCY, REFERENCE)
    assert len(STEPS) == len(SHOWN) == 6


def test_the_tour_leads_to_each_step(team: TestClient, child: str, partnership: Partnerships) -> None:
    text = team.get("/help/tour").text
    person = questions(partnership, "assessment", "assessment").person(child)
    assert person is not None
    links = [link for link in links_of(text) if link.startswith("/people/")]
    assert links == [f"/people/{person.id}{step.page}" for step in STEPS]
    told = words_of(text)
    for step in STEPS:
        assert all(said in told for said in (step.title, step.found, *step.notice))


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_a_step_shows_what_it_says_to_notice(number: int, team: TestClient, child: str) -> None:
    told = words_of(team.get(f"/people/{child}{STEPS[number].page}").text)
    for said in SHOWN[number]:
        assert said in told, said


def test_what_children_s_social_care_knew_that_day_lacks_the_partner(team: TestClient, child: str) -> None:
    own = STEPS[1].page
    assert "Mercer" not in team.get(f"/people/{child}{own}").text
    assert "Mercer" in team.get(f"/people/{child}{own.replace('&known_to=csc', '')}").text
