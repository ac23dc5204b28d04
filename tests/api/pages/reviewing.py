"""A small partnership whose records leave pairs waiting, served to stewards as it is served in earnest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from starlette.testclient import TestClient

from api.app import create_app
from api.signin.accounts import add_account
from graph.access.caller import AccessRole
from graph.questions.opening import Partnerships
from ingest.relinking import apply_judgements
from ingest.stores import Load
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

LATER = NOW + timedelta(days=30)
ROLES = {
    "ana": AccessRole.STEWARD,
    "ben": AccessRole.STEWARD,
    "hub": AccessRole.ASSESSMENT,
    "root": AccessRole.ADMIN,
    "lee": AccessRole.AUDITOR,
}
PURPOSES = {"hub": "assessment", "root": "administration", "lee": "audit_review"}
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


def lives(ref: str, person: str, home: str) -> Row:
    return {"record_ref": ref, "person_ref": person, "household_ref": home, "start": "2020-01-01"}


def home(ref: str, number: int) -> Row:
    return {"household_ref": ref, "address": f"{number} Mill Row, Vale", "postcode": "VA1 2BC"}


TABLES: Mapping[str, Mapping[str, Sequence[Row]]] = {
    "csc": {
        "people": [
            a_person("C1"),
            a_person("C2", "Kelly Hobbs", "1988-02-11"),
            {
                "person_ref": "C9", "given_name": "Daz", "identified": "n", "phones": "07700 900777",
                "description": "mum's new partner",
            },
        ],
        "households": [home("H1", 3)],
        "residences": [lives("R1", "C1", "H1"), lives("R2", "C2", "H1"), lives("R9", "C9", "H1")],
        "relationships": [
            {"record_ref": "L1", "person_ref": "C2", "other_ref": "C1", "type": "mother"},
            {
                "record_ref": "L2", "person_ref": "C9", "other_ref": "C2", "type": "partner",
                "sensitivity": "restricted",
            },
        ],
    },
    "police": {
        "people": [
            a_person("P1", "Daniel Mercer", "1979-01-15", other_names="Daz", phones="07700 900777"),
            a_person("P2", "Ingrid Lund", "1981-04-04"),
            a_person("P3", "Oscar Lund", "2010-09-09"),
        ],
        "households": [home("K7", 41)],
        "residences": [lives("R1", "P1", "K7"), lives("R2", "P2", "K7"), lives("R3", "P3", "K7")],
    },
    "housing": {"people": [a_person("T1", "Daniel Mercer", ""), a_person("T2", "Kelly Tranter", "1991-06-30")]},
}  # fmt: skip


def rec(agency: str, ref: str) -> str:
    return KEY.record_id(agency, "main", "people", ref)


DAZ, DAN, TENANT = rec("csc", "C9"), rec("police", "P1"), rec("housing", "T1")


@dataclass
class Review:
    """The partnership, the applications made of it, and the passwords of its accounts."""

    site: Site
    held: Partnerships
    passwords: dict[str, str] = field(default_factory=dict)

    def signed_in(self, name: str = "ana") -> TestClient:
        """Somebody's browser, with the reason of their role given."""
        client = TestClient(create_app(self.held), base_url="http://127.0.0.1", follow_redirects=False)
        client.post("/signin", data={"name": name, "password": self.passwords[name]})
        purpose = PURPOSES.get(name, "data_quality")
        client.post("/purpose", data={"purpose": purpose, "csrf": token_of(client, "/purpose")})
        return client

    def load(self, folder: Path, tables: Mapping[str, Mapping[str, Sequence[Row]]], on: str = "2024-03-31") -> None:
        """Whole deliveries of these agencies."""
        self.site.load(
            *(write_delivery(folder / agency, rows, manifest(agency, on)) for agency, rows in tables.items())
        )


def token_of(client: TestClient, page: str) -> str:
    """The token the forms of a page carry."""
    found = TOKEN.search(client.get(page).text)
    assert found
    return found.group(1)


def open_review(folder: Path, now: datetime = LATER) -> Review:
    """The partnership loaded, with accounts of every kind that may or may not judge."""
    site = open_site(folder / "data")
    stores = site.stores

    def apply() -> bool:
        apply_judgements(stores, Load(now))
        return True

    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: now, apply)
    review = Review(site, held)
    review.load(folder / "sent", TABLES)
    for name, role in ROLES.items():
        review.passwords[name] = add_account(stores.ledger.accounts, name, [role], now, "csc", one_time=False)
    return review
