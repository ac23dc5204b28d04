"""Every book of the ledger says back what was written, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from graph.access.accounts import Account, ApiToken, GrantEnded, GrantRecord, Session
from graph.access.caller import AccessRole
from graph.access.opened import AccessOpened, OpenedKind, Reviewed, SignOff
from graph.access.visible import Grant
from graph.audit.log import AuditLog
from graph.errors import BadInput
from graph.identity.judgements import Judgement, Verdict
from graph.model.claims import Marking
from graph.model.findings import SetAside
from graph.model.objections import Objection, ObjectionKind, Reply
from graph.store.ledger import Ledger
from graph.store.ledger.accounts import MOST_TRIES, TRIES_COUNT_FOR
from graph.store.ledger.deliveries import QuarantineNote, TableCount
from graph.store.ledger.erasures import ErasedRecord
from graph.store.ledger.putting_right import Correction, Withdrawal
from tests.graph.store.test_ledger import EVENT, FULL, NOW, publish

LATER = NOW + timedelta(hours=1)
MO = Account("mo", "*", frozenset({AccessRole.ASSESSMENT}), NOW, "csc", frozenset({"csc:SW1"}), frozenset({"East"}))
JUDGED = Judgement("a", "b", Verdict.SAME, "mo", "the same van, O’Brien’s", 1_000, 0, 500)
GLASS = AccessOpened(
    "ref1", OpenedKind.BREAK_GLASS, "mo", "csc", "r1", "a reason of some length", NOW, LATER, "immediate_risk", ("r2",)
)


def log_of(ledger: Ledger, tmp_path: Path) -> AuditLog:
    return AuditLog(ledger.audit, tmp_path / "head.log")


def test_a_delivery_its_counts_and_its_quarantine_come_back(ledger: Ledger) -> None:
    note = QuarantineNote("events", "events.csv", 7, "start", "date", "is no day", value_withheld=True)
    kept = replace(FULL, counts=(TableCount("events", 10, 8, 1, 1, 1),), refused=("a table lacks its heading",))
    ledger.deliveries.keep(kept, [note, replace(note, line=None, column=None)])
    ledger.deliveries.keep(kept, [note])
    assert ledger.deliveries.find("d1") == kept
    assert ledger.deliveries.quarantine("d1") == (("d1", note),)
    assert ledger.deliveries.loaded_after(NOW - timedelta(days=1)) == {"d1": NOW}
    assert ledger.deliveries.loaded_after(NOW) == {}


def test_a_publication_is_finished_once_and_the_shown_one_by_whoever_comes_next(ledger: Ledger) -> None:
    ledger.deliveries.keep(FULL)
    number = ledger.publications.start(NOW).number
    assert ledger.publications.unfinished() is not None
    ledger.publications.prepare(number, ["d1"], "digest", LATER, {"x": 3})
    assert ledger.publications.finish_shown(lambda: number - 1) is None
    assert ledger.publications.finish_shown(lambda: number) == number
    newest = ledger.publications.newest()
    assert newest is not None
    assert (newest.digest, newest.published_at, newest.open_rows) == ("digest", LATER, {"x": 3})
    assert ledger.publications.unfinished() is None
    assert ledger.publications.newest_number() == number


def test_corrections_and_withdrawals_are_of_their_delivery(ledger: Ledger) -> None:
    publish(ledger, FULL)
    one = Correction("c1", "d1", LATER, "mo", 3, 2)
    ledger.corrections.add(one)
    ledger.corrections.add(one)
    assert ledger.corrections.of("d1") == (one,)
    assert ledger.deliveries.every()[0].landed_as == ("d1", "c1")
    taken = Withdrawal("d1", "police", "log", FULL.extracted_at, LATER, "mo", "the wrong file")
    ledger.withdrawals.add(taken)
    assert (ledger.deliveries.every(), ledger.corrections.of("d1")) == ((), ())
    assert ledger.withdrawals.in_force() == {"d1": taken}
    ledger.withdrawals.end(["d1"], LATER)
    assert ledger.withdrawals.in_force() == {}
    assert ledger.withdrawals.systems() == {("police", "log")}


def test_an_account_is_kept_changed_and_closed(ledger: Ledger) -> None:
    ledger.accounts.add(MO)
    with pytest.raises(BadInput):
        ledger.accounts.add(MO)
    ledger.sessions.add(Session("s1", "mo", "form", NOW, NOW))
    ledger.accounts.set_roles("mo", [AccessRole.STEWARD])
    ledger.accounts.set_password("mo", "**", is_one_time=True)
    assert ledger.sessions.find("s1") is None
    ledger.accounts.disable("mo")
    changed = replace(MO, roles=frozenset({AccessRole.STEWARD}), password_hash="**", is_one_time=True, is_disabled=True)
    assert ledger.accounts.every() == (changed,)
    with pytest.raises(BadInput):
        ledger.accounts.disable("nobody")


def test_accounts_are_in_the_order_of_their_characters(ledger: Ledger) -> None:
    for name in ("b", "a", "Z", "ä", "a-b", "ab"):
        ledger.accounts.add(replace(MO, name=name))
    assert [one.name for one in ledger.accounts.every()] == ["Z", "a", "a-b", "ab", "b", "ä"]


def test_tries_run_out_and_come_back(ledger: Ledger) -> None:
    tries = [ledger.attempts.take("n", NOW) for _ in range(MOST_TRIES + 1)]
    assert tries[-1] is None
    assert None not in tries[:-1]
    assert ledger.attempts.take("other", NOW) is not None
    ledger.attempts.forgive(tries[0] or 0)
    assert ledger.attempts.take("n", NOW) is not None
    assert ledger.attempts.take("n", NOW + TRIES_COUNT_FOR + timedelta(seconds=1)) is not None


def test_a_session_is_used_and_ended(ledger: Ledger) -> None:
    ledger.accounts.add(MO)
    ledger.sessions.add(Session("s1", "mo", "form", NOW, NOW))
    ledger.sessions.touch("s1", LATER)
    ledger.sessions.set_purpose("s1", "assessment")
    assert ledger.sessions.find("s1") == Session("s1", "mo", "form", NOW, LATER, "assessment")
    ledger.sessions.end("s1")
    assert ledger.sessions.find("s1") is None


def test_a_token_is_ended_once(ledger: Ledger) -> None:
    ledger.accounts.add(MO)
    token = ApiToken("t1", "mo", "api", NOW, LATER)
    ledger.tokens.add(token)
    assert ledger.tokens.end("mo", "api", LATER) == 1
    assert ledger.tokens.end("mo", "api", LATER) == 0
    assert ledger.tokens.find("t1") == replace(token, ended_at=LATER)


def test_a_grant_holds_until_its_day_or_its_end(ledger: Ledger, tmp_path: Path) -> None:
    ledger.accounts.add(MO)
    grant = GrantRecord("g1", "mo", Marking.SEALED, "r1", date(2024, 5, 1), ("A", "B"), NOW)
    log_of(ledger, tmp_path).append(EVENT, NOW, grant)
    assert ledger.standings.standing("mo", LATER).grants == {Grant(Marking.SEALED, "r1")}
    assert ledger.standings.standing("mo", datetime(2024, 5, 1, tzinfo=UTC)).grants == frozenset()
    log_of(ledger, tmp_path).append(EVENT, LATER, GrantEnded("g1", LATER))
    assert ledger.standings.standing("mo", LATER).grants == frozenset()
    assert ledger.grants.find("g1") == replace(grant, ended_at=LATER)
    assert ledger.grants.every() == (replace(grant, ended_at=LATER),)


def test_a_broken_glass_waits_is_told_and_signed_off(ledger: Ledger, tmp_path: Path) -> None:
    log = log_of(ledger, tmp_path)
    log.append(EVENT, NOW, GLASS)
    log.append(EVENT, NOW, replace(GLASS, reference="ref2", kind=OpenedKind.CLAIMED_RELATIONSHIP, account="jo"))
    assert [one.reference for one in ledger.notices.waiting()] == ["ref1", "ref2"]
    ledger.notices.mark_sent("ref1", LATER)
    assert [one.reference for one in ledger.notices.waiting()] == ["ref2"]
    assert len(ledger.standings.standing("mo", NOW).broken) == 1
    assert ledger.standings.standing("jo", NOW).claimed_children == {"r1"}
    assert ledger.standings.standing("mo", LATER).broken == ()
    signed = SignOff("ref1", "lee", "it was right", LATER)
    log.append(EVENT, LATER, signed)
    assert ledger.openings.find("ref1") == Reviewed(GLASS, signed)
    assert [one.opened.reference for one in ledger.openings.newest(9, waiting=True)] == ["ref2"]
    assert [one.opened.reference for one in ledger.openings.newest(9, {"mo"}, waiting=False)] == ["ref1"]


def test_what_was_set_aside_is_of_its_child(ledger: Ledger) -> None:
    aside = SetAside("r1", "drift", None, "mo", "moved away", NOW, date(2024, 7, 1))
    ledger.set_asides.add(aside)
    ledger.set_asides.add(replace(aside, child="r2", adult="r3"))
    assert list(ledger.set_asides.of({"r1"})) == [aside]
    assert len(ledger.set_asides.every()) == 2


def test_what_somebody_objects_to_is_answered(ledger: Ledger) -> None:
    said = Objection("o1", "r1", "r2", "c1", ObjectionKind.OBJECTION, "I never lived there", NOW)
    ledger.objections.add(said)
    assert list(ledger.objections.every()) == [said]
    reply = Reply("the agency was asked", is_upheld=True, at=LATER)
    ledger.objections.answer("o1", reply)
    assert ledger.objections.find("o1") == replace(said, reply=reply)
    assert ledger.objections.find("o2") is None


def test_judgements_are_numbered_told_and_undone(ledger: Ledger) -> None:
    first, second = ledger.judgements.add(JUDGED), ledger.judgements.add(replace(JUDGED, right="c"))
    assert isinstance(first, Judgement)
    assert isinstance(second, Judgement)
    ledger.judgements.undo(first.id, "jo", "another van", NOW)
    told = ledger.judgements.history()
    assert [(one.judgement.right, one.undone_by) for one in told] == [("b", "jo"), ("c", "")]
    assert told[0].judgement.sequence < told[1].judgement.sequence
    assert ledger.judgements.undo("none", "jo", "x", NOW) is None


def test_who_is_erased_leaves_ids_alone(ledger: Ledger, tmp_path: Path) -> None:
    ledger.accounts.add(MO)
    ledger.judgements.add(JUDGED)
    ledger.set_asides.add(SetAside("a", "drift", None, "mo", "moved away", NOW, date(2024, 7, 1)))
    log_of(ledger, tmp_path).append(EVENT, NOW, replace(GLASS, child="a"))
    gone = ErasedRecord("a", "csc", "main", "people")
    for _ in range(2):
        ledger.erasures.begin([gone, gone], ["a"], LATER)
    assert ledger.erasures.every() == (gone,)
    assert (list(ledger.judgements.history()), list(ledger.set_asides.every())) == ([], [])
    opened = ledger.openings.find("ref1")
    assert opened is not None
    assert opened.opened.reason == "erased"


def test_a_hold_stands_until_it_is_released(ledger: Ledger) -> None:
    ledger.erasures.hold(["a", "b"], NOW)
    ledger.erasures.hold(["a"], LATER)
    assert ledger.erasures.held() == {"a", "b"}
    assert ledger.erasures.release(["a"], LATER) == 1
    assert ledger.erasures.held() == {"b"}
    ledger.erasures.hold(["a"], LATER)
    assert ledger.erasures.held() == {"a", "b"}
