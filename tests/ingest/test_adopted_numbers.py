"""A phone, email or vehicle of an identity after adoption leads to nobody: not to the birth family, and not from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.model.claims import Role
from graph.questions.opening import Partnerships
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

KEPT, CAR, HOME = "07700 900111", "AB12 CDE", "01632 960222"
BORN = "2014-02-03"
CSC: list[Row] = [
    a_person("C1", "Rowan Ashdown", "1985-01-09", phones=KEPT, vehicles=CAR),
    a_person("C2", "Wren Ashdown", BORN, phones=KEPT, vehicles=CAR),
]
AFTER: list[Row] = [
    a_person("H1", "Wren Castleford", BORN, phones=f"{KEPT};{HOME}", vehicles=CAR, adopted_identity="y"),
    a_person("H2", "Imogen Castleford", "1979-11-12", phones=f"{HOME};{KEPT}"),
    a_person("H3", "Tess Miller", "1980-04-05", phones=HOME),
]


def opened(tmp_path: Path, unmarked: list[Row]) -> Site:
    site = open_site(tmp_path / "data")
    sent = [("csc", CSC), ("housing", AFTER), ("gp", unmarked)]
    site.load(*(write_delivery(tmp_path / agency, {"people": rows}, manifest(agency)) for agency, rows in sent))
    return site


def with_numbers(site: Site) -> set[str]:
    return {
        stored.claim.source.record_ref
        for stored in site.stores.graph.stored_claims()
        if stored.claim.source.table == "people" and any(end.role is Role.DETAIL for end in stored.claim.ends)
    }


@pytest.mark.parametrize(
    "cells", [{"nhs_number": "9434765919"}, {}, {"email": "x"}], ids=["joined by number", "by name and date", "apart"]
)
def test_only_numbers_of_others_join(tmp_path: Path, cells: dict[str, str]) -> None:
    born = "" if cells.pop("email", None) else BORN
    site = opened(tmp_path, [a_person("G1", "Wren Castleford", born, phones=KEPT, **cells)])
    assert with_numbers(site) == {"C1", "C2", "H3"}
    assert site.verify().faults == ()
    site.close()


def test_neither_side_leads_to_the_other(tmp_path: Path) -> None:
    site = opened(tmp_path, [a_person("G1", "Wren Castleford", BORN, phones=KEPT)])
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW)
    asking = held.questions(
        Caller("jo", frozenset({AccessRole.ASSESSMENT}), "csc"), read_purpose("assessment"), rows=True
    )
    for agency, ref, mine, theirs in (
        ("csc", "C2", "Ashdown", "Castleford"),
        ("housing", "H1", "Castleford", "Ashdown"),
    ):
        network = asking.network(KEY.record_id(agency, "main", "people", ref), 2)
        assert network
        names = " ".join(node.label for node in network.nodes)
        assert mine in names
        assert theirs not in names
    site.close()


def test_where_nobody_is_marked_numbers_join(tmp_path: Path) -> None:
    site = open_site(tmp_path / "data")
    site.load(write_delivery(tmp_path / "csc", {"people": CSC}, manifest("csc")))
    assert with_numbers(site) == {"C1", "C2"}
    site.close()
