"""Two days as one network: everything of either is in it once, and is new, gone or as it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model.network import LinkKind, Network, Node
from tests.viz.family import ASKED, CSC, DAZ, JOAN, POLICE, TESSA, a_node, a_period, a_record, an_edge, family_network
from tests.viz.networks import a_network, networks
from viz.comparing import compare
from viz.marking import Change
from viz.scene import make_scene
from viz.summary import changes_of, changes_say, tally_says

LIVES = LinkKind.LIVES_WITH
ASH = Node("ash", "household", "14 Ash Road")
BEFORE = replace(ASKED, as_of=date(2023, 6, 1))


def some_of(network: Network, dice: int) -> Network:
    """Part of a network: every node and link that a number chooses, with the ends of the links."""
    edges = tuple(edge for place, edge in enumerate(network.edges) if dice >> place & 1)
    ends = {end for edge in edges for end in (edge.source, edge.target)} | {"p0"}
    nodes = tuple(node for place, node in enumerate(network.nodes) if node.id in ends or dice >> place & 2)
    return replace(network, nodes=nodes, edges=edges)


def with_own_records(network: Network) -> Network:
    """The same, each person with a record of their own: by a shared one two would be one person."""
    nodes = (
        replace(node, person=replace(node.person, records=(replace(a_record(CSC, "people"), record_ref=node.id),)))
        if node.person
        else node
        for node in network.nodes
    )
    return replace(network, nodes=tuple(nodes))


@settings(max_examples=60)
@given(networks().map(with_own_records), st.integers(0, 2**20), st.integers(0, 2**20))
def test_everything_of_either_day_is_there_once_and_marked_by_where_it_was(whole: Network, one: int, two: int) -> None:
    later, earlier = some_of(whole, one), some_of(whole, two)
    compared = compare(later, earlier)
    changes = compared.marks.changes
    for things in ("nodes", "edges"):
        now, then = ({thing.id for thing in getattr(side, things)} for side in (later, earlier))
        told = Counter(thing.id for thing in getattr(compared.network, things))
        assert set(told.values()) <= {1}
        assert now <= told.keys() <= now | then
        assert {id_ for id_ in told if changes.get(id_) is Change.GONE} == told.keys() - now
        if things == "nodes":
            assert {id_ for id_ in told if changes.get(id_) is Change.NEW} == now - then
    keys = {(edge.source, edge.target, edge.kind, edge.label) for edge in earlier.edges}
    for edge in later.edges:
        key = (edge.source, edge.target, edge.kind, edge.label)
        assert (changes.get(edge.id) is Change.NEW) == (key not in keys)


def test_two_links_alike_are_both_new_where_there_was_none() -> None:
    (one, *_), nodes = family_network().edges, family_network().nodes
    later = replace(family_network(), nodes=nodes, edges=(one, replace(one, id="again")))
    changes = compare(later, replace(later, edges=())).marks.changes
    assert (changes[one.id], changes["again"]) == (Change.NEW, Change.NEW)


@settings(max_examples=40)
@given(networks(), st.integers(0, 2**20), st.integers(0, 2**20))
def test_the_counts_said_are_those_of_the_lists_and_the_lines_say_the_same(whole: Network, one: int, two: int) -> None:
    compared = compare(some_of(whole, one), some_of(whole, two))
    scene = make_scene(compared.network, "p0", compared.marks)
    for word, held in changes_of(scene):
        assert held.total == len(getattr(scene, word))
        assert held.gone == sum(thing.change is Change.GONE for thing in getattr(scene, word))
    links = {link.id: link for link in scene.links}
    for line in scene.lines:
        if line.id in links:
            assert line.change is links[line.id].change
            assert not line.change or str(line.change) in line.words


def test_the_same_day_twice_changes_nothing() -> None:
    compared = compare(family_network(), family_network())
    assert compared.marks.changes == {}
    assert compared.network == family_network()


def test_whoever_moved_out_stands_outside_the_outline_on_a_dotted_line() -> None:
    home = [an_edge("e1", "tessa", "ash", LIVES, "resident"), an_edge("e2", "daz", "ash", LIVES, "resident")]
    nodes = (a_node(TESSA), a_node(DAZ), ASH)
    parent = an_edge("e3", "daz", "tessa", LinkKind.FAMILY, "parent")
    compared = compare(a_network(nodes, home[0], parent), replace(a_network(nodes, *home, parent), asked=BEFORE))
    scene = make_scene(compared.network, "tessa", compared.marks)
    assert scene.areas[0].members == ("tessa",)
    line = next(line for line in scene.lines if line.id == "e2")
    assert (line.change, line.dashes) == (Change.GONE, (2, 6))
    assert "gone" in line.words
    assert "lived at" in next(link.says for link in scene.links if link.id == "e2")


def test_whoever_is_new_in_a_home_is_said_to_be_so_under_the_name() -> None:
    home = [an_edge("e1", "tessa", "ash", LIVES, "resident"), an_edge("e2", "daz", "ash", LIVES, "resident")]
    friend = an_edge("e3", "daz", "tessa", LinkKind.OTHER, "friend")
    nodes = (a_node(TESSA), a_node(DAZ), ASH)
    compared = compare(a_network(nodes, *home, friend), replace(a_network(nodes, home[0], friend), asked=BEFORE))
    under = {item.id: item.under for item in make_scene(compared.network, "tessa", compared.marks).people}
    assert "new here" in under["daz"]
    fresh = compare(a_network(nodes, *home), replace(a_network((nodes[0], ASH), home[0]), asked=BEFORE))
    assert "[new]" in {i.id: i.under for i in make_scene(fresh.network, "tessa", fresh.marks).people}["daz"]


def test_two_told_apart_before_who_are_one_by_now_are_that_one() -> None:
    own = replace(DAZ, records=(replace(a_record(CSC, "people", None), record_ref="C9"),))
    other = replace(own, id="zed", records=(replace(a_record(POLICE, "people", None), record_ref="P9"),))
    joined = replace(own, records=(*own.records, *other.records))
    tessa = replace(TESSA, records=())
    links = [an_edge(f"e-{who}", who, "tessa", LinkKind.OTHER, "friend") for who in ("daz", "zed")]
    later = a_network((a_node(joined), a_node(tessa)), links[0])
    earlier = a_network((a_node(own), a_node(other), a_node(tessa)), *links)
    compared = compare(later, earlier)
    assert compared.marks.changes == {}
    assert compared.network.edges == later.edges


def test_an_event_before_what_the_later_day_tells_of_is_not_gone() -> None:
    def met(event: str, day: str) -> Network:
        nodes = (a_node(TESSA), a_node(JOAN), Node(event, "event", f"Seen, {day}"))
        parts = [
            an_edge(f"{event}-{who}", who, event, LinkKind.EVENT, "child", valid=a_period(day, day))
            for who in ("tessa", "joan")
        ]
        return a_network(nodes, *parts, an_edge("e", "joan", "tessa", LinkKind.FAMILY, "parent"))

    later = a_network((a_node(TESSA), a_node(JOAN)), an_edge("e", "joan", "tessa", LinkKind.FAMILY, "parent"))
    old, withdrawn = compare(later, met("old", "2021-05-01")), compare(later, met("late", "2023-05-01"))
    assert (old.too_old, old.marks.changes, old.network.edges) == (1, {}, later.edges)
    assert withdrawn.too_old == 0
    assert withdrawn.marks.changes["late"] is Change.GONE


def test_what_changed_is_said_in_words() -> None:
    daz = an_edge("e1", "daz", "tessa", LinkKind.OTHER, "friend")
    joan = an_edge("e2", "joan", "tessa", LinkKind.FAMILY, "parent")
    later = a_network((a_node(TESSA), a_node(JOAN)), joan)
    gone = replace(DAZ, records=(replace(a_record(POLICE, "people", None), record_ref="P9"),))
    compared = compare(later, a_network((a_node(TESSA), a_node(gone)), daz))
    scene = make_scene(compared.network, "tessa", compared.marks)
    assert changes_say(scene) == "People: 1 new, 1 gone, 1 as before. Links: 1 new, 1 gone."
    assert tally_says(changes_of(scene)[1][1]) == "1 new, 1 gone"
