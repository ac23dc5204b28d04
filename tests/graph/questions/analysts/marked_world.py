"""A partnership in which every name, reference, text, number and address is a marked string, to be looked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.access.purpose import read_purpose
from graph.questions.asking import Questions
from graph.questions.opening import Partnerships
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.stores import Stores
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, manifest

MARK = "Q8"
"""What every name, text and reference of this world has in it, in any case."""
NUMBERS = (
    "07700 900417",
    "07700900417",
    "+447700900417",
    "A4 7GH",
    "VA47GH",
    "9434765919",
    "A123456789012",
    "100023336956",
)
"""Phones, the whole postcode, numbers of people and of an address."""
DAYS = ("2012-05-17", "1984-02-23", "1981-11-29", "1950-03-14", "2012-05-02", "1984-02-03", "1981-11-09")
"""Days of birth."""


def _person(ref: str, given: str, born: str, **cells: str) -> Row:
    return {
        "person_ref": f"Q8-{ref}", "given_name": f"Q8{given}", "family_name": "Q8family", "other_names": f"Q8alias {given}",
        "date_of_birth": born, "note": "Q8 note of somebody", "phones": "07700 900417", "emails": f"q8{ref}@example.org",
        "vehicles": "Q812 ABC", **cells,
    }  # fmt: skip


def _tables(agency: str) -> dict[str, list[Row]]:
    """What each agency sends: a child, two adults, an old woman, a home, and all that happened to them."""
    return {
        "people": [
            _person("1", "child", DAYS[0], sex="F", upn="A123456789012", nhs_number="9434765919"),
            _person("2", "mother", DAYS[1], sex="F"),
            _person("3", "partner", DAYS[2], sex="M"),
            _person("4", "granny", DAYS[3], sex="F", date_of_death="2023-01-19"),
            # Born in the same months, so that an export has whom to tell of.
            _person("11", "girl", DAYS[4], sex="F"),
            _person("12", "neighbour", DAYS[5], sex="F"),
            _person("13", "fellow", DAYS[6], sex="M"),
            {"person_ref": "Q8-5", "identified": "n", "description": "Q8 tall man", "other_names": "Q8nick"},
        ],
        "households": [
            {"household_ref": "Q8-H", "address": "7 Q8street", "postcode": "VA4 7GH", "uprn": "100023336956",
             "kind": "private", "note": "Q8 dog"}
        ],
        "residences": [
            {"record_ref": f"Q8-R{n}", "person_ref": f"Q8-{n}", "household_ref": "Q8-H", "start": start, "note": "Q8"}
            for n, start in ((1, DAYS[0]), (2, "2010-01-01"), (3, "2023-06-01"), (5, "2023-11-01"))
        ],
        "relationships": [
            {"record_ref": "Q8-L1", "person_ref": "Q8-2", "other_ref": "Q8-1", "type": "mother", "start": DAYS[0]},
            {"record_ref": "Q8-L2", "person_ref": "Q8-3", "other_ref": "Q8-2", "type": "Q8 new man", "note": "Q8"},
            {"record_ref": "Q8-L3", "person_ref": "Q8-4", "other_ref": "Q8-2", "type": "mother"},
            {"record_ref": "Q8-L4", "person_ref": "Q8-2", "other_ref": "Q8-11", "type": "parent"},
        ],
        "professionals": [
            {"professional_ref": f"Q8-P{n}", "name": f"Q8worker {n}", "role": "Q8 title", "team": "Q8team",
             "service": "Q8service", "contact_route": "Q8 desk 07700 900417"}
            for n in (1, 2)
        ],
        "involvements": [
            {"record_ref": f"Q8-I{n}", "person_ref": "Q8-1", "professional_ref": f"Q8-P{n}", "service": "Q8service",
             "role": "allocated", "start": start, "end": end, "end_reason": "Q8 left"}
            for n, start, end in ((1, "2023-01-01", "2023-06-01"), (2, "2023-06-10", ""))
        ],
        "episodes": [
            {"record_ref": f"Q8-E{n}", "person_ref": "Q8-1", "kind": kind, "provider": "Q8 School", "start": start,
             "reason": "Q8 reason", "outcome": "Q8 outcome", "category": "Q8 category", "factors": "3B;Q8factor",
             "source_agency": "Q8 neighbour", "source_code": "1A", "note": "Q8"}
            for n, kind, start in ((1, "referral", "2023-03-01"), (2, "referral", "2023-08-01"), (3, "school_roll", "2017-09-01"),
                                   (4, "child_protection", "2023-08-10"))
        ],
        "events": [
            {"record_ref": f"Q8-V{n}", "category": category, "type": kind, "start": start, "start_time": "03:17",
             "place": "Q8 park", "household_ref": "Q8-H", "provider": "Q8 ward", "headline": f"Q8 headline {n}",
             "child_seen": "y", "child_seen_alone": "n", "child_view": "Q8 view", "impact": "Q8 impact",
             "explanation": "Q8 fell", "explanation_accepted": "n", "action_taken": "Q8 rang granny",
             "outcome": "Q8 ended", "recorded_by": "Q8 sergeant", "note": "Q8"}
            for n, category, kind, start in (
                (1, "police", "domestic_abuse", "2023-07-02"), (2, "family", "birth", DAYS[0]),
                (3, "child_health", "injury_attendance", "2023-09-09"), (4, "child_health", "injury_attendance", "2023-10-09"),
                (5, "concern", "Q8 oddity", "2023-11-11"), (6, "appointment", "was_not_brought", "2023-12-11"),
                (7, "process", "strategy_discussion", "2023-08-05"),
            )
        ],
        "event_people": [
            {"record_ref": f"Q8-V{n}", "person_ref": f"Q8-{person}", "role": role, "note": "Q8"}
            for n in range(1, 8)
            for person, role in ((1, "child"), (3, "suspect"), (2, "victim"))
        ],
        "event_professionals": [
            {"record_ref": "Q8-V3", "professional_ref": "Q8-P1", "role": "Q8 role", "note": "Q8"}
        ],
        "assessments": [
            {"record_ref": "Q8-A1", "kind": "single", "started": "2023-08-01", "completed": "2023-09-01",
             "outcome": "Q8 outcome", "factors": "3B;Q8factor", "note": "Q8"}
        ],
        "assessment_people": [
            {"record_ref": "Q8-A1", "person_ref": "Q8-1", "capacity": "child", "seen": "y", "checks": "police;Q8check"},
            {"record_ref": "Q8-A1", "person_ref": "Q8-2", "capacity": "parent", "note": "Q8"},
        ],
        "shares": [
            {"record_ref": "Q8-S1", "to_agency": "Q8 club", "outcome": "shared", "shared_on": "2023-07-20",
             "about_record": "events:Q8-V1", "how": "email", "reason": "Q8 reason", "note": "Q8"},
            {"record_ref": "Q8-S2", "to_agency": "csc", "outcome": "shared", "shared_on": "2023-07-21",
             "person_ref": "Q8-3", "how": "call", "reason": "Q8 reason"},
        ],
        "attendance": [
            {"person_ref": "Q8-1", "school": "Q8 School", "start": "2023-09-01", "end": "2023-12-20",
             "sessions_possible": "120", "sessions_absent": "40", "note": "Q8"}
        ],
    } if agency == "csc" else {
        "people": [
            _person("1", "child", DAYS[0], sex="F", nhs_number="9434765919"), _person("3", "partner", DAYS[2], sex="M"),
            _person("6", "lodger", "1990-08-21", sex="M"),
        ],
        "households": [{"household_ref": "Q8-H", "address": "7 Q8street", "postcode": "VA4 7GH", "kind": "private"}],
        "residences": [
            {"record_ref": f"Q8-R{n}", "person_ref": f"Q8-{n}", "household_ref": "Q8-H", "start": "2023-06-01"} for n in (1, 3, 6)
        ],
        "events": [
            {"record_ref": "Q8-V1", "category": "police", "type": "domestic_abuse", "start": "2023-07-02", "headline": "Q8 row"}
        ],
        "event_people": [
            {"record_ref": "Q8-V1", "person_ref": f"Q8-{n}", "role": role}
            for n, role in ((1, "child"), (3, "suspect"))
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Partnerships]:
    """The marked partnership, behind its door."""
    folder = tmp_path_factory.mktemp("marked")
    data = folder / "data"
    data.mkdir()
    stores = Stores(data, open_graph(data), open_ledger(data), KEY)
    sent = [write_delivery(folder / agency, _tables(agency), manifest(agency)) for agency in ("csc", "police")]
    loaded = Site(stores).load(*sent)
    assert not loaded.refused
    stores.ledger.accounts.add(Account("kit", "*", frozenset({AccessRole.ANALYST}), NOW, "csc"))
    stores.ledger.accounts.add(Account("hub", "*", frozenset({AccessRole.ASSESSMENT}), NOW, "csc"))
    yield Partnerships(data, stores.graph, stores.ledger, KEY, lambda: NOW)
    stores.graph.close()
    stores.ledger.close()


def analyst(held: Partnerships, session: str = "one") -> Questions:
    """The questions of an analyst in a session."""
    return asks(held, "kit", "service_analysis", session)


def asks(held: Partnerships, name: str, purpose: str, session: str) -> Questions:
    """The questions of an account."""
    account = held.ledger.accounts.find(name)
    assert account is not None
    return held.questions(account.to_caller(), read_purpose(purpose), rows=True, session=session)


def marks_in(text: str) -> Mapping[str, int]:
    """The marked strings in a text, with where; days of birth are marks too."""
    folded = text.casefold()
    marks = (MARK, *NUMBERS, *DAYS, "2023-01-19")
    return {mark: folded.find(mark.casefold()) for mark in marks if mark.casefold() in folded}
