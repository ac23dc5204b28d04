"""Who stands with whom: one home each, generations as rows."""

from __future__ import annotations

from graph.model.network import LinkKind, Network, Node
from tests.viz.family import (
    ASH,
    BABY,
    DAZ,
    FRIEND,
    HOUSING,
    JOAN,
    NAN,
    OTTO,
    POLICE,
    TESSA,
    a_node,
    a_period,
    an_edge,
    family_network,
)
from tests.viz.networks import a_network, shuffled
from viz.homes import blocks_of, homes_of

LIVES = LinkKind.LIVES_WITH


def _home(network: Network) -> dict[str, str]:
    return {person: household for person, (household, _) in homes_of(network).items()}


def test_everybody_stands_in_the_home_they_live_in() -> None:
    assert _home(family_network()) == {"tessa": "ash", "joan": "ash", "otto": "ash", "daz": "ash", "nan": "mill"}


def test_a_frequent_visitor_stands_outside_however_the_answer_spells_it() -> None:
    for label in ("frequent_visitor", "frequent visitor", "contact only"):
        network = a_network(
            (a_node(FRIEND), Node("ash", "household", ASH.label)), an_edge("e", "friend", "ash", LIVES, label)
        )
        assert _home(network) == {}


def test_somebody_who_has_left_stands_outside_and_somebody_about_to_leave_inside() -> None:
    nodes = (a_node(DAZ), a_node(JOAN), Node("ash", "household", ASH.label))
    gone = an_edge("e1", "daz", "ash", LIVES, "resident", valid=a_period("2021", "2023-06-01"))
    leaving = an_edge("e2", "joan", "ash", LIVES, "resident", valid=a_period("2021", "2025"))
    assert _home(a_network(nodes, gone, leaving)) == {"joan": "ash"}


def test_a_home_shown_to_be_wrong_is_nobodys() -> None:
    network = a_network(
        (a_node(DAZ), Node("ash", "household", ASH.label)),
        an_edge("e", "daz", "ash", LIVES, "resident", status="REFUTED"),
    )
    assert _home(network) == {}


def test_of_two_homes_the_resident_one_counts_then_the_one_more_agencies_name() -> None:
    nodes = (
        a_node(TESSA),
        Node("ash", "household", "A"),
        Node("mill", "household", "B"),
        Node("oak", "household", "C"),
    )
    nights = an_edge("e1", "tessa", "ash", LIVES, "overnight")
    by_one = an_edge("e2", "tessa", "mill", LIVES, "resident", HOUSING)
    by_two = an_edge("e3", "tessa", "oak", LIVES, "resident", HOUSING, POLICE)
    assert _home(a_network(nodes, nights, by_one)) == {"tessa": "mill"}
    assert _home(a_network(nodes, nights, by_one, by_two)) == {"tessa": "oak"}


def _rows(network: Network, around: str) -> dict[str, int]:
    return {
        person: row for block in blocks_of(network, around) for row, group in block.rows.items() for person in group
    }


def test_parents_stand_above_children_and_grandparents_above_parents() -> None:
    rows = _rows(family_network(), "tessa")
    assert rows["tessa"] == rows["otto"] == rows["baby"] == 0
    assert rows["joan"] == rows["daz"] == rows["pete"] == -1
    assert rows["nan"] == rows["grandad"] == -2


def test_a_relationship_in_words_lifts_as_its_code_does() -> None:
    nodes = (a_node(TESSA), a_node(DAZ), a_node(NAN))
    step = an_edge("e1", "daz", "tessa", LinkKind.FAMILY, "step parent")
    great = an_edge("e2", "nan", "tessa", LinkKind.FAMILY, "great grandparent")
    rows = _rows(a_network(nodes, step, great), "tessa")
    assert (rows["daz"], rows["nan"]) == (-1, -3)


def test_those_no_family_link_places_stand_with_their_own_age() -> None:
    rows = _rows(a_network((a_node(TESSA), a_node(FRIEND), a_node(OTTO))), "tessa")
    assert rows == {"tessa": 0, "friend": -1, "otto": 0}


def test_eldest_left_and_partners_side_by_side() -> None:
    nodes = (a_node(JOAN), a_node(NAN), a_node(DAZ), a_node(BABY), Node("ash", "household", ASH.label))
    stays = [an_edge(f"e{one}", one, "ash", LIVES, "resident") for one in ("joan", "nan", "daz", "baby")]
    partners = an_edge("p", "nan", "daz", LinkKind.PARTNER, "partner")
    for seed in range(5):
        block = blocks_of(shuffled(a_network(nodes, *stays, partners), seed), "baby")[0]
        assert block.rows[-1] == ("nan", "daz", "joan")
