"""Which versions are claims, and what waits."""

from __future__ import annotations

from ingest.claims.records import delivered_keys, split_waiting
from ingest.history import histories
from tests.ingest.claims.world import FIRST, SECOND, a_system, event, part, person, record, stay, stored, the
from tests.ingest.landed import landed


def test_a_row_waits_for_a_person_nobody_delivered_and_is_taken_when_they_come() -> None:
    tables = {"people": [person("P1")], "households": [{"household_ref": "H1"}]}
    stays = [stay("R1", "P1", "H1"), stay("R2", "P2", "H1")]
    waiting = a_system({**tables, "residences": stays})
    assert waiting.tables["residences"]["record_ref"].to_list() == ["R1"]
    assert waiting.waiting["residences"]["record_ref"].to_list() == ["R2"]
    arrived = a_system({**tables, "residences": stays}, {"people": [person("P1"), person("P2")]})
    assert arrived.tables["residences"]["record_ref"].to_list() == ["R1", "R2"]
    assert arrived.waiting["residences"].is_empty()


def test_landed_rows_are_told_apart_like_versions() -> None:
    parts = landed("event_people", FIRST, [part("E1", "P1"), part("E2", "P1"), part("E1", "P2")])
    told = histories(
        {"people": [landed("people", SECOND, [person("P1")])], "events": [landed("events", FIRST, [event("E1")])]}
    )
    split = split_waiting("event_people", parts.good, delivered_keys(told))
    assert split.taken["_row"].to_list() == [2]
    assert split.waiting["_row"].to_list() == [3, 4]


def test_a_table_nobody_delivered_makes_what_needs_it_wait() -> None:
    assert a_system({"event_people": [part("E1", "P1")]}).tables["event_people"].is_empty()


def test_an_unknown_optional_reference_is_kept_in_words_and_gives_no_end() -> None:
    claim = the(stored(a_system({"events": [event("E1", household_ref="H9", episode_ref="X1")]})), "events", "E1")
    assert '"household_ref":"H9"' in claim.headline
    assert [end.record_id for end in claim.claim.ends] == [record("events", "E1")]


def test_a_version_replaced_before_it_was_recorded_is_no_claim() -> None:
    ahead = person("P1", recorded_at="2024-02-01T00:00:00Z")
    system = a_system({"people": [ahead]}, {"people": [person("P1", recorded_at="2024-01-02T00:00:00Z", sex="F")]})
    assert system.tables["people"]["sex"].to_list() == ["F"]
    assert system.tables["people"]["is_last"].to_list() == [True]


def test_a_corrected_moment_of_recording_keeps_both_versions_readable() -> None:
    first = person("P1", recorded_at="2023-06-01T00:00:00Z")
    corrected = person("P1", recorded_at="2023-01-01T00:00:00Z")
    assert a_system({"people": [first]}, {"people": [corrected]}).tables["people"].height == 2


def test_a_share_names_any_record_of_its_system() -> None:
    share = {"record_ref": "S1", "to_agency": "police", "outcome": "shared", "about_record": "events:E1"}
    claims = stored(a_system({"events": [event("E1")], "shares": [share]}))
    assert [(end.role, end.record_id) for end in the(claims, "shares", "S1").claim.ends] == [
        ("about", record("events", "E1"))
    ]
