"""An adopted identity stays apart from the birth family and the birth name."""

from __future__ import annotations

import polars as pl
import pytest

from graph.identity.households import HOUSEHOLDS_SCHEMA
from graph.model.claims import Closing, Marking
from ingest.claims.identity_inputs import people_frame
from tests.ingest.claims.world import (
    a_system,
    cells,
    closings,
    event,
    household,
    part,
    person,
    record,
    stay,
    stored,
    the,
    tie,
)

ADOPTED = person("A1", given_name="Isla", family_name="Carter", adopted_identity="y")
MOTHER = person("B1", family_name="Pike")
ADOPTER = person("C1", family_name="Carter")
OF_ADOPTED = {Closing(Marking.SEALED, record("people", "A1"), True)}


def test_ties_to_the_birth_family_are_sealed_in_both_directions() -> None:
    ties = [tie("R1", "B1", "mother", "A1"), tie("R2", "A1", "in_contact_with", "B1"), tie("R3", "C1", "parent", "A1")]
    claims = stored(a_system({"people": [ADOPTED, MOTHER, ADOPTER], "relationships": ties}))
    assert closings(the(claims, "relationships", "R1")) == OF_ADOPTED
    assert closings(the(claims, "relationships", "R2")) == OF_ADOPTED
    assert not the(claims, "relationships", "R3").closings
    assert not the(claims, "people", "A1").closings


def test_an_adopter_of_another_name_is_no_birth_family() -> None:
    other = person("C1", family_name="Osei")
    ties = [tie("R1", "C1", "adoptive_parent", "A1"), tie("R2", "C1", "parent", "A1"), tie("R3", "C1", "friend", "A1")]
    claims = stored(a_system({"people": [ADOPTED, other], "relationships": ties}))
    assert all(not claim.closings for claim in claims)


@pytest.mark.parametrize(("born", "is_closed"), [("2014-02-03", True), ("2014-02-04", False), ("", False)])
def test_whoever_has_another_name_and_its_birthday_may_be_the_child_from_before(born: str, is_closed: bool) -> None:
    adopted = {**ADOPTED, "date_of_birth": "2014-02-03"}
    before = person("B2", family_name="Pike", **({"date_of_birth": born} if born else {}))
    ties = [tie("R1", "B2", "other", "A1"), tie("R2", "A1", "friend", "B2")]
    claims = stored(a_system({"people": [adopted, before], "relationships": ties}))
    for ref in ("R1", "R2"):
        assert closings(the(claims, "relationships", ref)) == (OF_ADOPTED if is_closed else set())


def test_stays_events_and_assessments_with_the_birth_family_are_sealed_for_the_adopted_only() -> None:
    assessment = {"record_ref": "S1", "kind": "single"}
    claims = stored(
        a_system(
            {
                "people": [ADOPTED, MOTHER, ADOPTER],
                "relationships": [tie("R1", "B1", "parent", "A1")],
                "households": [household("H1"), household("H2")],
                "residences": [
                    stay("D1", "A1", "H1"),
                    stay("D2", "B1", "H1"),
                    stay("D3", "A1", "H2"),
                    stay("D4", "C1", "H2"),
                ],
                "events": [event("E1"), event("E2")],
                "event_people": [part("E1", "A1"), part("E1", "B1"), part("E2", "A1")],
                "assessments": [assessment],
                "assessment_people": [
                    {"record_ref": "S1", "person_ref": who, "capacity": "child"} for who in ("A1", "B1")
                ],
            }
        )
    )
    sealed = {claim.claim.source.table + " " + claim.claim.source.record_ref for claim in claims if claim.closings}
    assert sealed == {"relationships R1", "residences D1", "event_people E1|A1|subject", "assessment_people S1|A1"}


def test_a_share_about_a_sealed_tie_is_sealed_too() -> None:
    share = {"record_ref": "S1", "to_agency": "police", "outcome": "shared", "about_record": "relationships:R1"}
    tables = {"people": [ADOPTED, MOTHER], "relationships": [tie("R1", "B1", "parent", "A1")], "shares": [share]}
    assert closings(the(stored(a_system(tables)), "shares", "S1")) == OF_ADOPTED


def test_a_birth_name_kept_as_an_alias_is_told_to_holders_of_a_sealed_grant_only() -> None:
    adopted = {
        **ADOPTED,
        "other_names": "Jade Pike;Izzy Carter",
        "note": "Was Jade at the nursery",
        "description": "tall",
    }
    claims = stored(a_system({"people": [adopted]}))
    opened = [claim for claim in claims if not claim.closings]
    sealed = [claim for claim in claims if claim.closings]
    assert [cells(claim)["other_names"] for claim in opened] == ["Izzy Carter"]
    assert [cells(claim, "detail") for claim in opened] == [{"description": "tall"}]
    assert "t:pike" not in opened[0].search
    assert [cells(claim)["other_names"] for claim in sealed] == ["Jade Pike"]
    assert closings(sealed[0]) == OF_ADOPTED
    assert "t:pike" in sealed[0].search


def test_a_version_under_the_birth_name_is_sealed() -> None:
    born = person("A1", given_name="Jade", family_name="Pike")
    claims = stored(a_system({"people": [born]}, {"people": [ADOPTED]}))
    said = {cells(claim)["family_name"]: closings(claim) for claim in claims}
    assert said == {"Pike": OF_ADOPTED, "Carter": set()}


def test_identity_knows_an_adopted_person_by_the_adopted_name_alone() -> None:
    born = person("A1", given_name="Jade", family_name="Pike", nhs_number="9000000009")
    system = a_system({"people": [born]}, {"people": [{**ADOPTED, "other_names": "Jade Pike;Izzy Carter"}]})
    row = people_frame([system], pl.DataFrame(schema=HOUSEHOLDS_SCHEMA)).to_dicts()[0]
    assert (row["given_names"], row["family_names"], row["other_names"]) == (["Isla"], ["Carter"], ["Izzy Carter"])
    assert row["adopted_identity"] is True
    assert row["nhs_numbers"] == []
