"""Histories over GraphQL: chronology, siblings and professional contacts of a small family, and what asked wrongly gets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from api.graphql.execution import Executor, Operation
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.questions.chronology import Whose, find_chronology
from graph.questions.contacts import find_professional_contacts
from graph.questions.door import Asking
from graph.questions.opening import Partnerships
from graph.questions.reading import Reading
from graph.questions.siblings import find_sibling_history
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.stores import Stores
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, manifest

MANY = 2_010


def of(table: str, ref: str) -> str:
    return KEY.record_id("csc", "main", table, ref)


MIA, JAY, ADA, HOME, LONG = (
    of("people", "C1"), of("people", "C2"), of("people", "C3"), of("households", "H1"), of("people", "C7"),
)  # fmt: skip
SOMEBODY = Caller("someone", frozenset({AccessRole.ASSESSMENT}), "csc")
PURPOSE = read_purpose("assessment")


def event(ref: str, on: str, category: str, type_: str, **cells: str) -> Row:
    return {"record_ref": ref, "category": category, "type": type_, "start": on, **cells}


def part(ref: str, person: str, role: str = "child") -> Row:
    return {"record_ref": ref, "person_ref": person, "role": role}


def relation(ref: str, person: str, type_: str, other: str) -> Row:
    return {"record_ref": ref, "person_ref": person, "type": type_, "other_ref": other}


def long_days() -> Iterator[tuple[str, str]]:
    """A day an event, three events each day."""
    for number in range(MANY):
        yield f"L{number}", (date(2016, 1, 1) + timedelta(days=number // 3)).isoformat()


TABLES: dict[str, list[Row]] = {
    "people": [
        {"person_ref": "C1", "given_name": "Mia", "family_name": "Hobbs", "date_of_birth": "2016-05-01"},
        {"person_ref": "C2", "given_name": "Jay", "family_name": "Winter", "date_of_birth": "2010-05-01"},
        {"person_ref": "C3", "given_name": "Ada", "family_name": "Hobbs", "date_of_birth": "1990-01-02"},
        {"person_ref": "C4", "given_name": "Tom", "family_name": "Winter", "date_of_birth": "1985-01-02"},
        {"person_ref": "C5", "given_name": "Eve", "family_name": "Frost", "date_of_birth": "1986-01-02"},
        {"person_ref": "C7", "given_name": "Zoe", "family_name": "Rain", "date_of_birth": "2014-01-02"},
    ],
    "households": [
        {"household_ref": "H1", "address": "14 Alder Road", "postcode": "ZZ1 1AA"},
        {"household_ref": "H2", "address": "3 Larch Close", "postcode": "ZZ1 1AB"},
    ],
    "residences": [
        {"record_ref": "S1", "person_ref": "C1", "household_ref": "H1", "start": "2016-05-01"},
        {"record_ref": "S2", "person_ref": "C3", "household_ref": "H1", "start": "2016-05-01"},
        {"record_ref": "S3", "person_ref": "C4", "household_ref": "H1", "start": "2016-05-01", "end": "2018-02-01"},
        {"record_ref": "S4", "person_ref": "C2", "household_ref": "H2", "start": "2010-05-01"},
    ],
    "relationships": [
        relation("R1", "C3", "parent", "C1"), relation("R2", "C4", "parent", "C1"),
        relation("R3", "C4", "parent", "C2"), relation("R4", "C5", "parent", "C2"),
        relation("R5", "C2", "sibling", "C1"),
    ],
    "episodes": [
        {"record_ref": "P1", "person_ref": "C2", "kind": "child_protection", "start": "2014-03-01", "end": "2015-03-01"},
        {"record_ref": "P2", "person_ref": "C1", "kind": "child_protection", "start": "2023-06-01"},
    ],
    "professionals": [{"professional_ref": "SW1", "name": "Priya Nair"}, {"professional_ref": "SW2", "name": "Owen Bell"}],
    "involvements": [
        {"record_ref": "I1", "person_ref": "C1", "professional_ref": "SW1", "role": "allocated",
         "start": "2023-06-01", "end": "2023-09-01"},
        {"record_ref": "I2", "person_ref": "C1", "professional_ref": "SW2", "role": "allocated", "start": "2023-09-11"},
    ],
    "events": [
        event("E1", "2023-06-01", "process", "conference"),
        event("E2", "2023-07-03", "child_voice", "seen_alone", child_seen="y", child_seen_alone="y", action_taken="wrote it up"),
        event("E3", "2023-10-02", "police", "call_out", child_seen="y"),
        event("E4", "2014-01-05", "child_health", "ingestion"),
        *(event(ref, on, "child_voice", "seen") for ref, on in long_days()),
    ],
    "event_people": [
        part("E1", "C1"), part("E2", "C1"), part("E3", "C1"), part("E4", "C2"),
        *(part(ref, "C7") for ref, _ in long_days()),
    ],
    "event_professionals": [{"record_ref": "E2", "professional_ref": "SW1"}],
    "shares": [
        {"record_ref": "X1", "to_agency": "police", "outcome": "shared", "shared_on": "2023-06-01",
         "about_record": "events:E1", "how": "conference"},
    ],
    "agencies": [{"agency": "police", "name": "Vale Police", "kind": "police"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    folder = tmp_path_factory.mktemp("histories")
    data = folder / "data"
    data.mkdir()
    stores = Stores(data, open_graph(data), open_ledger(data), KEY)
    assert not Site(stores).load(write_delivery(folder / "main", TABLES, manifest("csc"))).refused
    yield Partnerships(data, stores.graph, stores.ledger, KEY, lambda: NOW)
    stores.graph.close()
    stores.ledger.close()


EXECUTOR = Executor()


def ask(held: Partnerships, query: str, **variables: object) -> Any:  # noqa: ANN401 - JSON
    return EXECUTOR.run(Operation(query, variables), held.questions(SOMEBODY, PURPOSE)).body


ENTRY = "id type headline age ageInMonths noActionRecorded actionTaken people { id } claims { id record { recordRef } }"
CHRONOLOGY = f"""query($c: ID!, $about: [Whose!], $w: Window, $at: At, $first: Int, $after: String) {{
    chronology(child: $c, about: $about, window: $w, at: $at, first: $first, after: $after) {{
        total hasNextPage endCursor entries {{ {ENTRY} }} gaps {{ valid {{ from to }} agency {{ id }} }}
        blanks {{ what kind agency {{ id }} since }} asked {{ feedsMissing }} }} }}"""
SIBLINGS = f"""query($c: ID!, $at: At) {{ siblingHistory(child: $c, at: $at) {{
    child {{ id }} childEpisodes {{ type age }} childEvents {{ type }}
    siblings {{ person {{ id }} kind says assertedOnly through {{ record {{ recordRef }} }}
        episodes {{ {ENTRY} }} events {{ {ENTRY} }} households {{ household {{ label }} }} }} }} }}"""
CONTACTS = """query($p: ID!, $w: Window, $at: At) { professionalContacts(person: $p, window: $w, at: $at) {
    handovers { from { professional } to { professional } gapWorkingDays } gaps { from to open }
    unallocated { agency { id } valid { from to } }
    lastSeen { agency { id } on alone by aloneBy possiblyOn possiblyAlone } silent { what kind agency { id } since }
    workersInWindow involvements { professional lastSeen lastSeenAlone } } }"""


def test_a_chronology_has_everything_in_order_with_the_childs_age(held: Partnerships) -> None:
    found = ask(held, CHRONOLOGY, c=MIA, about=["CHILD", "HOUSEHOLD"])["data"]["chronology"]
    told = [(entry["type"], entry["age"]) for entry in found["entries"]]
    assert told == [
        ("moved_in", "under a month"), ("moved_in", "under a month"), ("moved_in", "under a month"),
        ("moved_out", "21 months"), ("child_protection_start", "7 years 1 month"), ("conference", "7 years 1 month"),
        ("shared", "7 years 1 month"), ("seen_alone", "7 years 2 months"), ("call_out", "7 years 5 months"),
    ]  # fmt: skip
    assert {entry["type"] for entry in found["entries"] if entry["noActionRecorded"]} == {"conference", "call_out"}
    gaps = {(gap["valid"]["from"], gap["valid"]["to"]) for gap in found["gaps"] if gap["agency"] is None}
    assert gaps == {
        ("2016-05-02", "2018-02-01"),
        ("2018-02-02", "2023-06-01"),
        ("2023-07-04", "2023-10-02"),
        ("2023-10-03", "2024-03-31"),
    }
    assert found["asked"]["feedsMissing"]


@pytest.mark.parametrize(("until", "count"), [("2023-07-02", 0), ("2023-07-03", 1), ("2023-07-04", 1)])
def test_a_window_holds_its_last_day(held: Partnerships, until: str, count: int) -> None:
    found = ask(held, CHRONOLOGY, c=MIA, w={"from": "2023-06-30", "to": until})["data"]["chronology"]
    assert found["total"] == count


def test_thousands_of_entries_are_paged_once_each_in_order(held: Partnerships) -> None:
    told: list[str] = []
    after = None
    while True:
        found = ask(held, CHRONOLOGY, c=LONG, after=after)["data"]["chronology"]
        told += [entry["id"] for entry in found["entries"]]
        after = found["endCursor"]
        assert found["total"] == MANY
        if not found["hasNextPage"]:
            break
    assert len(told) == len(set(told)) == MANY
    again = ask(held, CHRONOLOGY, c=LONG, first=7, after=told[199])["data"]["chronology"]
    assert [entry["id"] for entry in again["entries"]] == told[200:207]
    wider = ask(held, CHRONOLOGY, c=LONG, first=1, after=told[199], about=["CHILD", "HOUSEHOLD", "SIBLINGS"])
    assert [entry["id"] for entry in wider["data"]["chronology"]["entries"]] == told[200:201]


def test_two_round_trips_are_the_most(held: Partnerships) -> None:
    trips = []

    def question(reading: Reading) -> None:
        find_chronology(reading, LONG, list(Whose), 100, None)
        trips.append(reading.round_trips)
        find_sibling_history(reading, MIA)
        trips.append(reading.round_trips)
        find_professional_contacts(reading, MIA)
        trips.append(reading.round_trips)

    held.door().ask(SOMEBODY, Asking("chronology", PURPOSE), question)
    assert trips == [2, 4, 5]


def test_an_earlier_child_of_a_parent_who_left_is_told_with_both_what_is_derived_and_what_is_asserted(
    held: Partnerships,
) -> None:
    found = ask(held, SIBLINGS, c=MIA)["data"]["siblingHistory"]
    (jay,) = found["siblings"]
    assert (jay["person"]["id"], jay["kind"], jay["assertedOnly"]) == (JAY, "HALF", False)
    assert {claim["record"]["recordRef"] for claim in jay["through"]} == {"R1", "R2", "R3", "R4", "R5"}
    assert jay["says"] == "Half sibling: one shared parent (Tom Winter); also recorded as sibling by Vale csc"
    assert [(entry["type"], entry["age"], entry["ageInMonths"]) for entry in jay["episodes"]] == [
        ("child_protection_start", "3 years 10 months", 46),
        ("child_protection_end", "4 years 10 months", 58),
    ]
    assert [(entry["type"], entry["age"]) for entry in jay["events"]] == [("ingestion", "3 years 8 months")]
    assert [stay["household"]["label"] for stay in jay["households"]] == ["3 Larch Close, ZZ1 1AB"]
    assert found["childEpisodes"] == [{"type": "child_protection_start", "age": "7 years 1 month"}]
    assert [entry["type"] for entry in found["childEvents"]] == ["conference", "seen_alone", "call_out"]


@pytest.mark.parametrize(
    ("day", "episodes"), [("2014-02-28", 0), ("2014-03-01", 1), ("2015-02-28", 1), ("2015-03-01", 2)]
)
def test_a_siblings_history_ends_on_the_day_asked_about(held: Partnerships, day: str, episodes: int) -> None:
    found = ask(held, SIBLINGS, c=MIA, at={"asOf": day})
    (jay,) = found["data"]["siblingHistory"]["siblings"]
    assert len(jay["episodes"]) == episodes


def test_contacts_tell_the_hand_over_the_gap_who_saw_the_child_and_who_is_silent(held: Partnerships) -> None:
    found = ask(held, CONTACTS, p=MIA)["data"]["professionalContacts"]
    assert found["handovers"] == [
        {"from": {"professional": "Priya Nair"}, "to": {"professional": "Owen Bell"}, "gapWorkingDays": 6}
    ]
    assert found["gaps"] == [{"from": "2023-09-01", "to": "2023-09-11", "open": False}]
    assert found["unallocated"] == [{"agency": {"id": "csc"}, "valid": {"from": "2023-09-01", "to": "2023-09-11"}}]
    assert found["lastSeen"] == [
        {
            "agency": {"id": "csc"},
            "on": "2023-10-02",
            "alone": "2023-07-03",
            "by": None,
            "aloneBy": "Priya Nair",
            "possiblyOn": None,
            "possiblyAlone": None,
        }
    ]
    assert found["silent"] == [
        {"what": "gp", "kind": "NOT_DELIVERED", "agency": None, "since": None},
        {"what": "school", "kind": "NOT_DELIVERED", "agency": None, "since": None},
        {"what": "conference", "kind": "NOT_DELIVERED", "agency": {"id": "police"}, "since": "2023-06-01"},
    ]
    assert found["workersInWindow"] == 2
    assert [(one["professional"], one["lastSeenAlone"]) for one in found["involvements"]] == [
        ("Priya Nair", "2023-07-03"),
        ("Owen Bell", None),
    ]


OUT_OF_ORDER = {"from": "2023-02-01", "to": "2023-01-31"}
BEFORE_ALL = {"from": "2014-01-01", "to": "2014-12-31"}
AFTER_ALL = {"from": "2024-04-01", "to": "2024-05-01"}


@pytest.mark.parametrize("window", [OUT_OF_ORDER, BEFORE_ALL, AFTER_ALL], ids=["out of order", "before", "after"])
@pytest.mark.parametrize(("query", "person"), [(CHRONOLOGY, "c"), (CONTACTS, "p")], ids=["chronology", "contacts"])
def test_a_window_out_of_order_or_outside_what_was_delivered(
    held: Partnerships, query: str, person: str, window: dict[str, str]
) -> None:
    at = {"asOf": "2024-06-01"} if window is AFTER_ALL else None
    refused(ask(held, query, **{person: MIA}, w=window, at=at), "window", *window.values())


def test_a_window_that_begins_after_the_day_asked_about(held: Partnerships) -> None:
    refused(ask(held, CHRONOLOGY, c=MIA, w={"from": "2023-02-01"}, at={"asOf": "2023-01-31"}), "window", "2023")


def test_a_window_that_touches_what_was_delivered_is_answered(held: Partnerships) -> None:
    for window in ({"from": "2014-01-01", "to": "2015-01-01"}, {"from": "2024-03-31", "to": "2024-05-01"}):
        assert "errors" not in ask(held, CHRONOLOGY, c=MIA, w=window)


@pytest.mark.parametrize("query", [CHRONOLOGY, SIBLINGS], ids=["chronology", "siblings"])
def test_a_person_who_is_no_child(held: Partnerships, query: str) -> None:
    refused(ask(held, query, c=ADA), "child", ADA, "Ada")


@pytest.mark.parametrize(
    ("query", "argument"),
    [(CHRONOLOGY, "child"), (SIBLINGS, "child"), (CONTACTS, "person")],
    ids=["chronology", "siblings", "contacts"],
)
@pytest.mark.parametrize("other", [HOME, of("events", "E1"), of("professionals", "SW1"), "nothing"])
def test_an_id_of_another_kind(held: Partnerships, query: str, argument: str, other: str) -> None:
    refused(ask(held, query, **{argument[0]: other}), argument, other)


def test_a_cursor_of_another_answer(held: Partnerships) -> None:
    entry = ask(held, CHRONOLOGY, c=LONG, first=1)["data"]["chronology"]["endCursor"]
    refused(ask(held, CHRONOLOGY, c=MIA, after=entry), "after", entry)


@pytest.mark.parametrize("first", [0, -1, 101])
def test_a_page_of_no_size_or_too_large(held: Partnerships, first: int) -> None:
    (error,) = ask(held, CHRONOLOGY, c=MIA, first=first)["errors"]
    assert error["extensions"]["code"] in {"BAD_INPUT", "TOO_COSTLY"}


def refused(body: Any, argument: str, *values: str) -> None:  # noqa: ANN401 - JSON
    """Fails unless the reply is BAD_INPUT that names the argument and repeats no value."""
    (error,) = body["errors"]
    assert error["extensions"]["code"] == "BAD_INPUT"
    assert error["message"].startswith(f"{argument}: ")
    assert not any(value in error["message"] for value in values)
