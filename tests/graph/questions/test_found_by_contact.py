"""Somebody around a child only by a phone or vehicle of a carer is around it: found, asked about, and checked (rules.md §2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from graph.access.caller import AccessRole, Caller
from graph.access.purpose import read_purpose
from graph.model.knowing import ToldHousehold, ToldPerson
from graph.questions.asking import Questions
from graph.questions.opening import Partnerships
from tests.ingest.sending import Row, write_delivery
from tests.ingest.site import KEY, NOW, Site, a_person, manifest, open_site

PHONE, VAN = "07700 900100", "AB12 CDE"
Tables = Mapping[str, Sequence[Row]]
CSC: Tables = {
    "people": [a_person("C1"), a_person("C2", "Kelly Hobbs", "1988-02-11", phones=PHONE)],
    "relationships": [{"record_ref": "L1", "person_ref": "C2", "other_ref": "C1", "type": "mother"}],
}
POLICE: Tables = {
    "people": [
        a_person("P1", "Adrian Wood", "1979-01-15", phones=PHONE),
        a_person("P2", "Kelly Hobbs", "1988-02-11", vehicles=VAN),
        a_person("P3", "Boris Lane", "1975-03-03", vehicles=VAN),
        a_person("P4", "Carl Strange", "1971-07-07", phones="07700 900999"),
    ]
}
ADRIAN, BORIS, CARL = (KEY.record_id("police", "main", "people", ref) for ref in ("P1", "P3", "P4"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("contact")
    opened = open_site(folder / "data")
    sent = [
        write_delivery(folder / agency, rows, manifest(agency)) for agency, rows in (("csc", CSC), ("police", POLICE))
    ]
    assert not opened.load(*sent).refused
    yield opened
    opened.close()


def questions(site: Site) -> Questions:
    stores = site.stores
    held = Partnerships(stores.data, stores.graph, stores.ledger, KEY, lambda: NOW)
    return held.questions(Caller("hub", frozenset({AccessRole.ASSESSMENT}), "csc"), read_purpose("assessment"))


def test_whoever_shares_a_carers_phone_or_vehicle_can_be_asked_about_and_no_stranger(site: Site) -> None:
    hub = questions(site)
    for person in (ADRIAN, BORIS):
        assert hub.person(person) is not None
        assert hub.person_by_ref("police", "P1") is not None
    assert hub.person(CARL) is None
    assert {one.display_name for one in hub.find_people("adrian wood").nodes} == {"Adrian Wood"}
    assert hub.find_people("carl strange").nodes == ()


@pytest.mark.parametrize(
    ("told", "other"),
    [
        (ToldPerson("Kelly Hobbs", "1988-02-11"), {"Adrian Wood", "Boris Lane"}),
        (ToldPerson(vehicle=VAN), {"Boris Lane"}),
    ],
)
def test_a_check_finds_who_shares_a_phone_or_vehicle_with_those_told(
    site: Site, told: ToldPerson, other: set[str]
) -> None:
    found = questions(site).unknown_partner_check(ToldHousehold((told,)))
    named = {row.adult.display_name for row in found.others_on_record} | {
        match.right.display_name for one in found.told for match in one.matches
    }
    assert other <= named
