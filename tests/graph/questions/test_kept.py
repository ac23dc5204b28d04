"""What is loaded is read once a publication, and anew as soon as one is finished, here or in another process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from graph.questions.kept import KeptPartnership
from graph.store.ledger import Ledger, open_ledger
from tests.graph.store.test_ledger import FULL, NOW, publish


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(tmp_path)
    yield opened
    opened.close()


def test_before_the_first_load_there_is_nothing(ledger: Ledger) -> None:
    assert KeptPartnership().of(ledger).feeds == ()


def test_what_another_process_publishes_is_told_at_the_next_question(ledger: Ledger, tmp_path: Path) -> None:
    kept = KeptPartnership()
    publish(ledger, FULL)
    assert kept.of(ledger) == ledger.deliveries.partnership()
    other = open_ledger(tmp_path)
    publish(other, replace(FULL, id="d2", agency="gp", extracted_at=NOW))
    other.close()
    assert kept.of(ledger) == ledger.deliveries.partnership()
    assert {feed.agency for feed in kept.of(ledger).feeds} == {"gp", "police"}


def test_a_delivery_that_is_not_published_changes_nothing(ledger: Ledger) -> None:
    kept = KeptPartnership()
    publish(ledger, FULL)
    before = kept.of(ledger)
    ledger.deliveries.keep(replace(FULL, id="d2", agency="gp"))
    assert kept.of(ledger) == before == ledger.deliveries.partnership()


def test_between_publications_no_delivery_is_read_again(ledger: Ledger) -> None:
    kept, asked = KeptPartnership(), []
    publish(ledger, *(replace(FULL, id=f"d{n}", extracted_at=NOW + timedelta(days=n)) for n in range(5)))
    kept.of(ledger)
    event.listen(
        ledger.database.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_rest: asked.append(statement)
    )
    kept.of(ledger)
    assert not any("deliveries" in statement for statement in asked)
