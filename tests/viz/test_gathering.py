"""Events become counts: nothing is lost, nobody is left without a line."""

from __future__ import annotations

from hypothesis import given, settings

from graph.model.network import LinkKind, Network, Node
from tests.viz.family import DAZ, JOAN, POLICE, SCHOOL, TESSA, a_node, a_period, an_edge
from tests.viz.networks import MANY, a_network, busy_network, networks, shuffled
from viz.gathering import MOST_IN_PAIRS, gather
from viz.style import EVENT


def test_every_event_is_kept_with_everybody_said_to_be_in_it() -> None:
    network = busy_network()
    events = gather(network, "tessa").events
    assert len(events) == MANY + 1
    assert sum(len(event.parts) for event in events) == sum(
        edge.target.startswith(("busy", "event")) for edge in network.edges
    )


def test_events_come_newest_first() -> None:
    starts = [event.starts for event in gather(busy_network(), "tessa").events]
    assert starts == sorted(starts, reverse=True)


def test_two_people_share_as_many_events_as_both_are_in() -> None:
    shared = {together.pair: len(together.events) for together in gather(busy_network(), "tessa").together}
    assert shared == {("joan", "tessa"): 35, ("tessa", "visitor"): 2, ("joan", "visitor"): 2, ("daz", "joan"): 1}


def test_an_event_of_one_person_is_counted_on_that_person() -> None:
    assert gather(busy_network(), "tessa").alone == {"tessa": 36}


def test_an_event_says_its_kind_without_its_day() -> None:
    event = next(event for event in gather(busy_network(), "tessa").events if event.node.id == "busy-01")
    assert (event.word, event.starts) == ("Seen", "2023-02-02")


def test_the_parts_of_two_people_are_only_theirs() -> None:
    together = next(pair for pair in gather(busy_network(), "tessa").together if pair.pair == ("tessa", "visitor"))
    assert {part.source for part in together.parts} == {"tessa", "visitor"}
    assert [agency.name for agency in together.agencies] == [SCHOOL.name]


def _crowd(size: int) -> Network:
    people = tuple(
        a_node(TESSA.__class__(f"p{number}", f"P{number}", identified=True, is_child=False)) for number in range(size)
    )
    parts = (an_edge(f"e{number}", f"p{number}", "v", LinkKind.EVENT, "present") for number in range(size))
    return a_network((*people, Node("v", EVENT, "Conference")), *parts)


def test_a_large_event_joins_everybody_to_one_person_only() -> None:
    size = MOST_IN_PAIRS + 3
    pairs = [together.pair for together in gather(_crowd(size), "p4").together]
    assert len(pairs) == size - 1
    assert all("p4" in pair for pair in pairs)


def test_a_small_event_joins_everybody_to_everybody() -> None:
    assert len(gather(_crowd(MOST_IN_PAIRS), "p0").together) == MOST_IN_PAIRS * (MOST_IN_PAIRS - 1) // 2


def test_two_people_are_doubted_together_only_where_nothing_said_of_them_stands() -> None:
    parts = [
        an_edge(
            f"e{who}{event}",
            who,
            event,
            LinkKind.EVENT,
            "present",
            POLICE,
            status=status,
            valid=a_period("2023", "2023"),
        )
        for event, status in (("v1", "DISPUTED"), ("v2", "ASSERTED"))
        for who in ("joan", "daz")
    ]
    nodes = (a_node(JOAN), a_node(DAZ), Node("v1", EVENT, "One"), Node("v2", EVENT, "Two"))
    assert not gather(a_network(nodes, *parts), "joan").together[0].is_doubted
    assert gather(a_network(nodes, *parts[:2]), "joan").together[0].is_doubted


@settings(max_examples=40)
@given(networks())
def test_whoever_is_in_an_event_is_in_a_pair_or_counted_alone(network: Network) -> None:
    gathered = gather(network, "p0")
    counted = {end for together in gathered.together for end in together.pair} | set(gathered.alone)
    assert counted == {person for event in gathered.events for person in event.people}


@settings(max_examples=40)
@given(networks())
def test_the_order_of_the_input_does_not_matter(network: Network) -> None:
    assert gather(shuffled(network, 3), "p0") == gather(network, "p0")
