"""P12: where a network's people and homes stand: our layout beside igraph's, in time, crossings and calm."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec

from graph.model.network import Network
from tools.bench.made_networks import CENTRE, made_network, with_one_more
from tools.bench.timing import Figure, in_turns, ready, require_equal
from viz.crossing import crossings as count_crossings
from viz.homes import homes_of
from viz.keeping import Kept
from viz.placing import PLAIN, made_of, place

SIZES = (60, 200, 1000)
NEWCOMERS = 5
_GOAL = 1.5
Points = Mapping[str, tuple[float, float]]
Ends = Sequence[tuple[str, str]]


def layout(rounds: int) -> Iterator[Figure]:
    """Our layout against igraph's, where it is installed; a second view against the first."""
    for size in SIZES:
        network = made_network(size)
        if find_spec("igraph"):
            yield _beside_igraph(network, rounds)
        yield _second_view(network, rounds)


def _beside_igraph(network: Network, rounds: int) -> Figure:
    from tools.bench.layout_igraph import lay_out

    size = len(network.nodes)
    times = in_turns({"ours": ready(lambda: _ours(network)), "igraph": ready(lambda: lay_out(network))}, rounds)
    ours, theirs = _ours(network), lay_out(network)
    require_equal("everybody has a place", ours.keys(), theirs.keys())
    lines = lines_of(network)
    calm, theirs_calm = (
        sum(moved_by(network, way, seed) for seed in range(NEWCOMERS)) / NEWCOMERS for way in (_ours, lay_out)
    )
    says = f"{size} nodes: {crossings(ours, lines)} crossings of {len(lines)} lines, one more person moves the others {calm:.1%}"
    against = (
        f"igraph, Fruchterman–Reingold: {crossings(theirs, lines)} crossings of the same lines, "
        f"{crossings(theirs, every_line(network))} with those to homes, moved {theirs_calm:.1%}"
    )
    return Figure("P12", says, times["ours"], against, times["igraph"], _GOAL)


def _second_view(network: Network, rounds: int) -> Figure:
    kept = Kept()

    def view() -> object:
        return kept.once(made_of(network, CENTRE, PLAIN), lambda: place(network, CENTRE))

    view()
    times = in_turns({"again": ready(view), "first": ready(lambda: place(network, CENTRE))}, rounds)
    require_equal("a second view works out nothing", kept.worked_out, 1)
    return Figure(
        "P12",
        f"{len(network.nodes)} nodes: a second view, nothing worked out",
        times["again"],
        "the first",
        times["first"],
    )


def _ours(network: Network) -> Points:
    return {one: (spot.x, spot.y) for one, spot in place(network, CENTRE).spots.items()}


def lines_of(network: Network) -> Ends:
    """What we draw as lines: all but who lives in which outline."""
    outlined = {edge.id for _, edge in homes_of(network).values()}
    return [(edge.source, edge.target) for edge in network.edges if edge.id not in outlined]


def every_line(network: Network) -> Ends:
    """What a drawing without outlines draws as lines."""
    return [(edge.source, edge.target) for edge in network.edges]


def crossings(points: Points, lines: Ends) -> int:
    """How many pairs of straight lines cross that share no end."""
    drawn = [(points[one], points[other]) for one, other in lines]
    return sum(count_crossings([line], drawn[:place_]) for place_, line in enumerate(drawn))


def moved_by(network: Network, lay_out: Callable[[Network], Points], seed: int) -> float:
    """How far one more person moves the others on average, as a part of the drawing's diagonal."""
    return displacement(lay_out(network), lay_out(with_one_more(network, seed)))


def displacement(before: Points, after: Points) -> float:
    """The average move of whoever is in both, as a part of the diagonal."""
    xs, ys = [x for x, _ in before.values()], [y for _, y in before.values()]
    diagonal = math.hypot(max(xs) - min(xs), max(ys) - min(ys)) or 1
    moves = [math.dist(point, after[one]) for one, point in before.items()]
    return sum(moves) / len(moves) / diagonal
