"""Who reads what callers opened for themselves, who signs it off, and whose doings a manager reads of (access.md §1, §3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from graph.access.accounts import Account, GrantRecord
from graph.access.caller import AccessRole, Caller
from graph.access.granting import GrantAsked
from graph.access.purpose import purposes_open_to, read_purpose
from graph.errors import BadInput, Forbidden
from graph.model.claims import Marking
from graph.model.looking import LooksAsked
from graph.model.opening import GrantedAnswer, OpeningAnswer
from graph.questions.access_opened import AccessAsked
from graph.questions.asking import Questions
from graph.questions.granting import add_grant
from tests.graph.questions.closed_world import LEO, MIA, REASON, SID, ZOE, World, glass, seen, world
from tests.ingest.site import NOW

__all__ = ["world"]


def reviewer(
    world: World, role: AccessRole = AccessRole.MANAGER, name: str = "mo", team: str = "West", **who: frozenset[str]
) -> Questions:
    """A manager of a team, or the auditor."""
    agency = "csc" if role is AccessRole.MANAGER else None
    teams = frozenset({team}) if agency else frozenset[str]()
    if world.held.ledger.accounts.find(name) is None:
        account = Account(name, "*", frozenset({role}), NOW, agency, who.get("professionals", frozenset()), teams)
        world.held.ledger.accounts.add(account)
    caller = Caller(name, frozenset({role}), agency, who.get("professionals", frozenset()), teams)
    return world.held.questions(caller, read_purpose("audit_review"))


def opened(world: World, child: str = MIA) -> str:
    """The reference of a glass that fay, of the team West, breaks."""
    granted = world.asks().break_glass(glass(child))
    assert isinstance(granted, GrantedAnswer)
    return granted.alerted


def only(found: tuple[OpeningAnswer, ...]) -> OpeningAnswer:
    (one,) = found
    return one


def test_a_broken_glass_waits_until_a_manager_of_the_team_signs_it_off(world: World) -> None:
    reference = opened(world)
    mo = reviewer(world)
    waiting = only(mo.openings().waiting)
    assert (waiting.reference, waiting.account, waiting.child, waiting.may_sign_off) == (reference, "fay", MIA, True)
    assert (waiting.reason, waiting.category) == (REASON, "immediate_risk")
    mo.sign_off(reference, "  Right to look,  spoke to Fay ")
    assert mo.openings().waiting == ()
    signed = only(mo.openings().signed)
    assert (signed.signed_by, signed.note, signed.signed_at) == ("mo", "Right to look, spoke to Fay", NOW)
    assert world.last()["operation"] == "accessReview"


def test_a_claimed_relationship_waits_too(world: World) -> None:
    world.asks().claim_relationship(AccessAsked(MIA, REASON))
    assert only(reviewer(world).openings().waiting).kind == "claimed_relationship"


def test_a_sign_off_is_an_entry_without_its_words(world: World) -> None:
    reference = opened(world)
    reviewer(world).sign_off(reference, "Right to look")
    said = world.last()
    assert (said["operation"], said["caller"], said["outcome"]) == ("signOffAccess", "mo", "answered")
    assert "Right to look" not in str(said)


def test_the_auditor_sees_all_of_it_but_its_free_text_and_signs_nothing(world: World) -> None:
    reference = opened(world)
    lee = reviewer(world, AccessRole.AUDITOR, "lee")
    waiting = only(lee.openings().waiting)
    assert (waiting.reference, waiting.child, waiting.reason, waiting.may_sign_off) == (reference, MIA, "", False)
    with pytest.raises(Forbidden):
        lee.sign_off(reference, "Right to look")
    reviewer(world).sign_off(reference, "Right to look")
    assert only(lee.openings().signed).note == "Right to look"


def test_nobody_signs_off_their_own(world: World) -> None:
    both = Caller("mo", frozenset({AccessRole.MANAGER}), "csc", teams=frozenset({"West"}))
    mo = reviewer(world)
    asking = world.held.questions(both, read_purpose("case_supervision"))
    granted = asking.break_glass(glass(LEO))
    assert isinstance(granted, GrantedAnswer)
    assert not only(mo.openings().waiting).may_sign_off
    with pytest.raises(BadInput):
        mo.sign_off(granted.alerted, "Right to look")
    jo = reviewer(world, name="jo")
    jo.sign_off(granted.alerted, "Right to look")
    assert jo.openings().waiting == ()


def test_a_manager_of_another_team_neither_sees_it_nor_signs_it_off(world: World) -> None:
    reference = opened(world)
    other = reviewer(world, name="ed", team="East")
    assert other.openings().waiting == ()
    refusals = []
    for named in (reference, "no-such-reference"):
        with pytest.raises(BadInput) as refused:
            other.sign_off(named, "Right to look")
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1]


def test_what_is_signed_off_is_signed_off_once(world: World) -> None:
    reference = opened(world)
    reviewer(world).sign_off(reference, "Right to look")
    with pytest.raises(BadInput):
        reviewer(world, name="jo").sign_off(reference, "Not so")


@pytest.mark.parametrize("note", ["", "  ", "...", "x" * 3_000])
def test_a_sign_off_has_a_word_of_why(world: World, note: str) -> None:
    reference = opened(world)
    with pytest.raises(BadInput) as refused:
        reviewer(world).sign_off(reference, note)
    assert refused.value.argument == "note"


def test_a_restricted_child_of_an_opening_is_not_named_to_a_manager_without_a_grant(world: World) -> None:
    opened(world, ZOE)
    assert only(reviewer(world).openings().waiting).child == ""
    assert only(reviewer(world, AccessRole.AUDITOR, "lee").openings().waiting).child == ZOE


def test_a_manager_reads_the_log_of_the_own_teams_accounts_only(world: World) -> None:
    world.asks().break_glass(glass(MIA))
    world.asks(name="priya", refs=("csc:SW1",)).person(MIA)
    world.asks(AccessRole.ASSESSMENT, "hub", ()).person(MIA)
    west, east = reviewer(world), reviewer(world, name="ed", team="East")
    assert {look.caller for look in west.looks(LooksAsked(), 50).nodes} == {"fay"}
    assert {look.caller for look in east.looks(LooksAsked(), 50).nodes} == {"priya"}
    assert [look.caller for look in east.looks(LooksAsked(caller="fay"), 50).nodes] == []
    assert {look.caller for look in west.looks(LooksAsked(), 50).nodes} == {"fay", "mo"}


def test_a_team_is_one_by_a_professional_record_in_common_too(world: World) -> None:
    world.asks(name="priya", refs=("csc:SW1",)).person(MIA)
    theirs = reviewer(world, name="ed", team="", professionals=frozenset({"csc:SW1"}))
    assert {look.caller for look in theirs.looks(LooksAsked(), 50).nodes} == {"priya"}


def test_what_an_account_of_no_team_opens_is_signed_off_by_a_manager_of_its_agency(world: World) -> None:
    world.asks(AccessRole.ASSESSMENT, "hub", ()).break_glass(glass(MIA))
    west, east = reviewer(world), reviewer(world, name="ed", team="East")
    assert "hub" not in {look.caller for look in west.looks(LooksAsked(), 50).nodes}
    assert only(east.openings().waiting).reference == only(west.openings().waiting).reference
    west.sign_off(only(west.openings().waiting).reference, "seen, and it was needed")
    assert east.openings().waiting == ()


def test_a_manager_without_a_team_reads_of_nobody(world: World) -> None:
    opened(world)
    alone = reviewer(world, name="al", team="")
    assert alone.looks(LooksAsked(), 50).nodes == ()
    assert alone.openings().waiting == ()


def grant_sealed(world: World, person: str) -> GrantRecord:
    for name, role in (("ann", AccessRole.MANAGER), ("sam", AccessRole.STEWARD)):
        world.held.ledger.accounts.add(Account(name, "*", frozenset({role}), NOW, "gp"))
    return add_grant(world.held, GrantAsked("fay", Marking.SEALED, person, date(2025, 1, 1), ("ann", "sam")))


def test_a_manager_reads_of_no_sealed_person_a_team_member_was_shown(world: World) -> None:
    fay = world.asks()
    grant_sealed(world, SID)
    fay.claim_relationship(AccessAsked(MIA, REASON))
    assert SID in seen(fay, MIA)
    mo, lee = reviewer(world), reviewer(world, AccessRole.AUDITOR, "lee")
    assert all(SID not in look.shown for look in mo.looks(LooksAsked(), 50).nodes)
    assert mo.looks(LooksAsked(person=SID), 50).nodes == ()
    assert next(look.operation for look in lee.looks(LooksAsked(person=SID), 50).nodes) == "network"


@pytest.mark.parametrize("role", sorted(set(AccessRole) - {AccessRole.AUDITOR}))
def test_the_log_and_the_review_are_open_under_audit_review_only(world: World, role: AccessRole) -> None:
    caller = Caller("x", frozenset({role}), "csc", frozenset(), frozenset())
    for purpose in purposes_open_to(caller):
        questions = world.held.questions(caller, read_purpose(purpose.value))
        if purpose == "audit_review":
            continue
        asks: tuple[Callable[[], object], ...] = (
            partial(questions.looks, LooksAsked(), 50),
            questions.openings,
            partial(questions.sign_off, "b0", "word"),
        )
        for ask in asks:
            with pytest.raises(Forbidden):
                ask()


def test_a_manager_who_reviews_sees_no_person_and_opens_nothing(world: World) -> None:
    mo = reviewer(world)
    for ask in (
        lambda: mo.person(MIA),
        lambda: mo.break_glass(glass(MIA)),
        lambda: mo.claim_relationship(AccessAsked(MIA, REASON)),
        lambda: mo.cases(),
    ):
        with pytest.raises(Forbidden):
            ask()
