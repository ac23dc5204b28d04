"""The state of the network page is its address: opened and folded, compared, as one agency knew it, with a way in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import unescape
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import pytest
from fastapi import Request
from starlette.testclient import TestClient

from graph.model.answers import At
from graph.model.network import Edge, Expanded, Further, LinkKind, Network
from tests.api.pages.application import Asked, family_answers, make_application
from tests.api.pages.reading import ids_of, links_of, unbalanced, words_of
from tests.viz.family import ASKED, DAZ, JOAN, PETE, POLICE, TESSA, a_node, a_person, an_edge, family_network
from tests.viz.networks import a_network
from viz.scene import DRAWN_AT_MOST

KINDS = ((LinkKind.LIVES_WITH, 6), (LinkKind.FAMILY, 8), (LinkKind.EVENT, 35))
BEFORE = date(2023, 6, 1)


@dataclass
class Town(Asked):
    """Answers by what is asked: who is opened, which day, which person."""

    def __call__(self, request: Request, operation: str, /, **arguments: object) -> object | None:
        answer = super().__call__(request, operation, **arguments)
        if operation == "network" and isinstance(answer, Network):
            at, wanted = cast(At, arguments["at"]), cast(tuple[str, ...], arguments["opened"])
            opened = tuple(one for one in wanted if one in {"daz", "joan"})
            there = {node.id for node in answer.nodes}
            further = tuple(Further(one, count) for one, count in (("pete", 3), ("nan", 1)) if one in there)
            told = replace(answer, expanded=Expanded(opened, ((),) * len(opened), further, KINDS))
            return earlier_of(told, at.as_of) if at.as_of == BEFORE else told
        if operation == "person" and arguments["id"] in {"daz", "pete"}:
            return {"daz": DAZ, "pete": PETE}[str(arguments["id"])]
        return answer


def earlier_of(network: Network, day: date) -> Network:
    """The family without Daz, and Joan with her old partner."""
    nodes = tuple(node for node in network.nodes if node.id != "daz")
    edges: tuple[Edge, ...] = tuple(edge for edge in network.edges if "daz" not in {edge.source, edge.target})
    edges = (*edges, an_edge("old", "pete", "joan", LinkKind.PARTNER, "partner"))
    return replace(network, nodes=nodes, edges=edges, asked=replace(ASKED, as_of=day))


def the_way() -> Network:
    """From Tessa to Daz by her mother."""
    mother = an_edge("e07", "joan", "tessa", LinkKind.FAMILY, "parent")
    partner = an_edge("e14", "daz", "joan", LinkKind.PARTNER, "partner")
    return a_network((a_node(TESSA), a_node(JOAN), a_node(DAZ)), mother, partner)


def town(**answers: object) -> Town:
    return Town({**family_answers(), "path": the_way(), **answers})


def page_of(asked: Town, query: str = "", status: int = 200) -> str:
    reply = TestClient(make_application(asked)).get(f"/people/tessa/network{query}")
    assert reply.status_code == status
    return reply.text


def part(page: str, name: str) -> str:
    """A part of the page by its name, to the end of the page."""
    return "<main>" + page.partition(f'data-kith="{name}">')[2]


def leads_to(page: str, words: str) -> dict[str, list[str]]:
    """What the address of a link carries, by the words of the link."""
    found = re.search(rf'href="([^"]+)">{words}', page)
    assert found, words
    parts = urlsplit(unescape(found.group(1)))
    assert parts.fragment == "picture"
    held: dict[str, list[str]] = {}
    for name, value in parse_qsl(parts.query):
        held.setdefault(name, []).append(value)
    return held


def questions(asked: Town, name: str) -> list[dict[str, Any]]:
    return [arguments for operation, arguments in asked.questions if operation == name]


def test_opening_says_how_many_more_before_it_is_pressed_and_keeps_the_rest_of_the_address() -> None:
    page = page_of(town(), "?as_of=2024-03-31&kind=FAMILY&open=daz")
    assert "3 more people around ROWE, Pete" in words_of(page)
    assert "1 more person around QUILL, Ada" in words_of(page)
    carried = leads_to(page, "3 more people around <bdi>ROWE, Pete")
    assert carried == {"as_of": ["2024-03-31"], "kind": ["FAMILY"], "open": ["daz", "pete"]}
    assert leads_to(page, "Show 3 more people around")["open"] == ["daz", "pete"]


def test_all_that_is_opened_is_one_question_in_the_order_it_was_opened() -> None:
    asked = town()
    page_of(asked, "?open=joan&open=daz&open=joan")
    assert [question["opened"] for question in questions(asked, "network")] == [("joan", "daz")]


def test_folding_leaves_the_others_and_undoing_drops_the_last() -> None:
    page = page_of(town(), "?open=joan&open=daz")
    assert leads_to(page, 'Fold<span class="govuk-visually-hidden"> <bdi>QUILL, Joan')["open"] == ["daz"]
    assert leads_to(page, "Undo the last")["open"] == ["joan"]
    assert "open" not in leads_to(page, "Fold all")
    assert leads_to(page, "Fold what was opened around <bdi>MARR, Darren")["open"] == ["joan"]


def test_whoever_cannot_be_opened_is_dropped_from_every_address() -> None:
    page = page_of(town(), "?open=nobody-here&open=daz")
    assert not [link for link in links_of(page) if "nobody-here" in link]
    assert 'value="nobody-here"' not in page
    assert leads_to(page, "3 more people around <bdi>ROWE, Pete")["open"] == ["daz", "pete"]


def test_nothing_opened_offers_nothing_to_undo() -> None:
    assert "Undo the last" not in words_of(page_of(town()))


def test_each_kind_says_how_many_there_are_or_would_be_though_another_is_chosen() -> None:
    told = words_of(page_of(town(), "?kind=FAMILY"))
    for words in ("Lives with (6)", "Family (8)", "Events (35)"):
        assert words in told


def test_as_one_agency_knew_it_is_chosen_on_the_page_and_said_above_the_picture() -> None:
    only = replace(family_network(), asked=replace(ASKED, known_to=(POLICE,)))
    asked = town(network=only)
    page = page_of(asked, "?known_to=police&open=daz")
    assert questions(asked, "network")[0]["at"].known_to == ("police",)
    assert "As Vale Police alone knew it at 2 April 2024" in words_of(page.partition("<figure")[0])
    assert 'value="police" selected>Vale Police alone' in page
    assert leads_to(page, "Undo the last") == {"known_to": ["police"]}


def test_two_days_are_two_answers_of_one_question_with_the_same_reach() -> None:
    asked = town()
    page_of(asked, "?as_of=2024-03-31&compare=2023-06-01&kind=PARTNER&open=daz")
    later, earlier = questions(asked, "network")
    assert (later["at"].as_of, earlier["at"].as_of) == (date(2024, 3, 31), BEFORE)
    assert earlier["at"].known_at == datetime(2023, 6, 1, 23, tzinfo=UTC)
    assert {name: later[name] for name in ("hops", "kinds", "opened")} == {
        name: earlier[name] for name in ("hops", "kinds", "opened")
    }
    page_of(asked, "?as_of=2024-03-31&compare=2023-06-01&compare_known=now")
    assert questions(asked, "network")[-1]["at"].known_at == ASKED.known_at


def test_a_comparison_says_the_same_in_words_lists_lines_and_key() -> None:
    page = page_of(town(), "?as_of=2024-03-31&compare=2023-06-01")
    told = words_of(page)
    assert "31 March 2024 compared with 1 June 2023, that day told by what was known then." in told
    for name, list_of in (("People", "people"), ("Links", "links")):
        counts = re.search(rf"{name}: ([^P<]*?as before)", words_of(part(page, "comparison")))
        assert counts
        said = {word: int(number) for number, word in re.findall(r"(\d+) (new|gone)", counts.group(1))}
        entries = page.partition(f'<ul class="kith-entries" data-kith="{list_of}">')[2].partition("</section>")[0]
        assert said == {
            word: number for word in ("new", "gone") if (number := entries.count(f"kith-tag--{word}")) or word in said
        }
    assert "broad line with “new”" in told
    assert "dotted line with “gone”" in told
    gone = next(edge for edge in scene_of(page)["edges"] if edge["id"] == "old")
    assert gone["dashes"] == [2, 6]
    assert unbalanced(page) == []


def scene_of(page: str) -> dict[str, Any]:
    found = re.search(r'data-scene="([^"]*)"', page)
    assert found
    scene: dict[str, Any] = json.loads(unescape(found.group(1)))
    return scene


def test_a_way_is_told_in_steps_that_lead_to_their_evidence_and_drawn_in_the_picture() -> None:
    asked = town()
    page = page_of(asked, "?path_to=daz")
    assert [(q["start"], q["end"]) for q in questions(asked, "path")] == [("tessa", "daz")]
    told = words_of(part(page, "way"))
    assert "2 steps" in told
    assert "QUILL, Tessa to QUILL, Joan: \u2068QUILL, Joan\u2069 is parent of \u2068QUILL, Tessa\u2069" in told
    anchors = {link[1:] for link in links_of(part(page, "way").partition("</ol>")[0]) if link.startswith("#")}
    assert anchors
    assert anchors <= set(ids_of(page))
    assert len(scene_of(page)["way"]["lines"]) == 2
    assert "path_to" not in leads_to(page, "Stop showing this")


def test_no_way_is_said_and_not_that_there_is_none() -> None:
    told = words_of(page_of(town(path=a_network((a_node(TESSA), a_node(DAZ)))), "?path_to=daz"))
    assert "No connection between QUILL, Tessa and MARR, Darren of 6 links or fewer is on record" in told
    assert "That is not to say there is none" in told


@pytest.mark.parametrize("ends", ["path_to=nobody", "path_to=sealed", "path_from=sealed&path_to=daz"])
def test_nobody_and_nobody_to_know_of_answer_alike(ends: str) -> None:
    asked = town()
    assert "One of the two is nobody you may ask about." in words_of(page_of(asked, f"?{ends}"))
    assert questions(asked, "path") == []


@pytest.mark.parametrize(
    "query",
    ["?compare=soon", "?compare=2030-01-01", "?hops=x", "?" + "&".join(f"open=p{number}" for number in range(21))],
)
def test_an_address_that_says_something_else_is_refused_without_its_value(query: str) -> None:
    assert "soon" not in page_of(town(), query, 400)


@pytest.mark.parametrize(("people", "drawn"), [(DRAWN_AT_MOST, True), (DRAWN_AT_MOST + 1, False)])
def test_up_to_a_hundred_and_fifty_people_are_drawn_and_one_more_is_a_list_that_asks_to_narrow(
    people: int, drawn: bool
) -> None:
    crowd = tuple(a_node(a_person(f"q{number:03}", f"Q{number}")) for number in range(people - 1))
    page = page_of(town(network=replace(family_network(), nodes=(a_node(TESSA), *crowd), edges=())))
    assert ("data-scene" in page) is drawn
    assert f"People ({people})" in words_of(page)
    assert (f"{people} people are too many to draw. Choose fewer kinds of link" in words_of(page)) is not drawn


def test_every_download_carries_the_state_and_every_form_all_but_its_own() -> None:
    query = "?as_of=2024-03-31&open=daz&compare=2023-06-01&path_to=daz&kind=FAMILY"
    page = page_of(town(), query)
    files = [unescape(link) for link in links_of(page) if "/network." in link]
    assert len(files) == 7
    for link in files:
        for pair in ("open=daz", "compare=2023-06-01", "path_to=daz", "kind=FAMILY", "as_of=2024-03-31"):
            assert pair in link
    for form in page.split("<form")[1:]:
        names = re.findall(r'name="([^"]+)"', form.partition("</form>")[0])
        if "open" in names:
            assert {"open", "compare", "path_to", "as_of"} <= set(names)


def test_a_file_of_some_kinds_of_link_says_which() -> None:
    client = TestClient(make_application(town()))
    said = " ".join(client.get("/people/tessa/network.json?kind=FAMILY&kind=PARTNER").json()["says"])
    assert "Only these kinds of link were asked for: Family and Partners." in said
    assert "Only these kinds" not in " ".join(client.get("/people/tessa/network.json").json()["says"])


def test_a_file_says_what_was_opened_compared_and_connected() -> None:
    client = TestClient(make_application(town()))
    reply = client.get("/people/tessa/network.json?as_of=2024-03-31&open=daz&compare=2023-06-01&path_to=daz")
    assert reply.status_code == 200
    told = " ".join(reply.json()["says"])
    assert "Opened around MARR, Darren." in told
    assert "31 March 2024 compared with 1 June 2023" in told
    assert "step by step: QUILL, Tessa – QUILL, Joan – MARR, Darren." in told
    rows = json.dumps(reply.json(), ensure_ascii=False)
    assert "(gone)" in rows
    assert "Step 2: " in rows
