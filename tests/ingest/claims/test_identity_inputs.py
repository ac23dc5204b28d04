"""Who is who among open records is worked out from what is open alone."""

from __future__ import annotations

import pytest

from graph.identity.households import resolve_households
from ingest.claims.identity_inputs import household_frame, people_frame
from ingest.claims.records import SystemRecords
from tests.ingest.claims.world import a_system, household, person, stay


def people_of(system: SystemRecords) -> dict[str, dict[str, object]]:
    """The rows of the people frame by reference."""
    frame = people_frame([system], resolve_households(household_frame([system])))
    return {row["person_ref"]: row for row in frame.iter_rows(named=True)}


def test_what_an_open_record_once_said_sealed_says_nothing_of_who_they_are() -> None:
    before = [person("P1", family_name="Quist", nhs_number="9434765919", sensitivity="sealed")]
    system = a_system({"people": before}, {"people": [person("P1")]})
    row = people_of(system)["P1"]
    assert (row["tier"], row["family_names"], row["nhs_numbers"]) == (0, ["Tranter"], [])


def test_a_record_that_is_sealed_now_keeps_all_it_said() -> None:
    after = [person("P1", family_name="Quist", sensitivity="sealed")]
    row = people_of(a_system({"people": [person("P1")]}, {"people": after}))["P1"]
    assert (row["tier"], row["family_names"]) == (2, ["Quist", "Tranter"])


@pytest.mark.parametrize(
    ("of_stay", "of_home", "counts"),
    [("open", "open", True), ("restricted", "open", False), ("sealed", "open", False), ("open", "sealed", False)],
)
def test_a_closed_stay_or_home_says_nothing_of_who_lives_there(of_stay: str, of_home: str, *, counts: bool) -> None:
    system = a_system(
        {
            "people": [person("P1")],
            "households": [household("H1", sensitivity=of_home)],
            "residences": [{**stay("R1", "P1", "H1"), "sensitivity": of_stay}],
        }
    )
    assert bool(people_of(system)["P1"]["addresses"]) is counts


def test_a_stay_that_was_sealed_once_counts_again_when_it_is_opened_but_not_what_it_said_then() -> None:
    tables = {
        "people": [person("P1")],
        "households": [household("H1"), household("H2", address="9 Elm Row")],
        "residences": [{**stay("R1", "P1", "H2"), "sensitivity": "sealed"}],
    }
    system = a_system(tables, {"residences": [stay("R1", "P1", "H1")]})
    home = next(row for row in household_frame([system]).iter_rows(named=True) if row["household_ref"] == "H1")
    assert people_of(system)["P1"]["addresses"] == [home["record_id"]]


def test_an_address_once_said_sealed_brings_no_homes_together() -> None:
    tables = {"households": [household("H1", address="9 Elm Row", sensitivity="sealed"), household("H2")]}
    system = a_system(tables, {"households": [household("H1", address="4 Oak Way")]})
    row = next(row for row in household_frame([system]).iter_rows(named=True) if row["household_ref"] == "H1")
    assert row["addresses"] == ["4 Oak Way"]


def test_someone_sealed_keeps_the_home_that_is_sealed_with_them() -> None:
    system = a_system(
        {
            "people": [person("P1", sensitivity="sealed")],
            "households": [household("H1", sensitivity="sealed")],
            "residences": [{**stay("R1", "P1", "H1"), "sensitivity": "sealed"}],
        }
    )
    assert people_of(system)["P1"]["addresses"]
