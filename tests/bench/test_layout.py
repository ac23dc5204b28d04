"""What P12 counts is what it says: crossings against every pair of lines, calm against points that did not move."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

from graph.errors import WrongUse
from tools.bench import command, drawing, layout
from tools.bench.command import Asked, measure
from tools.bench.layout import Points, crossings, displacement, every_line, lines_of
from tools.bench.made_networks import CENTRE, made_network, with_one_more
from viz.crossing import crosses
from viz.placing import place


def test_the_measurement_runs_and_a_second_view_works_out_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "SIZES", (24,))
    figures = list(measure(Asked(["P12"], 5, 1), None))
    assert "a second view, nothing worked out" in figures[-1].measured
    assert {figure.row for figure in figures} == {"P12"}


def test_without_a_browser_the_drawing_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for module in (drawing, command):
        monkeypatch.setattr(module, "CHROMIUM", tmp_path / "none")
    with pytest.raises(WrongUse, match="there is none here"):
        list(measure(Asked(["p11"], 5, 1), None))
    assert "p11" not in Asked(["all"], 5, 1).chosen()


@pytest.mark.parametrize("seed", range(5))
def test_crossings_are_counted_pair_by_pair(seed: int) -> None:
    dice = random.Random(seed)
    points: Points = {f"p{number}": (dice.random(), dice.random()) for number in range(12)}
    lines = [(one, other) for one, other in (dice.sample(sorted(points), 2) for _ in range(15))]
    pairs = combinations([(points[one], points[other]) for one, other in lines], 2)
    assert crossings(points, lines) == sum(crosses(one, other) for one, other in pairs)


def test_two_lines_cross_between_their_ends_or_not_at_all() -> None:
    assert crosses(((0, 0), (2, 2)), ((0, 2), (2, 0)))
    assert not crosses(((0, 0), (1, 1)), ((0, 2), (2, 0)))
    assert not crosses(((0, 0), (2, 2)), ((2, 2), (3, 0)))


def test_nobody_who_moved_is_no_move_and_all_by_a_diagonal_is_one() -> None:
    before = {"a": (0.0, 0.0), "b": (3.0, 4.0)}
    assert displacement(before, before) == 0
    assert displacement(before, {one: (x + 3, y + 4) for one, (x, y) in before.items()}) == 1


def test_a_made_up_network_has_the_size_asked_for_and_everybody_a_place() -> None:
    network = made_network(40)
    assert len(network.nodes) == 40
    assert place(network, CENTRE).spots.keys() == {node.id for node in network.nodes}
    assert len(with_one_more(network, 3).nodes) == 41
    assert len(lines_of(network)) < len(every_line(network))
