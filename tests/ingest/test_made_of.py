"""What would come out the same is not worked out again, and what would not is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import polars as pl
import pytest

from graph.store.port import StoredClaim
from ingest import pipeline
from ingest.carrying import FOLDER as MADE_FROM
from ingest.made_of import FILE, Made, read_made
from ingest.relinking import relink
from ingest.stores import Load
from ingest.wanted import System, Wanted
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import NOW, Site, a_person, family, manifest, open_site

HOME: Row = {"household_ref": "H1", "address": "9 Haven Way, Vale", "postcode": "VA1 2BC"}
STAY: Row = {"record_ref": "R1", "person_ref": "P1", "household_ref": "H1", "start": "2020-01-01"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def projected(monkeypatch: pytest.MonkeyPatch) -> list[System]:
    """The systems of which claims are worked out."""
    found: list[System] = []
    claims_of = Wanted.claims_of

    def noting(wanted: Wanted, system: System, only: pl.Series | None = None) -> object:
        found.append(system)
        return claims_of(wanted, system, only)

    monkeypatch.setattr(Wanted, "claims_of", noting)
    return found


@pytest.fixture
def claims_made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The references of the records whose claims are worked out."""
    found: list[str] = []
    claims_of = Wanted.claims_of

    def noting(wanted: Wanted, system: System, only: pl.Series | None = None) -> Iterator[StoredClaim]:
        for claim in claims_of(wanted, system, only):
            found.append(claim.claim.source.record_ref)
            yield claim

    monkeypatch.setattr(Wanted, "claims_of", noting)
    return found


def made(site: Site) -> Made:
    newest = site.stores.ledger.publications.newest()
    assert newest is not None
    return read_made(site.stores.claim_files.folder(newest.number))


def test_the_same_deliveries_again_work_nothing_out(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = family(tmp_path / "sent")
    first = site.load(*sent)

    def never(*_: object) -> None:
        raise AssertionError("worked out again")

    monkeypatch.setattr(pipeline, "work_out", never)
    again = site.load(*sent)
    assert (again.digest, again.publication) == (first.digest, first.publication)
    assert [one.counts[0].stored for one in again.deliveries] == [0] * len(sent)


def test_only_the_system_that_sent_something_is_worked_out(site: Site, tmp_path: Path, projected: list[System]) -> None:
    police = write_delivery(tmp_path / "police", {"people": [a_person("P1")]}, manifest("police", "2024-02-01"))
    gp = write_delivery(tmp_path / "gp", {"people": [a_person("G1")]}, manifest("gp", "2024-02-01"))
    site.load(police, gp)
    projected.clear()
    more = write_delivery(tmp_path / "more", {"people": [a_person("G1"), a_person("G2", "Ivy Bright")]}, manifest("gp"))
    site.load(more)
    assert projected == [("gp", "main")]


def test_only_the_claims_of_rows_that_changed_are_worked_out(
    site: Site, tmp_path: Path, claims_made: list[str]
) -> None:
    people = [a_person("P1"), a_person("P2", "Ivy Bright"), a_person("P3", "Lee Marsh")]
    tables = {"people": people, "households": [HOME], "residences": [STAY]}
    site.load(write_delivery(tmp_path / "police", tables, manifest("police", "2024-02-01")))
    claims_made.clear()
    tables["people"] = [*people[:2], {**people[2], "note": "seen again"}, a_person("P4", "Zed Hill")]
    loaded = site.load(write_delivery(tmp_path / "more", tables, manifest("police")))
    assert sorted(claims_made) == ["P3", "P3", "P4"], "the note before, the note now, and who is new"
    assert loaded.written.claims == len(claims_made)
    assert not site.verify().faults


def test_of_what_is_said_about_a_row_only_the_claims_it_touches_are_worked_out(
    site: Site, tmp_path: Path, claims_made: list[str]
) -> None:
    tables: dict[str, list[Row]] = {
        "people": [a_person("P1"), a_person("P2", "Ivy Bright")],
        "relationships": [
            {"record_ref": "L1", "person_ref": "P1", "other_ref": "P2", "type": "sibling"},
            {"record_ref": "L2", "person_ref": "P2", "other_ref": "P2", "type": "friend"},
        ],
    }
    site.load(write_delivery(tmp_path / "police", tables, manifest("police", "2024-02-01")))
    claims_made.clear()
    tables["people"] = [a_person("P1", sensitivity="sealed"), a_person("P2", "Ivy Bright")]
    site.load(write_delivery(tmp_path / "more", tables, manifest("police")))
    assert sorted(claims_made) == ["L1", "P1", "P1"], "who is closed, as before and now, and the tie to them"
    assert not site.verify().faults


@pytest.mark.parametrize("harm", ["gone", "torn"])
def test_without_what_claims_were_made_from_all_are_worked_out(
    harm: str, site: Site, tmp_path: Path, claims_made: list[str]
) -> None:
    first = site.load(
        write_delivery(tmp_path / "police", {"people": [a_person("P1")]}, manifest("police", "2024-02-01"))
    )
    assert first.publication is not None
    for file in (site.stores.claim_files.folder(first.publication) / MADE_FROM).iterdir():
        file.unlink() if harm == "gone" else file.write_bytes(file.read_bytes()[:20])
    claims_made.clear()
    more = {"people": [a_person("P1"), a_person("P2", "Ivy Bright")]}
    loaded = site.load(write_delivery(tmp_path / "more", more, manifest("police")))
    assert sorted(claims_made) == ["P1", "P2"]
    assert loaded.written.claims == 1
    assert not site.verify().faults


def test_a_judgement_works_out_no_claim(site: Site, tmp_path: Path, projected: list[System]) -> None:
    site.load(*family(tmp_path / "sent"))
    projected.clear()
    relink(site.stores, Load(NOW))
    assert projected == []


def test_an_address_another_agency_makes_confidential_closes_what_was_published_before(
    site: Site, tmp_path: Path, projected: list[System]
) -> None:
    police = write_delivery(
        tmp_path / "police",
        {"people": [a_person("P1")], "households": [HOME], "residences": [STAY]},
        manifest("police", "2024-02-01"),
    )
    refuge = write_delivery(
        tmp_path / "housing",
        {"households": [{**HOME, "household_ref": "U1", "confidential": "y"}]},
        manifest("housing"),
    )
    site.load(police)
    projected.clear()
    site.load(refuge)
    assert set(projected) == {("police", "main"), ("housing", "main")}
    other = open_site(tmp_path / "at-once")
    assert other.load(police, refuge).digest == site.load(refuge).digest
    other.close()


@pytest.mark.parametrize("harm", ["gone", "torn", "of other code"])
def test_what_is_not_said_or_not_read_is_worked_out(
    harm: str, site: Site, tmp_path: Path, projected: list[System]
) -> None:
    sent = family(tmp_path / "sent")
    first = site.load(*sent)
    assert first.publication is not None
    file = site.stores.claim_files.folder(first.publication) / FILE
    match harm:
        case "gone":
            file.unlink()
        case "torn":
            file.write_bytes(file.read_bytes()[:40])
        case _:
            for said in (made(site).whole, made(site).code):
                file.write_text(file.read_text().replace(said, "other"))
            for one in made(site).systems.values():
                file.write_text(file.read_text().replace(one.made_of, "other"))
    projected.clear()
    again = site.load(*sent)
    assert (again.digest, again.publication) == (first.digest, first.publication)
    assert projected
    projected.clear()
    site.load(*sent)
    assert projected == []


def test_a_graph_that_lost_a_claim_gets_it_back_by_linking(site: Site, tmp_path: Path) -> None:
    first = site.load(*family(tmp_path / "sent"))
    connection = apsw.Connection(str(site.stores.data / "graph.sqlite"))
    connection.pragma("foreign_keys", True)
    connection.execute("DELETE FROM claim WHERE n = 1")
    connection.close()
    assert site.verify().faults
    assert relink(site.stores, Load(NOW)).digest == first.digest
    assert not site.verify().faults
