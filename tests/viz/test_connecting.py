"""The way from one person to another: in steps from person to person, numbered on its lines, drawn where it was not."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.paths import shortest_path
from graph.model.network import LinkKind, Network, Node
from tests.viz.family import DAZ, JOAN, NAN, PETE, TESSA, a_node, a_person, an_edge
from tests.viz.networks import a_network, networks
from viz.connecting import connect
from viz.marking import UNMARKED
from viz.scene import make_scene

PARENT = an_edge("e1", "joan", "tessa", LinkKind.FAMILY, "parent")
HOME = Node("ash", "household", "14 Ash Road")
AT_HOME = [an_edge(f"h-{who}", who, "ash", LinkKind.LIVES_WITH, "resident") for who in ("joan", "daz")]
EVENT = Node("v1", "event", "Domestic abuse, 2023-05-03")
IN_EVENT = [an_edge(f"v-{who}", who, "v1", LinkKind.EVENT, "present") for who in ("daz", "pete")]


def the_way() -> Network:
    """Tessa, her mother, who lives with Daz, who was in an event with Pete."""
    nodes = (a_node(TESSA), a_node(JOAN), HOME, a_node(DAZ), EVENT, a_node(PETE))
    return a_network(nodes, PARENT, *AT_HOME, *IN_EVENT)


def test_a_way_is_told_from_person_to_person_whatever_lies_between() -> None:
    found = connect(a_network((a_node(TESSA),)), the_way(), ("tessa", "pete"), UNMARKED)
    assert [(step.number, step.source, step.target) for step in found.steps] == [
        (1, "tessa", "joan"),
        (2, "joan", "daz"),
        (3, "daz", "pete"),
    ]
    assert [set(step.edges) for step in found.steps] == [{"e1"}, {"h-joan", "h-daz"}, {"v-daz", "v-pete"}]
    assert found.marks.way == ("tessa", "joan", "daz", "pete")


def test_the_way_is_drawn_with_whoever_was_not_there_and_its_lines_are_numbered() -> None:
    plain = a_network((a_node(TESSA), a_node(JOAN), a_node(NAN)), PARENT)
    found = connect(plain, the_way(), ("tessa", "pete"), UNMARKED)
    scene = make_scene(found.network, "tessa", found.marks)
    on_way = {item.id for item in scene.people if item.is_on_way}
    assert on_way == {"tessa", "joan", "daz", "pete"}
    numbered = {line.words[0].partition(".")[0] for line in scene.lines if line.step}
    assert numbered == {"1", "2", "3"}
    assert found.marks.late == {"ash", "daz", "v1", "pete"}
    assert [pair.step for pair in scene.pairs] == [3]


def test_a_step_by_an_event_of_many_people_is_a_line_too() -> None:
    others = [a_person(f"q{number}", f"Q{number}") for number in range(9)]
    crowd = [an_edge(f"c-{one.id}", one.id, "v1", LinkKind.EVENT, "present") for one in (*others, TESSA)]
    network = the_way()
    big = replace(network, nodes=(*network.nodes, *map(a_node, others)), edges=(*network.edges, *crowd))
    found = connect(big, the_way(), ("tessa", "pete"), UNMARKED)
    lines = make_scene(found.network, "tessa", found.marks).lines
    assert [{line.source, line.target} for line in lines if line.step == 3] == [{"daz", "pete"}]


def test_no_way_changes_nothing_and_has_no_steps() -> None:
    plain = a_network((a_node(TESSA), a_node(JOAN)), PARENT)
    found = connect(plain, a_network((a_node(TESSA), a_node(PETE))), ("tessa", "pete"), UNMARKED)
    assert found.steps == ()
    assert [item.is_on_way for item in make_scene(found.network, "tessa", found.marks).people] == [False] * 3


@settings(max_examples=60)
@given(networks(), st.integers(0, 6))
def test_the_steps_lead_from_one_end_to_the_other(network: Network, end: int) -> None:
    ids = {node.id for node in network.nodes}
    target = f"p{end}"
    edges = [(edge.source, edge.target) for edge in network.edges]
    passed = shortest_path(edges, "p0", target, 6) if target in ids else ()
    chosen = [edge for edge in network.edges if edge.source in passed and edge.target in passed]
    steps = {frozenset(pair) for pair in pairwise(passed)}
    path = a_network(
        tuple(node for node in network.nodes if node.id in passed),
        *(edge for edge in chosen if frozenset((edge.source, edge.target)) in steps),
    )
    found = connect(network, path, ("p0", target), UNMARKED)
    people = [node for node in passed if node.startswith("p")]
    assert [(step.source, step.target) for step in found.steps] == list(pairwise(people))
    assert {edge for step in found.steps for edge in step.edges} == {edge.id for edge in path.edges} or len(passed) < 2
    assert found.network.edges == network.edges
