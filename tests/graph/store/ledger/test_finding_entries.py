"""Entries are found by account, operation, person and day as by reading every one, whatever clocks did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from graph.audit.log import AuditEntry, AuditEvent, AuditLog, LooksWanted
from graph.store.ledger import Ledger
from tests.graph.store.ledgers import LEDGERS, fresh_ledger
from tests.graph.store.test_ledger import EVENT, NOW

HOUR = timedelta(hours=1)
CALLERS, OPERATIONS, PEOPLE = ("mo", "Mo", "m_"), ("person", "audit"), ("r1", "r2", "r3")
EVENTS = st.builds(
    lambda caller, operation, shown: replace(EVENT, caller=caller, operation=operation, shown=(shown,)),
    st.sampled_from(CALLERS),
    st.sampled_from(OPERATIONS),
    st.sampled_from(PEOPLE),
)
MOMENTS = st.none() | st.integers(-1, 25).map(lambda hours: NOW + hours * HOUR)
WANTED = st.builds(
    LooksWanted,
    first=st.integers(1, 6),
    before=st.none() | st.integers(1, 12),
    records=st.none() | st.frozensets(st.sampled_from(PEOPLE)),
    caller=st.sampled_from(("", *CALLERS)),
    operation=st.sampled_from(("", *OPERATIONS)),
    since=MOMENTS,
    until=MOMENTS,
    callers=st.none() | st.frozensets(st.sampled_from(CALLERS)),
)


def is_wanted(entry: AuditEntry, said: AuditEvent, wanted: LooksWanted) -> bool:
    return (
        (wanted.before is None or entry.sequence < wanted.before)
        and (wanted.records is None or not wanted.records.isdisjoint(said.shown))
        and wanted.caller in {"", said.caller}
        and wanted.operation in {"", said.operation}
        and (wanted.since is None or entry.at >= wanted.since)
        and (wanted.until is None or entry.at < wanted.until)
        and (wanted.callers is None or said.caller in wanted.callers)
    )


@pytest.mark.parametrize("kind", LEDGERS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    entries=st.lists(st.tuples(EVENTS, st.integers(0, 24)), max_size=12),
    asked=st.lists(WANTED, min_size=1, max_size=20),
)
def test_what_is_found_is_what_reading_every_entry_finds(
    kind: str,
    entries: list[tuple[AuditEvent, int]],
    asked: list[LooksWanted],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("log")
    with fresh_ledger(kind, folder) as ledger:
        log = AuditLog(ledger.audit, folder / "head.log")
        held = [(log.append(said, NOW + hours * HOUR), said) for said, hours in entries]
        for wanted in asked:
            right = [one for one, said in reversed(held) if is_wanted(one, said, wanted)][: wanted.first]
            assert list(ledger.audit.newest(wanted)) == right


QUESTIONS = (
    LooksWanted(50),
    LooksWanted(50, before=100),
    LooksWanted(50, caller="mo"),
    LooksWanted(50, operation="person"),
    LooksWanted(50, caller="mo", operation="person"),
    LooksWanted(50, callers=frozenset({"mo", "jo"})),
    LooksWanted(50, records=frozenset({"r1", "r2"})),
    LooksWanted(50, records=frozenset({"r1"}), caller="mo", since=NOW),
    LooksWanted(50, since=NOW),
    LooksWanted(50, until=NOW),
    LooksWanted(50, since=NOW, until=NOW + HOUR),
)


@pytest.mark.parametrize("wanted", QUESTIONS)
def test_no_search_of_the_log_reads_all_of_it(wanted: LooksWanted, tmp_path: Path) -> None:
    with fresh_ledger("sqlite", tmp_path) as ledger:
        log = AuditLog(ledger.audit, tmp_path / "head.log")
        for hours in range(3):
            log.append(EVENT, NOW + hours * HOUR)
        for step in plan_of(ledger, wanted):
            assert not step.startswith("SCAN") or step == "SCAN audit_clock" or wanted == LooksWanted(50), step
            assert "TEMP B-TREE" not in step or wanted.records is not None or wanted.callers is not None, step


def plan_of(ledger: Ledger, wanted: LooksWanted) -> list[str]:
    """The steps of every statement that a search runs, as SQLite says them."""
    asked: list[tuple[str, object]] = []
    engine = ledger.database.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, said, values, *_rest: asked.append((said, values)))
    ledger.audit.newest(wanted)
    statements = [one for one in asked if one[0].startswith("SELECT")]
    with ledger.database.reading() as connection:
        return [
            str(row[3])
            for said, values in statements
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values)  # type: ignore[arg-type]
        ]
