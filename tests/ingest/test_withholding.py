"""A confidential address leaves no trace to those without a grant, whichever agency keeps it confidential."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.claims import Closing, Marking, Role
from ingest.claims.needles import is_said, needles_of, squeezed
from tests.ingest.claims.world import (
    KEY,
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

CONFIDENTIAL = Marking.CONFIDENTIAL
HOME = household("H1", address="3 Vale Close, Milton", postcode="ZZ1 1AA")
REFUGE = household(
    "H2", address="Rowan House, 14 Elm Road, Milton", postcode="ZZ2 3BB", phones="01632 960123", kind="refuge"
)
PEOPLE = [person("P1"), person("P2", given_name="Ann", family_name="Osei"), person("P3", given_name="Lee")]
P1, P2 = record("people", "P1"), record("people", "P2")
BASE = {
    "people": PEOPLE,
    "households": [HOME, REFUGE],
    "residences": [
        stay("R1", "P1", "H1", end="2023-05-01"),
        stay("R2", "P1", "H2", start="2023-05-01"),
        stay("R3", "P2", "H2"),
    ],
}


def squeeze(text: str) -> str:
    return str(pl.DataFrame({"text": [text]}).select(squeezed("text")).item())


def test_a_stay_opens_to_a_grant_for_its_person_and_the_household_to_one_for_anyone_there() -> None:
    claims = stored(a_system(BASE))
    assert not the(claims, "residences", "R1").closings
    assert closings(the(claims, "residences", "R2")) == {Closing(CONFIDENTIAL, P1, True)}
    assert closings(the(claims, "households", "H2")) == {Closing(CONFIDENTIAL, who, False) for who in (P1, P2)}
    assert not the(claims, "households", "H1").closings


def test_a_household_nobody_stays_at_opens_to_a_grant_for_itself() -> None:
    claims = stored(a_system({"households": [REFUGE]}))
    assert closings(the(claims, "households", "H2")) == {Closing(CONFIDENTIAL, record("households", "H2"), False)}


def test_confidential_for_one_agency_is_confidential_for_every_copy() -> None:
    copy = household("H7", address="14 Elm Rd, Milton", postcode="ZZ23BB")
    refuge = {**REFUGE, "kind": "private", "confidential": "y", "address": "14 Elm Road, Milton"}
    police = a_system({"people": PEOPLE, "households": [copy], "residences": [stay("R9", "P2", "H7")]}, agency="police")
    claims = stored(a_system({"households": [refuge]}), police)
    assert {closing.marking for closing in the(claims, "residences", "R9", "police").closings} == {CONFIDENTIAL}
    assert {closing.marking for closing in the(claims, "households", "H7", "police").closings} == {CONFIDENTIAL}


def test_an_event_at_a_confidential_household_happened_nowhere_that_is_told() -> None:
    told = {**BASE, "events": [event("E1", household_ref="H2", place="the kitchen", headline="argument")]}
    claim = the(stored(a_system(told)), "events", "E1")
    assert cells(claim).keys() & {"place", "household_ref"} == set()
    assert cells(claim)["headline"] == "argument"
    assert cells(claim, "hidden") == {"household_ref": "H2", "place": "the kitchen"}
    assert set(claim.hidden_for) == {P1, P2}
    assert [end.role for end in claim.claim.ends] == [Role.EVENT]
    assert not claim.closings


@pytest.mark.parametrize(
    ("start", "withheld"),
    [
        ("2023-04-30", False),
        ("2023-05-01", True),
        ("2023-04", False),
        ("2023", True),
        ("2024-02-28", True),
        ("2024-03-01", False),
    ],
)
def test_where_something_happened_to_a_person_who_lives_at_a_refuge_is_withheld_while_they_do(
    start: str, withheld: bool
) -> None:
    stays = [stay("R2", "P1", "H2", start="2023-05-01", end="2024-03-01")]
    told = {**BASE, "residences": stays, "events": [event("E1", household_ref="H1", place="Milton", start=start)]}
    claim = the(stored(a_system({**told, "event_people": [part("E1", "P1")]})), "events", "E1")
    assert ("place" in cells(claim, "hidden")) is withheld
    assert (Role.HOUSEHOLD in {end.role for end in claim.claim.ends}) is not withheld


def test_places_are_withheld_in_every_agency_that_knows_the_person_as_someone_else() -> None:
    police = a_system(
        {"people": [person("X9")], "events": [event("E1", place="Milton")], "event_people": [part("E1", "X9")]},
        agency="police",
    )
    x9 = record("people", "X9", "police")
    together = stored(a_system(BASE), police, same=[(P1, x9)])
    assert cells(the(together, "events", "E1", "police"), "hidden") == {"place": "Milton"}
    assert "place" in cells(the(stored(a_system(BASE), police), "events", "E1", "police"))


def test_a_visit_hides_no_places() -> None:
    visits = [stay("R2", "P1", "H2", role="frequent_visitor")]
    told = {**BASE, "residences": visits, "events": [event("E1", place="Milton")], "event_people": [part("E1", "P1")]}
    assert "place" in cells(the(stored(a_system(told)), "events", "E1"))


@pytest.mark.parametrize(
    "text",
    [
        "now at 14 ELM RD",
        "flat 2, 14 Elm Road",
        "14 elm rd 2",
        "staff of rowan-house say",
        "moved to zz23bb",
        "ring 01632 960 123",
        "tel +44 1632 960123",
    ],
)
def test_a_text_of_any_agency_that_names_the_address_is_withheld(text: str) -> None:
    police = a_system({"events": [event("E1", headline=text, note="nothing else", outcome="closed")]}, agency="police")
    claim = the(stored(a_system(BASE), police), "events", "E1", "police")
    assert cells(claim, "hidden") == {"headline": text}
    assert cells(claim)["outcome"] == "closed"
    assert cells(claim, "detail") == {"note": "nothing else"}


@pytest.mark.parametrize("text", ["114 Elm Road", "Elm Road", "Milton", "01632 960124", "ZZ2"])
def test_a_text_that_names_another_address_is_not(text: str) -> None:
    claim = the(stored(a_system({**BASE, "events": [event("E1", headline=text)]})), "events", "E1")
    assert claim.hidden is None


@pytest.mark.parametrize(
    "text",
    [
        "Elm Road",
        "14A Elm Rd",
        "Elm Road 14",
        "number fourteen, elm rd.",
        "rings from 496 0123",
        "property 100023456789",
    ],
)
def test_beside_whoever_lives_there_its_street_is_withheld_in_any_form(text: str) -> None:
    refuge = {**REFUGE, "uprn": "100023456789", "phones": "01632 960123;0113 496 0123"}
    csc = {**BASE, "households": [HOME, refuge]}
    told = {
        "people": [person("X1", description=text), person("X9")],
        "events": [event("E1", headline=text), event("E2", headline=text)],
        "event_people": [part("E1", "X1"), part("E2", "X9")],
        "relationships": [tie("L1", "X1", "sibling", "X9", note=text)],
    }
    claims = stored(a_system(csc), a_system(told, agency="police"), same=[(P1, record("people", "X1", "police"))])
    for table, ref, cell in (
        ("events", "E1", "headline"),
        ("people", "X1", "description"),
        ("relationships", "L1", "note"),
    ):
        assert cells(the(claims, table, ref, "police"), "hidden") == {cell: text}
    assert the(claims, "events", "E2", "police").hidden is None


def test_nobody_is_reached_through_a_refuge_s_phone() -> None:
    people = [person("P1", phones="01632 960123;07700 900456")]
    claim = the(stored(a_system({**BASE, "people": people + PEOPLE[1:]})), "people", "P1")
    details = {end.record_id for end in claim.claim.ends if end.role == Role.DETAIL}
    assert details == {KEY.detail_id("phone", "+447700900456")}
    assert "phones" not in cells(claim)


@given(st.text(), st.text(alphabet="xyz !"))
def test_an_address_is_found_however_it_is_spaced_and_cased(before: str, between: str) -> None:
    needles = needles_of("14 Elm Road", "ZZ2 3BB", None)
    assert any(
        is_said(needle, squeeze(f"{before} ZZ2{'' if between.strip(' !') else between}3BB")) for needle in needles
    )


@pytest.mark.parametrize(
    ("address", "postcode", "phones"),
    [
        ("Flat 2", "ZZ1", "12"),
        ("Confidential", None, None),
        ("Address withheld, Milton", None, None),
        ("Women's refuge", None, None),
        ("Milton Keynes", None, None),
        ("", None, ""),
    ],
)
def test_an_address_that_says_too_little_names_nothing(address: str, postcode: str | None, phones: str | None) -> None:
    assert needles_of(address, postcode, phones) == frozenset()


@pytest.mark.parametrize(
    ("address", "needle"),
    [
        ("Rowan House, Milton", "rowanhouse"),
        ("Rowan House ZZ2 3BB", "rowanhouse"),
        ("Flat 2, 14a Elm Rd, Milton", "14aelmroad"),
        ("14 Elm Road Milton ZZ2 3BB", "14elmroad"),
        ("14 Elm Road Milton ZZ2 3BB", "zz23bb"),
        ("Rosewood, Milton M1 1AE", "m11ae"),
        ("Rosewood, Milton M1 1AE", "rosewood"),
    ],
)
def test_an_address_is_named_by_its_house_its_street_line_and_its_postcode(address: str, needle: str) -> None:
    assert needle in needles_of(address, None, None)


def test_a_share_about_a_stay_is_as_closed_as_the_stay() -> None:
    share = {"record_ref": "S1", "to_agency": "police", "outcome": "shared", "about_record": "residences:R2"}
    claims = stored(
        a_system({**BASE, "shares": [share, {**share, "record_ref": "S2", "about_record": "residences:R1"}]})
    )
    assert closings(the(claims, "shares", "S1")) == {Closing(CONFIDENTIAL, P1, True)}
    assert not the(claims, "shares", "S2").closings


def test_a_household_once_confidential_stays_so_until_it_is_said_not_to_be() -> None:
    said = household("H1", confidential="y")
    for later, is_closed in (({}, True), ({"confidential": "n"}, False)):
        system = a_system({"households": [said]}, {"households": [household("H1", **later)]})
        assert {bool(claim.closings) for claim in stored(system)} == {is_closed}
