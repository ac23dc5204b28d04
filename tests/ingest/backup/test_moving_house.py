"""A partnership moved from a ledger in its folder to PostgreSQL and back: the same digest, the same rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.identity.judgements import Judgement, Verdict
from graph.settings import KEY_FILE, Settings
from graph.store.ledger import open_ledger
from graph.store.opening import open_graph
from ingest.backup.command import Backup, restore_backup
from ingest.backup.writing import write_backup
from ingest.relinking import apply_judgements
from ingest.stores import Load, Stores
from tests.graph.store.ledgers import fresh_url
from tests.ingest.backup.test_backup import lines, quiet
from tests.ingest.site import KEY, NOW, family, open_site

LOG = ("audit", "audit_head", "audit_shown")


def brought(settings: Settings, file: Path) -> tuple[str, Stores]:
    digest = restore_backup(settings, Backup(file), NOW, quiet).digest
    return digest, Stores(
        settings.data, open_graph(settings.data), open_ledger(settings.data, settings.ledger_url), KEY
    )


@pytest.mark.postgres
def test_to_postgresql_and_back_nothing_is_lost(tmp_path: Path) -> None:
    first = tmp_path / "first"
    first.mkdir()
    (first / KEY_FILE).write_bytes(b"k" * 32)
    site = open_site(first)
    assert not site.load(*family(tmp_path / "sent")).refused
    site.stores.ledger.judgements.add(Judgement("a", "b", Verdict.UNSURE, "mo", "a word", 1_000))
    apply_judgements(site.stores, Load(NOW))
    write_backup(site.stores, tmp_path / "one", NOW)
    with fresh_url("postgresql") as url:
        digest, there = brought(Settings(tmp_path / "second", ledger_url=url), tmp_path / "one")
        # A number given by hand does not stop the server's own count.
        assert isinstance(
            there.ledger.judgements.add(Judgement("c", "d", Verdict.UNSURE, "mo", "more", 2_000)), Judgement
        )
        site.stores.ledger.judgements.add(Judgement("c", "d", Verdict.UNSURE, "mo", "more", 2_000))
        apply_judgements(there, Load(NOW))
        write_backup(there, tmp_path / "two", NOW)
        back, third = brought(Settings(tmp_path / "third"), tmp_path / "two")
        assert back == apply_judgements(site.stores, Load(NOW)).digest != digest
        told, held = lines(third), lines(site.stores)
        for table in (*LOG, "judgements"):
            assert len(told.pop(table)) >= len(held.pop(table))
        assert told == held
        for stores in (there, third):
            stores.graph.close()
            stores.ledger.close()
    site.close()
