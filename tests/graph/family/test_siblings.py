"""Siblings by kind, path and precedence (rules.md §2)."""

from __future__ import annotations

import pytest

from graph.family.siblings import SiblingPath, siblings_of
from graph.model.vocabulary import SiblingKind
from tests.builders import World, a_child, an_adult


def found(world: World, child: str, as_of: str = "2024-03-31") -> dict[str, SiblingPath]:
    return {path.person: path for path in siblings_of(world.case(as_of), child)}


def kinds(world: World, child: str, as_of: str = "2024-03-31") -> dict[str, SiblingKind]:
    return {person: path.kind for person, path in found(world, child, as_of).items()}


def family(*names: str) -> tuple[World, list[str]]:
    """A world with Mia and Jay first, then one adult for each name."""
    world = World()
    children = [a_child(world, ref="C1"), a_child(world, ref="C2", born="2015-02-02")]
    return world, children + [an_adult(world, "csc", name, name, "1980-01-01") for name in names]


def test_two_shared_parents_make_full_siblings() -> None:
    world, (mia, jay, kelly, roy) = family("Kelly", "Roy")
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
        world.relates("csc", roy, "parent", child)
    path = found(world, mia)[jay]
    assert (path.kind, set(path.via), len(path.claims)) == (SiblingKind.FULL, {kelly, roy}, 4)


def test_one_shared_parent_and_different_others_make_half_siblings() -> None:
    world, (mia, jay, kelly, roy, dan) = family("Kelly", "Roy", "Dan")
    for child, father in ((mia, roy), (jay, dan)):
        world.relates("csc", kelly, "parent", child)
        world.relates("csc", father, "parent", child)
    path = found(world, mia)[jay]
    assert (path.kind, path.via) == (SiblingKind.HALF, (kelly,))


@pytest.mark.parametrize("known_of", ["neither", "mia", "jay"])
def test_one_shared_parent_and_the_other_unknown_for_either_shares_a_parent(known_of: str) -> None:
    world, (mia, jay, kelly, roy) = family("Kelly", "Roy")
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
    if known_of != "neither":
        world.relates("csc", roy, "parent", {"mia": mia, "jay": jay}[known_of])
    assert kinds(world, mia) == {jay: SiblingKind.SHARES_A_PARENT}


@pytest.mark.parametrize(
    ("as_of", "is_step"),
    [("2022-12-31", False), ("2023-01-01", True), ("2023-06-29", True), ("2023-06-30", False)],
)
def test_a_partners_child_is_a_step_sibling_while_the_partnership_holds(as_of: str, is_step: bool) -> None:
    world, (mia, jay, kelly, dan) = family("Kelly", "Dan")
    world.relates("csc", kelly, "parent", mia)
    world.relates("csc", dan, "parent", jay)
    world.relates("csc", dan, "partner", kelly, "2023-01-01", "2023-06-30")
    assert kinds(world, mia, as_of) == ({jay: SiblingKind.STEP} if is_step else {})
    assert kinds(world, jay, as_of) == ({mia: SiblingKind.STEP} if is_step else {})


def test_an_expartners_child_is_no_step_sibling() -> None:
    world, (mia, jay, kelly, dan) = family("Kelly", "Dan")
    world.relates("csc", kelly, "parent", mia)
    world.relates("csc", dan, "parent", jay)
    world.relates("csc", dan, "ex_partner", kelly)
    assert kinds(world, mia) == {}


def test_a_step_parents_child_is_a_step_sibling_without_a_partnership_on_record() -> None:
    world, (mia, jay, dan) = family("Dan")
    world.relates("csc", dan, "step_parent", mia)
    world.relates("csc", dan, "parent", jay)
    assert kinds(world, mia) == {jay: SiblingKind.STEP}
    assert kinds(world, jay) == {mia: SiblingKind.STEP}


def test_children_adopted_by_one_person_are_siblings_by_adoption() -> None:
    world, (mia, jay, kelly) = family("Kelly")
    world.relates("csc", kelly, "adoptive_parent", mia)
    world.relates("csc", kelly, "parent", jay)
    assert kinds(world, mia) == {jay: SiblingKind.ADOPTIVE}


@pytest.mark.parametrize(
    ("as_of", "lives_with"),
    [("2022-12-31", False), ("2023-01-01", True), ("2023-06-29", True), ("2023-06-30", False)],
)
def test_children_of_one_household_on_the_day_live_with_each_other(as_of: str, lives_with: bool) -> None:
    world, (mia, jay) = family()
    home = world.household("csc", "H1")
    world.lives("csc", mia, home, "2020-01-01")
    world.lives("csc", jay, home, "2023-01-01", "2023-06-30")
    assert kinds(world, mia, as_of) == ({jay: SiblingKind.LIVES_WITH} if lives_with else {})


def test_an_adult_of_the_household_lives_with_no_siblings() -> None:
    world, (mia, kelly) = family()
    home = world.household("csc", "H1")
    mother = an_adult(world, "csc", "A9", "Kelly Tranter", "1983-11-02")
    for person in (mia, kelly, mother):
        world.lives("csc", person, home, "2020-01-01")
    assert kinds(world, mother) == {}
    assert kinds(world, mia) == {kelly: SiblingKind.LIVES_WITH}


def test_adults_of_the_household_are_not_siblings_and_grown_up_siblings_are() -> None:
    world, (mia, _jay, kelly, lodger) = family("Kelly", "Lodger")
    ada = an_adult(world, "csc", "A9", "Ada Hobbs", "2001-01-01")
    home = world.household("csc", "H1")
    for person in (mia, kelly, lodger):
        world.lives("csc", person, home, "2020-01-01")
    for child in (mia, ada):
        world.relates("csc", kelly, "parent", child)
    assert kinds(world, mia) == {ada: SiblingKind.SHARES_A_PARENT}


@pytest.mark.parametrize("place", [{"kind": "refuge"}, {"kind": "childrens_home"}, {"confidential": "y"}])
def test_a_household_that_joins_nobody_makes_no_siblings(place: dict[str, str]) -> None:
    world, (mia, jay) = family()
    home = world.household("csc", "H1", **place)
    world.lives("csc", mia, home, "2020-01-01")
    world.lives("csc", jay, home, "2020-01-01")
    assert kinds(world, mia) == {}


@pytest.mark.parametrize("turned", [False, True])
def test_an_asserted_sibling_alone_shares_a_parent_and_is_said_to_be_asserted_only(turned: bool) -> None:
    world, (mia, jay) = family()
    world.relates("csc", *((jay, "sibling", mia) if turned else (mia, "sibling", jay)))
    path = found(world, mia)[jay]
    assert (path.kind, path.asserted_only, path.via) == (SiblingKind.SHARES_A_PARENT, True, ())


def test_a_derived_kind_wins_over_an_asserted_one_and_both_are_shown() -> None:
    world, (mia, jay, kelly, roy) = family("Kelly", "Roy")
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
        world.relates("csc", roy, "parent", child)
    said = world.relates("school", mia, "half_sibling", jay)
    path = found(world, mia)[jay]
    assert (path.kind, path.asserted_only) == (SiblingKind.FULL, False)
    assert said.id in {claim.id for claim in path.claims}


def test_a_shared_parent_wins_over_a_partnership() -> None:
    world, (mia, jay, kelly, dan) = family("Kelly", "Dan")
    for child in (mia, jay):
        world.relates("csc", kelly, "parent", child)
    world.relates("csc", dan, "parent", jay)
    world.relates("csc", dan, "partner", kelly)
    assert kinds(world, mia) == {jay: SiblingKind.SHARES_A_PARENT}


def test_a_role_in_an_event_is_never_parenthood() -> None:
    world, (mia, jay, kelly) = family("Kelly")
    world.event("police", "2023-07-15", {mia: "child", kelly: "parent"})
    world.event("police", "2023-07-16", {jay: "child", kelly: "parent"})
    assert kinds(world, mia) == {}


def test_a_refuted_parent_makes_no_sibling() -> None:
    world, (mia, jay, kelly) = family("Kelly")
    world.relates("csc", kelly, "parent", mia)
    world.relates("csc", kelly, "parent", jay, status="refuted")
    assert kinds(world, mia) == {}


def test_the_inverse_of_a_relationship_says_the_same() -> None:
    world, (mia, jay, kelly) = family("Kelly")
    world.relates("csc", mia, "child", kelly)
    world.relates("csc", jay, "daughter", kelly)
    assert kinds(world, mia) == {jay: SiblingKind.SHARES_A_PARENT}


def test_siblings_of_another_childs_parents_are_found_through_joined_records() -> None:
    world, (mia, jay, kelly) = family("Kelly")
    kelly_police = an_adult(world, "police", "P1", "Kelly")
    world.relates("csc", kelly, "parent", mia)
    world.relates("police", kelly_police, "parent", jay)
    assert kinds(world, mia) == {}
    mother = world.join(kelly, kelly_police)
    assert found(world, mia)[jay].via == (mother,)
