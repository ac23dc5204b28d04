"""Carers of a child (rules.md §2)."""

from __future__ import annotations

import pytest

from graph.family.circle import circle_of
from graph.family.kinship import carers_of
from tests.builders import World, a_child, an_adult


def carers(world: World, child: str) -> set[str]:
    return {carer.person for carer in carers_of(world.case(), child)}


@pytest.mark.parametrize(
    "kind",
    [
        "parent",
        "step_parent",
        "adoptive_parent",
        "special_guardian",
        "foster_carer",
        "kinship_carer",
        "private_foster_carer",
        "carer",
    ],
)
def test_every_kind_of_parent_guardian_and_carer_is_a_carer(kind: str) -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1")
    world.relates("csc", kelly, kind, mia)
    assert carers(world, mia) == {kelly}


@pytest.mark.parametrize("kind", ["grandparent", "aunt_uncle", "friend", "neighbour", "lodger", "sibling", "associate"])
def test_other_relations_are_not_carers(kind: str) -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1")
    world.relates("csc", kelly, kind, mia)
    assert carers(world, mia) == set()


@pytest.mark.parametrize(("role", "cares"), [("carer", True), ("parent", False), ("present", False)])
def test_an_adult_in_role_carer_at_an_event_with_the_child_is_a_carer(role: str, cares: bool) -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1")
    world.event("hospital", "2023-07-15", {mia: "child", kelly: role})
    assert (kelly in carers(world, mia)) is cares


def test_a_carer_at_an_event_without_the_child_is_no_carer_of_it() -> None:
    world = World()
    mia, other, kelly = a_child(world), a_child(world, ref="C2"), an_adult(world, "csc", "A1")
    world.event("hospital", "2023-07-15", {other: "child", kelly: "carer"})
    assert carers(world, mia) == set()


def test_a_parent_under_eighteen_is_a_carer() -> None:
    world = World()
    mia, chloe = a_child(world, born="2023-05-01"), an_adult(world, "csc", "A1", "Chloe Pike", "2007-01-01")
    world.relates("csc", chloe, "parent", mia)
    assert carers(world, mia) == {chloe}


@pytest.mark.parametrize(("end", "in_window"), [("2022-03-31", False), ("2022-04-01", True)])
def test_care_that_ended_before_the_window_is_not_care_in_it(end: str, in_window: bool) -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1")
    world.relates("csc", kelly, "kinship_carer", mia, "2015-01-01", end)
    circle = circle_of(world.case(), mia)
    assert (kelly in circle.carer_ids) is in_window
    assert kelly in circle.people


def test_a_refuted_carer_is_none() -> None:
    world = World()
    mia, kelly = a_child(world), an_adult(world, "csc", "A1")
    world.relates("csc", kelly, "carer", mia, status="refuted")
    assert carers(world, mia) == set()


@pytest.mark.parametrize(("born", "cares"), [("2006-03-31", True), ("2006-04-01", False)])
def test_a_young_carer_is_not_a_carer_of_the_child(born: str, cares: bool) -> None:
    world = World()
    mia, ada = a_child(world), an_adult(world, "csc", "A1", "Ada Hobbs", born)
    world.relates("csc", ada, "carer", mia)
    world.event("hospital", "2023-07-15", {mia: "child", ada: "carer"})
    assert (ada in carers(world, mia)) is cares
