"""Breaking a glass and claiming a relationship over HTTP: the outcome's shape, the pages, and what is told to whom."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.door import PLAIN_COOKIE
from api.signin.sessions import add_token, hash_token
from graph.access.accounts import Account, Session
from graph.access.caller import AccessRole
from graph.notices.files import NOTICES_FILE
from tests.api.pages.reading import words_of
from tests.graph.questions.closed_world import MIA, REASON, ROB, UNA, World, world
from tests.ingest.site import NOW

__all__ = ["world"]
BREAK = (
    "mutation($child: ID!, $category: String!, $reason: String!) { breakGlass(child: $child, category: $category, "
    "reason: $reason) { __typename ... on Granted { until alerted } ... on Refused { says } } }"
)
CLAIM = (
    "mutation($child: ID!, $reason: String!) { claimRelationship(child: $child, reason: $reason) "
    "{ __typename ... on Granted { until alerted } ... on Refused { says } } }"
)


@pytest.fixture
def app(world: World) -> FastAPI:
    add_account(world, "fay", AccessRole.PRACTITIONER, "case_supervision")
    add_account(world, "mo", AccessRole.MANAGER, "audit_review")
    return create_app(world.held)


def add_account(world: World, name: str, role: AccessRole, purpose: str) -> None:
    """An account of the team West, signed in."""
    books = world.held.ledger
    refs = frozenset({"csc:SW3"}) if role is AccessRole.PRACTITIONER else frozenset[str]()
    books.accounts.add(Account(name, "*", frozenset({role}), NOW, "csc", refs, frozenset({"West"})))
    books.sessions.add(Session(hash_token(name), name, "form token", NOW, NOW, purpose))


def browser(app: FastAPI, name: str) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", cookies={PLAIN_COOKIE: name}, follow_redirects=False)


def api(app: FastAPI, world: World, name: str, query: str, **variables: object) -> Any:  # noqa: ANN401 - JSON
    headers = {"Authorization": f"Bearer {add_token(world.held.ledger, name, 'test', NOW)}"}
    headers["X-Purpose"] = "case_supervision" if name == "fay" else "audit_review"
    client = TestClient(app, base_url="http://127.0.0.1")
    return client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)


def test_a_broken_glass_says_until_when_and_which_reference_was_told(app: FastAPI, world: World) -> None:
    told = api(app, world, "fay", BREAK, child=MIA, category="immediate_risk", reason=REASON).json()
    outcome = told["data"]["breakGlass"]
    assert set(outcome) == {"__typename", "until", "alerted"}
    assert (outcome["__typename"], outcome["until"]) == ("Granted", "2024-04-01T10:00:00Z")
    person = "query($id: ID!) { person(id: $id) { displayName } }"
    assert api(app, world, "fay", person, id=MIA).json() == {"data": {"person": {"displayName": "Mia Hobbs"}}}


def test_a_claimed_relationship_says_its_last_moment(app: FastAPI, world: World) -> None:
    outcome = api(app, world, "fay", CLAIM, child=MIA, reason=REASON).json()["data"]["claimRelationship"]
    assert (outcome["__typename"], outcome["until"]) == ("Granted", "2024-04-15T09:00:00Z")


@pytest.mark.parametrize("query", [BREAK, CLAIM])
def test_a_sealed_child_and_no_child_are_refused_byte_for_byte_alike(app: FastAPI, world: World, query: str) -> None:
    given = {"category": "immediate_risk"} if query is BREAK else {}
    sealed, none = (api(app, world, "fay", query, child=child, reason=REASON, **given) for child in (UNA, "r-none"))
    assert (sealed.status_code, sealed.content) == (none.status_code, none.content)
    assert '"Refused"' in sealed.text


def test_whoever_reviews_breaks_no_glass(app: FastAPI, world: World) -> None:
    reply = api(app, world, "mo", BREAK, child=MIA, category="immediate_risk", reason=REASON)
    assert (reply.status_code, reply.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")


def test_a_way_in_on_pages_from_the_form_to_the_sign_off(app: FastAPI, world: World) -> None:
    fay, mo = browser(app, "fay"), browser(app, "mo")
    assert fay.get(f"/people/{MIA}").status_code == 404
    form = {"kind": "break_glass", "reference": "C1", "category": "section47", "reason": REASON, "csrf": "form token"}
    assert "The glass is broken until 11:00" in words_of(fay.post("/access", data=form).text)
    page = words_of(fay.get(f"/people/{MIA}").text)
    assert "You see this under break-glass until 11:00." in page
    assert "Rob" in fay.get(f"/people/{ROB}").text
    assert "Rob" not in mo.get(f"/people/{ROB}").text
    assert fay.get(f"/people/{MIA}/network").status_code == 200
    assert "Seen under break-glass" in fay.get(f"/people/{MIA}/network.json").text
    review = words_of(mo.get("/audit/review").text)
    assert REASON in review
    assert "Mia" not in review
    (waiting,) = world.held.ledger.openings.newest(5, waiting=True)
    sent = {"reference": waiting.opened.reference, "note": "Right to look", "csrf": "form token"}
    assert mo.post("/audit/review", data=sent).status_code == 303
    assert "Right to look" in words_of(mo.get("/audit/review").text)
    log = words_of(mo.get("/audit").text)
    assert all(text in log for text in ("Broke the glass", "Household network", "Signed off what was opened"))
    world.clock.at = NOW + timedelta(minutes=60)
    assert fay.get(f"/people/{MIA}").status_code in {303, 404}


def test_what_is_told_holds_a_reference_and_nothing_of_anybody(app: FastAPI, world: World) -> None:
    api(app, world, "fay", BREAK, child=MIA, category="immediate_risk", reason=REASON)
    api(app, world, "fay", CLAIM, child=MIA, reason=REASON)
    api(app, world, "fay", CLAIM, child=UNA, reason=REASON)
    lines = (world.held.data / NOTICES_FILE).read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    assert [one["kind"] for one in told] == ["break_glass", "claimed_relationship"]
    assert all(set(one) == {"reference", "kind", "at", "review"} for one in told)
    assert not any(text in line for line in lines for text in (MIA, "fay", "csc", "Mia", "risk now"))
    assert world.held.ledger.notices.waiting() == []


def test_nobody_s_page_is_the_same_before_and_after_another_breaks_a_glass(app: FastAPI, world: World) -> None:
    add_account(world, "gil", AccessRole.PRACTITIONER, "case_supervision")
    gil = browser(app, "gil")
    before = gil.get(f"/people/{UNA}").content
    api(app, world, "fay", BREAK, child=MIA, category="immediate_risk", reason=REASON)
    assert gil.get(f"/people/{UNA}").content == before == gil.get("/people/r-none").content
