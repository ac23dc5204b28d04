"""The books of the ledger: what a feed covers, judgements and their undoing, the audit chain and what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Executable, delete, insert, update

from graph.access.accounts import Account, GrantEnded, GrantRecord
from graph.access.caller import AccessRole
from graph.access.opened import AccessOpened, OpenedKind, SignOff
from graph.audit.log import AuditEvent, AuditLog, LooksWanted
from graph.identity.judgements import Judgement, Verdict
from graph.model.claims import Marking
from graph.store.ledger import Ledger
from graph.store.ledger.deliveries import DeliveryRecord, TableFeed
from graph.store.ledger.tables import AUDIT, AUDIT_SHOWN, GRANTS, OPENED_ACCESS, SIGN_OFFS
from tests.graph.store.ledgers import LEDGERS, fresh_ledger

NOW = datetime(2024, 4, 2, tzinfo=UTC)
FULL = DeliveryRecord(
    "d1", "police", "Vale Police", "police", "log", datetime(2024, 1, 31, tzinfo=UTC), "full", date(2015, 1, 1),
    date(2024, 1, 31), "public task", NOW, (TableFeed("events", 10),),
)  # fmt: skip
EVENT = AuditEvent(
    "mo", ("assessment",), "assessment", "", "person", ("r1",), withheld=False, policy="p", outcome="answered"
)


@pytest.fixture(params=LEDGERS)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with fresh_ledger(request.param, tmp_path) as opened:
        yield opened


def publish(ledger: Ledger, *records: DeliveryRecord) -> None:
    number = ledger.publications.start(NOW).number
    for record in records:
        ledger.deliveries.keep(record)
    ledger.publications.finish(number, [record.id for record in records], "digest", NOW)


def test_a_narrow_delta_does_not_unsay_what_the_feed_covered(ledger: Ledger) -> None:
    delta = replace(
        FULL, id="d2", extracted_at=datetime(2024, 2, 29, tzinfo=UTC), mode="delta", covers_from=date(2024, 2, 1),
        covers_to=date(2024, 2, 29), feeds=(TableFeed("events", 2),),
    )  # fmt: skip
    publish(ledger, FULL, delta)
    (feed,) = ledger.deliveries.partnership().feeds
    assert (feed.covers_from, feed.covers_to) == ("2015-01-01", "2024-02-29")
    assert (feed.delivery, feed.rows) == ("d2", 2)


def test_an_unbounded_delivery_makes_its_feed_unbounded(ledger: Ledger) -> None:
    publish(ledger, FULL, replace(FULL, id="d2", extracted_at=NOW, covers_from=None, covers_to=None))
    (feed,) = ledger.deliveries.partnership().feeds
    assert (feed.covers_from, feed.covers_to) == (None, None)


def test_an_undone_judgement_is_no_longer_in_force(ledger: Ledger) -> None:
    entry = Judgement("a", "b", Verdict.SAME, "mo", "the same van", 1_000, 0, 500)
    kept = ledger.judgements.add(entry)
    assert isinstance(kept, Judgement)
    first = kept.id
    ledger.judgements.add(replace(entry, right="c"))
    assert [held.right for held in ledger.judgements.in_force()] == ["b", "c"]
    ledger.judgements.undo(first, "jo", "another van", NOW)
    ledger.judgements.undo(first, "jo", "again", NOW)
    (left,) = ledger.judgements.in_force()
    assert (left.right, left.evidence_since) == ("c", 500)


def test_the_audit_chain_is_whole_until_somebody_touches_it(ledger: Ledger, tmp_path: Path) -> None:
    log = AuditLog(ledger.audit, tmp_path / "head.log")
    for number in range(5):
        log.append(replace(EVENT, shown=(f"r{number}",)), NOW)
    assert log.verify() == ()
    with ledger.database.writing() as connection:
        connection.execute(update(AUDIT).where(AUDIT.c.sequence == 2).values(content="{}"))
    assert "audit entry 2 was changed" in log.verify()


def an_opening(reference: str, account: str) -> AccessOpened:
    until = NOW + timedelta(hours=1)
    return AccessOpened(
        reference, OpenedKind.BREAK_GLASS, account, "csc", "r1", "because", NOW, until, "other", ("r1",)
    )


@pytest.fixture
def beside(ledger: Ledger, tmp_path: Path) -> AuditLog:
    """A log with two looks, an opening with its sign-off, and two grants, one of them ended."""
    ledger.accounts.add(Account("mo", "*", frozenset({AccessRole.ASSESSMENT}), NOW))
    log = AuditLog(ledger.audit, tmp_path / "head.log")
    log.append(EVENT, NOW)
    log.append(replace(EVENT, shown=("r1", "r2")), NOW)
    log.append(replace(EVENT, operation="breakGlass"), NOW, an_opening("b1", "mo"))
    log.append(replace(EVENT, operation="signOffAccess", shown=(), caller="ma"), NOW, SignOff("b1", "ma", "fine", NOW))
    for name in ("g1", "g2"):
        grant = GrantRecord(name, "mo", Marking.RESTRICTED, "r1", date(2024, 6, 1), ("ma",), NOW)
        log.append(replace(EVENT, operation="grants:add", reference=name), NOW, grant)
    log.append(replace(EVENT, operation="grants:end", reference="g2"), NOW, GrantEnded("g2", NOW))
    assert log.verify() == ()
    return log


@pytest.mark.parametrize(
    ("touch", "fault"),
    [
        (
            delete(AUDIT_SHOWN).where(AUDIT_SHOWN.c.record_id == "r2"),
            "audit entry 2 is not found by the people it says",
        ),
        (insert(AUDIT_SHOWN).values(record_id="r9", sequence=1), "audit entry 1 is not found by the people it says"),
        (update(OPENED_ACCESS).values(child="r9"), "what was opened with audit entry 3 is not what the entry says"),
        (update(OPENED_ACCESS).values(account="jo"), "what was opened with audit entry 3 is gone"),
        (delete(OPENED_ACCESS), "what was opened with audit entry 3 is gone"),
        (update(SIGN_OFFS).values(by="mo"), "1 sign-offs have no audit entry"),
        (delete(SIGN_OFFS), "1 sign-offs that the audit log says were given are gone"),
        (update(GRANTS).where(GRANTS.c.id == "g1").values(id="g9"), "1 grants have no audit entry"),
        (delete(GRANTS).where(GRANTS.c.id == "g1"), "1 grants that the audit log says were given are gone"),
        (update(GRANTS).values(ended_at=None), "1 grants are open that the audit log says were ended"),
    ],
)
def test_what_is_touched_beside_the_log_is_found(
    ledger: Ledger, beside: AuditLog, touch: Executable, fault: str
) -> None:
    with ledger.database.writing() as connection:
        if touch.is_delete and touch.table is OPENED_ACCESS:  # type: ignore[attr-defined]
            connection.execute(delete(SIGN_OFFS))
        connection.execute(touch)
    assert any(said.startswith(fault) for said in beside.verify())


def sequences(ledger: Ledger, first: int = 50, **wanted: object) -> list[int]:
    return [entry.sequence for entry in ledger.audit.newest(LooksWanted(first, **wanted))]  # type: ignore[arg-type]


def test_the_newest_entries_come_first_and_in_parts(ledger: Ledger, tmp_path: Path) -> None:
    log = AuditLog(ledger.audit, tmp_path / "head.log")
    for number in range(5):
        log.append(replace(EVENT, shown=(f"r{number}",)), NOW)
    assert sequences(ledger) == [5, 4, 3, 2, 1]
    assert sequences(ledger, 2) == [5, 4]
    assert sequences(ledger, 2, before=4) == [3, 2]
    assert sequences(ledger, records=frozenset({"r1", "r3"})) == [4, 2]
    assert sequences(ledger, records=frozenset()) == []


def test_entries_are_found_by_whole_account_operation_and_time(ledger: Ledger, tmp_path: Path) -> None:
    log = AuditLog(ledger.audit, tmp_path / "head.log")
    for number, (caller, operation) in enumerate(
        [("mo", "person"), ("mo.hale", "person"), ("m_", "audit"), ("mo", "audit")]
    ):
        log.append(replace(EVENT, caller=caller, operation=operation), NOW + timedelta(hours=number))
    assert sequences(ledger, caller="mo") == [4, 1]
    assert sequences(ledger, caller="m_") == [3]
    assert sequences(ledger, caller='mo","operation":"audit') == []
    assert sequences(ledger, operation="audit") == [4, 3]
    assert sequences(ledger, since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=3)) == [3, 2]


def test_a_missing_entry_and_a_cut_end_are_found(ledger: Ledger, tmp_path: Path) -> None:
    log = AuditLog(ledger.audit, tmp_path / "head.log")
    for _ in range(4):
        log.append(replace(EVENT, shown=()), NOW)
    with ledger.database.writing() as connection:
        connection.execute(delete(AUDIT).where(AUDIT.c.sequence == 4))
    assert "the end of the audit log is missing or was replaced" in log.verify()
    with ledger.database.writing() as connection:
        connection.execute(delete(AUDIT).where(AUDIT.c.sequence == 1))
    found = log.verify()
    assert any("missing or out of order" in fault for fault in found)
    assert any("kept outside the ledger, is gone" in fault for fault in found)
