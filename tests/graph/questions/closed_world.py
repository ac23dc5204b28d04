"""A partnership with restricted, sealed and confidential records around a child, a clock, and accounts that ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.questions.access_opened import AccessAsked
from graph.questions.asking import Questions
from graph.questions.opening import Partnerships
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.stores import Stores
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest

REASON = "Police called, the child is at risk now"
SOON = timedelta(minutes=59, seconds=59)
HOUR = timedelta(minutes=60)


def record(agency: str, ref: str, table: str = "people") -> str:
    return KEY.record_id(agency, "main", table, ref)


MIA, ADA, LEO = record("csc", "C1"), record("csc", "C3"), record("csc", "C2")
CSC: dict[str, list[Row]] = {
    "people": [
        a_person("C1", "Mia Hobbs", "2012-05-01"),
        a_person("C2", "Leo Winter", "2015-06-02"),
        a_person("C3", "Ada Summers", "1980-07-03", phones="07700 900123"),
        a_person("C4", "Una Vale", "2016-01-04", sensitivity="sealed"),
        a_person("C5", "Rob Marsh", "1975-02-05", sensitivity="restricted"),
        a_person("C6", "Sid Frost", "1976-03-06", sensitivity="sealed"),
        a_person("C7", "Ned Winter", "1977-04-07", sensitivity="restricted"),
        a_person("C9", "Tom Reed", "1974-05-09", sensitivity="restricted"),
        a_person("C10", "Eve Lane", "1973-06-10", phones="07700 900123", sensitivity="restricted"),
        a_person("C8", "Zoe Cross", "2014-04-07", sensitivity="restricted"),
    ],
    "assessments": [{"record_ref": "A1", "kind": "single", "started": "2024-02-01"}],
    "assessment_people": [
        {"record_ref": "A1", "person_ref": "C1", "capacity": "child"},
        {"record_ref": "A1", "person_ref": "C9", "capacity": "other_adult"},
    ],
    "relationships": [
        {"record_ref": "L1", "person_ref": "C3", "other_ref": "C1", "type": "parent"},
        {"record_ref": "L2", "person_ref": "C5", "other_ref": "C3", "type": "partner"},
        {"record_ref": "L3", "person_ref": "C6", "other_ref": "C3", "type": "partner"},
        {"record_ref": "L4", "person_ref": "C7", "other_ref": "C2", "type": "parent"},
    ],
    "households": [
        {"household_ref": "H1", "address": "9 Haven Street", "postcode": "ZZ1 1AA", "kind": "refuge", "confidential": "y"},
        {"household_ref": "H2", "address": "4 Mill Row", "postcode": "VA1 2BC", "sensitivity": "restricted"},
    ],
    "residences": [
        {"record_ref": "R1", "person_ref": "C3", "household_ref": "H1", "start": "2024-01-01"},
        {"record_ref": "R2", "person_ref": "C1", "household_ref": "H2", "start": "2023-01-01"},
    ],
    "events": [
        {"record_ref": "E1", "category": "police", "type": "incident", "start": "2024-02-01",
         "headline": "Seen at home", "sensitivity": "restricted"},
    ],
    "event_people": [{"record_ref": "E1", "person_ref": "C1", "role": "child"}],
    "professionals": [
        {"professional_ref": "SW1", "name": "Priya Nair", "team": "East"},
        {"professional_ref": "SW3", "name": "Fay Cole", "team": "West"},
    ],
    "involvements": [{"record_ref": "I1", "person_ref": "C1", "professional_ref": "SW1", "start": "2024-01-01"}],
}  # fmt: skip
ROB, SID, NED, UNA, ZOE, TOM, EVE = (record("csc", f"C{number}") for number in (5, 6, 7, 4, 8, 9, 10))


@dataclass
class Clock:
    """A clock the test sets."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class World:
    """A partnership, its clock, and accounts made as they ask."""

    held: Partnerships
    clock: Clock

    def asks(
        self, role: AccessRole = AccessRole.PRACTITIONER, name: str = "fay", refs: tuple[str, ...] = ("csc:SW3",)
    ) -> Questions:
        """The questions of an account of children's social care."""
        if self.held.ledger.accounts.find(name) is None:
            self.held.ledger.accounts.add(
                Account(name, "*", frozenset({role}), NOW, "csc", frozenset(refs), frozenset())
            )
        purpose = "assessment" if role is AccessRole.ASSESSMENT else "case_supervision"
        return self.held.questions(Caller(name, frozenset({role}), "csc", frozenset(refs)), read_purpose(purpose))

    def last(self) -> dict[str, object]:
        """What the newest entry of the log says."""
        return json.loads([*self.held.ledger.audit.entries()][-1].content)  # type: ignore[no-any-return]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    data = tmp_path / "data"
    data.mkdir()
    stores = Stores(data, open_graph(data), open_ledger(data), KEY)
    assert not Site(stores).load(write_delivery(tmp_path / "sent", CSC, manifest("csc"))).refused
    clock = Clock()
    yield World(Partnerships(data, stores.graph, stores.ledger, KEY, clock), clock)
    stores.graph.close()
    stores.ledger.close()


def glass(child: str, reason: str = REASON, category: str = "immediate_risk") -> AccessAsked:
    return AccessAsked(child, reason, category)


def seen(questions: Questions, child: str) -> set[str]:
    return {node.id for node in questions.network(child, hops=2).nodes}
