"""What was over stays over when the system's clock is set back: in this process, and in one that starts after it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.door import PLAIN_COOKIE
from api.signin.sessions import add_token, start_session
from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.access.granting import GrantAsked
from graph.model.claims import Marking
from graph.questions.access_opened import AccessAsked
from graph.questions.granting import add_grant
from graph.steady import SteadyClock
from tests.graph.questions.closed_world import MIA, REASON, ROB, SID, World, glass, seen, world
from tests.ingest.site import NOW

__all__ = ["world"]
Works = Callable[[World], bool]
DAY = timedelta(days=1)
LATER = NOW + 100 * DAY


def account(world: World, name: str, *roles: AccessRole) -> Account:
    kept = Account(name, "*", frozenset(roles), NOW, "csc", frozenset({"csc:SW1"}))
    world.held.ledger.accounts.add(kept)
    return kept


def a_session(world: World) -> Works:
    token = start_session(world.held.ledger, account(world, "sue", AccessRole.PRACTITIONER), world.held.moment())
    headers = {"X-Purpose": "case_supervision"}
    return lambda world: asks(world, {"Cookie": f"{PLAIN_COOKIE}={token}", **headers})


def a_token(world: World) -> Works:
    account(world, "sue", AccessRole.PRACTITIONER)
    token = add_token(world.held.ledger, "sue", "nightly", world.held.moment())
    return lambda world: asks(world, {"Authorization": f"Bearer {token}", "X-Purpose": "case_supervision"})


def asks(world: World, headers: dict[str, str]) -> bool:
    client = TestClient(create_app(world.held), base_url="http://127.0.0.1", headers=headers)
    return client.post("/graphql", json={"query": "{ me { name } }"}).status_code == 200


def a_broken_glass(world: World) -> Works:
    world.asks().break_glass(glass(MIA))
    return lambda world: ROB in seen(world.asks(), MIA)


def a_claimed_relationship(world: World) -> Works:
    world.asks().claim_relationship(AccessAsked(MIA, REASON))
    return lambda world: world.asks().person(MIA) is not None


def a_grant(world: World) -> Works:
    account(world, "max", AccessRole.MANAGER)
    account(world, "stu", AccessRole.STEWARD)
    until = (NOW + 30 * DAY).date()
    world.asks(name="priya", refs=("csc:SW1",))
    add_grant(world.held, GrantAsked("priya", Marking.SEALED, SID, until, ("max", "stu")))
    return lambda world: SID in seen(world.asks(name="priya", refs=("csc:SW1",)), MIA)


@pytest.mark.parametrize("give", [a_session, a_token, a_broken_glass, a_claimed_relationship, a_grant])
@pytest.mark.parametrize("is_started_after", [False, True])
def test_what_was_over_is_over_when_the_clock_goes_back(
    world: World, give: Callable[[World], Works], is_started_after: bool
) -> None:
    works = give(world)
    assert works(world)
    world.clock.at = LATER
    world.held.moment()
    world.clock.at = NOW
    if is_started_after:
        world = replace(world, held=replace(world.held, steady=SteadyClock()))
    assert not works(world)


def test_an_account_that_had_ten_tries_has_no_more_when_the_clock_goes_back(world: World) -> None:
    attempts = world.held.ledger.attempts
    for _ in range(10):
        assert attempts.take("sue", world.held.moment()) is not None
    world.clock.at = NOW - DAY
    assert attempts.take("sue", world.held.moment()) is None


def test_questions_are_asked_of_the_day_the_clock_says(world: World) -> None:
    priya = world.asks(name="priya", refs=("csc:SW1",))
    world.clock.at = LATER
    priya.person(MIA)
    world.clock.at = NOW
    found = priya.person(MIA)
    assert found is not None
    assert [*world.held.ledger.audit.entries()][-1].at == NOW
