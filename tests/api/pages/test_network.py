"""The household network page: the lists say everything in the picture, in the same numbers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.model.answers import PersonAnswer
from graph.model.network import LinkKind, Network
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import ids_of, links_of, unbalanced, words_of
from tests.viz.family import ASKED, BLANKS, POLICE, TESSA, a_node, a_person, family_network
from tests.viz.networks import MANY, busy_network, shuffled


def _asked(network: Network, **more: object) -> Asked:
    return Asked({**family_answers(), "network": network, **more})


def _page(asked: Asked, query: str = "") -> str:
    reply = TestClient(make_application(asked)).get(f"/people/tessa/network{query}")
    assert reply.status_code == 200
    return reply.text


@pytest.fixture(scope="module")
def busy() -> str:
    """The page of the family with 71 events."""
    return _page(_asked(busy_network()))


def _picture(page: str) -> dict[str, Any]:
    found = re.search(r'data-scene="([^"]*)"', page)
    assert found
    picture: dict[str, Any] = json.loads(unescape(found.group(1)))
    return picture


def _entries(page: str, name: str) -> list[str]:
    """The anchors of the entries of one list."""
    part = page.partition(f'<ul class="kith-entries" data-kith="{name}">')[2]
    return re.findall(r'<li><details class="kith-details" id="([^"]+)"', part.partition("</section>")[0])


def test_the_picture_and_the_lists_have_the_same_numbers(busy: str) -> None:
    picture, network = _picture(busy), busy_network()
    places = [node for node in network.nodes if node.kind not in {"person", "event"}]
    assert len(picture["nodes"]) == len(_entries(busy, "people")) + len(_entries(busy, "places"))
    assert len(_entries(busy, "places")) == len(places)
    assert len(_entries(busy, "events")) == MANY + 1
    parts = len(re.findall(r'<details class="kith-row kith-part" id="link-', busy))
    assert len(_entries(busy, "links")) + parts == len(network.edges)


def test_everything_that_can_be_pressed_in_the_picture_opens_an_entry_of_the_page(busy: str) -> None:
    anchors = {anchor for opened in _picture(busy)["opens"].values() for anchor in opened}
    assert anchors <= set(ids_of(busy))


def test_every_anchor_is_there_and_there_once(busy: str) -> None:
    ids = ids_of(busy)
    assert len(set(ids)) == len(ids)
    assert {link[1:] for link in links_of(busy) if link.startswith("#")} <= set(ids)
    assert unbalanced(busy) == []


def test_the_page_says_what_is_not_drawn_one_by_one(busy: str) -> None:
    assert "72 events are not drawn one by one" in words_of(busy)


def test_a_count_of_events_leads_to_what_each_event_says(busy: str) -> None:
    entry = busy.partition('id="pair-1"')[2].partition("</li><li>")[0]
    assert "35 events together" in entry
    assert entry.count("Everybody in this event") == 35
    assert entry.count("The row as sent") >= 70


def test_events_are_told_by_their_day_in_words(busy: str) -> None:
    assert "Seen, 2 February 2023" in words_of(busy)
    assert "2023-02-02" not in words_of(busy)


def test_the_choice_of_kinds_counts_events_not_who_was_in_them(busy: str) -> None:
    assert "Events (72)" in words_of(busy)


def test_the_same_page_whatever_order_the_answer_has(busy: str) -> None:
    assert _page(_asked(shuffled(busy_network(), 5))) == busy


def test_the_picture_carries_its_day_and_to_whom_it_was_known(busy: str) -> None:
    told = words_of(busy)
    assert "As it was on 31 March 2024, from what the agencies together knew at 2 April 2024" in told
    only = replace(family_network(), asked=replace(ASKED, known_to=(POLICE,)))
    assert "from what Vale Police knew at" in words_of(_page(_asked(only), "?known_to=police"))


def test_something_withheld_is_said_beside_the_picture() -> None:
    withheld = replace(family_network(), asked=replace(ASKED, withheld=True), blanks=BLANKS)
    assert "Something is withheld" in words_of(_page(_asked(withheld)))
    assert "Something is withheld" not in words_of(_page(_asked(family_network())))


def test_the_letters_on_the_lines_are_spelt_out(busy: str) -> None:
    assert "Letters: CSC Children's Social Care, HLS Harrow Lane School, MH Marlow Homes, VP Vale Police." in words_of(
        busy
    )


def test_too_many_people_are_listed_and_the_page_asks_to_narrow() -> None:
    crowd = tuple(a_node(a_person(f"q{number:03}", f"Q{number}")) for number in range(150))
    page = _page(_asked(replace(family_network(), nodes=(a_node(TESSA), *crowd), edges=())))
    assert "151 people are too many to draw" in words_of(page)
    assert "data-scene" not in page
    assert len(_entries(page, "people")) == 151


def test_what_was_left_out_is_said() -> None:
    cut = replace(family_network(), truncated=True, more=("12 more people and places",))
    assert "Left out: 12 more people and places." in words_of(_page(_asked(cut)))


def test_one_kind_and_one_more_step_are_asked_for_and_kept() -> None:
    asked = _asked(family_network())
    page = _page(asked, "?hops=2&kind=FAMILY&kind=EVENT&as_of=2024-03-31")
    question = next(arguments for name, arguments in asked.questions if name == "network")
    assert (question["hops"], question["kinds"]) == (2, (LinkKind.EVENT, LinkKind.FAMILY))
    assert "/people/tessa/network?as_of=2024-03-31&kind=EVENT&kind=FAMILY#picture" in [
        link.replace("&amp;", "&") for link in links_of(page)
    ]


@pytest.mark.parametrize("query", ["?hops=3", "?hops=0", "?kind=NOTHING"])
def test_a_reach_that_is_none_is_refused(query: str) -> None:
    reply = TestClient(make_application(_asked(family_network()))).get(f"/people/tessa/network{query}")
    assert reply.status_code == 400
    assert "NOTHING" not in reply.text


def test_somebody_without_any_link_has_a_page() -> None:
    alone = replace(family_network(), nodes=(a_node(TESSA),), edges=(), blanks=())
    told = words_of(_page(_asked(alone)))
    assert "The picture shows 1 person." in told
    assert "No link of the kinds shown" in told


def test_a_name_that_is_code_stays_text() -> None:
    hostile: PersonAnswer = replace(TESSA, display_name='"><script>alert(1)</script>')
    page = _page(_asked(replace(family_network(), nodes=(a_node(hostile),), edges=()), person=hostile))
    assert "<script>alert" not in page
    assert _picture(page)["nodes"][0]["label"].startswith('"><script>')
