"""What a load that was cut off leaves is finished by whoever comes next, also by a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph.identity.judgements import Judgement, Verdict
from graph.questions.opening import Partnerships
from graph.store.stored_form import to_ms
from ingest.relinking import relink
from ingest.stores import Load
from tests.ingest.cutting import Cut, CutAtPublishing
from tests.ingest.site import KEY, NOW, Site, family, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def deliveries(tmp_path: Path) -> list[Path]:
    return family(tmp_path / "sent")


def cut_at_publishing(site: Site, write: Callable[[Site], object], *, is_done: bool) -> None:
    """Runs a load up to the step that shows it, or just past it."""
    graph = CutAtPublishing(site.stores.graph, is_done=is_done)
    with pytest.raises(Cut):
        write(Site(replace(site.stores, graph=graph)))  # type: ignore[arg-type]


def readers(site: Site) -> Partnerships:
    """The partnership as a reader opens it."""
    return Partnerships(site.stores.data, site.stores.graph, site.stores.ledger, KEY, lambda: NOW)


def test_a_reader_finishes_a_load_killed_right_after_the_graph_showed_it(site: Site, deliveries: list[Path]) -> None:
    site.load(deliveries[0])
    cut_at_publishing(site, lambda cut: cut.load(*deliveries), is_done=True)
    assert site.stores.ledger.publications.unfinished() is not None
    told = readers(site).partnership()
    newest = site.stores.ledger.publications.newest()
    assert newest is not None
    assert newest.number == site.stores.graph.health().publication
    assert newest.open_rows is not None
    published = {record.id for record in site.stores.ledger.deliveries.every() if record.is_published}
    assert {one.claim.source.delivery for one in site.stores.graph.stored_claims()} <= published
    assert {feed.agency for feed in told.feeds} == {record.agency for record in site.stores.ledger.deliveries.every()}
    assert site.verify().faults == ()


def test_a_reader_sees_the_old_feeds_of_a_load_killed_right_before(site: Site, deliveries: list[Path]) -> None:
    site.load(deliveries[0])
    before = readers(site).partnership()
    cut_at_publishing(site, lambda cut: cut.load(*deliveries), is_done=False)
    assert readers(site).partnership() == before
    assert [fault for fault in site.verify().faults if "cut off" not in fault] == []


def test_a_link_cut_off_before_it_was_shown_is_shown_by_the_next(site: Site, deliveries: list[Path]) -> None:
    site.load(*deliveries)
    pair = (KEY.record_id("police", "main", "people", "P1"), KEY.record_id("housing", "main", "people", "T2"))
    site.stores.ledger.judgements.add(Judgement(*pair, Verdict.SAME, "steward", "one person", to_ms(NOW)))
    cut_at_publishing(site, lambda cut: relink(cut.stores, Load(NOW)), is_done=False)
    relink(site.stores, Load(NOW))
    assert site.verify().faults == ()
