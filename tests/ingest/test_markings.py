"""Who may see a claim: markings of rows, of what they name, and of people."""

from __future__ import annotations

from graph.model.claims import Closing, Marking
from tests.ingest.claims.world import a_system, closings, event, household, part, person, record, stay, stored, the, tie

RESTRICTED, SEALED = Marking.RESTRICTED, Marking.SEALED
P1, P2 = (record("people", ref) for ref in ("P1", "P2"))
PEOPLE = [person("P1"), person("P2", family_name="Mercer")]
SEALED_P1 = [person("P1", sensitivity="sealed"), person("P2", family_name="Mercer")]


def test_an_unmarked_row_is_open() -> None:
    claims = stored(a_system({"people": PEOPLE, "relationships": [tie("R1", "P1", "partner", "P2")]}))
    assert all(not claim.closings for claim in claims)


def test_a_closed_person_closes_every_row_of_the_agency_that_names_them() -> None:
    claims = stored(
        a_system(
            {
                "people": SEALED_P1,
                "relationships": [tie("R1", "P2", "partner", "P1")],
                "attendance": [{"person_ref": "P1", "school": "Brook", "start": "2023-01-01", "end": "2023-02-01"}],
            }
        )
    )
    for table, ref in (("people", "P1"), ("relationships", "R1"), ("attendance", "P1|Brook|2023-01-01")):
        assert closings(the(claims, table, ref)) == {Closing(SEALED, P1, True)}
    assert not the(claims, "people", "P2").closings


def test_a_person_one_agency_closes_stays_open_in_another() -> None:
    csc, police = a_system({"people": SEALED_P1}), a_system({"people": PEOPLE}, agency="police")
    claims = stored(csc, police, same=[(P1, record("people", "P1", "police"))])
    assert not the(claims, "people", "P1", "police").closings


def test_a_row_that_names_two_closed_people_needs_both() -> None:
    people = [person("P1", sensitivity="sealed"), person("P2", sensitivity="restricted")]
    claims = stored(a_system({"people": people, "relationships": [tie("R1", "P1", "partner", "P2")]}))
    assert closings(the(claims, "relationships", "R1")) == {Closing(SEALED, P1, True), Closing(RESTRICTED, P2, True)}


def test_a_marked_row_is_open_to_a_grant_for_anyone_it_names() -> None:
    ties = [tie("R1", "P1", "partner", "P2", sensitivity="restricted")]
    claims = stored(a_system({"people": PEOPLE, "relationships": ties}))
    assert closings(the(claims, "relationships", "R1")) == {Closing(RESTRICTED, who, False) for who in (P1, P2)}


def test_a_sealed_row_about_a_restricted_person_needs_the_sealed_grant() -> None:
    people = [person("P1", sensitivity="restricted"), person("P2")]
    ties = [tie("R1", "P1", "partner", "P2", sensitivity="sealed")]
    claims = stored(a_system({"people": people, "relationships": ties}))
    assert closings(the(claims, "relationships", "R1")) == {Closing(SEALED, P1, True)}


def test_rows_are_as_closed_as_the_household_episode_or_event_they_name() -> None:
    claims = stored(
        a_system(
            {
                "people": PEOPLE,
                "households": [household("H1", sensitivity="restricted")],
                "residences": [stay("R1", "P1", "H1")],
                "episodes": [{"record_ref": "X1", "person_ref": "P1", "kind": "marac", "sensitivity": "sealed"}],
                "events": [event("E1", episode_ref="X1")],
                "event_people": [part("E1", "P2")],
            }
        )
    )
    assert closings(the(claims, "households", "H1")) == {Closing(RESTRICTED, record("households", "H1"), True)}
    assert closings(the(claims, "residences", "R1")) == {Closing(RESTRICTED, P1, False)}
    of_both = {Closing(SEALED, who, False) for who in (P1, P2)}
    assert closings(the(claims, "episodes", "X1")) == {Closing(SEALED, P1, False)}
    assert closings(the(claims, "events", "E1")) == of_both
    assert closings(the(claims, "event_people", "E1|P2|subject")) == of_both


def test_a_marked_event_is_about_its_people_and_one_without_people_about_itself() -> None:
    events = [event("E1", sensitivity="restricted"), event("E2", sensitivity="restricted")]
    claims = stored(
        a_system({"people": PEOPLE, "events": events, "event_people": [part("E1", "P1"), part("E1", "P2")]})
    )
    assert closings(the(claims, "events", "E1")) == {Closing(RESTRICTED, who, False) for who in (P1, P2)}
    assert closings(the(claims, "events", "E2")) == {Closing(RESTRICTED, record("events", "E2"), True)}


def test_a_closed_person_leaves_no_trace_in_an_open_event() -> None:
    tables = {"people": SEALED_P1, "events": [event("E1"), event("E2", sensitivity="restricted")]}
    parts = [part(ref, who) for ref in ("E1", "E2") for who in ("P1", "P2")]
    claims = stored(a_system({**tables, "event_people": parts}))
    assert not the(claims, "events", "E1").closings
    assert not the(claims, "event_people", "E1|P2|subject").closings
    assert closings(the(claims, "event_people", "E1|P1|subject")) == {Closing(SEALED, P1, True)}
    assert closings(the(claims, "events", "E2")) == {Closing(RESTRICTED, P2, False)}


def test_an_event_about_closed_people_alone_is_closed_with_them() -> None:
    tables = {"people": SEALED_P1, "events": [event("E1")], "event_people": [part("E1", "P1")]}
    assert closings(the(stored(a_system(tables)), "events", "E1")) == {Closing(SEALED, P1, True)}


def test_a_share_is_as_closed_as_the_record_it_is_about() -> None:
    share = {"record_ref": "S1", "to_agency": "police", "outcome": "shared", "about_record": "events:E1"}
    tables = {"people": PEOPLE, "events": [event("E1", sensitivity="sealed")], "event_people": [part("E1", "P2")]}
    assert closings(the(stored(a_system({**tables, "shares": [share]})), "shares", "S1")) == {
        Closing(SEALED, P2, False)
    }


def test_what_was_closed_later_closes_what_was_said_before() -> None:
    ties = [tie("R1", "P1", "partner", "P2")]
    system = a_system({"people": PEOPLE, "relationships": ties}, {"people": SEALED_P1})
    claims = stored(system)
    assert closings(the(claims, "relationships", "R1")) == {Closing(SEALED, P1, True)}
    of_p1 = [claim for claim in claims if claim.claim.record_id == P1]
    assert len(of_p1) == 2
    assert all(closings(claim) == {Closing(SEALED, P1, True)} for claim in of_p1)


def test_what_was_opened_again_is_open_from_then_and_keeps_its_old_words_closed() -> None:
    ties = [tie("R1", "P1", "partner", "P2")]
    claims = stored(a_system({"people": SEALED_P1, "relationships": ties}, {"people": PEOPLE}))
    assert not the(claims, "relationships", "R1").closings
    assert {bool(claim.closings) for claim in claims if claim.claim.record_id == P1} == {True, False}


def test_a_closed_person_who_was_withdrawn_stays_closed() -> None:
    claims = stored(
        a_system({"people": SEALED_P1, "relationships": [tie("R1", "P1", "partner", "P2")]}, {"people": PEOPLE[1:]})
    )
    assert closings(the(claims, "relationships", "R1")) == {Closing(SEALED, P1, True)}
