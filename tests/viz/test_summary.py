"""What is drawn and what is only counted is said in words."""

from __future__ import annotations

from graph.model.network import LinkKind, Node
from tests.viz.family import JOAN, TESSA, a_node, an_edge
from tests.viz.networks import a_network, busy_network
from viz.scene import make_scene
from viz.summary import summary_of


def test_events_are_said_to_be_counted_and_listed() -> None:
    assert summary_of(make_scene(busy_network(), "tessa")) == (
        "The picture shows 10 people, 2 households and 1 professional. 72 events are not drawn one by one: they are "
        "counted on the lines and under the names, and all are in the list of events below. Whoever lives in a household "
        "stands inside its dotted box, without a line."
    )


def test_nothing_is_said_of_what_there_is_not() -> None:
    assert summary_of(make_scene(a_network((a_node(TESSA),)), "tessa")) == "The picture shows 1 person."


def test_one_event_is_one() -> None:
    nodes = (a_node(TESSA), a_node(JOAN), Node("v", "event", "Seen"), Node("d", "contact detail", "Shared phone"))
    links = (
        an_edge("e1", "tessa", "v", LinkKind.EVENT, "child"),
        an_edge("e2", "joan", "d", LinkKind.CONTACT_DETAIL, "same contact detail"),
    )
    said = summary_of(make_scene(a_network(nodes, *links), "tessa"))
    assert "2 people and 1 shared contact detail." in said
    assert (
        "1 event is not drawn by itself: it is counted on a line or under a name, and is in the list of events below."
        in said
    )
