"""One view model: what is drawn and what the lists say are the same, in any order of input."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model.network import LinkKind, Network
from tests.viz.family import TESSA, a_node, a_period, a_person, an_edge, family_network
from tests.viz.networks import MANY, busy_network, networks, shuffled
from viz.explorer import words_box
from viz.lines import boxes_of
from viz.routing import Box
from viz.scene import DRAWN_AT_MOST, Scene, links_beside, links_by_end, make_scene, pairs_by_link
from viz.style import EVENT, LINKS


@pytest.fixture(scope="module")
def busy() -> Scene:
    """The family with 71 events."""
    return make_scene(busy_network(), "tessa")


@settings(max_examples=40)
@given(networks(), st.integers(0, 1000))
def test_the_order_of_the_input_does_not_matter(network: Network, seed: int) -> None:
    assert make_scene(shuffled(network, seed), "p0") == make_scene(network, "p0")


@settings(max_examples=40)
@given(networks())
def test_every_node_and_link_is_listed_once(network: Network) -> None:
    scene = make_scene(network, "p0")
    listed = [thing.id for group in (scene.people, scene.places, scene.events) for thing in group]
    assert sorted(listed) == sorted(node.id for node in network.nodes)
    assert sorted(link.id for link in (*scene.links, *scene.parts)) == sorted(edge.id for edge in network.edges)


@settings(max_examples=40)
@given(networks())
def test_every_link_is_a_line_an_outline_or_a_count(network: Network) -> None:
    scene = make_scene(network, "p0")
    drawn = {line.id for line in scene.lines}
    assert {link.id for link in scene.links} == (drawn & {link.id for link in scene.links}) | scene.outlined
    assert not drawn & scene.outlined
    counted = {anchor for line in scene.lines for anchor in line.opens}
    assert {pair.anchor for pair in scene.pairs} <= counted


@settings(max_examples=40)
@given(networks())
def test_every_line_has_words_and_opens_an_entry_there_is(network: Network) -> None:
    scene = make_scene(network, "p0")
    anchors = [
        thing.anchor
        for group in (scene.people, scene.places, scene.links, scene.events, scene.pairs, scene.parts)
        for thing in group
    ]
    assert len(set(anchors)) == len(anchors)
    for line in scene.lines:
        assert any(word.strip() for word in line.words)
        assert line.opens
        assert set(line.opens) <= set(anchors)


@settings(max_examples=40)
@given(networks())
def test_whoever_is_in_an_event_with_somebody_is_on_a_line(network: Network) -> None:
    scene = make_scene(network, "p0")
    on_lines = {frozenset((line.source, line.target)) for line in scene.lines}
    assert {frozenset(pair.together.pair) for pair in scene.pairs} <= on_lines


def test_no_event_is_drawn_and_all_are_listed(busy: Scene) -> None:
    assert len(busy.events) == MANY + 1
    assert EVENT not in {item.kind for item in (*busy.people, *busy.places)}


def test_somebody_known_from_events_only_is_drawn_and_linked(busy: Scene) -> None:
    visitor = next(item for item in busy.people if item.id == "visitor")
    assert visitor.is_unidentified
    lines = [line for line in busy.lines if "visitor" in (line.source, line.target)]
    assert {line.words for line in lines} == {("2 events (HLS)",)}
    assert len(lines) == 2


def test_a_count_stands_on_the_line_two_people_have_already(busy: Scene) -> None:
    parent = next(line for line in busy.lines if line.id == "e07")
    assert parent.words == ("parent", "+ 35 events (HLS)")
    assert len(parent.opens) == 2


def test_a_count_opens_the_claims_of_its_events(busy: Scene) -> None:
    line = next(line for line in busy.lines if line.id.startswith("events:") and "visitor" in line.id)
    pair = next(pair for pair in busy.pairs if pair.anchor in line.opens)
    assert all(pair.together.parts_in(event.happening)[0].claims for event in pair.events)


def test_events_with_nobody_else_are_counted_under_the_name(busy: Scene) -> None:
    assert "36 more events" in busy.people[0].under


def test_the_list_starts_with_whom_it_is_about_and_their_home(busy: Scene) -> None:
    assert [item.id for item in busy.people][:4] == ["tessa", "daz", "joan", "otto"]


def _boxes(scene: Scene) -> list[tuple[str, Box]]:
    marks = [(item.id, box) for item in (*scene.people, *scene.places) for box in boxes_of(item)]
    return marks + [(line.id, words_box(line)) for line in scene.lines]


@pytest.mark.parametrize("network", [family_network(), busy_network()], ids=["family", "busy"])
def test_no_words_are_printed_over_others_or_a_symbol(network: Network) -> None:
    over = [
        (one, other)
        for (one, here), (other, there) in combinations(_boxes(make_scene(network, "tessa")), 2)
        if one != other and here.meets(there)
    ]
    assert over == []


def test_a_home_one_agency_alone_names_is_said_under_the_name(busy: Scene) -> None:
    otto = next(item for item in busy.people if item.id == "otto")
    assert "lives here (HLS)" in otto.under


def test_an_unfinished_stay_is_no_broken_line_and_one_that_is_over_is(busy: Scene) -> None:
    lines = {line.id: line for line in busy.lines}
    assert lines["e15"].is_broken
    assert "over" in " ".join(lines["e15"].words)
    network = replace(
        family_network(),
        edges=(an_edge("e", "pete", "tessa", LinkKind.FAMILY, "parent", valid=a_period("2010", "2030")),),
    )
    assert not make_scene(network, "tessa").lines[0].is_broken


def test_what_looks_different_says_so_in_words(busy: Scene) -> None:
    """Thin: letters; broken: over, not confirmed, disputed, dates not exact. Nothing by colour alone."""
    against = ("over", "not confirmed", "disputed", "refuted", "dates not exact")
    for line in busy.lines:
        words = " ".join(line.words)
        assert not line.is_thin or "(" in words
        assert not line.is_broken or any(word in words for word in against)
    for item in busy.people:
        said = " ".join(item.under)
        assert not item.is_unidentified or "not identified" in said.lower()
        assert not item.has_died or "died" in said


def test_links_of_one_kind_stand_together_by_their_words(busy: Scene) -> None:
    kinds = [list(LINKS).index(link.edge.kind) for link in busy.links]
    assert kinds == sorted(kinds)


def test_the_letters_of_the_key_are_those_in_the_drawing(busy: Scene) -> None:
    assert set(busy.initials.values()) == {"CSC", "HLS", "MH", "VP"}
    quiet = replace(family_network(), edges=())
    assert make_scene(replace(quiet, nodes=(a_node(TESSA),)), "tessa").initials == {}


def test_each_person_and_event_has_its_links(busy: Scene) -> None:
    by_end = links_by_end(busy)
    assert len(by_end["visitor"]) == 2
    assert [link.edge.source for link in by_end["busy-10"]] == ["joan", "tessa", "visitor"]


def test_a_link_leads_to_what_else_is_said_of_the_same_two_and_to_their_events(busy: Scene) -> None:
    assert [link.id for link in links_beside(busy)["e14"]] == ["e16"]
    pair = pairs_by_link(busy)["e14"]
    assert pair is not None
    assert pair.together.pair == ("daz", "joan")
    assert pairs_by_link(busy)["e12"] is None


def test_too_many_people_are_listed_and_not_drawn() -> None:
    crowd = tuple(a_node(a_person(f"q{number:03}", f"Q{number}")) for number in range(DRAWN_AT_MOST + 1))
    scene = make_scene(replace(family_network(), nodes=crowd, edges=()), "q000")
    assert not scene.can_be_drawn
    assert len(scene.people) == DRAWN_AT_MOST + 1
