"""A picture that was laid out is laid out once."""

from __future__ import annotations

from dataclasses import replace

from tests.viz.networks import busy_network, made_up, with_someone
from viz.keeping import Kept, kept_layouts
from viz.scene import make_scene


def test_a_second_view_works_out_nothing() -> None:
    network = made_up(77, 20)
    first = make_scene(network, "p000")
    before = kept_layouts().worked_out
    assert make_scene(network, "p000") == first
    assert kept_layouts().worked_out == before


def test_whatever_differs_is_worked_out_for_itself() -> None:
    network = busy_network()
    make_scene(network, "tessa")
    before = kept_layouts().worked_out
    edges = tuple(replace(edge, label="grandparent") if edge.label == "parent" else edge for edge in network.edges)
    make_scene(replace(network, edges=edges), "tessa")
    make_scene(with_someone(network, "newest"), "tessa")
    assert kept_layouts().worked_out == before + 4


def test_the_one_longest_unused_is_forgotten() -> None:
    kept = Kept(most=2)
    for made_of in ((1,), (2,), (1,), (3,), (1,)):
        assert kept.once(made_of, lambda made_of=made_of: made_of) == made_of
    assert kept.worked_out == 3
    assert kept.once((2,), lambda: "again") == "again"


def test_nothing_said_of_anybody_is_kept() -> None:
    kept = Kept()
    kept.once(("QUILL, Tessa", "2010-05-03"), lambda: 1)
    assert "Tessa" not in repr(vars(kept))
    assert "2010" not in repr(vars(kept))
