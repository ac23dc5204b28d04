"""The searches of the log are measured on a small one: each finds what it should. How long it took proves nothing here."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event

from graph.audit.log import LooksWanted
from graph.errors import WrongUse
from graph.store.ledger import open_ledger
from tests.graph.store.ledgers import LEDGERS, fresh_ledger, fresh_url
from tests.graph.store.test_ledger import FULL
from tools.bench import audit
from tools.bench.command import Asked, measure

ENTRIES = 2_000


@pytest.mark.parametrize("kind", LEDGERS)
def test_what_is_searched_is_what_was_filled_in(kind: str, tmp_path: Path) -> None:
    with fresh_ledger(kind, tmp_path) as ledger:
        audit.fill(ledger, ENTRIES)
        found = {said: len(ledger.audit.newest(wanted)) for said, wanted in audit.questions(ENTRIES).items()}
        assert ledger.audit.head()[0] == ENTRIES
        assert [one.sequence for one in ledger.audit.newest(LooksWanted(2))] == [ENTRIES, ENTRIES - 1]
    assert (found["newest"], found["one account"], found["one person"]) == (audit.PAGE, ENTRIES // audit.ACCOUNTS, 1)
    assert (found["nobody"], found["an account there is not"], found["a day before the first"]) == (0, 0, 0)
    assert found["somebody looked at all the time"] == ENTRIES // audit.MUCH_LOOKED_AT


@pytest.mark.postgres
def test_on_postgresql_no_search_reads_the_whole_log(tmp_path: Path) -> None:
    with fresh_ledger("postgresql", tmp_path) as ledger:
        audit.fill(ledger, 10 * ENTRIES)
        asked: list[tuple[str, object]] = []
        engine = ledger.database.engine
        event.listen(engine, "before_cursor_execute", lambda _c, _cur, said, given, *_rest: asked.append((said, given)))
        for wanted in audit.questions(10 * ENTRIES).values():
            ledger.audit.newest(wanted)
        statements = [one for one in asked if one[0].startswith("SELECT")]
        with ledger.database.reading() as connection:
            steps = [
                str(row[0])
                for said, given in statements
                for row in connection.exec_driver_sql(f"EXPLAIN {said}", given)  # type: ignore[arg-type]
            ]
    assert {step for step in steps if "Seq Scan" in step and "audit_clock" not in step} == set()
    assert any("audit_by_at" in step for step in steps)


@pytest.mark.parametrize("kind", LEDGERS)
def test_each_search_is_a_figure(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "ENTRIES", ENTRIES)
    with fresh_url(kind) as url:
        monkeypatch.setenv("KITHMAP_LEDGER_URL", url or "")
        figures = list(measure(Asked([audit.audit.__name__], 5, 1), None))
    assert len(figures) == len(audit.questions(ENTRIES))
    assert {figure.row for figure in figures} == {"AUDIT"}


def test_a_ledger_with_something_in_it_is_not_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'held.sqlite'}"
    held = open_ledger(tmp_path, url)
    held.deliveries.keep(FULL)
    held.close()
    monkeypatch.setenv("KITHMAP_LEDGER_URL", url)
    with pytest.raises(WrongUse, match="empty"):
        list(audit.audit(1, 10))
