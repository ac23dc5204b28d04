"""`households_differ`: who lives with the child, as agencies say it (rules.md §4)."""

from __future__ import annotations

import pytest

from graph.model.findings import FindingState
from graph.rules.households_differ import HOUSEHOLDS_DIFFER
from graph.rules.subject import Subject
from tests.builders import World, a_child, an_adult
from tests.graph.rules.asking import Asking

ASKING = Asking(HOUSEHOLDS_DIFFER)
found = ASKING.found
state = ASKING.state


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def mia(world: World) -> str:
    return a_child(world)


@pytest.fixture
def kelly(world: World) -> str:
    return an_adult(world, "csc", "A1", "Kelly Tranter", "1983-11-02")


@pytest.fixture
def daniel(world: World) -> str:
    return an_adult(world, "housing", "T2", "Daniel Mercer")


@pytest.fixture
def home(world: World, mia: str, kelly: str) -> str:
    """Children's social care has Mia and Kelly there."""
    household = world.household("csc", "H1")
    world.lives("csc", mia, household, "2022-01-01")
    world.lives("csc", kelly, household, "2022-01-01")
    return household


def test_two_agencies_that_name_different_residents(world: World, mia: str, kelly: str, daniel: str, home: str) -> None:
    world.lives("housing", kelly, home, "2022-02-01")
    world.lives("housing", daniel, home, "2022-11-14")
    one = found(world, mia)
    assert one is not None
    assert one.says == "Agencies differ on whether Daniel Mercer lives with the child."
    assert str(one.since) == "2022-11-14"
    assert one.details == (
        (
            "Vale Children's Social Care",
            "Mia Hobbs at the home, since 2022-01-01; Daniel Mercer not named; Kelly Tranter at the home, since 2022-01-01",
        ),
        (
            "Vale Housing",
            "Mia Hobbs not named; Daniel Mercer at the home, since 2022-11-14; Kelly Tranter at the home, since 2022-02-01",
        ),
    )


def test_all_who_are_differed_on_are_in_one_sentence(
    world: World, mia: str, kelly: str, daniel: str, home: str
) -> None:
    world.lives("housing", daniel, home, "2022-11-14")
    world.lives("housing", an_adult(world, "housing", "T3", "Ann Marsh"), home)
    world.lives("gp", mia, world.household("gp", "H9"), "2023-01-01")
    one = found(world, mia)
    assert one is not None
    said = "Agencies differ on whether Ann Marsh, Daniel Mercer, Kelly Tranter live with the child and where the child lives."
    assert one.says == said


def test_the_same_residents_are_no_difference(world: World, mia: str, kelly: str, home: str) -> None:
    world.lives("housing", kelly, home)
    world.lives("housing", mia, home)
    assert state(world, mia) is FindingState.NOT_FOUND_IN_LOADED_DATA


@pytest.mark.parametrize("silent", ["csc", "housing"])
def test_silence_is_no_disagreement(world: World, mia: str, kelly: str, daniel: str, home: str, silent: str) -> None:
    """An agency that names one resident only doesn't say who lives there."""
    world.lives("housing", daniel, home, "2022-11-14")
    if silent == "csc":
        world.lives("housing", kelly, home, "2022-11-14")
        world.claims = [one for one in world.claims if one.agency != "csc" or one.source.table != "residences"]
        world.lives("csc", mia, home, "2022-01-01")
    assert found(world, mia) is None


def test_another_address_for_the_same_person(world: World, mia: str, kelly: str, daniel: str, home: str) -> None:
    world.lives("housing", daniel, home, "2022-11-14")
    world.lives("probation", daniel, world.household("probation", "H9"), "2023-01-01")
    one = found(world, mia)
    assert one is not None
    assert one.details[1][1].endswith("Daniel Mercer at the home, since 2022-11-14; Kelly Tranter not named")
    assert one.details[2][1].startswith("Mia Hobbs not named; Daniel Mercer elsewhere, since 2023-01-01")
    assert (str(one.since), len(one.evidence)) == ("2023-01-01", 2)


def test_another_address_for_the_child(world: World, mia: str, home: str) -> None:
    world.lives("gp", mia, world.household("gp", "H9"), "2023-01-01")
    one = found(world, mia)
    assert one is not None
    assert one.says == "Agencies differ on where the child lives."


@pytest.mark.parametrize("role", ["part_time", "overnight", "frequent_visitor", "contact_only"])
def test_part_of_the_time_elsewhere_is_no_difference(world: World, mia: str, home: str, role: str) -> None:
    world.lives("gp", mia, world.household("gp", "H9"), "2023-01-01", role=role)
    assert found(world, mia) is None


@pytest.mark.parametrize("closing", [{"confidential": "y"}, {"kind": "refuge"}])
def test_a_confidential_place_is_no_address_to_differ_by(
    world: World, mia: str, home: str, closing: dict[str, str]
) -> None:
    world.lives("gp", mia, world.household("gp", "H9", **closing), "2023-01-01")
    assert found(world, mia) is None


def test_a_prison_is_another_address(world: World, mia: str, kelly: str, daniel: str, home: str) -> None:
    world.lives("csc", daniel, home, "2022-11-14")
    world.lives("probation", daniel, world.household("probation", "H9", kind="prison"), "2023-01-01")
    assert found(world, mia) is not None


@pytest.mark.parametrize(
    ("start", "end", "is_found"),
    [
        ("2024-03-30", None, True),
        ("2024-03-31", None, True),
        ("2024-04-01", None, False),
        ("2022-11-14", "2024-03-31", False),
        ("2022-11-14", "2024-04-01", True),
    ],
)
def test_only_who_lives_there_on_the_day(
    world: World, mia: str, kelly: str, daniel: str, home: str, start: str, end: str | None, is_found: bool
) -> None:
    world.lives("housing", kelly, home)
    world.lives("housing", daniel, home, start, end)
    assert (found(world, mia, known_at="2024-04-02") is not None) is is_found


def test_partial_dates_leave_it_possible(world: World, mia: str, kelly: str, daniel: str, home: str) -> None:
    world.lives("housing", kelly, home)
    world.lives("housing", daniel, home, "2024")
    one = found(world, mia)
    assert one is not None
    assert one.possible
    world.lives("csc", daniel, home, "2024")
    assert found(world, mia) is None


def test_an_agency_that_possibly_names_enough_possibly_differs(
    world: World, mia: str, kelly: str, daniel: str, home: str
) -> None:
    world.lives("housing", kelly, home, "2024")
    world.lives("housing", daniel, home, "2023-01-01")
    one = found(world, mia)
    assert one is not None
    assert one.possible


@pytest.mark.parametrize("kind", ["communal", "hostel"])
def test_only_private_homes_join_people(world: World, mia: str, kelly: str, daniel: str, home: str, kind: str) -> None:
    world.household("housing", "H1x", kind=kind)
    world.join(home, world.household("housing", "H1x", kind=kind))
    world.lives("housing", kelly, home)
    world.lives("housing", daniel, home)
    assert found(world, mia) is None


def test_an_open_end_nobody_confirmed_is_said_so(world: World, mia: str, kelly: str, daniel: str, home: str) -> None:
    world.lives("housing", kelly, home, "2022-02-01")
    world.lives("housing", daniel, home, "2022-11-14")
    one = found(world, mia, "2024-04-20")
    assert one is not None
    assert "Daniel Mercer at the home, since 2022-11-14, unconfirmed since 2024-03-31" in one.details[1][1]


def test_a_person_set_aside_is_left_out(world: World, mia: str, kelly: str, daniel: str, home: str) -> None:
    world.lives("housing", kelly, home)
    world.lives("housing", daniel, home)
    assert HOUSEHOLDS_DIFFER.find(Subject(world.case(), mia, disregarding=frozenset({daniel}))) is None


def test_refuted_residences_support_nothing(world: World, mia: str, kelly: str, daniel: str, home: str) -> None:
    world.lives("housing", kelly, home)
    world.lives("housing", daniel, home, status="refuted")
    assert found(world, mia) is None


@pytest.mark.parametrize("lacking", ["csc", "housing"])
def test_without_residences_it_cannot_be_determined(world: World, mia: str, home: str, lacking: str) -> None:
    world.feeds_of = {agency: ("residences",) for agency in ("csc", "housing") if agency != lacking}
    assert state(world, mia) is FindingState.CANNOT_BE_DETERMINED


def test_what_was_written_down_later_was_not_known(world: World, mia: str, kelly: str, daniel: str, home: str) -> None:
    world.lives("housing", kelly, home)
    world.lives("housing", daniel, home, recorded="2024-02-10")
    assert found(world, mia, known_at="2024-02-09") is None
    assert found(world, mia, known_at="2024-02-10") is not None


def test_only_what_the_agencies_named_know_counts(world: World, mia: str, kelly: str, daniel: str, home: str) -> None:
    world.lives("housing", kelly, home)
    world.lives("housing", daniel, home)
    assert found(world, mia, known_to=frozenset({"csc"})) is None
    assert found(world, mia, known_to=frozenset({"csc", "housing"})) is not None
