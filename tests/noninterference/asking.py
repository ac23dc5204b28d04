"""One case for each root field, page and report of the product."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.signin.passwords import hash_password
from graph.access.caller import Caller
from graph.access.purpose import Purpose
from graph.model.answers import NO_DATES
from graph.questions.opening import Partnerships
from graph.questions.reports import ReportAsked, make_report
from tests.noninterference.worlds import CHILD, KEY

CHILD_ID = KEY.record_id(CHILD[0], CHILD[1], "people", CHILD[2])
MOTHER_ID = KEY.record_id("police", "log", "people", "P2")
PARTNER_ID = KEY.record_id("police", "log", "people", "P3")
HOME_ID = KEY.record_id("csc", "casework", "households", "H1")
_CLAIM = (
    "id says valid { from to open unconfirmedSince } recordedAt status record { agency { id } table recordRef asSent }"
)
_PERSON = f"id displayName names dateOfBirth age isChild sex records {{ recordRef }} claims {{ nodes {{ {_CLAIM} }} hasNextPage endCursor }} households {{ role household {{ id label agenciesDiffer }} agencies {{ id }} }} candidates {{ right {{ id }} probability }}"
_ASKED = "asked { asOf feedsMissing withheld knownTo { id } }"
_ENTRY = f"id happened {{ from to }} known agency {{ id }} type headline people {{ id }} alsoRecordedBy {{ id }} claims {{ {_CLAIM} }}"
_BLANKS = "blanks { what kind agency { id } since }"
_NETWORK = f"{_ASKED} nodes {{ id kind label badges }} edges {{ id source target kind label agencies {{ id }} status claims {{ {_CLAIM} }} }} truncated more {_BLANKS}"


@dataclass(frozen=True)
class Case:
    """One operation."""

    query: str
    given: Mapping[str, Any] | Callable[[Partnerships], Mapping[str, Any]] = field(default_factory=dict)

    def variables(self, held: Partnerships) -> Mapping[str, Any]:
        """Its variables in one world."""
        return self.given(held) if callable(self.given) else self.given


CASES: dict[str, Case] = {
    "me": Case("{ me { name roles agency purpose } }"),
    "feeds": Case("{ feeds { agency { id } system table rows coversFrom coversTo extractedAt } }"),
    "person": Case(f"{{ person(id: \"{CHILD_ID}\") {{ {_PERSON} }} }}"),
    "person:mother": Case(f"{{ person(id: \"{MOTHER_ID}\") {{ {_PERSON} }} }}"),
    "person:partner": Case(f"{{ person(id: \"{PARTNER_ID}\") {{ {_PERSON} }} }}"),
    "person:nobody": Case("{ person(id: \"rnobody\") { id } }"),
    "personByRef": Case(f"{{ personByRef(agency: \"police\", personRef: \"P3\") {{ {_PERSON} }} }}"),
    "findPeople": Case("{ findPeople(text: \"mia\") { nodes { id displayName names } endCursor hasNextPage } }"),
    "findPeople:family": Case("{ findPeople(text: \"mercer\") { nodes { id displayName } endCursor hasNextPage } }"),
    "household": Case(
        f"{{ household(id: \"{HOME_ID}\") {{ id label kind agenciesDiffer residents {{ person {{ id }} role claims {{ {_CLAIM} }} }} }} }}"
    ),
    "network": Case(f"{{ network(around: \"{CHILD_ID}\", hops: 2) {{ {_NETWORK} }} }}"),
    "path": Case(f"{{ path(from: \"{CHILD_ID}\", to: \"{PARTNER_ID}\") {{ {_NETWORK} }} }}"),
    "hiddenAdults": Case(
        f"{{ hiddenAdults(child: \"{CHILD_ID}\") {{ {_ASKED} child {{ id }} notes assessedInstead {{ id }} {_BLANKS} adults {{ adult {{ id displayName }} "
        f"state since underEighteen toAsk grounds {{ kind says possible firstDate lastDate agencies {{ id }} claims {{ {_CLAIM} }} }} "
        f"knownBy {{ agency {{ id }} firstKnew how contactRoute claims {{ id }} }} candidates {{ right {{ id }} }} }} }} }}"
    ),
    "siblingHistory": Case(
        f"{{ siblingHistory(child: \"{CHILD_ID}\") {{ {_ASKED} siblings {{ person {{ id }} kind says through {{ id }} episodes {{ id }} events {{ id }} }} {_BLANKS} }} }}"
    ),
    "professionalContacts": Case(
        f"{{ professionalContacts(person: \"{CHILD_ID}\") {{ {_ASKED} involvements {{ professional role valid {{ from to }} }} handovers {{ gapWorkingDays }} "
        f"lastSeen {{ on alone }} gaps {{ from to }} silent {{ what kind }} workersInWindow }} }}"
    ),
    "chronology": Case(
        f"{{ chronology(child: \"{CHILD_ID}\", about: [CHILD, HOUSEHOLD, SIBLINGS]) {{ {_ASKED} entries {{ {_ENTRY} }} gaps {{ valid {{ from to }} }} "
        f"total endCursor hasNextPage {_BLANKS} }} }}"
    ),
    "claim": Case(f"query($id: ID!) {{ claim(id: $id) {{ {_CLAIM} }} }}", {"id": "cnothing"}),
    "deliveries": Case("{ deliveries { nodes { agency { id } system mode published } hasNextPage } }"),
}  # fmt: skip
_ABOUT = ("", "/network", "/adults", "/siblings", "/contacts", "/chronology")
PAGES = frozenset({"/", "/search", "/deliveries", "/help", *(f"/people/{{person_id}}{ending}" for ending in _ABOUT)})


def page_replies(app: FastAPI, held: Partnerships, name: str, purpose: str) -> dict[str, str]:
    """Every page as one caller sees it: status, headers, text."""
    held.ledger.accounts.set_password(name, _HASH, is_one_time=False)
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    client.post("/signin", data={"name": name, "password": _PASSWORD})
    token = _token(client.get("/purpose").text)
    client.post("/purpose", data={"purpose": purpose, "csrf": token})
    told = {}
    for path in sorted(PAGES):
        for person in (CHILD_ID, MOTHER_ID, PARTNER_ID, "rnobody"):
            address = path.replace("{person_id}", person)
            reply = client.get(address)
            told[address] = f"{reply.status_code} {sorted(reply.headers.items())} {reply.text.replace(token, 'TOKEN')}"
    found = client.post("/search", data={"text": "mia", "csrf": token})
    told["search mia"] = f"{found.status_code} {found.text.replace(token, 'TOKEN')}"
    return told


_PASSWORD = "a password for a made-up caller"
_HASH = hash_password(_PASSWORD)


def _token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found.group(1)


def reports_of(held: Partnerships, caller: Caller, purpose: Purpose) -> dict[str, object]:
    """The reports that show people."""
    return {
        name: make_report(held, caller, purpose, ReportAsked(name, NO_DATES, all_children=True))[1]
        for name in ("adults", "siblings", "identities")
    }
