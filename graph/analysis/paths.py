"""Shortest paths between two nodes of a network, the same one every time."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx


def shortest_path(edges: Iterable[tuple[str, str]], start: str, end: str, longest: int) -> tuple[str, ...]:
    """The nodes of one shortest path of at most `longest` edges, both ends included; empty when there is none.

    Of several equally short the one whose nodes come first in order.
    """
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(sorted(edges))
    if start not in graph or end not in graph:
        return (start,) if start == end else ()
    distance = nx.single_source_shortest_path_length(graph, end, cutoff=longest)
    if start not in distance:
        return ()
    path = [start]
    while path[-1] != end:
        here = path[-1]
        path.append(
            min(near for near in graph.neighbors(here) if distance.get(near, longest + 1) == distance[here] - 1)
        )
    return tuple(path)
