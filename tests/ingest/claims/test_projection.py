"""What is written of a claim: its parts, dates, ends, search keys and fingerprint."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from graph.identity.households import HOUSEHOLDS_SCHEMA
from graph.model.claims import ClaimStatus, Role
from graph.model.ids import IdKey
from ingest.claims.identity_inputs import household_frame, kin_frame, people_frame
from tests.ingest.claims import world
from tests.ingest.claims.world import (
    KEY,
    a_system,
    cells,
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

PEOPLE = [person("P1"), person("P2")]
EPISODE = {"record_ref": "X1", "person_ref": "P1", "kind": "cin"}
WORKER = {"professional_ref": "W1", "name": "Ada Quist"}


def _ends(claim_of: str, ref: str) -> dict[Role, str]:
    tables = {
        "people": PEOPLE,
        "households": [household("H1")],
        "professionals": [WORKER],
        "residences": [stay("R1", "P1", "H1")],
        "relationships": [tie("R1", "P1", "partner", "P2")],
        "episodes": [EPISODE],
        "involvements": [{"record_ref": "I1", "person_ref": "P1", "professional_ref": "W1", "episode_ref": "X1"}],
        "events": [event("E1", household_ref="H1", episode_ref="X1")],
        "event_people": [part("E1", "P1")],
        "event_professionals": [{"record_ref": "E1", "professional_ref": "W1"}],
        "assessments": [{"record_ref": "S1", "kind": "single", "episode_ref": "X1"}],
        "assessment_people": [{"record_ref": "S1", "person_ref": "P1", "capacity": "child"}],
        "shares": [
            {
                "record_ref": "S1",
                "to_agency": "police",
                "outcome": "refused",
                "person_ref": "P1",
                "about_record": "people:P2",
            }
        ],
        "attendance": [{"person_ref": "P1", "school": "Brook", "start": "2023-01-01", "end": "2023-02-01"}],
        "agencies": [{"agency": "gp"}],
    }
    ends = the(stored(a_system(tables)), claim_of, ref).claim.ends
    assert list(ends) == sorted(ends)
    return {end.role: end.record_id for end in ends}


@pytest.mark.parametrize(
    ("table", "ref", "ends"),
    [
        ("people", "P1", {Role.PERSON: ("people", "P1")}),
        ("households", "H1", {Role.HOUSEHOLD: ("households", "H1")}),
        ("residences", "R1", {Role.PERSON: ("people", "P1"), Role.HOUSEHOLD: ("households", "H1")}),
        ("relationships", "R1", {Role.PERSON: ("people", "P1"), Role.OTHER: ("people", "P2")}),
        ("professionals", "W1", {Role.PROFESSIONAL: ("professionals", "W1")}),
        (
            "involvements",
            "I1",
            {
                Role.PERSON: ("people", "P1"),
                Role.PROFESSIONAL: ("professionals", "W1"),
                Role.EPISODE: ("episodes", "X1"),
            },
        ),
        ("episodes", "X1", {Role.PERSON: ("people", "P1"), Role.EPISODE: ("episodes", "X1")}),
        (
            "events",
            "E1",
            {Role.EVENT: ("events", "E1"), Role.HOUSEHOLD: ("households", "H1"), Role.EPISODE: ("episodes", "X1")},
        ),
        ("event_people", "E1|P1|subject", {Role.EVENT: ("events", "E1"), Role.PERSON: ("people", "P1")}),
        ("event_professionals", "E1|W1|", {Role.EVENT: ("events", "E1"), Role.PROFESSIONAL: ("professionals", "W1")}),
        ("assessments", "S1", {Role.ASSESSMENT: ("assessments", "S1"), Role.EPISODE: ("episodes", "X1")}),
        ("assessment_people", "S1|P1", {Role.ASSESSMENT: ("assessments", "S1"), Role.PERSON: ("people", "P1")}),
        ("shares", "S1", {Role.PERSON: ("people", "P1"), Role.ABOUT: ("people", "P2")}),
        ("attendance", "P1|Brook|2023-01-01", {Role.PERSON: ("people", "P1")}),
        ("agencies", "gp", {}),
    ],
)
def test_a_claim_of_each_table_is_about_the_records_it_names(
    table: str, ref: str, ends: dict[Role, tuple[str, str]]
) -> None:
    assert _ends(table, ref) == {role: record(*named) for role, named in ends.items()}


def test_contact_details_are_ends_by_their_one_spelling() -> None:
    people = [person("P1", phones="07700 900456; +44 7700 900456;no", emails="K.T@Example.org", vehicles="ab12 cde")]
    claim = the(stored(a_system({"people": people})), "people", "P1")
    details = {
        KEY.detail_id("phone", "+447700900456"),
        KEY.detail_id("email", "k.t@example.org"),
        KEY.detail_id("vehicle", "AB12CDE"),
    }
    assert {end.record_id for end in claim.claim.ends if end.role == Role.DETAIL} == details


@pytest.mark.parametrize(
    ("said", "valid"),
    [
        ({"start": "2019-05"}, "from 2019-05 to 2019-06-01"),
        ({"start": "2019-05-03"}, "from 2019-05-03 to 2019-05-04"),
        ({"start": "2019-05-03", "end": "2019-05-03"}, "from 2019-05-03 to 2019-05-04"),
        ({"start": "2019-05-03", "end": "2019-05-09"}, "from 2019-05-03 to 2019-05-09"),
        ({"start": "2019-05-03", "end": "2019-05-01"}, "from 2019-05-03 to 2019-05-04"),
    ],
)
def test_an_event_happened_on_its_date_or_over_its_days(said: dict[str, str], valid: str) -> None:
    assert the(stored(a_system({"events": [event("E1", **said)]})), "events", "E1").claim.valid.text == valid


@pytest.mark.parametrize(
    ("said", "valid"),
    [
        ({}, "start unknown"),
        ({"start": "2019"}, "since 2019"),
        ({"end": "2020-01-01"}, "until 2020-01-01, start unknown"),
        ({"start": "2019-05-03", "end": "2019-05-02"}, "since 2019-05-03"),
        ({"start": "2019-05-03", "end": "2019"}, "from 2019-05-03 to 2019"),
    ],
)
def test_a_stay_holds_between_its_dates_and_an_end_before_its_start_is_not_used(
    said: dict[str, str], valid: str
) -> None:
    tables = {"people": PEOPLE, "households": [household("H1")], "residences": [stay("R1", "P1", "H1", **said)]}
    claim = the(stored(a_system(tables)), "residences", "R1")
    assert claim.claim.valid.text == valid
    assert ("end" in cells(claim)) is (claim.claim.valid.end is not None)


def test_a_share_happened_when_it_was_shared_else_when_it_was_asked_for() -> None:
    shares = [
        {
            "record_ref": "S1",
            "to_agency": "gp",
            "outcome": "shared",
            "shared_on": "2023-02-01",
            "requested_on": "2023-01-01",
        },
        {"record_ref": "S2", "to_agency": "gp", "outcome": "refused", "requested_on": "2023-01-01"},
    ]
    claims = stored(a_system({"shares": shares}))
    assert the(claims, "shares", "S1").claim.valid.text == "from 2023-02-01 to 2023-02-02"
    assert the(claims, "shares", "S2").claim.valid.text == "from 2023-01-01 to 2023-01-02"


def test_what_is_not_said_of_status_and_role_is_assumed_and_flagged() -> None:
    stays = [stay("R1", "P1", "H1"), stay("R2", "P2", "H1", role="overnight", status="disputed")]
    claims = stored(a_system({"people": PEOPLE, "households": [household("H1")], "residences": stays}))
    assumed, said = the(claims, "residences", "R1"), the(claims, "residences", "R2")
    assert (cells(assumed)["role"], cells(assumed)["role_assumed"], assumed.claim.status) == (
        "resident",
        "y",
        ClaimStatus.ASSERTED,
    )
    assert (cells(said)["role"], said.claim.status) == ("overnight", ClaimStatus.DISPUTED)
    assert "role_assumed" not in cells(said)


def test_free_text_is_detail_and_the_rest_headline() -> None:
    told = event("E1", headline="seen", note="n", child_view="v", impact="i", explanation="x", outcome="o")
    claim = the(stored(a_system({"events": [told]})), "events", "E1")
    assert claim.detail == '{"child_view":"v","explanation":"x","impact":"i","note":"n"}'
    assert claim.headline == (
        '{"category":"police","headline":"seen","outcome":"o","record_ref":"E1","start":"2023-05-03","type":"incident"}'
    )


def test_a_claim_leads_to_its_row_and_says_when_it_was_recorded() -> None:
    told = person("P1", recorded_at="2023-05-03T10:00:00.500Z")
    claim = the(stored(a_system({"people": [person("P0"), told]})), "people", "P1").claim
    assert (claim.source.agency, claim.source.system, claim.source.table) == ("csc", "main", "people")
    assert (claim.source.record_ref, claim.source.delivery, claim.source.row) == ("P1", "a", 3)
    assert claim.recorded_at == datetime(2023, 5, 3, 10, 0, 0, 500_000, tzinfo=UTC)
    assert claim.superseded_at is None


def test_people_are_found_by_names_and_aliases() -> None:
    claim = the(stored(a_system({"people": [person("P1", other_names="Kel Hobbs")]})), "people", "P1")
    assert {"t:kelly", "t:tranter", "t:hobbs", "p:tra"} <= set(claim.search)
    assert the(stored(a_system({"events": [event("E1")]})), "events", "E1").search == ()


def test_a_fingerprint_is_the_same_under_any_key(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {
        "people": [person("P1", sensitivity="sealed"), person("P2")],
        "relationships": [tie("R1", "P1", "partner", "P2")],
    }
    ours = {claim.fingerprint for claim in stored(a_system(tables))}
    monkeypatch.setattr(world, "KEY", IdKey(b"another key of thirty-two bytes!"))
    assert {claim.fingerprint for claim in stored(a_system(tables))} == ours


def test_anything_that_changes_changes_the_fingerprint() -> None:
    base = [person("P1"), person("P2")]
    stays = {"households": [household("H1")], "residences": [stay("R1", "P1", "H1")]}
    worlds = [
        {"people": base, **stays},
        {"people": [person("P1", sensitivity="restricted"), base[1]], **stays},
        {"people": [person("P1", sensitivity="sealed"), base[1]], **stays},
        {"people": base, **stays, "households": [household("H1", kind="refuge")]},
        {"people": base, **stays, "residences": [stay("R1", "P1", "H1", status="refuted")]},
        {"people": base, **stays, "residences": [stay("R1", "P1", "H1", note="n")]},
    ]
    prints = [the(stored(a_system(tables)), "residences", "R1").fingerprint for tables in worlds]
    replaced = stored(a_system(worlds[0], {"residences": [stay("R1", "P1", "H1", role="overnight")]}))
    prints += [claim.fingerprint for claim in replaced if claim.claim.source.table == "residences"]
    assert len(set(prints)) == len(prints)


def test_identity_is_given_all_that_was_ever_said_of_a_record() -> None:
    first = person("P1", phones="07700 900456;07700 900457", sex="F", identified="n")
    later = person("P1", family_name="Hobbs", nhs_number="9434765919", identified="y")
    homes = [household("H1", uprn="100"), household("H2", kind="refuge")]
    stays = [stay("R1", "P1", "H1"), stay("R2", "P1", "H2")]
    tables = {"people": [first, person("P2")], "households": homes, "residences": stays}
    system = a_system(tables, {"people": [later, person("P2")]})
    resolved = pl.DataFrame(
        [
            (record("households", ref), record("households", ref), kind, joins is False, joins)
            for ref, kind, joins in (("H1", "private", True), ("H2", "refuge", False))
        ],
        schema=HOUSEHOLDS_SCHEMA,
        orient="row",
    )
    row, other = (
        people_frame([system], resolved).filter(pl.col("person_ref") == ref).to_dicts()[0] for ref in ("P1", "P2")
    )
    assert row["family_names"] == ["Hobbs", "Tranter"]
    assert row["phones"] == ["07700 900456", "07700 900457"]
    assert (row["sex"], row["tier"], row["identified"], row["nhs_numbers"]) == ("F", 0, True, ["9434765919"])
    assert row["addresses"] == [record("households", "H1")]
    assert (other["addresses"], other["phones"], other["identified"], other["adopted_identity"]) == (
        [],
        [],
        True,
        False,
    )


def test_identity_is_given_every_address_a_household_record_had() -> None:
    system = a_system(
        {"households": [household("H1", address="1 A Road")]},
        {"households": [household("H1", address="2 B Road", confidential="y")]},
    )
    row = household_frame([system]).to_dicts()[0]
    assert (row["addresses"], row["confidential"], row["kind"], row["tier"]) == (
        ["1 A Road", "2 B Road"],
        True,
        None,
        0,
    )


def test_a_partnership_of_nobody_gives_identity_empty_frames() -> None:
    nobody = a_system({"agencies": [{"agency": "gp"}]})
    for systems in ([], [nobody]):
        assert people_frame(systems, pl.DataFrame(schema=HOUSEHOLDS_SCHEMA)).is_empty()
        assert household_frame(systems).is_empty()


def test_identity_is_given_relations_of_open_rows_about_open_people_both_ways_round() -> None:
    people = [person("P1"), person("P2"), person("P3", sensitivity="restricted")]
    rows = [
        tie("L1", "P1", "mother", "P2"),
        tie("L2", "P1", "mother", "P3"),
        tie("L3", "P2", "sibling", "P1", status="refuted"),
        tie("L4", "P2", "cousin", "P1", sensitivity="sealed"),
        tie("L5", "P2", "child", "P1"),
    ]
    system = a_system({"people": people, "relationships": rows})
    mother, child = record("people", "P1"), record("people", "P2")
    assert set(kin_frame([system]).rows()) == {(mother, "parent", child), (child, "parent of", mother)}
    assert kin_frame([a_system({"people": people})]).is_empty()
    assert kin_frame([a_system({"people": people, "relationships": rows[2:4]})]).is_empty()
