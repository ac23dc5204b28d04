"""Grants open one marking of one person to one account until a day; giving and ending one are entries of the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from graph.access.accounts import Account
from graph.access.caller import AccessRole
from graph.access.granting import GrantAsked
from graph.errors import AuditUnavailable, BadInput, StoreUnavailable
from graph.model.claims import Marking
from graph.questions.granting import add_grant, end_grant
from graph.store.ledger import audit
from tests.graph.questions.closed_world import ADA, MIA, NED, ROB, SID, World, seen, world
from tests.ingest.site import NOW

__all__ = ["world"]
UNTIL = date(2024, 5, 1)


@pytest.fixture(autouse=True)
def approvers(world: World) -> None:
    for name, role in (("mo", AccessRole.MANAGER), ("sam", AccessRole.STEWARD)):
        world.held.ledger.accounts.add(Account(name, "*", frozenset({role}), NOW, "csc"))


def grant(world: World, marking: Marking, person: str, until: date = UNTIL) -> str:
    world.asks(name="priya", refs=("csc:SW1",))
    return add_grant(world.held, GrantAsked("priya", marking, person, until, ("mo", "sam"))).id


def test_a_grant_for_restricted_opens_it_for_that_person_and_nobody_else(world: World) -> None:
    priya = world.asks(name="priya", refs=("csc:SW1",))
    grant(world, Marking.RESTRICTED, ROB)
    assert ROB in seen(priya, MIA)
    assert SID not in seen(priya, MIA)
    assert ROB not in seen(world.asks(AccessRole.ASSESSMENT, "jo", ()), MIA)
    hub = world.asks(AccessRole.ASSESSMENT, "jo", ())
    assert NED not in {node.id for node in hub.network(NED).nodes}


def test_a_grant_for_sealed_opens_it(world: World) -> None:
    priya = world.asks(name="priya", refs=("csc:SW1",))
    assert SID not in seen(priya, MIA)
    grant(world, Marking.SEALED, SID)
    assert SID in seen(priya, MIA)
    assert ROB not in seen(priya, MIA)


def test_a_grant_for_confidential_opens_the_address(world: World) -> None:
    priya = world.asks(name="priya", refs=("csc:SW1",))
    assert "Haven" not in str(priya.person(ADA))
    grant(world, Marking.CONFIDENTIAL, ADA)
    assert "Haven" in str(priya.person(ADA))


def test_a_grant_is_over_when_its_day_begins_in_london(world: World) -> None:
    priya = world.asks(name="priya", refs=("csc:SW1",))
    grant(world, Marking.RESTRICTED, ROB)
    midnight = datetime(2024, 4, 30, 23, tzinfo=UTC)  # British Summer Time
    world.clock.at = midnight - timedelta(microseconds=1)
    assert ROB in seen(priya, MIA)
    world.clock.at = midnight
    assert ROB not in seen(priya, MIA)


def test_a_grant_that_is_ended_opens_nothing_on_the_next_question(world: World) -> None:
    priya = world.asks(name="priya", refs=("csc:SW1",))
    kept = grant(world, Marking.SEALED, SID)
    end_grant(world.held, kept)
    assert SID not in seen(priya, MIA)
    (held,) = world.held.ledger.grants.every()
    assert held.ended_at == NOW
    with pytest.raises(BadInput):
        end_grant(world.held, kept)


def test_a_conflict_closes_what_a_grant_opened(world: World) -> None:
    from graph.store.ledger.tables import CONFLICTS

    priya = world.asks(name="priya", refs=("csc:SW1",))
    grant(world, Marking.SEALED, SID)
    with world.held.ledger.database.writing() as connection:
        connection.execute(CONFLICTS.insert().values(account="priya", record_id=SID, created_at=NOW))
    assert SID not in seen(priya, MIA)


def test_every_act_is_an_entry_refusals_too(world: World) -> None:
    kept = grant(world, Marking.RESTRICTED, ROB)
    said = world.last()
    assert (said["operation"], said["caller"], said["reference"], said["shown"]) == ("grants:add", "mo", kept, [ROB])
    assert said["is_operator"]
    end_grant(world.held, kept, "sam")
    said = world.last()
    assert (said["operation"], said["caller"], said["reference"]) == ("grants:end", "sam", kept)
    with pytest.raises(BadInput, match="nobody on record"):
        grant(world, Marking.RESTRICTED, "no-such-id")
    assert (world.last()["operation"], world.last()["outcome"]) == ("grants:add", "refused")
    with pytest.raises(BadInput):
        end_grant(world.held, "no-such-grant")
    assert (world.last()["operation"], world.last()["outcome"]) == ("grants:end", "refused")


def test_a_grant_whose_entry_cannot_be_written_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr(audit, "keep_grant", full)
    with pytest.raises(AuditUnavailable):
        grant(world, Marking.RESTRICTED, ROB)
    assert world.held.ledger.grants.every() == ()
    assert [*world.held.ledger.audit.entries()] == []


def test_unsealing_and_resealing_change_nothing_for_everyone_else(world: World) -> None:
    """The digest, and every answer of somebody without the grant, byte for byte."""
    from graph.audit.log import AuditLog
    from ingest.stores import Stores
    from ingest.verifying import verify

    held = world.held
    stores = Stores(held.data, held.graph, held.ledger, held.key)
    fay = world.asks(AccessRole.ASSESSMENT, "jo", ())
    priya = world.asks(name="priya", refs=("csc:SW1",))

    def told() -> tuple[str, str]:
        answers = (fay.network(MIA, hops=2), fay.person(ADA), fay.chronology(MIA), fay.find_people("Frost"))
        return verify(stores, AuditLog(held.ledger.audit, held.data / "audit-head.log")).digest, str(answers)

    before = told()
    kept = [grant(world, marking, person) for marking, person in ((Marking.SEALED, SID), (Marking.CONFIDENTIAL, ADA))]
    assert SID in seen(priya, MIA)
    assert told() == before
    for one in kept:
        end_grant(held, one)
    assert told() == before
