"""A delivery taken back: the store is one that never had it, on both engines; only the audit trail says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.audit.log import AuditLog
from graph.errors import InputRefused
from graph.store.ledger import open_ledger
from ingest.pipeline import bring_up
from ingest.rebuilding import rebuild
from ingest.stores import Load, Stores
from ingest.withdrawing import TakenBack, withdraw
from tests.graph.store.conftest import ENGINES, open_engine
from tests.ingest.cutting import Cut, CutAfter
from tests.ingest.putting_right import WRONG, given_out, put_right, send_back, sent
from tests.ingest.sending import write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, family, manifest, open_site

engines = pytest.mark.parametrize("engine", ENGINES)


def open_on(engine: str, data: Path) -> Site:
    data.mkdir(parents=True, exist_ok=True)
    return Site(Stores(data, open_engine(engine, data), open_ledger(data), KEY))


def take_back(site: Site, delivery: str, stores: Stores | None = None) -> TakenBack:
    audit = AuditLog(site.stores.ledger.audit, site.stores.data / "audit-head.log")
    return withdraw(stores or site.stores, audit, delivery, "sent by mistake", Load(NOW))


def digest(site: Site) -> str | None:
    newest = site.stores.ledger.publications.newest()
    return newest.digest if newest else None


def digest_of(folder: Path, sent: list[Path]) -> str | None:
    straight = open_site(folder)
    found = straight.load(*sent).digest
    straight.close()
    return found


@engines
@pytest.mark.parametrize("place", [0, 1, 3, 5])
def test_the_store_is_as_if_it_had_never_come(tmp_path: Path, engine: str, place: int) -> None:
    deliveries = family(tmp_path / "sent")
    site = open_on(engine, tmp_path / "data")
    records = [site.load(path).deliveries[0] for path in deliveries]
    without = [path for path in deliveries if path != deliveries[place]]
    take_back(site, records[place].id)
    assert digest(site) == digest_of(tmp_path / "straight", without)
    assert site.verify().faults == ()
    assert rebuild(site.stores, Load(NOW)) == digest(site)
    assert records[place].id not in {record.id for record in site.stores.ledger.deliveries.every()}
    assert not list((site.stores.data / "landing").rglob(f"*{records[place].id}*"))
    site.close()


@engines
def test_the_last_delivery_of_all_leaves_nothing(tmp_path: Path, engine: str) -> None:
    site = open_on(engine, tmp_path / "data")
    (record,) = site.load(family(tmp_path / "sent")[0]).deliveries
    take_back(site, record.id)
    assert site.claims() == []
    assert list(site.stores.graph.stored_members()) == []
    assert site.verify().faults == ()
    site.close()


def test_loading_it_again_says_when_and_why_and_brings_it_back_only_on_purpose(tmp_path: Path) -> None:
    deliveries = family(tmp_path / "sent")
    site = open_site(tmp_path / "data")
    loaded = site.load(*deliveries)
    take_back(site, loaded.deliveries[0].id[:10])
    before = digest(site)
    (refused,) = site.load(deliveries[0]).deliveries
    assert refused.refused == ("was taken back on 2024-04-01: sent by mistake; --again loads it all the same",)
    assert digest(site) == before
    assert not list((site.stores.data / "landing").rglob(f"*{refused.id}*"))
    assert site.load(deliveries[0], again=True).digest == loaded.digest
    assert site.load(deliveries[0]).refused == ()
    assert site.verify().faults == ()
    site.close()


def test_its_corrections_go_with_it(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    (record,) = site.load(sent(tmp_path / "sent", WRONG)).deliveries
    first = digest(site)
    send_back(site, put_right(given_out(site, record.id)))
    take_back(site, record.id)
    assert site.claims() == []
    assert site.load(tmp_path / "sent", again=True).digest == first
    site.close()


def test_a_withdrawal_is_an_entry_of_the_log_without_its_reason(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    (record,) = site.load(family(tmp_path / "sent")[0]).deliveries
    take_back(site, record.id)
    (entry,) = site.stores.ledger.audit.entries()
    assert '"operation":"withdraw"' in entry.content.replace(": ", ":")
    assert f'"reference":"{record.id}"' in entry.content
    assert "mistake" not in entry.content
    site.close()


def test_one_that_changed_nothing_is_gone_from_what_is_supplied_at_once(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    same = [
        write_delivery(tmp_path / on, {"people": [a_person("C1")]}, manifest("csc", on, "delta"))
        for on in ("2024-03-01", "2024-03-02")
    ]
    loaded = site.load(*same)
    before = site.stores.ledger.publications.newest_number()
    take_back(site, loaded.deliveries[1].id)
    assert site.stores.ledger.publications.newest_number() > before
    site.close()


def test_a_withdrawal_cut_off_at_any_write_ends_the_same_when_run_again(tmp_path: Path) -> None:
    deliveries = family(tmp_path / "sent")[:3]
    expected = digest_of(tmp_path / "straight", deliveries[:2])
    cuts = 0
    while True:
        cuts += 1
        site = open_site(tmp_path / f"cut-{cuts}")
        record = site.load(*deliveries).deliveries[2]
        graph = CutAfter(site.stores.graph, cuts, is_done=False)
        try:
            take_back(site, record.id, replace(site.stores, graph=graph))  # type: ignore[arg-type]
        except Cut:
            take_back(site, record.id)
            assert (digest(site), site.verify().faults) == (expected, ())
            site.close()
        else:
            site.close()
            break
    assert cuts > 2


def test_what_was_cut_off_is_finished_by_the_next_load_too(tmp_path: Path) -> None:
    deliveries = family(tmp_path / "sent")[:3]
    expected = digest_of(tmp_path / "straight", deliveries[:2])
    site = open_site(tmp_path / "data")
    record = site.load(*deliveries).deliveries[2]
    graph = CutAfter(site.stores.graph, 1, is_done=True)
    with pytest.raises(Cut):
        take_back(site, record.id, replace(site.stores, graph=graph))  # type: ignore[arg-type]
    bring_up(site.stores, Load(NOW))
    assert (digest(site), site.verify().faults) == (expected, ())
    site.close()


@pytest.mark.parametrize(("named", "reason"), [("nothing", "why"), ("", "why"), ("", "")])
def test_what_is_not_loaded_and_no_reason_are_refused(tmp_path: Path, named: str, reason: str) -> None:
    site = open_site(tmp_path / "data")
    site.load(family(tmp_path / "sent")[0])
    audit = AuditLog(site.stores.ledger.audit, site.stores.data / "audit-head.log")
    with pytest.raises(InputRefused):
        withdraw(site.stores, audit, named, reason, Load(NOW))
    site.close()
