"""Breaking a glass and claiming a relationship: who gets in where, for how long, and what never opens (access.md §1, §3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.opened import Category
from graph.access.purpose import read_purpose
from graph.errors import AuditUnavailable, Forbidden, StoreUnavailable
from graph.model.opening import GrantedAnswer, RefusedAnswer
from graph.questions.access_opened import NOBODY_TO_OPEN, AccessAsked
from graph.store.ledger import audit
from graph.store.ledger.tables import CONFLICTS
from tests.graph.questions.closed_world import (
    ADA,
    EVE,
    HOUR,
    LEO,
    MIA,
    NED,
    REASON,
    ROB,
    SID,
    SOON,
    TOM,
    UNA,
    ZOE,
    World,
    glass,
    seen,
    world,
)  # fmt: skip
from tests.ingest.site import NOW

__all__ = ["world"]


def test_break_glass_opens_the_missing_relationship(world: World) -> None:
    fay = world.asks()
    assert fay.person(MIA) is None
    granted = fay.break_glass(glass(MIA))
    assert isinstance(granted, GrantedAnswer)
    assert granted.until == NOW + HOUR
    person = fay.person(MIA)
    assert person is not None
    assert person.display_name == "Mia Hobbs"


def test_break_glass_opens_restricted_of_people_around_that_child(world: World) -> None:
    priya = world.asks(name="priya", refs=("csc:SW1",))
    assert ROB not in seen(priya, MIA)
    assert "Seen at home" not in str(priya.chronology(MIA))
    priya.break_glass(glass(MIA))
    assert ROB in seen(priya, MIA)
    assert "Seen at home" in str(priya.chronology(MIA))


def test_break_glass_opens_restricted_homes_and_whoever_is_linked_by_an_assessment_or_a_phone_alone(
    world: World,
) -> None:
    priya = world.asks(name="priya", refs=("csc:SW1",))
    before = priya.person(MIA)
    assert before is not None
    assert "Mill Row" not in str(before.households)
    priya.break_glass(glass(MIA))
    after = priya.person(MIA)
    assert after is not None
    assert "Mill Row" in str(after.households)
    (opened,) = world.held.ledger.openings.newest(5, waiting=True)
    assert {MIA, ADA, ROB, TOM, EVE} <= set(opened.opened.opens)
    assert not {SID, NED, LEO, UNA} & set(opened.opened.opens)


def test_break_glass_lasts_sixty_minutes_and_not_a_moment_more(world: World) -> None:
    fay = world.asks()
    fay.break_glass(glass(MIA))
    world.clock.at = NOW + SOON
    assert fay.person(MIA) is not None
    assert ROB in seen(fay, MIA)
    world.clock.at = NOW + HOUR
    assert fay.person(MIA) is None


def test_break_glass_is_for_one_child(world: World) -> None:
    fay = world.asks()
    fay.break_glass(glass(MIA))
    assert fay.person(LEO) is None
    hub = world.asks(AccessRole.ASSESSMENT, "mo", ())
    hub.break_glass(glass(MIA))
    assert NED not in seen(hub, LEO)
    hub.break_glass(glass(LEO))
    assert NED in seen(hub, LEO)


def test_break_glass_is_for_one_caller(world: World) -> None:
    world.asks().break_glass(glass(MIA))
    assert world.asks(name="gil", refs=()).person(MIA) is None


def test_break_glass_never_opens_sealed(world: World) -> None:
    fay = world.asks()
    fay.break_glass(glass(MIA))
    assert SID not in seen(fay, MIA)
    assert fay.person(SID) is None


def test_break_glass_never_opens_a_confidential_address(world: World) -> None:
    fay = world.asks()
    fay.break_glass(glass(MIA))
    mother = fay.person(ADA)
    assert mother is not None
    assert mother.households == ()
    assert "Haven" not in str(mother)


def test_a_sealed_child_is_refused_as_one_that_does_not_exist(world: World) -> None:
    fay = world.asks()
    answers = [fay.break_glass(glass(child)) for child in (UNA, "no-such-id", SID, ADA)]
    assert answers == [RefusedAnswer(f"child: {NOBODY_TO_OPEN}", "child")] * 4
    assert [fay.claim_relationship(AccessAsked(child, REASON)) for child in (UNA, "no-such-id")] == answers[:2]


def test_a_restricted_child_opens_by_breaking_the_glass_only(world: World) -> None:
    fay = world.asks()
    assert isinstance(fay.claim_relationship(AccessAsked(ZOE, REASON)), RefusedAnswer)
    assert isinstance(fay.break_glass(glass(ZOE)), GrantedAnswer)
    assert fay.person(ZOE) is not None


@pytest.mark.parametrize("reason", ["", "urgent", " 14 letters now", "x" * 14, "." * 20, "x" * 3_000])
def test_a_reason_of_fewer_than_fifteen_characters_is_refused_whoever_is_asked_about(world: World, reason: str) -> None:
    fay = world.asks()
    assert fay.break_glass(glass(MIA, reason)) == fay.break_glass(glass("no-such-id", reason))
    assert isinstance(fay.break_glass(glass(MIA, reason)), RefusedAnswer)
    assert fay.person(MIA) is None


def test_a_claimed_relationship_has_a_reason_of_any_length(world: World) -> None:
    fay = world.asks()
    for reason in ("", "...", "x" * 2_001):
        assert isinstance(fay.claim_relationship(AccessAsked(MIA, reason)), RefusedAnswer)
    assert isinstance(fay.claim_relationship(AccessAsked(MIA, "duty")), GrantedAnswer)


def test_a_reason_of_fifteen_characters_is_enough(world: World) -> None:
    assert isinstance(world.asks().break_glass(glass(MIA, "x" * 15)), GrantedAnswer)


def test_a_category_is_one_of_the_list(world: World) -> None:
    fay = world.asks()
    for category in ("", "curious"):
        refused = fay.break_glass(glass(MIA, category=category))
        assert isinstance(refused, RefusedAnswer)
        assert "curious" not in refused.says
    for category in Category:
        assert isinstance(fay.break_glass(glass(MIA, category=category)), GrantedAnswer)


def test_a_refusal_is_an_entry_that_says_nothing_of_the_record(world: World) -> None:
    fay = world.asks()
    fay.break_glass(glass(UNA))
    sealed = world.last()
    fay.break_glass(glass("no-such-id"))
    assert world.last() == sealed
    assert (sealed["operation"], sealed["outcome"], sealed["shown"]) == ("breakGlass", "refused", [])


def test_an_entry_of_a_broken_glass_holds_no_reason(world: World) -> None:
    world.asks().break_glass(glass(MIA))
    entry = world.last()
    assert (entry["operation"], entry["outcome"], entry["shown"]) == ("breakGlass", "answered", [MIA])
    assert REASON not in str(entry)


def test_the_opening_and_its_notice_are_written_with_the_entry_or_not_at_all(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise StoreUnavailable("the disk is full")

    fay = world.asks()
    before = [*world.held.ledger.audit.entries()]
    monkeypatch.setattr(audit, "keep_opened", full)
    with pytest.raises(AuditUnavailable):
        fay.break_glass(glass(MIA))
    assert [*world.held.ledger.audit.entries()] == before
    assert world.held.ledger.notices.waiting() == []
    monkeypatch.undo()
    assert fay.person(MIA) is None


def test_a_claimed_relationship_holds_for_fourteen_days(world: World) -> None:
    fay = world.asks()
    granted = fay.claim_relationship(AccessAsked(MIA, REASON))
    assert isinstance(granted, GrantedAnswer)
    assert granted.until == NOW + timedelta(days=14)
    world.clock.at = granted.until - timedelta(microseconds=1)
    assert fay.person(MIA) is not None
    world.clock.at = granted.until
    assert fay.person(MIA) is None


def test_a_claimed_relationship_opens_nothing_restricted(world: World) -> None:
    fay = world.asks()
    fay.claim_relationship(AccessAsked(MIA, REASON))
    assert ROB not in seen(fay, MIA)


@pytest.mark.parametrize("role", [AccessRole.STEWARD, AccessRole.ANALYST, AccessRole.ADMIN, AccessRole.AUDITOR])
def test_a_role_that_sees_no_person_breaks_no_glass(world: World, role: AccessRole) -> None:
    purpose = {
        AccessRole.STEWARD: "data_quality",
        AccessRole.ANALYST: "learning_review",
        AccessRole.ADMIN: "administration",
        AccessRole.AUDITOR: "audit_review",
    }[role]
    questions = world.held.questions(Caller("x", frozenset({role})), read_purpose(purpose))
    with pytest.raises(Forbidden):
        questions.break_glass(glass(MIA))
    with pytest.raises(Forbidden):
        questions.claim_relationship(AccessAsked(MIA, REASON))


def test_the_hub_has_no_relationship_to_claim(world: World) -> None:
    with pytest.raises(Forbidden):
        world.asks(AccessRole.ASSESSMENT, "mo", ()).claim_relationship(AccessAsked(MIA, REASON))


def conflict(world: World, account: str, person: str) -> None:
    with world.held.ledger.database.writing() as connection:
        connection.execute(CONFLICTS.insert().values(account=account, record_id=person, created_at=NOW))


def test_a_child_of_the_conflict_list_is_opened_by_nothing(world: World) -> None:
    fay = world.asks()
    conflict(world, "fay", MIA)
    for refused in (fay.break_glass(glass(MIA)), fay.claim_relationship(AccessAsked(MIA, REASON))):
        assert refused == RefusedAnswer(f"child: {NOBODY_TO_OPEN}", "child")
    assert fay.person(MIA) is None


@pytest.mark.parametrize("person", [ADA, ROB])
def test_somebody_of_the_conflict_list_is_shown_by_no_broken_glass_and_no_claim(world: World, person: str) -> None:
    fay = world.asks()
    conflict(world, "fay", person)
    fay.break_glass(glass(MIA))
    fay.claim_relationship(AccessAsked(MIA, REASON))
    assert person not in seen(fay, MIA)
    assert fay.person(person) is None


def test_a_conflict_noted_after_the_glass_was_broken_closes_at_once(world: World) -> None:
    fay = world.asks()
    fay.break_glass(glass(MIA))
    assert ROB in seen(fay, MIA)
    conflict(world, "fay", ROB)
    assert ROB not in seen(fay, MIA)


def test_a_reference_of_the_own_agency_names_the_child(world: World) -> None:
    granted = world.asks().claim_relationship(AccessAsked("", REASON, reference="C1"))
    assert isinstance(granted, GrantedAnswer)
    assert granted.child == MIA
    refused = world.asks().claim_relationship(AccessAsked("", REASON, reference="C4"))
    assert refused == RefusedAnswer(f"reference: {NOBODY_TO_OPEN}", "reference")


def test_an_answer_says_until_when_it_is_seen_under_break_glass(world: World) -> None:
    priya = world.asks(name="priya", refs=("csc:SW1",))
    assert priya.network(MIA).asked.opened_until is None
    priya.break_glass(glass(MIA))
    assert priya.network(MIA).asked.opened_until == NOW + HOUR
    hub = world.asks(AccessRole.ASSESSMENT, "mo", ())
    assert hub.network(MIA).asked.opened_until is None


def test_an_account_of_two_teams_of_roles_sees_no_more_than_the_purpose(world: World) -> None:
    """A broken glass opens nothing to a purpose that shows no person."""
    world.asks().break_glass(glass(MIA))
    both = Caller("fay", frozenset({AccessRole.PRACTITIONER, AccessRole.STEWARD}), "csc")
    questions = world.held.questions(both, read_purpose("data_quality"))
    with pytest.raises(Forbidden):
        questions.person(MIA)
