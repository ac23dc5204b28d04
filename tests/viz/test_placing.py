"""Where everybody stands: whole homes in their outline, nobody on nobody, calm when somebody joins."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model.network import LinkKind, Network, Node
from tests.viz.family import TESSA, a_node, a_person, an_edge, family_network
from tests.viz.networks import a_network, busy_network, made_up, moved_by_one_more, networks, shuffled, with_someone
from viz.homes import homes_of
from viz.placing import COLUMN, Ground, place
from viz.style import EVENT, PERSON


@settings(max_examples=40)
@given(networks(), st.integers(0, 1000))
def test_the_order_of_the_input_does_not_matter(network: Network, seed: int) -> None:
    assert place(shuffled(network, seed), "p0") == place(network, "p0")


@settings(max_examples=40)
@given(networks())
def test_everything_but_events_has_a_place_of_its_own(network: Network) -> None:
    spots = place(network, "p0").spots
    assert spots.keys() == {node.id for node in network.nodes if node.kind != EVENT}
    people = [spots[node.id] for node in network.nodes if node.kind == PERSON]
    assert all(abs(one.x - other.x) >= COLUMN or one.y != other.y for one, other in combinations(people, 2))


@settings(max_examples=40)
@given(networks())
def test_an_outline_encloses_exactly_who_lives_there(network: Network) -> None:
    placed = place(network, "p0")
    homes = {person: household for person, (household, _) in homes_of(network).items()}
    people = {node.id for node in network.nodes if node.kind == PERSON}
    for area in placed.areas:
        inside = {
            person
            for person in people
            if area.left < placed.spots[person].x < area.right and area.top < placed.spots[person].y < area.bottom
        }
        assert inside == set(area.members) == {person for person, home in homes.items() if home == area.household}


def test_outlines_do_not_touch() -> None:
    areas = place(family_network(), "tessa", Ground(dict.fromkeys(("tessa", "nan"), 100))).areas
    assert len(areas) == 2
    one, other = areas
    assert one.right < other.left or other.right < one.left or one.bottom < other.top or other.bottom < one.top


def test_an_outline_makes_room_for_the_words_under_its_people() -> None:
    def bottom(room: int) -> int:
        return next(
            area.bottom
            for area in place(family_network(), "tessa", Ground({"otto": room})).areas
            if area.household == "ash"
        )

    assert bottom(120) - bottom(20) == 100


def test_the_person_asked_about_stays_where_they_are_whoever_joins() -> None:
    before = place(family_network(), "tessa").spots
    after = place(
        with_someone(family_network(), "zed", an_edge("z", "zed", "joan", LinkKind.OTHER, "friend")), "tessa"
    ).spots
    assert {person: after[person] for person in ("tessa", "joan", "otto", "daz")} == {
        person: before[person] for person in ("tessa", "joan", "otto", "daz")
    }


def test_somebody_further_away_moves_nobody_nearer() -> None:
    """Pete is one step from Tessa; a friend of Pete's is two: nobody at one step or none moves."""
    network = family_network()
    before = place(network, "tessa").spots
    after = place(with_someone(network, "zed", an_edge("z", "zed", "pete", LinkKind.OTHER, "friend")), "tessa").spots
    near = {"tessa", "joan", "otto", "daz", "pete"}
    assert {one: after[one] for one in near} == {one: before[one] for one in near}


def test_events_change_where_nobody_stands_who_has_other_links() -> None:
    quiet, busy = place(family_network(), "tessa").spots, place(busy_network(), "tessa").spots
    same = {"tessa", "joan", "otto", "daz", "ash"}
    assert {one: busy[one] for one in same} == {one: quiet[one] for one in same}


def test_many_people_of_one_row_stand_on_further_shelves_not_ever_further_out() -> None:
    others = [a_node(a_person(f"q{number:02}", f"Q{number}", is_child=True)) for number in range(60)]
    links = [an_edge(f"e{node.id}", node.id, "tessa", LinkKind.FAMILY, "sibling") for node in others]
    spots = place(a_network((a_node(TESSA), *others), *links), "tessa").spots
    assert max(abs(spot.x) for spot in spots.values()) <= 7 * COLUMN
    assert len({(spot.x, spot.y) for spot in spots.values()}) == 61


def test_services_stand_below_everybody_near_whom_they_are_for() -> None:
    placed = place(family_network(), "tessa")
    spots = placed.spots
    assert spots["worker-1"].y > max(area.bottom for area in placed.areas)
    assert abs(spots["worker-1"].x - spots["tessa"].x) <= COLUMN


def test_a_household_where_nobody_drawn_lives_still_has_a_place() -> None:
    network = a_network(
        (a_node(TESSA), Node("oak", "household", "9 Oak Lane")),
        an_edge("e", "tessa", "oak", LinkKind.LIVES_WITH, "frequent visitor"),
    )
    placed = place(network, "tessa")
    assert placed.areas == ()
    assert placed.spots["oak"].y > placed.spots["tessa"].y


@settings(max_examples=60)
@given(networks(), st.integers(0, 2**12))
def test_whoever_came_later_moves_nobody_who_was_there(network: Network, dice: int) -> None:
    """Opening somebody leaves everybody where they stand; an outline whose home they join grows, and what it meets."""
    people = [node.id for node in network.nodes if node.kind == PERSON]
    late = {one for place_, one in enumerate(people) if one != "p0" and dice >> place_ & 1}
    homes = {person: home for person, (home, _) in homes_of(network).items()}
    if any(homes[one] in {homes.get(other) for other in people if other not in late} for one in late if one in homes):
        return
    kept = [node for node in network.nodes if node.id not in late]
    ids = {node.id for node in kept}
    edges = tuple(edge for edge in network.edges if {edge.source, edge.target} <= ids)
    before = place(a_network(tuple(kept), *edges), "p0").spots
    after = place(network, "p0", Ground(waves=dict.fromkeys(late, 1))).spots
    assert {one: after[one] for one in people if one not in late} == {
        one: before[one] for one in people if one not in late
    }


def test_one_more_person_moves_the_others_little() -> None:
    """Over forty seeded networks, on average less than a tenth of the drawing's diagonal: goals.md P12."""
    moves = [moved_by_one_more(made_up(seed, 30), seed) for seed in range(40)]
    assert sum(moves) / len(moves) <= 0.1
