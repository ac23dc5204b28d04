"""What loading promises (deliveries.md §7): again, in any order, cut off anywhere: the same graph."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.access.visible import Visible
from graph.model.claims import ClaimKind
from graph.model.people import EntityKind
from graph.store.opening import open_graph
from graph.store.port import Batch, Fetched, GraphStore, Step
from ingest.rebuilding import rebuild
from ingest.relinking import relink
from ingest.stores import Load
from tests.ingest.cutting import Cut, CutAfter
from tests.ingest.sending import write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, family, manifest, open_site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def deliveries(tmp_path: Path) -> list[Path]:
    return family(tmp_path / "sent")


def undisturbed(folder: Path, deliveries: list[Path]) -> str:
    """The digest of a load nothing came between."""
    opened = open_site(folder)
    try:
        digest = opened.load(*deliveries).digest
    finally:
        opened.close()
    assert digest is not None
    return digest


def test_the_same_deliveries_again_change_nothing(site: Site, deliveries: list[Path]) -> None:
    first = site.load(*deliveries)
    again = site.load(*deliveries)
    assert first.written.claims > 0
    assert (again.written.claims, again.written.gone, again.written.members) == (0, 0, 0)
    assert (again.digest, again.publication) == (first.digest, first.publication)


@pytest.mark.parametrize("seed", range(6))
def test_deliveries_in_any_order_and_pieces_give_the_same_digest(
    tmp_path: Path, deliveries: list[Path], seed: int
) -> None:
    expected = undisturbed(tmp_path / "straight", deliveries)
    dice = random.Random(seed)
    shuffled = dice.sample(deliveries, len(deliveries))
    site = open_site(tmp_path / "shuffled")
    loaded = None
    while shuffled:
        take = dice.randint(1, len(shuffled))
        loaded, shuffled = site.load(*shuffled[:take]), shuffled[take:]
    assert loaded is not None
    assert loaded.digest == expected
    assert site.verify().faults == ()
    site.close()


@pytest.mark.parametrize("is_done", [False, True])
def test_a_load_cut_at_any_write_ends_the_same_when_run_again(
    tmp_path: Path, deliveries: list[Path], is_done: bool
) -> None:
    before, after = deliveries[:1], deliveries[:4]
    expected = undisturbed(tmp_path / "straight", after)
    cuts = 0
    while True:
        cuts += 1
        site = open_site(tmp_path / f"cut-{cuts}")
        yesterday = site.load(*before).digest
        seen = site.claims()
        try:
            site.load(*after, graph=CutAfter(site.stores.graph, cuts, is_done=is_done))  # type: ignore[arg-type]
        except Cut:
            is_published = site.stores.graph.health().publication > 1
            assert is_published or (
                site.claims() == seen and site.stores.ledger.publications.newest().digest == yesterday
            )  # type: ignore[union-attr]
            assert site.load(*after).digest == expected
            assert site.verify().faults == ()
            site.close()
        else:
            site.close()
            break
    assert cuts > 5


def test_a_full_delivery_withdraws_what_it_leaves_out(site: Site, deliveries: list[Path]) -> None:
    site.load(deliveries[0])
    assert ("csc", "residence", "R2", True) in site.claims()
    site.load(deliveries[1])
    assert ("csc", "residence", "R2", False) in site.claims()
    assert ("csc", "residence", "R1", True) in site.claims()


def test_deliveries_of_one_moment_that_say_the_same_lead_to_one_row_in_any_order(tmp_path: Path) -> None:
    """Of two that say the same at one moment, which is named as the source is no matter of which was loaded first."""
    people = [{"person_ref": f"P{number}", "given_name": "Effie", "family_name": "Marram"} for number in range(4)]
    sent = [
        write_delivery(tmp_path / f"d{size}", {"people": people[:size]}, manifest("csc", mode="delta"))
        for size in range(1, 5)
    ]
    traced = []
    for number, order in enumerate((sent, sent[::-1])):
        site = open_site(tmp_path / f"data{number}")
        for delivery in order:
            assert not site.load(delivery).refused
            assert site.verify().faults == ()
        traced.append(
            {
                (one.claim.id, one.claim.source.delivery, one.claim.source.row)
                for one in site.stores.graph.stored_claims()
            }
        )
        site.close()
    assert traced[0] == traced[1]


def test_a_delta_withdraws_nothing(site: Site, tmp_path: Path) -> None:
    one = write_delivery(
        tmp_path / "one", {"people": [a_person("P1"), a_person("P2", "Lee Hobbs")]}, manifest("police")
    )
    more = write_delivery(
        tmp_path / "more", {"people": [a_person("P3", "Amy Hobbs")]}, manifest("police", "2024-04-30", "delta")
    )
    site.load(one)
    site.load(more)
    assert [claim for claim in site.claims() if claim[3]] == [
        ("police", "person", ref, True) for ref in ("P1", "P2", "P3")
    ]


def test_rows_that_wait_are_taken_when_the_other_arrives(site: Site, deliveries: list[Path]) -> None:
    waiting = site.load(deliveries[2])
    assert {count.table: (count.stored, count.quarantined) for count in waiting.deliveries[0].counts} == {
        "events": (1, 0),
        "event_people": (0, 1),
    }
    assert {note.rule for _, note in site.stores.ledger.deliveries.quarantine()} == {"waits"}
    site.load(deliveries[3])
    kept = site.stores.ledger.deliveries.find(waiting.deliveries[0].id)
    assert kept is not None
    assert {count.table: (count.stored, count.quarantined) for count in kept.counts}["event_people"] == (1, 0)
    assert site.stores.ledger.deliveries.quarantine() == ()
    assert any(kind == "event_person" for _, kind, _, _ in site.claims())


def test_too_many_bad_rows_publish_nothing_and_yesterday_still_answers(site: Site, tmp_path: Path) -> None:
    good = write_delivery(tmp_path / "good", {"people": [a_person("P1")]}, manifest("police"))
    rows = [a_person("" if n % 20 == 0 else f"P{n}") for n in range(1, 201)]
    bad = write_delivery(tmp_path / "bad", {"people": rows}, manifest("police", "2024-04-30"))
    before = site.load(good)
    after = site.load(bad)
    assert after.refused
    assert after.digest == before.digest
    assert site.claims() == [("police", "person", "P1", True)]
    assert site.verify().faults == ()
    assert not site.load(bad, tolerance=0.5).refused


def test_a_dry_run_says_what_would_change_and_writes_nothing(site: Site, deliveries: list[Path]) -> None:
    site.load(*deliveries[:2])
    held = sorted(path.relative_to(site.stores.data) for path in (site.stores.data / "landing").rglob("*"))
    told = site.load(*deliveries, dry_run=True)
    assert (told.digest, told.publication) == (None, None)
    assert sorted(path.relative_to(site.stores.data) for path in (site.stores.data / "landing").rglob("*")) == held
    assert len(site.stores.ledger.deliveries.every()) == 2
    written = site.load(*deliveries).written
    assert (told.written.claims, told.written.gone, told.written.members) == (
        written.claims,
        written.gone,
        written.members,
    )


def test_rows_in_are_stored_unchanged_or_quarantined(site: Site, deliveries: list[Path]) -> None:
    for count in (count for record in site.load(*deliveries).deliveries for count in record.counts):
        assert count.rows_in == count.stored + count.unchanged + count.quarantined


def test_an_empty_partnership_loads_nothing(site: Site, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    nothing = write_delivery(tmp_path / "nothing" / "csc", {}, manifest("csc"))
    loaded = site.load(nothing)
    assert loaded.written.claims == 0
    assert site.claims() == []
    assert site.verify().faults == ()


@pytest.mark.parametrize(
    "row",
    [
        {"person_ref": "P1", "description": "man seen at the door", "identified": "n"},
        {"person_ref": "P1", "given_name": "Mia", "family_name": "Hobbs"},
        {"person_ref": "P1", "date_of_birth": "2012-05-01"},
    ],
    ids=["nobody anyone can name", "no birth date", "no name"],
)
def test_a_person_of_whom_little_is_known_is_kept(site: Site, tmp_path: Path, row: dict[str, str]) -> None:
    site.load(write_delivery(tmp_path / "sent", {"people": [row]}, manifest("police")))
    assert site.claims() == [("police", "person", "P1", True)]


def test_the_graph_made_again_is_the_same(site: Site, deliveries: list[Path]) -> None:
    digest = site.load(*deliveries).digest
    assert rebuild(site.stores, Load(NOW)) == digest
    assert site.verify().faults == ()


def test_a_lost_graph_is_made_again(tmp_path: Path, deliveries: list[Path]) -> None:
    site = open_site(tmp_path / "data")
    digest = site.load(*deliveries).digest
    site.close()
    for file in (tmp_path / "data").glob("graph.sqlite*"):
        file.unlink()
    site = open_site(tmp_path / "data")
    assert rebuild(site.stores, Load(NOW)) == digest
    assert site.verify().faults == ()
    site.close()


def test_identity_again_without_a_new_judgement_publishes_nothing(site: Site, deliveries: list[Path]) -> None:
    loaded = site.load(*deliveries)
    again = relink(site.stores, Load(NOW))
    assert (again.digest, again.publication) == (loaded.digest, loaded.publication)


def test_verification_finds_a_claim_that_was_changed_or_lost(site: Site, deliveries: list[Path]) -> None:
    site.load(*deliveries)
    some = next(iter(site.stores.graph.stored_claims()))
    site.stores.graph.write(2, Batch(gone_claims=[some.claim.id]))
    site.stores.graph.publish(2)
    assert any("claims of landed rows are not stored" in fault for fault in site.verify().faults)


def household_of(graph: GraphStore) -> Fetched:
    """The case around Mia."""
    mia = KEY.record_id("csc", "main", "people", "C1")
    step = Step(frozenset({ClaimKind.RESIDENCE}), frozenset({EntityKind.HOUSEHOLD}))
    return graph.claims_around([mia], [step], NOW, Visible())


def test_a_reader_during_a_load_sees_the_old_or_the_new_state(site: Site, deliveries: list[Path]) -> None:
    site.load(deliveries[0])
    old = household_of(site.stores.graph)
    seen: list[Fetched] = []
    is_over = threading.Event()

    def read() -> None:
        graph = open_graph(site.stores.data)
        while not is_over.is_set():
            seen.append(household_of(graph))
        graph.close()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        site.load(*deliveries)
    finally:
        is_over.set()
        reader.join()
    new = household_of(site.stores.graph)
    assert old != new
    assert all(one in (old, new) for one in seen)
    assert old in seen
