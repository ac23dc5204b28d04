"""Shipped mappings for which no real file is at hand, on made-up exports in the public layouts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.mapping.asked import MappingAsked
from ingest.mapping.reading import find_mapping
from tests.ingest.mapping import written
from tests.ingest.mapping.loading import Through, load_through, write_files

CSC = "children_social_care"
Cells = dict[str, str]


def said(claims: list[Cells], kind: str) -> list[Cells]:
    """The claims of a kind, without kind, reference and closing."""
    apart = {"kind", "ref", "closed", "record_ref"}
    return [{k: v for k, v in one.items() if k not in apart} for one in claims if one["kind"] == kind]


@pytest.fixture(scope="module")
def ssd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    folder = tmp_path_factory.mktemp("ssd")
    through = load_through(folder / "data", "ssd", write_files(folder / "sent", written.SSD))
    yield through
    through.site.close()


@pytest.fixture(scope="module")
def pole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    folder = tmp_path_factory.mktemp("pole")
    through = load_through(folder / "data", "pole", write_files(folder / "sent", written.POLE))
    yield through
    through.site.close()


@pytest.fixture(scope="module")
def census(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    folder = tmp_path_factory.mktemp("census")
    sent = write_files(folder / "sent", written.SCHOOL_CENSUS)
    term = {"covers_from": "2024-01-08", "covers_to": "2024-03-28"}
    through = load_through(folder / "data", "school-census", sent, **term)
    yield through
    through.site.close()


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    folder = tmp_path_factory.mktemp("tree")
    sent = write_files(folder / "sent", {"tree.ged": written.GEDCOM})
    through = load_through(folder / "data", "gedcom", sent / "tree.ged")
    yield through
    through.site.close()


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Through]:
    folder = tmp_path_factory.mktemp("cpis")
    through = load_through(folder / "data", "cp-is", write_files(folder / "sent", written.CP_IS))
    yield through
    through.site.close()


def test_the_safeguarding_dataset_is_counted(ssd: Through) -> None:
    assert ssd.kinds == {
        "person": 4,  # 004 is known by ssd_mother alone
        "relationship": 1,
        "household": 4,
        "residence": 4,
        "episode": 3,  # the two rows of care of 002 are one period
        "assessment": 1,
        "assessment_person": 1,
        "professional": 1,
        "involvement": 1,
        "event": 10,
        "event_person": 10,
    }
    assert (ssd.rules, ssd.warned) == ({}, {})


def test_a_child_in_need_of_the_safeguarding_dataset(ssd: Through) -> None:
    claims = ssd.of(CSC, "ssd", "001")
    assert said(claims, "person") == [
        {"person_ref": "001", "given_name": "Mia", "family_name": "Hobbs", "sex": "F", "date_of_birth": "2012-05-01",
         "nhs_number": "9434765919", "upn": "N899210009017"}
    ]  # fmt: skip
    assert said(claims, "contact") == [
        {"person_ref": "001", "start": "2023-03-14", "end": "2023-03-15", "outcome": "no_action", "source_code": "2A",
         "source_agency": "school"}
    ]  # fmt: skip
    assert [one["episode_ref"] for one in said(claims, "involvement")] == ["referral|10"]
    assessment = ssd.of(CSC, "ssd", "50", "assessments")
    assert {one["factors"] for one in assessment if "factors" in one} == {"4B;3C;20"}
    homes = ssd.of(CSC, "ssd", "A1", "households")
    assert {one.get("address") for one in homes} >= {"2, 14 Larch Close, Eastvale"}
    assert [event[0] for event in ssd.events_of(CSC, "ssd", "001")] == ["order", "seen_alone", "visit"]


def test_an_adopted_child_of_the_safeguarding_dataset(ssd: Through) -> None:
    claims = ssd.of(CSC, "ssd", "002")
    told = {
        (one["ref"], one.get("end", ""), one["closed"])
        for one in claims
        if one["kind"] in {"looked_after", "residence"}
    }
    # The first placement, and care, read as if they went on.
    assert told == {("cla|1", "", ""), ("placement|1", "", ""), ("placement|2", "", "sealed")}
    closed = [event[4] for event in ssd.events_of(CSC, "ssd", "002")]
    assert closed == ["", "sealed", "sealed", "sealed", "sealed", "sealed", "sealed"]


def test_a_mother_in_a_refuge_of_the_safeguarding_dataset(ssd: Through) -> None:
    claims = ssd.of(CSC, "ssd", "003")
    assert said(claims, "relationship") == [
        {"person_ref": "003", "other_ref": "004", "type": "parent", "start": "2021-06-30"}
    ]
    assert {one["closed"] for one in claims if one["kind"] == "residence"} == {"confidential"}


def test_police_extracts_are_counted(pole: Through) -> None:
    assert pole.kinds == {
        "person": 4,
        "household": 2,
        "residence": 2,
        "relationship": 1,
        "event": 3,
        "event_person": 5,
        "professional": 1,
        "event_professional": 2,
    }
    assert pole.set_aside == [("event_people", "person_event.csv", 7, "role", "unknown_code")]
    assert pole.warned == {("role", "unknown_code"): 1, ("type", "unknown_code"): 1}


@pytest.mark.parametrize(
    ("ref", "person", "events"),
    [
        (
            "P-1",
            {"given_name": "Kelly", "family_name": "Tranter", "other_names": "Kelly Pike", "sex": "F",
             "date_of_birth": "1983-11-02", "phones": "07700 900118"},
            ["domestic_abuse"],
        ),
        (
            "P-3",
            {"given_name": "Daz", "identified": "n", "description": "friend of mum, silver van", "sex": "M",
             "vehicles": "QQ12 VBN;QQ15 LKR"},
            [],
        ),
        (
            "P-4",
            {"given_name": "Mia", "family_name": "Tranter", "date_of_birth": "2009-04-17", "sex": "F"},
            ["domestic_abuse", "child_concern_report"],
        ),
    ],
)  # fmt: skip
def test_somebody_in_police_extracts(pole: Through, ref: str, person: Cells, events: list[str]) -> None:
    assert said(pole.of("police", "pole", ref), "person") == [{"person_ref": ref, **person}]
    assert [event[0] for event in pole.events_of("police", "pole", ref)] == events


def test_a_place_police_call_a_refuge_is_confidential(pole: Through) -> None:
    homes = pole.of("police", "pole", "L-2", "households")
    assert {(one["closed"], one.get("confidential")) for one in homes} == {("confidential", "y")}


def test_the_school_census_is_counted(census: Through) -> None:
    assert census.kinds == {
        "person": 3,
        "household": 2,
        "residence": 2,
        "episode": 3,
        "attendance": 2,
        "event": 2,
        "event_person": 2,
    }
    assert (census.rules, census.warned) == ({}, {})


def test_pupils_of_the_school_census(census: Through) -> None:
    mia, tyler, amelia = (census.of("education", "school-census", ref) for ref in ("P1", "P2", "L1"))
    assert said(mia, "person") == [
        {"person_ref": "P1", "given_name": "Mia Ann", "family_name": "Hobbs", "other_names": "Mia Tranter",
         "date_of_birth": "2012-05-01", "sex": "F", "upn": "N899210009017"}
    ]  # fmt: skip
    # Nine authorised and 52 unauthorised, in the term the delivery covers, whose last day is included.
    assert said(mia, "attendance") == [
        {"person_ref": "P1", "school": "Brook Academy", "start": "2024-01-08", "end": "2024-03-29",
         "sessions_possible": "110", "sessions_absent": "61", "sessions_unauthorised": "52"}
    ]  # fmt: skip
    exclusion = ("exclusion", "2024-02-12", "", "Suspended: persistent disruptive behaviour", "")
    assert census.events_of("education", "school-census", "P1") == [exclusion]
    assert said(tyler, "school_roll") == [{"person_ref": "P2", "provider": "Brook Academy", "start": "2019-09-03"}]
    assert said(amelia, "school_roll") == [
        {"person_ref": "L1", "provider": "Brook Academy", "start": "2017-09-05", "end": "2024-02-09"}
    ]
    homes = census.of("education", "school-census", "AD2", "households")
    assert {one.get("address") for one in homes} >= {"Flat 1, 61, Mill Street, Westvale"}


def test_a_family_tree_is_counted(tree: Through) -> None:
    assert tree.kinds == {"person": 4, "relationship": 6, "household": 1, "residence": 1}
    assert (tree.rules, tree.warned) == ({}, {})


@pytest.mark.parametrize(
    ("ref", "person"),
    [
        ("@I1@", {"given_name": "Kelly", "family_name": "Tranter", "sex": "F", "date_of_birth": "1983-11-02"}),
        ("@I2@", {"given_name": "Darren James", "family_name": "Pike", "sex": "M", "born_about": "1980"}),
        ("@I3@", {"given_name": "Mia", "family_name": "Pike", "sex": "F", "date_of_birth": "2009-04"}),
        ("@I4@", {"given_name": "Amelia", "family_name": "Pike", "sex": "F", "born_about": "2005..2007"}),
    ],
)
def test_somebody_in_a_family_tree(tree: Through, ref: str, person: Cells) -> None:
    assert said(tree.of("family_tree", "gedcom", ref), "person") == [{"person_ref": ref, **person}]


def test_ties_of_a_family_tree(tree: Through) -> None:
    ties = said(tree.of("family_tree", "gedcom", "@I1@"), "relationship")
    assert ties == [
        {"person_ref": "@I2@", "other_ref": "@I1@", "type": "spouse", "start": "2001-06-12", "end": "2010"},
        {"person_ref": "@I2@", "other_ref": "@I1@", "type": "ex_spouse", "start": "2010"},
        {"person_ref": "@I1@", "other_ref": "@I3@", "type": "parent"},
        {"person_ref": "@I1@", "other_ref": "@I4@", "type": "adoptive_parent", "sensitivity": "sealed"},
    ]


def test_information_sharing_lists_are_counted(lists: Through) -> None:
    assert lists.kinds == {"person": 5, "relationship": 1, "episode": 3}
    # 03/25/2024 is set aside, not turned round.
    assert lists.set_aside == [("episodes", "cpis.csv", 5, "start", "date_not_as_stated")]
    assert lists.warned == {("nhs_number", "check_digit"): 2}


def test_children_of_information_sharing_lists(lists: Through) -> None:
    mia, tyler = lists.of(CSC, "cp-is", "0434765911"), lists.of(CSC, "cp-is", "9434765919")
    # The zero a number begins with is kept.
    assert [one["nhs_number"] for one in said(mia, "person")] == ["0434765911"]
    assert said(mia, "child_protection") == [{"person_ref": "0434765911", "start": "2024-03-20"}]
    assert said(tyler, "looked_after") == [{"person_ref": "9434765919", "start": "2019-01-10", "end": "2020-03-01"}]
    unborn = "UNBORN|4010232137|2024-06-30"
    claims = lists.of(CSC, "cp-is", unborn)
    assert said(claims, "person") == [
        {"person_ref": unborn, "expected_birth": "2024-06-30", "identified": "n", "description": "unborn child"}
    ]
    assert said(claims, "child_protection") == [{"person_ref": unborn, "start": "2024-02-01"}]
    assert said(claims, "relationship") == [{"person_ref": "4010232137", "other_ref": unborn, "type": "parent"}]


def test_every_store_adds_up(ssd: Through, pole: Through, census: Through, tree: Through, lists: Through) -> None:
    for through in (ssd, pole, census, tree, lists):
        assert through.site.verify().faults == ()
        for count in (count for record in through.loaded.deliveries for count in record.counts):
            assert count.rows_in == count.stored + count.unchanged + count.quarantined


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:

    sent = write_files(tmp_path / "sent", written.POLE)
    through = load_through(tmp_path / "data", "pole", sent)
    asked = MappingAsked(find_mapping("pole"), {"extracted_at": "2024-03-31"})
    again = through.site.load(sent, mapping=asked, tolerance=1.0)
    assert (again.written.claims, again.written.gone, again.digest) == (0, 0, through.loaded.digest)
    through.site.close()
