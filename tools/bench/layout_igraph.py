"""The same networks laid out by igraph: forces, from a fixed start."""

from __future__ import annotations

import random

import igraph

from graph.model.network import Network


def lay_out(network: Network) -> dict[str, tuple[float, float]]:
    """A point for every node. igraph takes its dice from a generator we seed, so the same network has the same points."""
    ids = [node.id for node in network.nodes]
    place = {id_: number for number, id_ in enumerate(ids)}
    igraph.set_random_number_generator(random.Random(1))  # noqa: S311 - a fixed start
    drawn = igraph.Graph(len(ids), [(place[edge.source], place[edge.target]) for edge in network.edges])
    points = drawn.layout_fruchterman_reingold().coords
    return {id_: (x, y) for id_, (x, y) in zip(ids, points, strict=True)}
