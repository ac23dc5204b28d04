"""Who is a child and who an adult, with and without a birth date (rules.md §2)."""

from __future__ import annotations

from datetime import date

import pytest

from graph.family.people import ages_in_words, individual
from tests.builders import World


def is_child(world: World, person: str, day: str = "2024-03-31") -> bool:
    return individual(world.case(), person).is_child_on(date.fromisoformat(day))


@pytest.mark.parametrize(("day", "child"), [("2024-05-09", True), ("2024-05-10", False), ("2024-05-11", False)])
def test_a_child_is_one_until_the_eighteenth_birthday(day: str, child: bool) -> None:
    world = World()
    person = world.person("csc", "P1", given_name="Mia", date_of_birth="2006-05-10")
    assert is_child(world, person, day) is child
    assert individual(world.case(), person).may_be_adult_on(date.fromisoformat(day)) is not child


def test_one_born_on_a_leap_day_is_eighteen_on_the_first_of_march() -> None:
    world = World()
    person = world.person("csc", "P1", given_name="Eve", date_of_birth="2004-02-29")
    assert is_child(world, person, "2022-02-28")
    assert not is_child(world, person, "2022-03-01")


def test_a_partial_birth_date_leaves_both_open() -> None:
    world = World()
    known = world.person("csc", "P1", given_name="Mia", date_of_birth="2006")
    person = individual(world.case(), known)
    assert person.is_child_on(date(2024, 6, 1))
    assert person.may_be_adult_on(date(2024, 6, 1))
    assert not person.may_be_adult_on(date(2023, 12, 31))
    assert not person.is_child_on(date(2024, 12, 31))


def test_the_unborn_are_children() -> None:
    world = World()
    baby = world.person("csc", "P1", expected_birth="2024-09-01")
    assert is_child(world, baby)
    assert individual(world.case(), baby).is_unborn


def test_a_birth_date_takes_the_place_of_the_expected_birth() -> None:
    world = World()
    baby = world.person("csc", "P1", given_name="Ada", expected_birth="2024-02-01", date_of_birth="2024-02-09")
    born = individual(world.case(), baby)
    assert not born.is_unborn
    assert born.links_begin == date(2023, 5, 5)


def test_without_a_birth_date_a_role_as_child_makes_a_child() -> None:
    world = World()
    person = world.person("police", "P1", given_name="Mia")
    assert not is_child(world, person)
    world.event("police", "2023-07-15", {person: "child"})
    assert is_child(world, person)


def test_without_a_birth_date_a_capacity_as_child_makes_a_child() -> None:
    world = World()
    person = world.person("csc", "P1", given_name="Mia")
    world.assessment("csc", {person: "child"}, "2023-07-15")
    assert is_child(world, person)


def test_without_a_birth_date_a_school_roll_makes_a_child() -> None:
    world = World()
    person = world.person("school", "P1", given_name="Mia")
    world.episode("school", person, "school_roll", "2023-09-01")
    assert is_child(world, person)


def test_without_a_birth_date_a_upn_makes_a_child() -> None:
    world = World()
    assert is_child(world, world.person("school", "P1", given_name="Mia", upn="A123456789012"))


def test_a_birth_date_wins_over_a_role_as_child() -> None:
    world = World()
    person = world.person("police", "P1", given_name="Mia", date_of_birth="1990-01-01")
    world.event("police", "2023-07-15", {person: "child"})
    assert not is_child(world, person)


@pytest.mark.parametrize("role", ["subject", "present", "victim", "other_adult"])
def test_any_other_role_without_a_birth_date_leaves_an_adult(role: str) -> None:
    world = World()
    person = world.person("police", "P1", given_name="Dan")
    world.event("police", "2023-07-15", {person: role})
    assert not is_child(world, person)


@pytest.mark.parametrize(("day", "dead"), [("2023-01-01", False), ("2023-01-02", True)])
def test_one_who_died_on_the_day_had_not_died_before_it(day: str, dead: bool) -> None:
    world = World()
    person = world.person("csc", "P1", given_name="Roy", date_of_death="2023-01-01")
    assert individual(world.case(), person).died_before(date.fromisoformat(day)) is dead


def test_without_a_name_or_said_so_nobody_is_identified_but_the_unborn() -> None:
    world = World()
    daz = world.person("police", "P1", given_name="Daz", identified="n")
    nameless = world.person("police", "P2", description="man in a red coat")
    baby = world.person("csc", "P3", expected_birth="2024-09-01")
    case = world.case()
    assert [individual(case, person).identified for person in (daz, nameless, baby)] == [False, False, True]


@pytest.mark.parametrize(
    ("born", "day", "age", "words"),
    [
        ("1980", "2024-03-31", None, "43 or 44"),
        ("1980", "2024-12-30", None, "43 or 44"),
        ("1980", "2024-12-31", 44, "44"),
        ("1980", "2024-01-01", None, "43 or 44"),
        ("1981-05", "2024-04-30", 42, "42"),
        ("1981-05", "2024-05-15", None, "42 or 43"),
        ("1981-05", "2024-05-31", 43, "43"),
        ("1981-05-15", "2024-05-15", 43, "43"),
        ("2024", "2024-03-31", 0, "0"),
        ("2025", "2024-03-31", None, None),
    ],
)
def test_an_age_a_partial_birth_date_leaves_open_is_said_in_words(
    born: str, day: str, age: int | None, words: str | None
) -> None:
    world = World()
    known = world.person("csc", "P1", given_name="Mia", date_of_birth=born)
    person = individual(world.case(), known)
    on = date.fromisoformat(day)
    assert person.age_at(on) == age
    assert ages_in_words(person.ages_at(on)) == words


def test_over_a_year_an_age_may_be_one_of_more() -> None:
    world = World()
    known = world.person("csc", "P1", given_name="Mia", date_of_birth="1980")
    person = individual(world.case(), known)
    assert ages_in_words(person.ages_at(date(2024, 1, 1), date(2024, 12, 31))) == "43 or 44"
    assert ages_in_words(person.ages_at(date(2023, 1, 1), date(2024, 12, 31))) == "42 to 44"
