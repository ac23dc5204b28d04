"""A closed person's name in what was written of an event they had a part in is told to holders of their grant alone."""

from __future__ import annotations

import pytest

from tests.ingest.claims.world import a_system, cells, event, part, person, record, stored, the

PEOPLE = [
    person("P1", given_name="Odette", family_name="Quill"),
    person("P2", given_name="Viktor", family_name="Daskalov-Pyne", other_names="Vito", sensitivity="sealed"),
]
PARTS = [part("E1", "P1", "victim"), part("E1", "P2", "suspect")]
VIKTOR = record("people", "P2")


@pytest.mark.parametrize(
    "text",
    [
        "Viktor Daskalov-Pyne assaulted partner",
        "DASKALOV seen at the door",
        "partner (Pyne) has left",
        "Viktor's car outside",
        "calls himself Vito",
        "Viktór was there",
    ],
)
def test_a_headline_that_names_somebody_sealed_who_had_a_part_opens_to_their_grant_alone(text: str) -> None:
    told = {"people": PEOPLE, "events": [event("E1", headline=text)], "event_people": PARTS}
    claim = the(stored(a_system(told)), "events", "E1")
    assert "headline" not in cells(claim)
    assert cells(claim, "hidden") == {"headline": text}
    assert claim.hidden_for == (f"sealed|{VIKTOR}",)
    assert not claim.closings


def test_other_texts_of_the_event_stay() -> None:
    told = {"people": PEOPLE, "events": [event("E1", headline="Odette hurt", note="Viktor ran")], "event_people": PARTS}
    claim = the(stored(a_system(told)), "events", "E1")
    assert cells(claim)["headline"] == "Odette hurt"
    assert cells(claim, "hidden") == {"note": "Viktor ran"}


def test_an_event_they_had_no_part_in_stays() -> None:
    told = {"people": PEOPLE, "events": [event("E1", headline="Viktor asked for")], "event_people": PARTS[:1]}
    assert cells(the(stored(a_system(told)), "events", "E1"))["headline"] == "Viktor asked for"


def test_a_name_an_open_person_there_has_too_stays() -> None:
    people = [PEOPLE[0], person("P2", given_name="Vera", family_name="Quill", sensitivity="sealed")]
    told = {"people": people, "events": [event("E1", headline="Odette Quill hurt")], "event_people": PARTS}
    assert cells(the(stored(a_system(told)), "events", "E1"))["headline"] == "Odette Quill hurt"


def test_a_note_on_the_part_of_somebody_open_and_a_share_about_the_event_are_withheld_too() -> None:
    parts = [part("E1", "P1", "victim", note="hit by Viktor"), PARTS[1]]
    share = {
        "record_ref": "S1",
        "to_agency": "gp",
        "outcome": "shared",
        "shared_on": "2023-05-04",
        "about_record": "events:E1",
        "reason": "Viktor is violent",
    }
    claims = stored(a_system({"people": PEOPLE, "events": [event("E1")], "event_people": parts, "shares": [share]}))
    hit = next(claim for claim in claims if "hit by" in f"{claim.headline}{claim.detail}{claim.hidden}")
    assert cells(hit, "hidden") == {"note": "hit by Viktor"}
    assert cells(the(claims, "shares", "S1"), "hidden") == {"reason": "Viktor is violent"}


def test_restricted_opens_to_a_restricted_grant_and_two_closed_people_in_one_text_to_nobody() -> None:
    people = [*PEOPLE, person("P3", given_name="Gareth", family_name="Nolan", sensitivity="restricted")]
    parts = [*PARTS, part("E1", "P3", "present"), part("E2", "P3", "present"), part("E2", "P1", "present")]
    events = [event("E1", headline="Viktor hit Gareth"), event("E2", headline="Gareth there")]
    claims = stored(a_system({"people": people, "events": events, "event_people": parts}))
    assert the(claims, "events", "E2").hidden_for == (f"restricted|{record('people', 'P3')}",)
    both = the(claims, "events", "E1")
    assert "headline" not in cells(both)
    assert both.hidden_for == ()


def test_what_only_closed_people_had_a_part_in_is_closed_whole_and_told_whole_to_who_may_read_it() -> None:
    told = {"people": PEOPLE, "events": [event("E1", headline="Viktor fined")], "event_people": PARTS[1:]}
    claim = the(stored(a_system(told)), "events", "E1")
    assert claim.closings
    assert cells(claim)["headline"] == "Viktor fined"
